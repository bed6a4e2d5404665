package html_test

import (
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"

	"github.com/azu-live/azu/html"
)

// page is data that a view of many shapes is made of.
type page struct {
	title  string
	parts  []part
	banner bool
	mode   int
	extra  int
}

type part struct {
	id    int
	kind  int
	text  string
	on    bool
	inner []part
}

func randomPage(r *rand.Rand) page {
	p := page{title: randomText(r), banner: r.IntN(2) == 0, mode: r.IntN(4), extra: r.IntN(4)}
	p.parts = randomParts(r, 3)
	return p
}

func randomParts(r *rand.Rand, depth int) (parts []part) {
	for i := range r.IntN(4) {
		p := part{id: i, kind: r.IntN(5), text: randomText(r), on: r.IntN(2) == 0}
		if depth > 0 {
			p.inner = randomParts(r, depth-1)
		}
		parts = append(parts, p)
	}
	return parts
}

func randomText(r *rand.Rand) string {
	return []string{"", "x", "\n", "<b>", "Ann & Bob", `"`, strings.Repeat("long ", 40), "\xff", "7"}[r.IntN(9)]
}

func (p *page) view(h *html.Builder) html.Node {
	kids := []html.Node{h.Class("page"), h.ClassIf("wide", p.banner), h.Title(p.title)}
	for i := range p.extra { // a plain loop: as many shapes as there are lengths
		kids = append(kids, h.I(h.Int(i), h.Lit(" of "), h.Int(p.extra)))
	}
	if p.banner { // and a plain if
		kids = append(kids, h.Lit("banner "), h.Text(p.title))
	}
	unplaced := h.Text(p.title)
	if p.mode == 1 {
		kids = append(kids, unplaced)
	}
	kids = append(kids, html.Switch(h, p.mode,
		html.When(0, func(h *html.Builder) html.Node { return h.P(h.Text(p.title)) }),
		html.When(1, func(h *html.Builder) html.Node { return h.Fragment(h.Text(p.title), h.Br()) }),
		html.When(2, func(h *html.Builder) html.Node { return html.Node{} })),
		html.Each(h, p.parts, partKey, viewPart))
	return h.Div(kids...)
}

func partKey(p *part) int { return p.id }

func viewPart(h *html.Builder, p *part) html.Node {
	switch p.kind {
	case 0:
		return h.Text(p.text)
	case 1:
		return h.Section(h.Data("id", strconv.Itoa(p.id)), h.Hidden(p.on), html.Each(h, p.inner, partKey, viewPart))
	case 2:
		return h.Fragment(h.Hr(), html.Each(h, p.inner, partKey, viewPart))
	case 3:
		return html.IfElse(h, p.on,
			func(h *html.Builder) html.Node { return h.A(h.Href(p.text), h.Text(p.text)) },
			func(h *html.Builder) html.Node {
				return h.Div(h.Style("width", p.text), h.Textarea(h.Value(p.text)), html.Each(h, p.inner, partKey, viewPart))
			})
	default:
		return h.Div(h.Select(h.Value(p.text), html.Each(h, p.inner, partKey, func(h *html.Builder, p *part) html.Node {
			return h.Option(h.Value(p.text), h.Selected(false), h.Text(p.text))
		})), h.Input(h.Value(p.text), h.Checked(p.on)))
	}
}

// Whatever was rendered before, a render has the markup that it would have alone: the
// prediction makes it faster, never different.
func TestARenderDoesNotDependOnTheOnesBefore(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	var p page
	warm := newComponent(func(h *html.Builder) html.Node { return p.view(h) })
	tight := newComponent(warm.view)
	tight.set = tight.reg.Set("tight", html.SetOptions{Marks: true, Limit: 3, Log: quiet})
	for i := range 500 {
		p = randomPage(r)
		fresh := newComponent(func(h *html.Builder) html.Node { return p.view(h) })
		want := fresh.html()
		if got := warm.html(); got != want {
			t.Fatalf("render %d of %+v\n got: %s\nwant: %s", i, p, got, want)
		}
		if got := withoutNames(tight.html()); got != withoutNames(want) {
			t.Fatalf("render %d of %+v past the limit\n got: %s\nwant: %s", i, p, got, want)
		}
		tree := warm.tree()
		if end := warm.reg.Skip(tree, 0); end != len(tree) {
			t.Fatalf("render %d: Skip ends at %d of %d", i, end, len(tree))
		}
	}
	if n := tight.set.Len(); n > 3 {
		t.Errorf("%d templates in a set of 3", n)
	}
}

// FuzzRender does the same for data that no one thought of.
func FuzzRender(f *testing.F) {
	for seed := range uint64(8) {
		f.Add(seed, "Ann", seed%2 == 0)
	}
	var p page
	warm := newComponent(func(h *html.Builder) html.Node { return p.view(h) })
	f.Fuzz(func(t *testing.T, seed uint64, text string, on bool) {
		p = randomPage(rand.New(rand.NewPCG(seed, 3)))
		p.title, p.banner = text, on
		if got, want := warm.html(), newComponent(warm.view).html(); got != want {
			t.Fatalf("%+v\n got: %s\nwant: %s", p, got, want)
		}
	})
}

func TestAKnownRenderAllocatesNothing(t *testing.T) {
	p := page{title: "x", banner: true, mode: 1, extra: 2, parts: []part{
		{id: 1, kind: 1, inner: []part{{id: 2, kind: 3, on: true, text: "/a"}}},
		{id: 3, kind: 3, text: "50%"},
	}}
	words := []string{"a", "b", "c"}
	c := newComponent(func(h *html.Builder) html.Node {
		return h.Div(h.Class("x"), h.Text(p.title), h.Int(12345), h.Float(1.5, 2), html.If(h, p.banner, bannerView),
			html.Each(h, words, wordKey, wordRow), html.Each(h, p.parts, partKey, flatPart))
	})
	var dst []byte
	render := func() { dst = c.reg.AppendHTML(dst[:0], c.tree(), "", nil) }
	render()
	if n := testing.AllocsPerRun(100, render); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

func bannerView(h *html.Builder) html.Node         { return h.P(h.Lit("banner")) }
func wordKey(s *string) string                     { return *s }
func wordRow(h *html.Builder, s *string) html.Node { return h.Li(h.Text(*s), h.Attr("data-word", *s)) }
func flatPart(h *html.Builder, p *part) html.Node  { return h.A(h.Href(p.text), h.Text(p.text)) }
