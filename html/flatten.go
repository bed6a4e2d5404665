package html

import (
	"slices"
	"strings"
)

// flat is an instance that stands in its tree as markup: its shape was one too many for
// its set.
type flat struct {
	text   []byte
	places []byte // of the views in it: offset in text and number of each
	events []byte // the handlers in it, each behind the length of its name
}

// flatAt reads the flat instance whose number, 0, stands right before i.
func flatAt(tree []byte, i int) (f flat, end int) {
	n, i := Uvarint(tree, i)
	f.text = tree[i : i+n]
	n, i = Uvarint(tree, i+n)
	from := i
	for range 2 * n {
		_, i = Uvarint(tree, i)
	}
	f.places = tree[from:i]
	n, i = Uvarint(tree, i)
	from = i
	for range n {
		l, j := Uvarint(tree, i)
		i = j + l
	}
	f.events = tree[from:i]
	return f, i
}

// flatten replaces the recorded instance by a flat one.
func (b *Builder) flatten(t *Template) {
	w := writer{reg: b.set.reg, tree: b.tree, collect: true}
	_, i := Uvarint(b.tree, b.at)
	text, _ := w.template(nil, t, i, "")
	events, _ := b.set.reg.eventsOf(nil, b.tree, i, t)
	d := append(b.tree[:b.at], 0)
	d = append(appendUvarint(d, uint64(len(text))), text...)
	d = appendUvarint(d, uint64(len(w.found)/2))
	for _, v := range w.found {
		d = appendUvarint(d, uint64(v))
	}
	d = appendUvarint(d, uint64(len(events)))
	for _, e := range events {
		d = append(appendUvarint(d, uint64(len(e))), e...)
	}
	b.tree = d
}

// flat writes a flat instance, its views in their places.
func (w *writer) flat(dst []byte, i int, rootAttrs string) ([]byte, int) {
	f, end := flatAt(w.tree, i)
	from := 0
	if rootAttrs != "" {
		const mark = ` z="` + flatMark + `"`
		if at := strings.Index(view(f.text), mark); at >= 0 {
			from = at + len(mark)
			dst = append(append(dst, f.text[:from]...), rootAttrs...)
		}
	}
	for i := 0; i < len(f.places); {
		at, j := Uvarint(f.places, i)
		number, next := Uvarint(f.places, j)
		dst = append(dst, f.text[from:at]...)
		from, i = at, next
		if w.collect {
			w.found = append(w.found, len(dst), number)
		} else if w.views != nil {
			dst = w.views.AppendView(dst, uint32(number))
		}
	}
	return append(dst, f.text[from:]...), end
}

func (f flat) hasEvent(handler string) bool {
	for i := 0; i < len(f.events); {
		l, j := Uvarint(f.events, i)
		if i = j + l; string(f.events[j:i]) == handler {
			return true
		}
	}
	return false
}

// eventsOf appends the handlers that stand in the instance of t whose slots are at i,
// each once, and returns the end of the instance.
func (r *Registry) eventsOf(dst []string, tree []byte, i int, t *Template) ([]string, int) {
	for _, e := range t.events {
		dst = appendOnce(dst, e)
	}
	for _, s := range t.slots {
		n, j := Uvarint(tree, i)
		switch {
		case s.Placed && s.Kind == KindRegion && n == 1:
			dst, i = r.eventsAt(dst, tree, j)
		case s.Placed && s.Kind == KindList:
			for range n {
				l, k := Uvarint(tree, j)
				dst, j = r.eventsAt(dst, tree, k+l)
			}
			i = j
		default:
			i = r.SkipSlot(tree, i, s.Kind)
		}
	}
	return dst, i
}

// eventsAt is eventsOf for the instance at i.
func (r *Registry) eventsAt(dst []string, tree []byte, i int) ([]string, int) {
	id, i := Uvarint(tree, i)
	if id != 0 {
		return r.eventsOf(dst, tree, i, r.Template(uint32(id)))
	}
	f, end := flatAt(tree, i)
	for i := 0; i < len(f.events); {
		l, j := Uvarint(f.events, i)
		i = j + l
		dst = appendOnce(dst, string(f.events[j:i]))
	}
	return dst, end
}

func appendOnce(dst []string, s string) []string {
	if slices.Contains(dst, s) {
		return dst
	}
	return append(dst, s)
}
