package diff_test

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/azu-live/azu/html"
)

// node is a random piece of a page: what its shape makes of the rest.
type node struct {
	key   string
	shape int
	texts [3]string
	on    [2]bool
	kid   *node
	rows  []*node
	more  []*node
	view  uint32
}

const shapes = 16

// render has a case for each way in which slots stand in a template.
func (n *node) render(h *html.Builder) html.Node {
	switch n.shape {
	case 0:
		return h.P(h.Text(n.texts[0]))
	case 1:
		return h.Div(h.Lit("a "), h.Text(n.texts[0]), h.Span(h.Text(n.texts[1])), h.Text(n.texts[2]))
	case 2:
		return h.Div(h.Title(n.texts[0]), h.ClassIf("on", n.on[0]), h.ClassIfElse(n.on[1], "yes", "no"), n.region(h))
	case 3:
		return h.Ul(each(h, n.rows))
	case 4:
		return h.Div(each(h, n.rows), h.Hr(), each(h, n.more), h.Text(n.texts[0]))
	case 5:
		return h.Fragment(h.Text(n.texts[0]), h.Span(h.Text(n.texts[1])), n.region(h))
	case 6:
		return h.Text(n.texts[0])
	case 7:
		return h.Div(h.View(n.view), h.Text(n.texts[0]))
	case 8: // made, but placed nowhere
		h.Text(n.texts[1])
		each(h, n.rows)
		n.region(h)
		h.View(n.view)
		return h.Div(h.Text(n.texts[0]))
	case 9:
		return h.Div(h.P(h.Raw(html.Markup(n.texts[0]))), h.Text(n.texts[1]))
	case 10:
		return h.Div(html.Switch(h, n.on,
			html.When([2]bool{true, true}, func(h *html.Builder) html.Node { return h.Text(n.texts[0]) }),
			html.When([2]bool{true, false}, func(h *html.Builder) html.Node { return h.B(h.Text(n.texts[0])) }),
			html.When([2]bool{false, true}, func(h *html.Builder) html.Node { return n.region(h) })))
	case 11:
		return h.Div(html.IfElse(h, n.on[0],
			func(h *html.Builder) html.Node { return h.Ul(each(h, n.rows)) },
			func(h *html.Builder) html.Node { return each(h, n.rows) }))
	case 12:
		return h.Hr()
	case 13:
		return h.Fragment(h.Lit("two "), h.Lit("constants"))
	case 14: // slots not in the order of the markup
		a := h.Text(n.texts[0])
		b := h.P(h.Disabled(n.on[0]), h.Text(n.texts[1]))
		return h.Div(b, a, each(h, n.rows))
	default: // more shapes than any limit
		kids := []html.Node{h.Text(n.texts[0]), n.region(h)}
		for range len(n.texts[1]) {
			kids = append(kids, h.I(h.View(n.view)))
		}
		kids = append(kids, h.Select(h.Value("b"), h.View(n.view), h.Option(h.Value("a")), h.Option(h.Value("b")), h.View(n.view)))
		return h.Div(kids...)
	}
}

func (n *node) region(h *html.Builder) html.Node {
	return html.If(h, n.kid != nil, func(h *html.Builder) html.Node { return n.kid.render(h) })
}

func each(h *html.Builder, rows []*node) html.Node {
	return html.EachSeq(h, slices.Values(rows),
		func(n *node) string { return n.key },
		func(h *html.Builder, n *node) html.Node { return n.render(h) })
}

// chance makes the choices; a source of zeros makes the smallest page.
type chance struct{ rand.Source }

func (c chance) n(n int) int { return int(c.Uint64() % uint64(n)) }

var letters = []string{"", "", "a", "b", "1", "23", "-", "0", "é", "😀", "👩‍💻", "\u2028", "\"", "\\", "<b>", "&", "\n", "\t", "\x01", "\x00", "\xff", "\xf0\x9f", "\x80", "long enough to grow", "<!--[v3--><!--]-->"}

func (c chance) text() string {
	s := ""
	for range c.n(4) {
		s += letters[c.n(len(letters))]
	}
	return s
}

func (c chance) node(depth int) *node {
	n := &node{shape: c.n(shapes), view: uint32(c.n(4)), on: [2]bool{c.n(2) > 0, c.n(2) > 0}}
	n.key = string(rune('a' + c.n(12)))
	for i := range n.texts {
		n.texts[i] = c.text()
	}
	if depth > 0 {
		if c.n(2) > 0 {
			n.kid = c.node(depth - 1)
		}
		n.rows, n.more = c.rows(depth-1), c.rows(depth-1)
	}
	return n
}

func (c chance) rows(depth int) []*node {
	var rows []*node
	for range c.n(7) {
		rows = append(rows, c.node(depth))
	}
	return rows
}

// change changes a few things about a page.
func (c chance) change(n *node, depth int) {
	switch c.n(12) {
	case 0:
		n.shape = c.n(shapes)
	case 1, 2:
		n.texts[c.n(3)] += c.text()
	case 3:
		n.texts[c.n(3)] = c.text()
	case 4:
		n.on[c.n(2)] = c.n(2) > 0
	case 5:
		n.view = uint32(c.n(4))
	case 6:
		n.kid = nil
		if depth > 0 && c.n(3) > 0 {
			n.kid = c.node(depth - 1)
		}
	}
	if n.kid != nil && c.n(2) > 0 {
		c.change(n.kid, depth-1)
	}
	for _, rows := range []*[]*node{&n.rows, &n.more} {
		r := *rows
		for range c.n(3) {
			switch c.n(5) {
			case 0:
				if depth > 0 {
					r = slices.Insert(r, c.n(len(r)+1), c.node(depth-1))
				}
			case 1:
				if len(r) > 0 {
					k := c.n(len(r))
					r = slices.Delete(r, k, k+1)
				}
			case 2:
				if len(r) > 0 {
					i, j := c.n(len(r)), c.n(len(r))
					r[i], r[j] = r[j], r[i]
				}
			case 3:
				if len(r) > 0 {
					c.change(r[c.n(len(r))], depth-1)
				}
			case 4:
				slices.Reverse(r)
			}
		}
		*rows = r
	}
}

// wander takes a page through changes in a world and checks every patch.
func wander(t *testing.T, w *world, c chance, steps int) {
	for v := range uint32(3) {
		w.views[v+1] = w.render(c.node(1).withoutViews().render)
	}
	clear(w.shown)
	page := c.node(3)
	b := w.browse(t, w.render(page.render))
	for range steps {
		c.change(page, 3)
		patch := b.change(w.render(page.render))
		if got, want := w.markup(b.tree, w.shown), runes([]byte(w.markup(b.at, w.views))); got != want {
			t.Fatalf("patch %s\nshows %s\nnot   %s", patch, got, want)
		}
	}
}

// withoutViews keeps views from holding each other in circles.
func (n *node) withoutViews() *node {
	if n.view = 0; n.kid != nil {
		n.kid.withoutViews()
	}
	for _, r := range slices.Concat(n.rows, n.more) {
		r.withoutViews()
	}
	return n
}

func TestEveryRandomPageBecomesTheNext(t *testing.T) {
	for _, limit := range []int{0, 12, 1} {
		w := newWorldOf(limit)
		for seed := range uint64(150) {
			wander(t, w, chance{rand.NewPCG(seed, 7)}, 25)
			if t.Failed() {
				t.Fatalf("seed %d with at most %d templates", seed, limit)
			}
			if limit > 0 {
				w = newWorldOf(limit) // so that others of the shapes travel as markup
			}
		}
	}
}
