package main

import (
	"net/url"
	"strconv"

	"github.com/azu-live/azu/html"
	"github.com/azu-live/azu/live"
)

// SearchForm is the form above the list, as far as a script sends it whole.
type SearchForm struct {
	Filter string `form:"q"`
	Sort   string `form:"sort"`
}

// filters is the form above the list. Each control acts at once; without a script its button sends them
// all in the address.
func (c *Users) filters(h *live.H[Users]) html.Node {
	search, sort, order, help := live.ID(h, "search"), live.ID(h, "sort"), live.ID(h, "order"), live.ID(h, "help")
	return h.Div(h.Class("filters"),
		h.Form(h.Method("get"), h.Action("/users"), h.Role("search"), live.Submit(h, (*Users).Apply),
			h.Label(h.For(search), h.Class("visually-hidden"), h.Lit("Search users")),
			h.Input(h.Type("search"), h.ID(search), h.Name("q"), h.Class("form-control"), h.Autocomplete("off"),
				h.Placeholder("Search users..."), h.Value(c.Filter), live.Input(h, (*Users).SearchFor)),
			h.Label(h.For(sort), h.Class("visually-hidden"), h.Lit("Sort by")),
			h.Select(h.ID(sort), h.Name("sort"), h.Class("form-control"), h.Autocomplete("off"), h.Value(c.Sort),
				live.Change(h, (*Users).SortBy),
				h.Option(h.Value("name"), h.Lit("Name")),
				h.Option(h.Value("email"), h.Lit("Email")),
				h.Option(h.Value("joined"), h.Lit("Join date"))),
			h.Button(h.Type("button"), h.Class("btn btn-outline-secondary with-script"),
				live.Click(h, (*Users).ToggleOrder),
				html.IfElse(h, c.Desc,
					func(h *live.H[Users]) html.Node { return h.Lit("↓ Descending") },
					func(h *live.H[Users]) html.Node { return h.Lit("↑ Ascending") })),
			h.Label(h.For(order), h.Class("visually-hidden without-script"), h.Lit("Order")),
			h.Select(h.ID(order), h.Name("order"), h.Class("form-control without-script"), h.Autocomplete("off"),
				h.Value(c.order()),
				h.Option(h.Value("asc"), h.Lit("Ascending")),
				h.Option(h.Value("desc"), h.Lit("Descending"))),
			h.Button(h.Type("submit"), h.Class("btn btn-primary without-script"), h.Lit("Search"))),
		h.Button(h.Type("button"), h.Class("btn btn-secondary"), h.Command("show-modal"), h.Commandfor(help),
			h.Lit("Help")),
		h.Dialog(h.ID(help), h.Class("help"), h.Closedby("any"), h.Aria("labelledby", live.ID(h, "help-title")),
			h.H2(h.ID(live.ID(h, "help-title")), h.Lit("About this list")),
			h.P(h.Lit("Type to search names and email addresses: the server renders the matches while you type.")),
			h.P(h.Lit("A card keeps its own state: open its details or its form, and go on searching elsewhere.")),
			h.P(h.Lit("What you change is yours alone and lasts until you leave the page.")),
			h.Form(h.Method("dialog"), h.Button(h.Type("submit"), h.Class("btn btn-primary"), h.Lit("Close")))))
}

// pageLink is one place in the row of pages.
type pageLink struct {
	number  int
	current bool
}

func (l *pageLink) key() int { return l.number }

// pagination leads to the other pages: by events, and without a script by addresses.
func (c *Users) pagination(h *live.H[Users], current, pages int) html.Node {
	links := make([]pageLink, pages)
	for i := range links {
		links[i] = pageLink{number: i + 1, current: i+1 == current}
	}
	return h.Nav(h.Class("pagination"), h.Aria("label", "Pages"),
		h.Ul(h.Role("list"), html.Each(h, links, (*pageLink).key, c.pageLink)))
}

func (c *Users) pageLink(h *live.H[Users], l *pageLink) html.Node {
	current := "false"
	if l.current {
		current = "page"
	}
	return h.Li(h.A(h.Class("btn"), h.Href(c.address(l.number)), h.Aria("current", current),
		h.Aria("label", "Page "+strconv.Itoa(l.number)), live.ClickWith(h, (*Users).GoTo, l.number),
		h.Int(l.number)))
}

// address is where a page of the list is found without a script.
func (c *Users) address(page int) string {
	q := url.Values{"page": {strconv.Itoa(page)}, "sort": {c.Sort}, "order": {c.order()}}
	if c.Filter != "" {
		q.Set("q", c.Filter)
	}
	return "/users?" + q.Encode()
}
