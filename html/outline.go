package html

import "crypto/sha256"

// Outlines writes the outlines of the components that stand in another component's tree.
type Outlines interface {
	// AppendOutline appends the outline of the view with this number.
	AppendOutline(dst []byte, number uint32) []byte
}

// AppendOutline is AppendHTML for CheckOutline: it has samples in place of values, and of
// the rows of a list that are alike one, so that it depends on the templates alone. It
// leaves out trusted markup and what travels as markup; views may be nil, which leaves
// out views.
func (r *Registry) AppendOutline(dst, tree []byte, views Outlines) []byte {
	o := outliner{reg: r, tree: tree, views: views}
	dst, _ = o.instance(dst, 0)
	return dst
}

// maxSound bounds the outlines that a registry remembers.
const maxSound = 1 << 14

// CheckOutline parses an outline as a browser would and returns an error, with both
// shapes, when elements would move or vanish. An outline that it has seen costs a hash. It
// is for development: it finds what templates make of each other, where each of them was
// found right alone.
func (r *Registry) CheckOutline(outline []byte) error {
	key := sha256.Sum256(outline)
	r.mu.Lock()
	sound := r.sound[key]
	r.mu.Unlock()
	if sound {
		return nil
	}
	if err := checkShape(string(outline)); err != nil {
		return err
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.sound == nil || len(r.sound) >= maxSound {
		r.sound = make(map[[sha256.Size]byte]bool)
	}
	r.sound[key] = true
	return nil
}

// outliner turns a tree into its outline.
type outliner struct {
	reg   *Registry
	tree  []byte
	views Outlines
}

func (o *outliner) instance(dst []byte, i int) ([]byte, int) {
	id, i := Uvarint(o.tree, i)
	if id == 0 {
		_, end := flatAt(o.tree, i)
		return dst, end
	}
	t := o.reg.Template(uint32(id))
	at := make([]int, len(t.slots))
	for k, s := range t.slots {
		at[k] = i
		i = o.reg.SkipSlot(o.tree, i, s.Kind)
	}
	dst = append(dst, t.head...)
	for k := range t.holes {
		h := &t.holes[k]
		dst = append(o.hole(dst, h, at[h.slot]), h.after...)
	}
	return dst, i
}

func (o *outliner) hole(dst []byte, h *hole, i int) []byte {
	n, i := Uvarint(o.tree, i)
	switch h.context {
	case inText, inTextFirst, inAttr:
		return append(dst, 'x')
	case inBool:
		return append(dst, h.on...)
	case inRegion:
		if n == 1 {
			dst, _ = o.instance(dst, i)
		}
	case inList:
		rows := make(map[string]bool)
		for range n {
			l, j := Uvarint(o.tree, i)
			from := len(dst)
			if dst, i = o.instance(dst, j+l); rows[string(dst[from:])] {
				dst = dst[:from]
			} else {
				rows[string(dst[from:])] = true
			}
		}
	case inView:
		if n > 0 && o.views != nil {
			return o.views.AppendOutline(dst, uint32(n))
		}
	}
	return dst
}
