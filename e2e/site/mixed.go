package main

import (
	"fmt"

	"github.com/azu-live/azu/html"
	"github.com/azu-live/azu/live"
)

// Mixed has slots in all the places where a browser, a translator or an extension could be in the way. Its
// whole content follows from N, so that any state can be had from the server as a document, too.
type Mixed struct {
	N int
}

// MixedQuery is the state in the address.
type MixedQuery struct {
	N int `query:"n"`
}

// Params takes the state from the address.
func (c *Mixed) Params(_ *live.Ctx, q MixedQuery) error {
	c.N = q.N
	return nil
}

// Title is the document's title.
func (c *Mixed) Title() string { return "Mixed" }

// Next goes on to the next state.
func (c *Mixed) Next(*live.Ctx) error { c.N++; return nil }

type row struct {
	id   int
	text string
}

func (r *row) key() int { return r.id }

// rows are another selection, in another order, of a dozen rows in each state.
func (c *Mixed) rows() []row {
	var rows []row
	for i := range 12 {
		id := i * (2*c.N + 1) % 13
		if (id+c.N)%3 != 0 {
			text := fmt.Sprintf("row %d", id)
			if id%4 == c.N%4 {
				text = ""
			}
			rows = append(rows, row{id, text})
		}
	}
	return rows
}

// word is empty in some states.
func (c *Mixed) word() string {
	return []string{"", "one", "two words", "<b>&amp;", "ünïcødé 🎈"}[c.N%5]
}

// Render shows the state.
func (c *Mixed) Render(h *live.H[Mixed]) html.Node {
	rows := c.rows()
	return h.Div(h.ID("mixed"), h.Title(c.word()), h.ClassIfElse(c.N%2 == 0, "even", "odd"),
		h.Button(h.Type("button"), h.ID("next"), live.Click(h, (*Mixed).Next), h.Lit("next")),
		h.P(h.ID("text"), h.Lit("before "), h.Text(c.word()), h.Lit(" between "), h.B(h.Lit("bold")), h.Int(c.N), h.Lit(" after")),
		h.P(h.Text(c.word())),
		h.P(h.Text(c.word()), h.Text(c.word())),
		h.P(h.Lit("maybe "), html.If(h, c.N%2 == 1, func(h *live.H[Mixed]) html.Node { return h.Text(c.word()) }), h.Lit(" and "),
			html.IfElse(h, c.N%3 == 0,
				func(h *live.H[Mixed]) html.Node { return h.Em(h.Lit("third "), h.Int(c.N)) },
				func(h *live.H[Mixed]) html.Node { return h.Fragment(h.Lit("other "), h.I(h.Int(c.N)), h.Lit("!")) })),
		h.Ul(html.Each(h, rows, (*row).key, func(h *live.H[Mixed], r *row) html.Node { return h.Li(h.Text(r.text)) })),
		h.P(h.Lit("rows: "), html.Each(h, rows, (*row).key, func(h *live.H[Mixed], r *row) html.Node {
			return h.Fragment(h.Text(r.text), h.Lit(", "))
		}), h.Lit(" end")),
		h.Table(h.Tbody(html.Each(h, rows, (*row).key, func(h *live.H[Mixed], r *row) html.Node {
			return h.Tr(h.Td(h.Int(r.id)), h.Td(h.A(h.Href("#"+r.text), h.Text(r.text))))
		}))),
		h.Textarea(h.Aria("label", "notes"), h.Value("\n"+c.word())),
		h.Select(h.Aria("label", "choice"), h.Value([]string{"a", "b", "c"}[c.N%3]),
			h.Option(h.Value("a"), h.Lit("A")), h.Option(h.Value("b"), h.Lit("B")), h.Option(h.Value("c"), h.Lit("C"))),
		h.Input(h.Aria("label", "field"), h.Disabled(c.N%2 == 0), h.Placeholder(c.word())),
		h.Progress(h.Aria("label", "progress"), h.Value(fmt.Sprint(c.N%10)), h.Max("10")),
		h.Div(h.Raw(html.Markup(fmt.Sprintf(`<p z="no mark">raw <i>%d</i></p>`, c.N/2)))))
}
