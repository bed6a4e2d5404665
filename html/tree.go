package html

import "encoding/binary"

// Kind says how a slot's value stands in a tree.
type Kind uint8

// The kinds of slots. A tree is one byte slice: a template's number, then the slots in
// the order in which the render made them.
const (
	KindText   Kind = iota // length, bytes: text, attribute value, event argument
	KindBool               // one byte, 0 or 1
	KindRegion             // 0, or 1 and an instance
	KindList               // count, then per row: length and bytes of the key, an instance
	KindView               // number of a view, 0 for none
	KindRaw                // length, bytes: trusted markup
)

// Slot describes one slot of a template.
type Slot struct {
	Kind Kind
	// Placed is false for a slot whose node was made but stands nowhere in the markup.
	Placed bool
}

func appendUvarint(dst []byte, v uint64) []byte {
	if v < 0x80 {
		return append(dst, byte(v))
	}
	return binary.AppendUvarint(dst, v)
}

// Uvarint reads the number at i of a tree and returns it with the place after it. A
// tree is made by a Builder and trusted; reading elsewhere panics.
func Uvarint(tree []byte, i int) (v, next int) {
	v, next = int(tree[i]), i+1
	if v >= 0x80 {
		v, next = longUvarint(tree, i)
	}
	return
}

// longUvarint is apart so that Uvarint is inlined.
func longUvarint(tree []byte, i int) (v, next int) {
	u, n := binary.Uvarint(tree[i:])
	return int(u), i + n
}

// Single reports whether a tree of a set with Marks is one element, as a view must be.
func (r *Registry) Single(tree []byte) bool {
	id, i := Uvarint(tree, 0)
	if id != 0 {
		return r.Template(uint32(id)).single
	}
	n, i := Uvarint(tree, i)
	return n > 1 && tree[i] == '<' && tree[i+1] != '!'
}

// Skip returns the end of the instance at i.
func (r *Registry) Skip(tree []byte, i int) int {
	id, i := Uvarint(tree, i)
	if id == 0 {
		_, end := flatAt(tree, i)
		return end
	}
	for _, s := range r.Template(uint32(id)).slots {
		switch s.Kind {
		case KindText, KindRaw:
			n, j := Uvarint(tree, i)
			i = j + n
		case KindBool:
			i++
		default:
			i = r.SkipSlot(tree, i, s.Kind)
		}
	}
	return i
}

// SkipSlot returns the end of the slot of kind k at i.
func (r *Registry) SkipSlot(tree []byte, i int, k Kind) int {
	n, i := Uvarint(tree, i)
	switch k {
	case KindText, KindRaw:
		return i + n
	case KindRegion:
		if n == 1 {
			return r.Skip(tree, i)
		}
	case KindList:
		for range n {
			l, j := Uvarint(tree, i)
			i = r.Skip(tree, j+l)
		}
	}
	return i
}

// HasEvent reports whether an event with this handler stands in the tree: what is not
// rendered can't be called.
func (r *Registry) HasEvent(tree []byte, handler string) bool {
	_, found := r.findEvent(tree, 0, handler)
	return found
}

func (r *Registry) findEvent(tree []byte, i int, handler string) (int, bool) {
	id, i := Uvarint(tree, i)
	if id == 0 {
		f, end := flatAt(tree, i)
		return end, f.hasEvent(handler)
	}
	t := r.Template(uint32(id))
	for _, e := range t.events {
		if e == handler {
			return i, true
		}
	}
	for _, s := range t.slots {
		if n, j := Uvarint(tree, i); s.Placed && s.Kind == KindRegion && n == 1 {
			var ok bool
			if i, ok = r.findEvent(tree, j, handler); ok {
				return i, true
			}
		} else if s.Placed && s.Kind == KindList {
			for i = j; n > 0; n-- {
				l, k := Uvarint(tree, i)
				var ok bool
				if i, ok = r.findEvent(tree, k+l, handler); ok {
					return i, true
				}
			}
		} else {
			i = r.SkipSlot(tree, i, s.Kind)
		}
	}
	return i, false
}
