package main

import (
	_ "embed"

	"github.com/azu-live/azu/html"
)

//go:embed counter.go
var counterSource string

const siteTitle = "Azu showcase"

// index is an ordinary page: nothing in it is live.
func index(h *html.Builder) html.Node {
	return h.Div(h.Class("index"),
		h.P(h.Class("lead"), h.Lit("Pages whose state lives on the server. Each click travels to a Go method, "+
			"and only what changed comes back.")),
		h.Ul(h.Class("tiles"), h.Role("list"),
			tile(h, "/counter", html.C("Counter"), html.C("A number, a step and four buttons: the smallest live page.")),
			tile(h, "/users", html.C("Users"), html.C("Two hundred users to search, sort, edit and remove, in cards that keep their own state."))),
		h.H2(h.Lit("The whole counter")),
		// A region that scrolls must be reachable by keyboard.
		h.Section(h.Class("source"), h.Tabindex(0), h.Aria("label", "Source of the counter"),
			h.Pre(h.Code(h.Text(counterSource)))))
}

func tile(h *html.Builder, to string, title, text html.Const) html.Node {
	return h.Li(h.A(h.Href(to), h.H2(h.Lit(title.V())), h.P(h.Lit(text.V()))))
}
