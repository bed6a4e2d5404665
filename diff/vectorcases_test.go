package diff_test

import (
	"strings"

	"github.com/azu-live/azu/html"
)

// texts are states that differ in one text.
func texts(name string, page func(h *html.Builder, s string) html.Node, states ...string) vectorCase {
	c := vectorCase{name: name}
	for _, s := range states {
		c.states = append(c.states, func(h *html.Builder) html.Node { return page(h, s) })
	}
	return c
}

// lists are states of a list whose rows have one letter each.
func lists(name string, page func(h *html.Builder, s string) html.Node, states ...string) vectorCase {
	return texts("list: "+name, page, states...)
}

func vectorCases() []vectorCase {
	sole := func(h *html.Builder, s string) html.Node { return h.P(h.Text(s)) }
	amid := func(h *html.Builder, s string) html.Node { return h.P(h.Lit("<"), h.Text(s), h.Lit(" & more")) }
	fenced := func(h *html.Builder, s string) html.Node {
		return h.P(h.Text(s), h.B(h.Text(s)), h.Lit("/"), h.Text(s))
	}
	title := func(h *html.Builder, s string) html.Node { return h.P(h.Title(s), h.Lit("titled")) }
	rows := func(h *html.Builder, s string) html.Node { return list(items(s))(h) }
	// Rows of several nodes between two constants.
	loose := func(h *html.Builder, s string) html.Node {
		return h.Div(h.Lit("before "), html.Each(h, items(s), key, func(h *html.Builder, x *item) html.Node {
			return h.Fragment(h.Text(x.text), h.B(h.Text(x.text)))
		}), h.Lit(" after"))
	}
	// Rows that are one text and nothing else.
	bare := func(h *html.Builder, s string) html.Node {
		return h.Div(html.Each(h, items(s), key, func(h *html.Builder, x *item) html.Node { return h.Text(x.text) }), h.Hr())
	}
	cell := func(h *html.Builder, s string) html.Node {
		return h.Table(h.Tbody(html.Each(h, items(s), key, func(h *html.Builder, x *item) html.Node {
			return h.Tr(h.Td(h.Text(x.text)), h.Td(h.Lit("constant")))
		})))
	}
	// A list of lists: "ab cd" has two rows with two rows each, named by their first letter.
	nested := func(h *html.Builder, s string) html.Node {
		groups := strings.Fields(s)
		return h.Ul(html.Each(h, groups, func(g *string) string { return (*g)[:1] }, func(h *html.Builder, g *string) html.Node {
			return h.Li(h.Text(*g), h.Ul(html.Each(h, items(*g), key, func(h *html.Builder, x *item) html.Node { return h.Li(h.Text(x.text)) })))
		}))
	}

	cases := []vectorCase{
		texts("text: the only content of its element", sole, "a", "b", "", "c", "12", "-3", "007", "-0", "123456789012345", "1234567890123456"),
		texts("text: between constants", amid, "a", "b", "", "c", "long text", "long text that grew"),
		texts("text: between fences", fenced, "a", "", "b", "long text", "long text that grew", "9"),
		texts("text: escapes", sole, "a", `"quoted" \ back`, "tab\tline\n", "cr\rlf\r\n", "\u0001\u001f\u007f", "<b>&amp;</b>", "line\u2028para\u2029", "\u00a0\ufeff"),
		texts("text: NUL and bytes that are no text", sole, "a", "x\x00y", "x\xffy", "\xf0\x9f"),
		texts("text: a suffix is whole characters", sole, "abc", "abc😀", "abc😁", "abc😁😁", "abc😁😁👩", "abc😁😁👩\u200d💻", "abc😁😁👩\u200d💻e", "abc😁😁👩\u200d💻e\u0301", "abc😁😁👩\u200d💻e\u0301\u2028"),
		texts("text: a suffix of digits", sole, "count 1", "count 12", "count 12345", "count 1"),
		texts("text: a long number that grows", sole, "12345", "123456", "1234567"),
		texts("attribute", title, "a", "b", "", "12", `"><b>`, "'", "long title", "long title that grew", "cr\r\n"),
		texts("url", func(h *html.Builder, s string) html.Node { return h.A(h.Href(s), h.Lit("link")) },
			"/a", "/a?b=1&c=2", "https://example.org/", "https://example.org/more", "javascript:alert(1)", "mailto:a@example.org"),
		texts("style", func(h *html.Builder, s string) html.Node { return h.P(h.Style("width", s), h.Lit("styled")) }, "50%", "60px", "", "10%"),
		texts("value: input", func(h *html.Builder, s string) html.Node { return h.Div(h.Input(h.Type("text"), h.Value(s))) }, "a", "b", "", "long value", "long value that grew"),
		texts("value: textarea", func(h *html.Builder, s string) html.Node { return h.Div(h.Textarea(h.Value(s))) }, "a", "\nline", "", "long value", "long value\nthat grew"),
		texts("value: select", func(h *html.Builder, s string) html.Node {
			return h.Div(h.Select(h.Value(s), h.Option(h.Value("a"), h.Lit("A")), h.Option(h.Value("b"), h.Lit("B"))))
		}, "a", "b", "a"),
		texts("value: select, of an option that is not there yet", func(h *html.Builder, s string) html.Node {
			return h.Div(h.Select(h.Value(s), h.Option(h.Value("a"), h.Lit("A")), h.Option(h.Value("berlin"), h.Lit("Berlin"))))
		}, "ber", "berl", "berlin", "berlin-mitte", "berlin"),
		texts("value: select, whose options come later", func(h *html.Builder, s string) html.Node {
			return h.Div(h.Select(h.Value("b"), html.Each(h, items(s), key, func(h *html.Builder, x *item) html.Node { return h.Option(h.Value(x.key), h.Text(x.text)) })))
		}, "", "ab", "a", "cab"),
		texts("event: argument", func(h *html.Builder, s string) html.Node {
			return h.Div(h.Button(click(h, "Remove", 1, []byte(s)), h.Lit("Remove")))
		}, `17`, `18`, `"a \"b\" & c"`, `{"id":1}`),
		texts("raw", func(h *html.Builder, s string) html.Node { return h.Div(h.P(h.Raw(html.Markup(s)))) },
			"<b>a</b>", "<b>a</b><i z z-view=\"9\">b</i>", "", "12", "text &amp; <!-- comment -->"),
		texts("raw: in preformatted text", func(h *html.Builder, s string) html.Node { return h.Div(h.Pre(h.Raw(html.Markup(s)))) },
			"\nb", "<b>a</b>", "\nb", "", "\n\nc"),

		lists("rows come, go and move", rows, "", "abcdef", "aecdbf", "acdf", "acdfxyz", "x", "bx", "bxQ", "QRS", "", "abc"),
		lists("removals", rows, "abcdefgh", "bcdefgh", "bcdefg", "bcfg", "cg", "g", ""),
		lists("moves", rows, "abcdef", "fabcde", "abcdef", "bcdefa", "fedcba", "abcdef", "badcfe"),
		lists("all at once", rows, "abcdef", "xedcyb", "Abxycz"),
		lists("rows of other templates between", rows, "aBcD", "DcBa", "aXYbZc", "XZ"),
		lists("the same key twice", rows, "aab", "baa", "aaa", "aba", ""),
		lists("rows of several nodes", loose, "abc", "cab", "", "xyz", "xz", "zqx"),
		lists("rows of text", bare, "abc", "cab", "", "xyz", "xyzq"),
		lists("rows of a table", cell, "", "abc", "cba", "b", "bcd"),
		lists("lists in lists", nested, "ab cd", "cd ab", "ba cd", "b cdef abc", "", "xyz", "xz yx", "yx xz"),
	}

	patched := func(xs ...item) func(h *html.Builder) html.Node { return list(xs) }
	cases = append(cases,
		vectorCase{name: "list: rows change inside while others move", states: []func(h *html.Builder) html.Node{
			patched(item{"a", "1"}, item{"b", "2"}, item{"c", "3"}, item{"d", "4"}, item{"e", "5"}),
			patched(item{"a", "one"}, item{"d", "four"}, item{"c", "3"}, item{"e", "five"}),
			patched(item{"e", "five!!"}, item{"x", "0"}, item{"a", "one"}, item{"d", "4"}),
		}},
		vectorCase{name: "list: a row of another template in its place", states: []func(h *html.Builder) html.Node{
			swapped(""), swapped("b"), swapped("ac"), swapped(""),
		}},
		vectorCase{name: "slots of every kind", views: sevens(), states: states(
			part{}, part{on: true}, part{on: true, kid: "x"}, part{kid: "y"}, part{kid: "y", alt: true}, part{kid: "z", view: 7},
			part{kid: "z", view: 8, raw: "<i>r</i>"}, part{view: 8, lost: "not seen", name: "seen"}, part{name: "all gone"})},
		vectorCase{name: "classes: some fixed, some toggled", states: []func(h *html.Builder) html.Node{
			toggled(false, false), toggled(true, false), toggled(true, true), toggled(false, true),
		}},
		vectorCase{name: "regions: one of several, with a region inside", states: []func(h *html.Builder) html.Node{
			choice(0, ""), choice(1, ""), choice(1, "x"), choice(1, "y"), choice(2, "y"), choice(3, "y"), choice(3, "z"), choice(0, ""),
		}},
		vectorCase{name: "slots that stand nowhere", states: []func(h *html.Builder) html.Node{
			unplaced("a", ""), unplaced("b", "b"), unplaced("b", "bc"), unplaced("c", ""),
		}},
		vectorCase{name: "the root becomes another template", states: []func(h *html.Builder) html.Node{
			func(h *html.Builder) html.Node { return h.P(h.Text("a")) },
			func(h *html.Builder) html.Node { return h.Section(h.Class("other"), h.Text("a")) },
			func(h *html.Builder) html.Node { return h.P(h.Text("b")) },
		}},
		vectorCase{name: "views: they come, go and move with their rows", views: sevens(), states: []func(h *html.Builder) html.Node{
			viewsIn(7), viewsIn(7, 8), viewsIn(8, 7), viewsIn(9, 8), viewsIn(), viewsIn(9),
		}},
		vectorCase{name: "markup: past the limit of templates, with views", limit: 4, views: sevens(), states: []func(h *html.Builder) html.Node{
			flat("a"), flat("a", 7), flat("b", 7), flat("b", 8, 7), flat("<c>", 8), flat("d"),
		}},
		vectorCase{name: "markup: rows past the limit of templates", limit: 3, states: []func(h *html.Builder) html.Node{
			shaped(""), shaped("abc"), shaped("abcd"), shaped("dcab"), shaped("dxb"), shaped(""), shaped("yz"),
		}},
	)
	return cases
}

// swapped has rows a, b and c; those in big have another template.
func swapped(big string) func(h *html.Builder) html.Node {
	return func(h *html.Builder) html.Node {
		return h.Ul(html.Each(h, items("abc"), key, func(h *html.Builder, x *item) html.Node {
			if strings.Contains(big, x.key) {
				return h.Li(h.B(h.Text(x.text)))
			}
			return h.Li(h.Text(x.text))
		}))
	}
}

func states(parts ...part) (list []func(h *html.Builder) html.Node) {
	for _, p := range parts {
		list = append(list, p.render)
	}
	return list
}

func sevens() map[uint32]func(h *html.Builder) html.Node {
	return map[uint32]func(h *html.Builder) html.Node{
		7:  func(h *html.Builder) html.Node { return h.Section(h.Text("seven"), list(items("xy"))(h)) },
		8:  func(h *html.Builder) html.Node { return h.Section(h.Text("eight"), list(items(""))(h)) },
		9:  func(h *html.Builder) html.Node { return h.Section(h.Lit("nine holds "), h.View(10)) },
		10: func(h *html.Builder) html.Node { return h.Section(h.Text("ten")) },
	}
}

func toggled(on, other bool) func(h *html.Builder) html.Node {
	return func(h *html.Builder) html.Node {
		return h.Div(h.P(h.Class("fixed"), h.ClassIf("on really", on), h.ClassIfElse(other, "yes", "no")), h.P(h.ClassIf("on", on), h.Hidden(other)))
	}
}

func choice(n int, text string) func(h *html.Builder) html.Node {
	inner := func(h *html.Builder) html.Node {
		return html.If(h, text != "", func(h *html.Builder) html.Node { return h.B(h.Text(text)) })
	}
	return func(h *html.Builder) html.Node {
		return h.Div(html.Switch(h, n,
			html.When(1, func(h *html.Builder) html.Node { return h.P(h.Lit("one "), inner(h)) }),
			html.When(2, func(h *html.Builder) html.Node { return h.Fragment(h.Lit("two "), h.I(h.Text(text)), h.Hr()) }),
			html.When(3, func(h *html.Builder) html.Node { return h.Text(text) })), h.Hr())
	}
}

func unplaced(text, rows string) func(h *html.Builder) html.Node {
	return func(h *html.Builder) html.Node {
		h.Text("first " + text)
		return h.Ul(html.Each(h, items(rows), key, func(h *html.Builder, x *item) html.Node {
			h.Text("lost " + text)
			row := h.Li(h.Text(x.text), h.B(h.Text(text)))
			list(items(rows))(h)
			return row
		}))
	}
}

func viewsIn(numbers ...uint32) func(h *html.Builder) html.Node {
	return func(h *html.Builder) html.Node {
		return h.Ul(html.Each(h, numbers, func(n *uint32) uint32 { return *n }, func(h *html.Builder, n *uint32) html.Node {
			return h.Li(h.View(*n))
		}))
	}
}

// flat has another shape for each number of views.
func flat(text string, numbers ...uint32) func(h *html.Builder) html.Node {
	return func(h *html.Builder) html.Node {
		kids := []html.Node{h.P(h.Text(text))}
		for _, n := range numbers {
			kids = append(kids, h.Div(h.View(n)))
		}
		return h.Div(kids...)
	}
}

// shaped has another template for each letter.
func shaped(letters string) func(h *html.Builder) html.Node {
	return func(h *html.Builder) html.Node {
		return h.Ul(html.Each(h, items(letters), key, func(h *html.Builder, x *item) html.Node {
			kids := []html.Node{h.Text(x.text + " & <co>")}
			for range x.key[0] - 'a' {
				kids = append(kids, h.Hr())
			}
			return h.Li(kids...)
		}))
	}
}
