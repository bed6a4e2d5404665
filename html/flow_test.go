package html_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/azu-live/azu/html"
)

func TestValuesAreWrittenByTheirKind(t *testing.T) {
	day := time.Date(2026, 3, 9, 8, 5, 0, 0, time.UTC)
	for _, c := range []struct {
		name string
		node func(h *html.Builder) html.Node
		want string
	}{
		{"constant text", func(h *html.Builder) html.Node { return h.P(h.Lit("a < b")) }, "<p>a &lt; b</p>"},
		{"text", func(h *html.Builder) html.Node { return h.P(h.Text("a < b")) }, "<p>a &lt; b</p>"},
		{"int", func(h *html.Builder) html.Node { return h.P(h.Int(-5)) }, "<p>-5</p>"},
		{"one digit", func(h *html.Builder) html.Node { return h.P(h.Int(9)) }, "<p>9</p>"},
		{"int64", func(h *html.Builder) html.Node { return h.P(h.Int64(-9223372036854775808)) }, "<p>-9223372036854775808</p>"},
		{"float", func(h *html.Builder) html.Node { return h.P(h.Float(2.5, 2)) }, "<p>2.50</p>"},
		{"shortest float", func(h *html.Builder) html.Node { return h.P(h.Float(0.1, -1)) }, "<p>0.1</p>"},
		{"format", func(h *html.Builder) html.Node { return h.P(h.Textf("%d < %s", 3, "four")) }, "<p>3 &lt; four</p>"},
		{"time", func(h *html.Builder) html.Node { return h.P(h.Timef(day, "2 Jan 15:04")) }, "<p>9 Mar 08:05</p>"},
		{"nothing", func(h *html.Builder) html.Node { return h.P(html.Node{}) }, "<p></p>"},
		{"no node at all", func(h *html.Builder) html.Node { return html.Node{} }, ""},
		{"fragment", func(h *html.Builder) html.Node {
			return h.P(h.Fragment(h.Lit("a"), h.Fragment(h.Text("b")), h.Fragment()))
		}, "<p>ab</p>"},
		{"attributes in a fragment", func(h *html.Builder) html.Node {
			return h.P(h.Fragment(h.ID("x"), h.Class("y")), h.Lit("z"))
		}, `<p id="x" class="y">z</p>`},
		{"attribute after content", func(h *html.Builder) html.Node { return h.P(h.Lit("z"), h.ID("x")) }, `<p id="x">z</p>`},
		{"comment", func(h *html.Builder) html.Node { return h.P(h.Comment("note")) }, "<p><!--note--></p>"},
		{"custom element", func(h *html.Builder) html.Node { return h.El("my-card", h.Text("x")) }, "<my-card>x</my-card>"},
		{"markup", func(h *html.Builder) html.Node { return h.Div(h.Raw("<b>x</b>")) }, "<div><b>x</b></div>"},
		{"void element", func(h *html.Builder) html.Node { return h.Br() }, "<br>"},
		{"named attributes", func(h *html.Builder) html.Node {
			return h.P(h.Attr("popover", "auto"), h.AttrInt("data-n", 3), h.AttrIf("inert", true), h.AttrIf("hidden", false), h.Data("a", "1"), h.DataInt("b", 2), h.Aria("label", "c"), h.AriaBool("busy", true))
		}, `<p popover="auto" data-n="3" inert data-a="1" data-b="2" aria-label="c" aria-busy="true"></p>`},
		{"constants passed on", func(h *html.Builder) html.Node { return h.P(h.Class(html.C("a").V())) }, `<p class="a"></p>`},
		{"classes", func(h *html.Builder) html.Node {
			return h.P(h.ClassIf("on", true), h.Class("a b"), h.ClassIf("off", false), h.ClassIfElse(false, "yes", "no"))
		}, `<p class="a b on no"></p>`},
		{"only conditional classes", func(h *html.Builder) html.Node { return h.P(h.ClassIf("on", true), h.ClassIf("off", false)) }, `<p class="on "></p>`},
		{"style", func(h *html.Builder) html.Node { return h.P(h.Style("width", "50%"), h.Style("--n", `"`)) }, `<p z-style z-style-width="50%" z-style---n="&#34;"></p>`},
		{"value", func(h *html.Builder) html.Node { return h.Input(h.Value(`a"b`)) }, `<input value="a&#34;b">`},
		{"numeric value", func(h *html.Builder) html.Node { return h.Li(h.ValueInt(4)) }, `<li value="4"></li>`},
		{"value of a textarea", func(h *html.Builder) html.Node { return h.Textarea(h.Value("a<")) }, "<textarea>a&lt;</textarea>"},
		{"first line of a textarea empty", func(h *html.Builder) html.Node { return h.Textarea(h.Value("\na")) }, "<textarea>\n\na</textarea>"},
		{"first line of preformatted text empty", func(h *html.Builder) html.Node { return h.Pre(h.Text("\na")) }, "<pre>\n\na</pre>"},
		{"first constant line of preformatted text empty", func(h *html.Builder) html.Node { return h.Pre(h.Lit("\na")) }, "<pre>\n\na</pre>"},
		{"value of a select", func(h *html.Builder) html.Node {
			return h.Select(h.Value("b"), h.Option(h.Value("a"), h.Lit("A")), h.Option(h.Value("b"), h.Lit("B")))
		}, `<select><option value="a">A</option><option selected value="b">B</option></select>`},
		{"value of a select by text", func(h *html.Builder) html.Node {
			return h.Select(h.Value("B & C"), h.Option(h.Lit("A")), h.Option(h.Text("B & C")))
		}, `<select><option>A</option><option selected>B &amp; C</option></select>`},
		{"value of a select by text with spaces around", func(h *html.Builder) html.Node {
			return h.Select(h.Value("B C"), h.Option(h.Text("\n B \t C ")))
		}, "<select><option selected>\n B \t C </option></select>"},
		{"value of a select by text with a no-break space", func(h *html.Builder) html.Node {
			return h.Select(h.Value("10\u00a0km"), h.Option(h.Text("10 km")), h.Option(h.Text("10\u00a0km")))
		}, "<select><option>10 km</option><option selected>10\u00a0km</option></select>"},
	} {
		t.Run(c.name, func(t *testing.T) {
			wantEqual(t, "markup", plain(c.node), c.want)
		})
	}
}

func TestControlFlowRendersWhatItIsGiven(t *testing.T) {
	word := func(w string) func(h *html.Builder) html.Node {
		return func(h *html.Builder) html.Node { return h.B(h.Text(w)) }
	}
	choose := func(v string) func(h *html.Builder) html.Node {
		return func(h *html.Builder) html.Node {
			return h.P(html.Switch(h, v, html.When("a", word("A")), html.When("b", word("B")), html.Otherwise[*html.Builder, string](word("?"))))
		}
	}
	for _, c := range []struct {
		name string
		node func(h *html.Builder) html.Node
		want string
	}{
		{"if", func(h *html.Builder) html.Node { return h.P(html.If(h, true, word("x"))) }, "<p><b>x</b></p>"},
		{"if not", func(h *html.Builder) html.Node { return h.P(html.If(h, false, word("x"))) }, "<p></p>"},
		{"if at the root", func(h *html.Builder) html.Node { return html.If(h, true, word("x")) }, "<b>x</b>"},
		{"if with nothing inside", func(h *html.Builder) html.Node {
			return h.P(html.If(h, true, func(h *html.Builder) html.Node { return html.Node{} }))
		}, "<p></p>"},
		{"if else, yes", func(h *html.Builder) html.Node { return h.P(html.IfElse(h, true, word("x"), word("y"))) }, "<p><b>x</b></p>"},
		{"if else, no", func(h *html.Builder) html.Node { return h.P(html.IfElse(h, false, word("x"), word("y"))) }, "<p><b>y</b></p>"},
		{"switch, first", choose("a"), "<p><b>A</b></p>"},
		{"switch, second", choose("b"), "<p><b>B</b></p>"},
		{"switch, otherwise", choose("c"), "<p><b>?</b></p>"},
		{"switch without a match", func(h *html.Builder) html.Node {
			return h.P(html.Switch(h, 3, html.When(1, word("x"))))
		}, "<p></p>"},
		{"each of nothing", func(h *html.Builder) html.Node { return h.Ul(items(h, nil)) }, "<ul></ul>"},
		{"each", func(h *html.Builder) html.Node { return h.Ul(items(h, []string{"a", "b"})) }, "<ul><li>a</li><li>b</li></ul>"},
		{"each over a sequence of pointers", func(h *html.Builder) html.Node {
			a, b := "a", "b"
			return h.Ul(html.EachSeq(h, slices.Values([]*string{&a, &b}), func(s *string) string { return *s },
				func(h *html.Builder, s *string) html.Node { return h.Li(h.Text(*s)) }))
		}, "<ul><li>a</li><li>b</li></ul>"},
		{"each over a map", func(h *html.Builder) html.Node {
			return h.Ul(html.EachSeq(h, maps.Keys(map[int]bool{7: true}), func(n int) int { return n },
				func(h *html.Builder, n int) html.Node { return h.Li(h.Int(n)) }))
		}, "<ul><li>7</li></ul>"},
		{"each that stops early at no time", func(h *html.Builder) html.Node {
			return h.Ul(html.EachSeq(h, count(200), func(n int) int { return n },
				func(h *html.Builder, n int) html.Node { return h.Li(h.Int(n % 10)) }))
		}, "<ul>" + strings.Repeat("<li>0</li><li>1</li><li>2</li><li>3</li><li>4</li><li>5</li><li>6</li><li>7</li><li>8</li><li>9</li>", 20) + "</ul>"},
		{"lists in lists", func(h *html.Builder) html.Node {
			rows := []int{1, 2}
			return h.Table(h.Tbody(html.Each(h, rows, func(n *int) int { return *n }, func(h *html.Builder, row *int) html.Node {
				return h.Tr(html.Each(h, rows, func(n *int) int { return *n }, func(h *html.Builder, col *int) html.Node {
					return h.Td(h.Int(*row * *col))
				}))
			})))
		}, "<table><tbody><tr><td>1</td><td>2</td></tr><tr><td>2</td><td>4</td></tr></tbody></table>"},
	} {
		t.Run(c.name, func(t *testing.T) {
			wantEqual(t, "markup", plain(c.node), c.want)
		})
	}
}

func items(h *html.Builder, words []string) html.Node {
	return html.Each(h, words, func(s *string) string { return *s }, func(h *html.Builder, s *string) html.Node { return h.Li(h.Text(*s)) })
}

func count(n int) func(yield func(int) bool) {
	return func(yield func(int) bool) {
		for i := range n {
			if !yield(i) {
				return
			}
		}
	}
}

func TestKeysOfEveryTypeAreTaken(t *testing.T) {
	type name string
	type id uint32
	li := func(h *html.Builder) html.Node { return h.Li() }
	got := plain(func(h *html.Builder) html.Node {
		return h.Ul(
			html.Each(h, []name{"a"}, func(k *name) name { return *k }, func(h *html.Builder, _ *name) html.Node { return li(h) }),
			html.Each(h, []id{1}, func(k *id) id { return *k }, func(h *html.Builder, _ *id) html.Node { return li(h) }),
			html.Each(h, []int32{-1}, func(k *int32) int32 { return *k }, func(h *html.Builder, _ *int32) html.Node { return li(h) }),
			html.Each(h, []int64{-1 << 63}, func(k *int64) int64 { return *k }, func(h *html.Builder, _ *int64) html.Node { return li(h) }),
			html.Each(h, []uint64{1 << 63}, func(k *uint64) uint64 { return *k }, func(h *html.Builder, _ *uint64) html.Node { return li(h) }),
			html.Each(h, []uint{1}, func(k *uint) uint { return *k }, func(h *html.Builder, _ *uint) html.Node { return li(h) }),
		)
	})
	wantEqual(t, "markup", got, "<ul>"+strings.Repeat("<li></li>", 6)+"</ul>")
}

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
func ref(number uint32) func(*html.Builder) html.Node {
	return func(h *html.Builder) html.Node { return h.Div(h.View(number)) }
}

// views writes a view's number in place of its markup.
type views struct{}

func (views) AppendView(dst []byte, number uint32) []byte {
	return fmt.Appendf(dst, "<i>%d</i>", number)
}

func TestViewsStandInTheirPlaces(t *testing.T) {
	for _, number := range []uint32{1, 300, 1 << 31} {
		c := newComponent(ref(number))
		got := string(c.reg.AppendHTML(nil, c.tree(), "", views{}))
		wantEqual(t, "markup", withoutNames(got), fmt.Sprintf(`<div z=""><i>%d</i></div>`, number))
	}
	c := newComponent(ref(0))
	wantEqual(t, "no view", withoutNames(string(c.reg.AppendHTML(nil, c.tree(), "", views{}))), `<div z=""></div>`)
}

func TestRootAttributesGoIntoTheRootTag(t *testing.T) {
	c := newComponent(func(h *html.Builder) html.Node { return h.Div(h.Class("a"), h.Lit("x")) })
	got := string(c.reg.AppendHTML(nil, c.tree(), ` z-view="1"`, nil))
	wantEqual(t, "markup", withoutNames(got), `<div z="" z-view="1" class="a">x</div>`)
}

func TestTemplatesHaveTheSameNameInEveryProgram(t *testing.T) {
	view := func(h *html.Builder) html.Node { return h.Div(h.Class("a"), h.Text("x")) }
	a, b := newComponent(view), newComponent(func(h *html.Builder) html.Node { return h.Div(h.Class("a"), h.Text("y")) })
	b.view = view
	if first, second := a.html(), b.html(); first != second {
		t.Errorf("%s and %s", first, second)
	}
	id, _ := html.Uvarint(a.tree(), 0)
	tmpl := a.reg.Template(uint32(id))
	if a.reg.Named(tmpl.Name()) != tmpl || a.reg.Named("absent") != nil || len(tmpl.Name()) != 6 {
		t.Errorf("template %q isn't found by its name", tmpl.Name())
	}
}
