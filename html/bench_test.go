package html_test

import (
	"slices"
	"testing"

	"github.com/azu-live/azu/html"
)

// The pages that bench/ compares with other ways to write them, for a profile at hand.

func counter(h *html.Builder) html.Node {
	return h.Div(h.Class("counter-component"),
		h.H2(h.Lit("Counter: "), h.Int(512)),
		h.Div(h.Class("controls"),
			h.Button(h.Type("button"), click(h, "Decrement", 1, ""), h.Class("btn btn-danger"), h.Lit("-"), h.Int(1)),
			h.Input(h.Type("number"), h.ValueInt(1), click(h, "SetStep", 2, ""), h.Class("form-control step-input")),
			h.Button(h.Type("button"), click(h, "Increment", 3, ""), h.Class("btn btn-success"), h.Lit("+"), h.Int(1))),
		h.Div(h.Class("actions"),
			h.Button(h.Type("button"), click(h, "Reset", 4, ""), h.Class("btn btn-secondary"), h.Lit("Reset")),
			h.Button(h.Type("button"), click(h, "Double", 5, ""), h.Class("btn btn-info"), h.Lit("Double"))))
}

func thousand() func(h *html.Builder) html.Node {
	ids := make([]int, 1000)
	for i := range ids {
		ids[i] = i
	}
	return func(h *html.Builder) html.Node {
		return h.Table(h.Tbody(html.Each(h, ids, func(id *int) int { return *id }, func(h *html.Builder, id *int) html.Node {
			return h.Tr(h.AttrInt("id", *id), h.Td(h.Int(*id)), h.Td(h.A(h.Text("a row like another"))),
				h.Td(h.A(click(h, "Remove", 4, "17"), h.Lit("x"))), h.Td())
		})))
	}
}

func BenchmarkRender(b *testing.B) {
	for _, page := range []struct {
		name string
		view func(h *html.Builder) html.Node
	}{{"counter", counter}, {"1,000 rows", thousand()}} {
		c := newComponent(page.view)
		tree, dst := slices.Clone(c.tree()), []byte(nil)
		b.Run(page.name+" to a tree", func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				c.tree()
			}
		})
		b.Run(page.name+" from its tree", func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				dst = c.reg.AppendHTML(dst[:0], tree, "", nil)
			}
		})
	}
}
