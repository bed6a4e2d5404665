package html_test

import (
	"encoding/json"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/azu-live/azu/html"
)

// click is how package live makes an event: from the prediction, or else by name.
func click(h *html.Builder, handler string, code uintptr, arg string) html.Node {
	if n, ok := h.MatchEvent("click", code, []byte(arg), arg != ""); ok {
		return n
	}
	return h.AddEvent("click", handler, code, []byte(arg), arg != "")
}

func TestATemplateDescribesItsRenders(t *testing.T) {
	c := newComponent(func(h *html.Builder) html.Node {
		h.Text("made, but placed nowhere")
		return h.Div(h.Title("t"), h.Hidden(true), click(h, "Open", 1, ""), h.Style("width", "1px"),
			h.P(h.Lit("a "), h.Text("b")),
			h.Button(click(h, "Remove", 2, "7"), h.Modify("confirm", "Really?")),
			h.Button(click(h, "Open", 1, "8")),
			html.If(h, false, bannerView), items(h, nil), h.View(0), h.Div(h.Raw("<i></i>")))
	})
	tree := c.tree()
	id, _ := html.Uvarint(tree, 0)
	tmpl := c.reg.Template(uint32(id))
	if c.set.Registry() != c.reg || tmpl.ID() != uint32(id) || !tmpl.Single() {
		t.Errorf("registry, ID or Single is wrong: %d", tmpl.ID())
	}
	if got, want := tmpl.Events(), []string{"Open", "Remove"}; !slices.Equal(got, want) {
		t.Errorf("events %v, want %v", got, want)
	}
	want := []html.Slot{
		{Kind: html.KindText}, {Kind: html.KindText, Placed: true}, {Kind: html.KindBool, Placed: true}, {Kind: html.KindText, Placed: true},
		{Kind: html.KindText, Placed: true}, {Kind: html.KindText, Placed: true}, {Kind: html.KindText, Placed: true}, {Kind: html.KindText, Placed: true},
		{Kind: html.KindRegion, Placed: true}, {Kind: html.KindList, Placed: true}, {Kind: html.KindView, Placed: true}, {Kind: html.KindRaw, Placed: true},
	}
	if got := tmpl.Slots(); !slices.Equal(got, want) {
		t.Errorf("slots %v\nwant  %v", got, want)
	}
	var table [][][]any
	if err := json.Unmarshal(tmpl.Table(), &table); err != nil || len(table) != 5 {
		t.Errorf("the table has %d holders: %s (%v)", len(table), tmpl.Table(), err)
	}
	var statics string
	if err := json.Unmarshal(tmpl.Statics(), &statics); err != nil {
		t.Errorf("statics %s: %v", tmpl.Statics(), err)
	}
}

// What is alike but for its name is told apart, also where a prediction is at hand.
func TestLookalikesAreToldApart(t *testing.T) {
	event := func(name string) func(h *html.Builder) html.Node {
		return func(h *html.Builder) html.Node {
			if n, ok := h.MatchEvent(name, 1, nil, false); ok {
				return n
			}
			return h.AddEvent(name, "Save", 1, nil, false)
		}
	}
	// joined is put together at run time, where the address says nothing, at the same place for both.
	ab, cd := html.C("ab"), html.C("cd")
	joined := func(p html.Const, f func(h *html.Builder, p html.Const) html.Node) func(h *html.Builder) html.Node {
		return func(h *html.Builder) html.Node { return f(h, p) }
	}
	data := func(h *html.Builder, p html.Const) html.Node { return h.Data(p.V()+"-id", "1") }
	number := func(h *html.Builder, p html.Const) html.Node { return h.DataInt(p.V()+"-id", 1) }
	attr := func(h *html.Builder, p html.Const) html.Node { return h.Attr(p.V()+"-id", "1") }
	attrInt := func(h *html.Builder, p html.Const) html.Node { return h.AttrInt(p.V()+"-id", 1) }
	attrIf := func(h *html.Builder, p html.Const) html.Node { return h.AttrIf(p.V()+"-id", true) }
	aria := func(h *html.Builder, p html.Const) html.Node { return h.Aria(p.V()+"-id", "1") }
	ariaBool := func(h *html.Builder, p html.Const) html.Node { return h.AriaBool(p.V()+"-id", true) }
	lit := func(h *html.Builder, p html.Const) html.Node { return h.Lit(p.V() + "-id") }
	class := func(h *html.Builder, p html.Const) html.Node { return h.Class(p.V() + "-id") }
	el := func(h *html.Builder, p html.Const) html.Node { return h.El(p.V() + "-id") }
	style := func(h *html.Builder, p html.Const) html.Node { return h.Style(p.V()+"-id", "1") }
	classIf := func(h *html.Builder, p html.Const) html.Node { return h.ClassIfElse(false, p.V()+"-on", p.V()+"-off") }
	for _, c := range []struct {
		a, b         func(h *html.Builder) html.Node
		wantA, wantB string
	}{
		{joined(ab, data), joined(cd, data), ` data-ab-id="1"`, ` data-cd-id="1"`},
		{joined(ab, number), joined(cd, number), ` data-ab-id="1"`, ` data-cd-id="1"`},
		{joined(ab, attr), joined(cd, attr), ` ab-id="1"`, ` cd-id="1"`},
		{joined(ab, attrInt), joined(cd, attrInt), ` ab-id="1"`, ` cd-id="1"`},
		{joined(ab, attrIf), joined(cd, attrIf), ` ab-id`, ` cd-id`},
		{joined(ab, aria), joined(cd, aria), ` aria-ab-id="1"`, ` aria-cd-id="1"`},
		{joined(ab, ariaBool), joined(cd, ariaBool), ` aria-ab-id="true"`, ` aria-cd-id="true"`},
		{joined(ab, lit), joined(cd, lit), `>ab-id<`, `>cd-id<`},
		{joined(ab, class), joined(cd, class), ` class="ab-id"`, ` class="cd-id"`},
		{joined(ab, el), joined(cd, el), `<ab-id></ab-id>`, `<cd-id></cd-id>`},
		{joined(ab, style), joined(cd, style), ` z-style-ab-id="1"`, ` z-style-cd-id="1"`},
		{joined(ab, classIf), joined(cd, classIf), ` class="ab-off "`, ` class="cd-off "`},
		{event("axbxc"), event("aybyc"), ` z-axbxc="Save"`, ` z-aybyc="Save"`},
		{func(h *html.Builder) html.Node { return h.Attr("data-a", "1") }, func(h *html.Builder) html.Node { return h.Data("b", "1") }, ` data-a="1"`, ` data-b="1"`},
		{func(h *html.Builder) html.Node { return h.Data("a", "1") }, func(h *html.Builder) html.Node { return h.Aria("a", "1") }, ` data-a="1"`, ` aria-a="1"`},
		{func(h *html.Builder) html.Node { return h.Lit(html.C("abc").V()[:2]) }, func(h *html.Builder) html.Node { return h.Lit(html.C("abc").V()) }, `>ab<`, `>abc<`},
		{func(h *html.Builder) html.Node { return h.Title("x") }, func(h *html.Builder) html.Node { return h.ID("x") }, ` title="x"`, ` id="x"`},
		{func(h *html.Builder) html.Node { return h.ClassIfElse(true, "on", "off") }, func(h *html.Builder) html.Node { return h.ClassIfElse(false, "on", "out") }, ` class="on "`, ` class="out "`},
		{func(h *html.Builder) html.Node { return h.Hidden(true) }, func(h *html.Builder) html.Node { return h.AttrIf("hidden", true) }, ` hidden`, ` hidden`},
		{func(h *html.Builder) html.Node { return h.El("a-b") }, func(h *html.Builder) html.Node { return h.El("a-c") }, `<a-b></a-b>`, `<a-c></a-c>`},
		{func(h *html.Builder) html.Node { return h.Fragment(h.Br()) }, func(h *html.Builder) html.Node { return h.B(h.Br()) }, `><br><`, `<b><br></b>`},
	} {
		first := true
		component := newComponent(func(h *html.Builder) html.Node {
			if first {
				return h.P(c.a(h))
			}
			return h.P(c.b(h))
		})
		for range 3 {
			first = true
			if got := component.html(); !strings.Contains(got, c.wantA) {
				t.Errorf("%s instead of %s", got, c.wantA)
			}
			first = false
			if got := component.html(); !strings.Contains(got, c.wantB) {
				t.Errorf("%s instead of %s", got, c.wantB)
			}
		}
		var dst []byte
		allocs := testing.AllocsPerRun(10, func() {
			first = !first
			dst = component.reg.AppendHTML(dst[:0], component.tree(), "", nil)
		})
		isJoined := strings.Contains(c.wantA, "ab-")
		if allocs > 1 && !isJoined { // the name, for its check
			t.Errorf("%s and %s are recorded anew each time: %v allocations", c.wantA, c.wantB, allocs)
		}
	}
}

func TestOnlyPlacedEventsCanBeCalled(t *testing.T) {
	open, rows := true, []string{"a", "b"}
	c := newComponent(func(h *html.Builder) html.Node {
		click(h, "Nowhere", 1, "")
		html.If(h, true, func(h *html.Builder) html.Node { return h.P(click(h, "Dropped", 2, "")) })
		return h.Div(click(h, "Root", 3, ""),
			h.Ul(html.Each(h, rows, wordKey, func(h *html.Builder, s *string) html.Node {
				return h.Li(html.If(h, *s == "b", func(h *html.Builder) html.Node { return h.B(click(h, "Row", 4, `"x"`)) }))
			})),
			html.If(h, open, func(h *html.Builder) html.Node { return h.Fragment(h.Br(), h.I(click(h, "Region", 5, ""))) }))
	})
	check := func(what string, want ...string) {
		t.Helper()
		tree := c.tree()
		for _, handler := range []string{"Root", "Row", "Region", "Nowhere", "Dropped", "Delete", "", "root"} {
			if got := c.reg.HasEvent(tree, handler); got != slices.Contains(want, handler) {
				t.Errorf("%s: HasEvent(%q) is %v", what, handler, got)
			}
		}
	}
	for range 2 { // recorded, then predicted
		open, rows = true, []string{"a", "b"}
		check("all shown", "Root", "Row", "Region")
		open = false
		check("region closed", "Root", "Row")
		rows = []string{"a"}
		check("row gone", "Root")
		rows, open = nil, true
		check("no rows", "Root", "Region")
	}
}

// The number of a template takes one byte up to 127: renders that grow or shrink it
// come out right.
func TestNumbersOfTemplatesMayGetLonger(t *testing.T) {
	n := 0
	c := newComponent(manyShapes(&n))
	want := make([]string, 200)
	for n = range want {
		want[n] = newComponent(c.view).html()
		wantEqual(t, "first render", c.html(), want[n])
	}
	for _, n = range []int{3, 199, 4, 198, 150, 5, 160} {
		wantEqual(t, "again", c.html(), want[n])
	}
	inner := newComponent(func(h *html.Builder) html.Node {
		return h.Div(h.Text("before"), html.If(h, true, manyShapes(&n)), html.EachSeq(h, count(2), func(i int) int { return i },
			func(h *html.Builder, i int) html.Node { return manyShapes(&n)(h) }), h.Text("after"))
	})
	for range 2 {
		for n = range want {
			wantEqual(t, "in a body", inner.html(), newComponent(inner.view).html())
		}
	}
}

func TestARegistryIsSharedByRenders(t *testing.T) {
	reg := html.NewRegistry()
	set := reg.Set("test", html.SetOptions{Marks: true, Check: true})
	want := make([]string, 30)
	for n := range want {
		want[n] = newComponent(manyShapes(&n)).html()
	}
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			var b html.Builder
			for range 5 {
				for n := range want {
					b.Begin(set)
					tree := b.End(manyShapes(&n)(&b))
					if got := string(reg.AppendHTML(nil, tree, "", nil)); got != want[n] {
						t.Errorf("%d: %s", n, got)
					}
				}
			}
		})
	}
	wg.Wait()
	if set.Len() != len(want) {
		t.Errorf("%d templates, want %d", set.Len(), len(want))
	}
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
