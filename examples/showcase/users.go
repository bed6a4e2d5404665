package main

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/azu-live/azu/html"
	"github.com/azu-live/azu/live"
)

// pageSize is how many users one page of the list shows.
const pageSize = 20

// Users is a list of users that can be searched, sorted, paged and changed. Every open page has its own
// copy: what one visitor removes, the others keep.
type Users struct {
	All    []User
	Filter string
	Sort   string // name, email or joined
	Desc   bool
	Page   int    // from 1
	Notice string // what became of the last change, until the visitor looks at something else

	tick time.Duration
}

// UsersQuery is what the address says: the form works without a script, too.
type UsersQuery struct {
	Filter string `query:"q"`
	Sort   string `query:"sort"`
	Order  string `query:"order"`
	Page   int    `query:"page"`
}

// NewUsers makes the list of generated users, with a clock that ticks.
func NewUsers(tick time.Duration) *Users {
	return &Users{All: generateUsers(), Sort: "name", Page: 1, tick: tick}
}

// Title is the document's title.
func (c *Users) Title() string { return "Users" }

// Params takes the search, the order and the page from the address.
func (c *Users) Params(_ *live.Ctx, q UsersQuery) error {
	c.Filter = q.Filter
	c.setOrder(q.Sort, q.Order)
	c.Page = max(q.Page, 1)
	return nil
}

// Render shows the controls, one page of cards, and the way to the other pages.
func (c *Users) Render(h *live.H[Users]) html.Node {
	found := c.found()
	current, pages := c.pageOf(found)
	page := found[(current-1)*pageSize : min(current*pageSize, len(found))]
	return h.Div(h.Class("user-list-component"),
		c.filters(h),
		h.Div(h.Class("summary"),
			h.H2(h.Aria("live", "polite"), h.Int(len(found)), html.IfElse(h, len(found) == 1,
				func(h *live.H[Users]) html.Node { return h.Lit(" user") },
				func(h *live.H[Users]) html.Node { return h.Lit(" users") })),
			h.P(h.Class("notice"), h.Role("status"), h.Text(c.Notice)),
			live.Child(h, "clock", func(k *Clock) { k.Interval = c.tick })),
		h.Ul(h.Class("user-grid"), h.Role("list"), html.Each(h, page, (*User).Key, c.card)),
		html.If(h, len(found) == 0, c.empty),
		html.If(h, pages > 1, func(h *live.H[Users]) html.Node { return c.pagination(h, current, pages) }))
}

func (c *Users) card(h *live.H[Users], u *User) html.Node {
	return h.Li(live.Child(h, u.ID, func(card *Card) {
		card.User = *u
		card.Save = live.Bind(h, (*Users).Save)
		card.Remove = live.Bind(h, (*Users).Remove)
	}))
}

func (c *Users) empty(h *live.H[Users]) html.Node {
	return h.Div(h.Class("empty-state"),
		h.P(h.Lit("No users found matching your criteria")),
		h.Button(h.Type("button"), h.Class("btn btn-secondary"), live.Click(h, (*Users).Clear),
			h.Lit("Clear the search")))
}

// SearchFor shows the users whose name or email contains the text.
func (c *Users) SearchFor(ctx *live.Ctx, text string) error {
	c.Filter = text
	return c.GoTo(ctx, 1)
}

// Clear empties the search.
func (c *Users) Clear(ctx *live.Ctx) error { return c.SearchFor(ctx, "") }

// SortBy orders by a field.
func (c *Users) SortBy(ctx *live.Ctx, field string) error {
	c.setOrder(field, c.order())
	return c.GoTo(ctx, 1)
}

// ToggleOrder turns the order round.
func (c *Users) ToggleOrder(ctx *live.Ctx) error {
	c.Desc = !c.Desc
	return c.GoTo(ctx, 1)
}

// Apply takes the whole form at once: the visitor pressed Enter.
func (c *Users) Apply(ctx *live.Ctx, q SearchForm) error {
	c.Filter = q.Filter
	c.setOrder(q.Sort, c.order())
	return c.GoTo(ctx, 1)
}

// GoTo shows another page.
func (c *Users) GoTo(_ *live.Ctx, page int) error {
	c.Page, c.Notice = max(page, 1), ""
	return nil
}

// Save keeps what a card's form changed.
func (c *Users) Save(_ *live.Ctx, changed User) error {
	if i := c.index(changed.ID); i >= 0 {
		c.All[i].Name, c.All[i].Email = changed.Name, changed.Email
		c.Notice = "Saved " + changed.Name + "."
	}
	return nil
}

// Remove takes a user off the list.
func (c *Users) Remove(_ *live.Ctx, id int64) error {
	if i := c.index(id); i >= 0 {
		c.Notice = "Removed " + c.All[i].Name + "."
		c.All = slices.Delete(c.All, i, i+1)
	}
	return nil
}

func (c *Users) index(id int64) int {
	return slices.IndexFunc(c.All, func(u User) bool { return u.ID == id })
}

func (c *Users) setOrder(field, order string) {
	switch field {
	case "name", "email", "joined":
		c.Sort = field
	}
	c.Desc = order == "desc"
}

func (c *Users) order() string {
	if c.Desc {
		return "desc"
	}
	return "asc"
}

// found is the users that match the search, in order.
func (c *Users) found() []User {
	text := strings.ToLower(strings.TrimSpace(c.Filter))
	found := make([]User, 0, len(c.All))
	for _, u := range c.All {
		if strings.Contains(strings.ToLower(u.Name), text) || strings.Contains(strings.ToLower(u.Email), text) {
			found = append(found, u)
		}
	}
	slices.SortStableFunc(found, func(a, b User) int {
		var by int
		switch c.Sort {
		case "email":
			by = strings.Compare(a.Email, b.Email)
		case "joined":
			by = a.Joined.Compare(b.Joined)
		default:
			by = strings.Compare(a.Name, b.Name)
		}
		if c.Desc {
			by = -by
		}
		return cmp.Or(by, cmp.Compare(a.ID, b.ID))
	})
	return found
}

// pageOf says which page is shown, and how many there are. A page that is no longer there is the last one.
func (c *Users) pageOf(found []User) (current, pages int) {
	pages = max((len(found)+pageSize-1)/pageSize, 1)
	return min(c.Page, pages), pages
}
