package html

import (
	"strings"
	"unsafe"

	"github.com/azu-live/azu/internal/decimal"
)

// Views writes the components that stand in another component's tree.
type Views interface {
	// AppendView appends the markup of the view with this number.
	AppendView(dst []byte, number uint32) []byte
}

// AppendHTML appends the markup of a tree to dst. rootAttrs, already escaped and with a
// leading space, goes into the root's start tag, which takes a tree that is Single and a
// set with Marks; views may be nil when the tree has no other components in it. It
// allocates to grow dst, to find the option of a select with a Value, and for an instance
// of more than 64 slots that don't all stand in the markup, in the order of the calls.
func (r *Registry) AppendHTML(dst, tree []byte, rootAttrs string, views Views) []byte {
	w := writer{reg: r, tree: tree, views: views}
	dst, _ = w.instance(dst, 0, rootAttrs)
	return dst
}

// writer turns a tree into markup.
type writer struct {
	reg   *Registry
	tree  []byte
	views Views
	// collect has the places of views noted in found, with an empty fence in the markup,
	// instead of having them written.
	collect bool
	found   []int // offset, view, offset, view, ...
}

func (w *writer) instance(dst []byte, i int, rootAttrs string) ([]byte, int) {
	id, i := Uvarint(w.tree, i)
	if id == 0 {
		return w.flat(dst, i, rootAttrs)
	}
	return w.template(dst, w.reg.Template(uint32(id)), i, rootAttrs)
}

func (w *writer) template(dst []byte, t *Template, i int, rootAttrs string) ([]byte, int) {
	if rootAttrs != "" {
		dst = append(append(append(dst, t.head[:t.cut]...), rootAttrs...), t.head[t.cut:]...)
	} else {
		dst = append(dst, t.head...)
	}
	if t.linear {
		for k := range t.holes {
			h := &t.holes[k]
			if h.class != nil { // as most are: they spare a call
				n, j := Uvarint(w.tree, i)
				i = j + n
				dst = appendEscaped(dst, view(w.tree[j:i]), h.class)
			} else {
				dst, i = w.hole(dst, h, i)
			}
			dst = append(dst, h.after...)
		}
		return dst, i
	}
	var few [64]int
	at := few[:0]
	for _, s := range t.slots {
		at = append(at, i)
		i = w.reg.SkipSlot(w.tree, i, s.Kind)
	}
	selects, found := 0, 0 // where the select at hand starts, and how many views stand before it
	for k := range t.holes {
		h := &t.holes[k]
		switch h.context {
		case inSelect:
			selects, found = len(dst), len(w.found)
		case inSelectEnd:
			n, j := Uvarint(w.tree, at[h.slot])
			dst = w.choose(dst, selects, found, string(w.tree[j:j+n]))
		default:
			dst, _ = w.hole(dst, h, at[h.slot])
		}
		dst = append(dst, h.after...)
	}
	return dst, i
}

func (w *writer) hole(dst []byte, h *hole, i int) ([]byte, int) {
	n, i := Uvarint(w.tree, i)
	switch h.context {
	case inText, inAttr:
		return appendEscaped(dst, view(w.tree[i:i+n]), h.class), i + n
	case inBool:
		if n == 1 {
			return append(dst, h.on...), i
		}
		return append(dst, h.off...), i
	case inTextFirst:
		if n > 0 && (w.tree[i] == '\n' || w.tree[i] == '\r') || n == 0 && strings.HasPrefix(h.after, "\n") {
			dst = append(dst, '\n') // the parser swallows the first
		}
		return appendText(dst, view(w.tree[i:i+n])), i + n
	case inRegion:
		if n == 1 {
			return w.instance(dst, i, "")
		}
	case inList:
		for range n {
			l, j := Uvarint(w.tree, i)
			dst, i = w.instance(dst, j+l, "")
		}
	case inView:
		switch {
		case n == 0:
		case w.collect:
			dst = append(dst, "<!--[v"...)
			dst = decimal.Append(dst, uint64(n))
			dst = append(dst, "-->"...)
			w.found = append(w.found, len(dst), n)
			dst = append(dst, "<!--]-->"...)
		case w.views != nil:
			dst = w.views.AppendView(dst, uint32(n))
		}
	case inRaw, inRawFirst:
		if h.context == inRawFirst && n > 0 && (w.tree[i] == '\n' || w.tree[i] == '\r') {
			dst = append(dst, '\n') // the parser swallows the first
		}
		return append(dst, w.tree[i:i+n]...), i + n
	}
	return dst, i
}

// view is the bytes as a string, valid as long as they don't change.
func view(b []byte) string { return unsafe.String(unsafe.SliceData(b), len(b)) }
