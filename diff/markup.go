package diff

import (
	"iter"

	"github.com/azu-live/azu/html"
)

// markup is an instance that stands in its tree as HTML.
type markup struct {
	text   []byte
	places []byte // offset in text and number of each view
	end    int
}

// markupAt reads the markup at i, where the tree has the template number 0.
func markupAt(tree []byte, i int) markup {
	_, i = html.Uvarint(tree, i)
	n, i := html.Uvarint(tree, i)
	m := markup{text: tree[i : i+n]}
	n, i = html.Uvarint(tree, i+n)
	from := i
	for range 2 * n {
		_, i = html.Uvarint(tree, i)
	}
	m.places = tree[from:i]
	n, i = html.Uvarint(tree, i)
	for range n {
		l, j := html.Uvarint(tree, i)
		i = j + l
	}
	m.end = i
	return m
}

// views are the numbers of the views in m, in the order of the document.
func (m markup) views() iter.Seq[uint32] {
	return func(yield func(uint32) bool) {
		for i := 0; i < len(m.places); {
			_, j := html.Uvarint(m.places, i)
			v, next := html.Uvarint(m.places, j)
			if !yield(uint32(v)) {
				return
			}
			i = next
		}
	}
}

func (m markup) holds(view uint32) bool {
	for v := range m.views() {
		if v == view {
			return true
		}
	}
	return false
}

// sameMarkup reports whether the browser sees no difference between two markup
// instances; the names of handlers in them are also in their text.
func sameMarkup(a, b []byte) bool {
	x, y := markupAt(a, 0), markupAt(b, 0)
	return string(x.text) == string(y.text) && string(x.places) == string(y.places)
}
