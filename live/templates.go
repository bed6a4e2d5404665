package live

import (
	"slices"

	"github.com/azu-live/azu/html"
)

// templates is what one client holds: four bytes a template, sorted. The lowest bit tells that it has
// the statics too and not the table alone.
type templates []uint32

// learn notes that the client is being given a template and reports whether that is news.
func (ts *templates) learn(id uint32, full bool) bool {
	bit := uint32(0)
	if full {
		bit = 1
	}
	i, ok := ts.place(id)
	if !ok {
		*ts = slices.Insert(*ts, i, id<<1|bit)
		return true
	}
	if (*ts)[i]&1 >= bit {
		return false
	}
	(*ts)[i] |= 1
	return true
}

func (ts templates) place(id uint32) (int, bool) {
	return slices.BinarySearchFunc(ts, id, func(have, id uint32) int { return int(have>>1) - int(id) })
}

// used calls f for each template in a tree.
func used(reg *html.Registry, tree []byte, i int, f func(*html.Template)) int {
	id, next := html.Uvarint(tree, i)
	if id == 0 {
		return reg.Skip(tree, i) // markup brings no template of its own
	}
	t := reg.Template(uint32(id))
	f(t)
	i = next
	for _, s := range t.Slots() {
		n, j := html.Uvarint(tree, i)
		switch {
		case s.Kind == html.KindRegion && n == 1:
			i = used(reg, tree, j, f)
		case s.Kind == html.KindList:
			for range n {
				l, k := html.Uvarint(tree, j)
				j = used(reg, tree, k+l, f)
			}
			i = j
		default:
			i = reg.SkipSlot(tree, i, s.Kind)
		}
	}
	return i
}
