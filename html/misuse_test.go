package html_test

import (
	"fmt"
	"runtime"
	"strings"
	"testing"

	"github.com/azu-live/azu/html"
)

// misuse runs a view that must panic with a sentence that has want in it and names this
// file. line, if set, is the line that it must name.
func misuse(t *testing.T, view func(h *html.Builder) html.Node, want string, line int) {
	t.Helper()
	defer func() {
		t.Helper()
		got := fmt.Sprint(recover())
		place := "(html/misuse_test.go:"
		if line > 0 {
			place += fmt.Sprint(line, ")")
		}
		if !strings.HasPrefix(got, "html: ") || !strings.Contains(got, want) || !strings.Contains(got, place) {
			t.Errorf("it panics with: %s\nwant: %s ... %s", got, want, place)
		}
	}()
	got := render(view)
	t.Errorf("it renders %s\nwant a panic: %s", got, want)
}

func here() int {
	_, _, line, _ := runtime.Caller(1)
	return line
}

func TestMisuseIsNamedWithItsPlace(t *testing.T) {
	var kept html.Node
	for _, c := range []struct {
		name string
		view func(h *html.Builder) html.Node
		want string
		line int
	}{
		{"a node used twice", func(h *html.Builder) html.Node {
			x := h.B(h.Lit("x"))
			return h.P(x, x)
		}, "<b> is used twice", 0},
		{"a node used twice, once where nothing shows", func(h *html.Builder) html.Node {
			x := h.B(h.Lit("x"))
			h.Div(x)
			return h.P(x)
		}, "<b> is used twice", 0},
		{"a node used and returned", func(h *html.Builder) html.Node {
			x := h.B(h.Lit("x"))
			h.Div(x)
			return x
		}, "<b> is used twice", 0},
		{"a node of another body", func(h *html.Builder) html.Node {
			x := h.B()
			return h.P(html.If(h, true, func(h *html.Builder) html.Node { return h.I(x) }))
		}, "a node made in another If, Each, component or render is used in <i>", here() - 1},
		{"a node of another row", func(h *html.Builder) html.Node {
			var first html.Node
			return h.Ul(html.EachSeq(h, count(2), func(i int) int { return i }, func(h *html.Builder, i int) html.Node {
				if i == 0 {
					first = h.B()
					return h.Li()
				}
				return h.Li(first)
			}))
		}, "a node made in another If, Each, component or render", here() - 2},
		{"a node of the outer body returned", func(h *html.Builder) html.Node {
			x := h.B()
			return h.P(html.If(h, true, func(h *html.Builder) html.Node { return x }))
		}, "a node made in another If, Each, component or render is returned", 0},
		{"a node of a body that has ended", func(h *html.Builder) html.Node {
			var x html.Node
			region := html.If(h, true, func(h *html.Builder) html.Node {
				x = h.B()
				return x
			})
			return h.P(region, x)
		}, "a node made in another If, Each, component or render is used in <p>", here() - 1},
		{"a node of another render", func(h *html.Builder) html.Node { return h.P(kept) },
			"a node made in another If, Each, component or render is used in <p>", here() - 1},
		{"content in a void element", func(h *html.Builder) html.Node {
			return h.P(
				h.Br(h.Lit("x")))
		}, "<br> holds nothing", here() - 1},
		{"content in a script", func(h *html.Builder) html.Node { return h.P(h.Script(h.Lit("alert(1)"))) }, "<script> holds nothing", here()},
		{"run-time text in a script", func(h *html.Builder) html.Node { return h.P(h.Script(h.Text("alert(1)"))) }, "<script> holds nothing", here()},
		{"markup in a script", func(h *html.Builder) html.Node { return h.P(h.Script(h.Raw("alert(1)"))) }, "<script> holds nothing", here()},
		{"content in an iframe", func(h *html.Builder) html.Node { return h.P(h.Iframe(h.Text("x"))) }, "<iframe> holds nothing", here()},
		{"an element in a textarea", func(h *html.Builder) html.Node { return h.Textarea(h.B()) }, "<textarea> holds text only", 0},
		{"a list in an option", func(h *html.Builder) html.Node {
			return h.Select(h.Option(items(h, []string{"a"})))
		}, "<option> holds text only", 0},
		{"two run-time texts in a title", func(h *html.Builder) html.Node { return h.TitleEl(h.Text("a"), h.Text("b")) }, "<title> holds text only, and one run-time text at most", 0},
		{"markup in a textarea", func(h *html.Builder) html.Node { return h.Textarea(h.Raw("x")) }, "<textarea> holds text only", 0},
		{"a textarea with value and content", func(h *html.Builder) html.Node { return h.Textarea(h.Value("a"), h.Text("b")) }, "a textarea has its text from Value or as content, not both", here()},
		{"markup beside content", func(h *html.Builder) html.Node { return h.P(h.Raw("x"), h.Lit("y")) }, "Raw must be the only child", 0},
		{"markup at the root", func(h *html.Builder) html.Node { return h.Raw("x") }, "Raw must be the only child", 0},
		{"markup as a body", func(h *html.Builder) html.Node {
			return h.P(html.If(h, true, func(h *html.Builder) html.Node { return h.Raw("x") }))
		}, "Raw must be the only child", 0},
		{"an attribute twice", func(h *html.Builder) html.Node { return h.P(h.ID("a"), h.ID("b")) }, "<p> has the attribute id twice", here()},
		{"an attribute twice, once by name", func(h *html.Builder) html.Node { return h.P(h.ID("a"), h.Attr("id", "b")) }, "<p> has the attribute id twice", here()},
		{"a value twice", func(h *html.Builder) html.Node { return h.Input(h.Value("a"), h.ValueInt(1)) }, "<input> has the attribute value twice", here()},
		{"an attribute twice, once in capitals", func(h *html.Builder) html.Node { return h.A(h.Href("/a"), h.Attr("HREF", "/b")) }, "attribute HREF: it is written with small letters", here()},
		{"an attribute of data in capitals", func(h *html.Builder) html.Node { return h.P(h.Data("userID", "b")) }, "attribute data-userID: it is written with small letters", here()},
		{"an attribute of a drawing twice", func(h *html.Builder) html.Node { return h.SVG(h.ViewBox("0 0 1 1"), h.Attr("viewbox", "0 0 2 2")) }, "<svg> has the attribute viewbox twice", here()},
		{"a class under two conditions", func(h *html.Builder) html.Node { return h.P(h.ClassIf("muted", true), h.ClassIf("muted", false)) }, "the class muted stands in two of Class and the conditions", here()},
		{"a class that is always there under a condition", func(h *html.Builder) html.Node { return h.P(h.ClassIf("btn big", true), h.Class("btn")) }, "the class btn stands in two", here()},
		{"a class on either side of two conditions", func(h *html.Builder) html.Node {
			return h.P(h.ClassIfElse(true, "a b", "c b"), h.ClassIfElse(true, "d", "c"))
		}, "the class c stands in two", here() - 1},
		{"an attribute at the root", func(h *html.Builder) html.Node { return h.ID("a") }, "attribute id is not inside an element", here()},
		{"an attribute as a body", func(h *html.Builder) html.Node {
			return h.P(html.If(h, true, func(h *html.Builder) html.Node { return h.Class("a") }))
		}, "attribute class is not inside an element", here() - 1},
		{"an event handler by name", func(h *html.Builder) html.Node { return h.P(h.Attr("onclick", "alert(1)")) }, "attribute onclick: event handlers are code", here()},
		{"an event handler in capitals", func(h *html.Builder) html.Node { return h.P(h.AttrIf("OnClick", true)) }, "event handlers are code", here()},
		{"a style by name", func(h *html.Builder) html.Node { return h.P(h.Attr("style", "color: red")) }, "attribute style: use Style", here()},
		{"a document in an attribute", func(h *html.Builder) html.Node { return h.Iframe(h.Attr("srcdoc", "<b>")) }, "attribute srcdoc: markup can't be made of run-time values", here()},
		{"a source set by name", func(h *html.Builder) html.Node { return h.Img(h.Attr("srcset", "x")) }, "attribute srcset: it holds several URLs", here()},
		{"a style property in a script's spelling", func(h *html.Builder) html.Node { return h.P(h.Style("backgroundColor", "red")) }, "style property backgroundColor: it is written with small letters and hyphens", here()},
		{"a style property and its value", func(h *html.Builder) html.Node { return h.P(h.Style("color: red", "x")) }, "style property color: red: it is written", here()},
		{"a style property without a name", func(h *html.Builder) html.Node { return h.P(h.Style("", "x")) }, "it needs a name", here()},
		{"a mark of the client", func(h *html.Builder) html.Node { return h.P(h.Attr("z-click", "Remove")) }, "attribute z-click: names that start with z- are Azu's own", here()},
		{"a bad name after data-", func(h *html.Builder) html.Node { return h.P(h.Data("a b", "x")) }, "attribute data-a b: a name has letters", here()},
		{"a bad name after aria-", func(h *html.Builder) html.Node { return h.P(h.Aria(`x" onclick="`, "x")) }, "a name has letters", here()},
		{"a refresh", func(h *html.Builder) html.Node { return h.Meta(h.HTTPEquiv(" Refresh"), h.Content("0;url=/")) }, "http-equiv=refresh can't be rendered", here()},
		{"a refresh by name", func(h *html.Builder) html.Node { return h.Meta(h.Attr("http-equiv", "refresh")) }, "attribute http-equiv: use HTTPEquiv", here()},
		{"a custom element without a hyphen", func(h *html.Builder) html.Node { return h.P(h.El("card")) }, "element card: a custom element starts with a letter and has a hyphen", here()},
		{"a custom element with a space", func(h *html.Builder) html.Node { return h.P(h.El("my-card onclick")) }, "a custom element has lower-case letters", here()},
		{"an animation as a custom element", func(h *html.Builder) html.Node { return h.SVG(h.El("animate")) }, "a custom element starts with", here()},
		{"a comment that ends early", func(h *html.Builder) html.Node { return h.P(h.Comment("a-->b")) }, "a comment can't hold", 0},
		{"a modifier without an event", func(h *html.Builder) html.Node { return h.P(h.Modify("confirm", "Really?")) }, "the modifier confirm must stand right after the event", here()},
		{"a modifier before its event", func(h *html.Builder) html.Node {
			return h.P(h.Modify("confirm", "Really?"), h.AddEvent("click", "Remove", 1, nil, false))
		}, "the modifier confirm must stand right after the event", here() - 1},
		{"an event twice", func(h *html.Builder) html.Node {
			return h.P(h.AddEvent("click", "A", 1, nil, false), h.AddEvent("click", "B", 2, nil, false))
		}, "<p> has the attribute z-click twice", here() - 1},
		{"rows without a body", func(h *html.Builder) html.Node { return h.Table(h.Tr(h.Td(h.Lit("x")))) }, "rows stand in Tbody, Thead or Tfoot", here()},
		{"a list of rows without a body", func(h *html.Builder) html.Node {
			return h.Table(html.EachSeq(h, count(2), func(i int) int { return i }, func(h *html.Builder, i int) html.Node { return h.Tr(h.Td(h.Int(i))) }))
		}, "rows stand in Tbody, Thead or Tfoot", here() - 1},
		{"a division in a paragraph", func(h *html.Builder) html.Node { return h.P(h.Div()) }, "a paragraph can't hold <div>", here()},
		{"bodies without end", endless, "If, Each and Switch nest deeper than 256", 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			if kept == (html.Node{}) {
				render(func(h *html.Builder) html.Node {
					kept = h.B()
					return kept
				})
			}
			misuse(t, c.view, c.want, c.line)
		})
	}
}

func endless(h *html.Builder) html.Node { return h.P(html.If(h, true, endless)) }

func TestEventsStandInComponentsOnly(t *testing.T) {
	defer func() {
		if got := fmt.Sprint(recover()); !strings.Contains(got, "an event stands outside a live component (html/misuse_test.go:") {
			t.Errorf("it panics with: %s", got)
		}
	}()
	plain(func(h *html.Builder) html.Node { return h.P(h.AddEvent("click", "Remove", 1, nil, false)) })
	t.Error("it renders")
}

// After a panic a builder and its set go on with the next render.
func TestAMisuseLeavesNothingBehind(t *testing.T) {
	wrong := false
	c := newComponent(func(h *html.Builder) html.Node {
		return h.P(html.If(h, true, func(h *html.Builder) html.Node {
			if wrong {
				return h.Br(h.Lit("x"))
			}
			return h.B(h.Lit("x"))
		}))
	})
	want := c.html()
	for range 3 {
		wrong = true
		func() {
			defer func() {
				if recover() == nil {
					t.Error("it renders")
				}
			}()
			c.html()
		}()
		wrong = false
		wantEqual(t, "markup after a panic", c.html(), want)
	}
}

// Where the check is off, as in production, what a browser changes is rendered.
func TestShapesAreNotCheckedUnlessAskedFor(t *testing.T) {
	c := newComponent(func(h *html.Builder) html.Node { return h.P(h.Div()) })
	c.set = c.reg.Set("test", html.SetOptions{})
	wantEqual(t, "markup", c.html(), "<p><div></div></p>")
}

// A body that wasn't there when its surroundings were first rendered is checked in them,
// and again as long as it is wrong.
func TestShapesAreCheckedInTheirSurroundings(t *testing.T) {
	open := false
	c := newComponent(func(h *html.Builder) html.Node {
		return h.P(h.Lit("a "), html.If(h, open, func(h *html.Builder) html.Node { return h.Div(h.Raw("<p>one<p>two")) }))
	})
	want := c.html()
	for range 3 {
		open = true
		func() {
			defer func() {
				if got := fmt.Sprint(recover()); !strings.Contains(got, "html: test: a browser would change the markup: a paragraph can't hold <div>") {
					t.Errorf("it panics with: %s", got)
				}
			}()
			c.html()
		}()
		open = false
		wantEqual(t, "markup after a panic", c.html(), want)
	}
}

// A fault that End finds names no place in whoever called End.
func TestAFaultOfTheEndNamesTheComponent(t *testing.T) {
	var kept html.Node
	c := newComponent(func(h *html.Builder) html.Node {
		if kept != (html.Node{}) {
			return kept
		}
		kept = h.B()
		return kept
	})
	c.html()
	defer func() {
		if got := recover(); got != "html: test: a node made in another If, Each, component or render is returned" {
			t.Errorf("%v", got)
		}
	}()
	c.html()
}
