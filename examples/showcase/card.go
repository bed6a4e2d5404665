package main

import (
	"net/mail"
	"net/url"
	"strings"

	"github.com/azu-live/azu/html"
	"github.com/azu-live/azu/live"
)

// Card shows one user. It is a child with a state of its own: whether its fields are open for editing
// is nobody else's business.
type Card struct {
	// Given by the list.
	User   User
	Save   live.Callback[User]
	Remove live.Callback[int64]

	editing bool
	problem string // with what was last entered
	field   string // the field that has it
}

// Details are the fields of the card's form.
type Details struct {
	Name  string `form:"name"`
	Email string `form:"email"`
}

// Render shows the user, and the form while it is open.
func (c *Card) Render(h *live.H[Card]) html.Node {
	return h.Article(h.ID(live.ID(h, "card")), h.Class("user-card"), h.DataInt("user-id", int(c.User.ID)),
		h.Div(h.Class("user-avatar"),
			h.Img(h.Src(c.User.avatarPath()), h.Alt(""), h.Width(64), h.Height(64), h.Loading("lazy"))),
		h.Div(h.Class("user-info"),
			h.H3(h.Text(c.User.Name)),
			h.P(h.A(h.Href("mailto:"+url.PathEscape(c.User.Email)), h.Text(c.User.Email))),
			h.Small(h.Lit("Joined "),
				h.Time(h.Datetime(c.User.Joined.Format("2006-01")), h.Timef(c.User.Joined, "January 2006")))),
		h.Details(
			h.Summary(h.Lit("Details")),
			h.Dl(
				h.Dt(h.Lit("City")), h.Dd(h.Text(c.User.City)),
				h.Dt(h.Lit("Member")), h.Dd(h.Lit("No. "), h.Int64(c.User.ID)),
				h.Dt(h.Lit("Since")), h.Dd(h.Timef(c.User.Joined, "2 January 2006")))),
		h.Div(h.Class("user-actions"),
			h.Button(h.Type("button"), h.Class("btn btn-sm btn-primary"), h.Aria("label", "Edit "+c.User.Name),
				h.AriaBool("expanded", c.editing), live.Click(h, (*Card).Edit), h.Lit("Edit")),
			h.Button(h.Type("button"), h.Class("btn btn-sm btn-danger"), h.Aria("label", "Remove "+c.User.Name),
				live.Click(h, (*Card).Drop), live.Confirm(h, "Are you sure you want to remove "+c.User.Name+"?"),
				h.Lit("Remove"))),
		html.If(h, c.editing, c.form))
}

func (c *Card) form(h *live.H[Card]) html.Node {
	name, email, problem := live.ID(h, "name"), live.ID(h, "email"), live.ID(h, "problem")
	return h.Form(h.Class("user-form"), live.Submit(h, (*Card).Submit), h.Novalidate(true),
		h.Label(h.For(name), h.Lit("Name")),
		h.Input(h.Type("text"), h.ID(name), h.Name("name"), h.Class("form-control"), h.Autocomplete("off"),
			h.Value(c.User.Name), h.AriaBool("invalid", c.field == "name"), h.Aria("describedby", problem)),
		h.Label(h.For(email), h.Lit("Email")),
		h.Input(h.Type("email"), h.ID(email), h.Name("email"), h.Class("form-control"), h.Autocomplete("off"),
			h.Value(c.User.Email), h.AriaBool("invalid", c.field == "email"), h.Aria("describedby", problem)),
		h.P(h.Class("problem"), h.ID(problem), h.Role("alert"), h.Text(c.problem)),
		h.Div(h.Class("user-actions"),
			h.Button(h.Type("submit"), h.Class("btn btn-sm btn-success"), h.Lit("Save")),
			h.Button(h.Type("button"), h.Class("btn btn-sm btn-secondary"), live.Click(h, (*Card).Edit),
				h.Lit("Cancel"))))
}

// Edit opens the form, or closes it.
func (c *Card) Edit(*live.Ctx) error {
	c.editing, c.problem, c.field = !c.editing, "", ""
	return nil
}

// Submit gives what was entered to the list, when it will do.
func (c *Card) Submit(ctx *live.Ctx, d Details) error {
	u := c.User
	u.Name, u.Email = strings.TrimSpace(d.Name), strings.TrimSpace(d.Email)
	switch address, err := mail.ParseAddress(u.Email); {
	case u.Name == "":
		c.problem, c.field = "Please enter a name.", "name"
	case err != nil || address.Address != u.Email:
		c.problem, c.field = "Please enter an email address, such as name@example.org.", "email"
	default:
		c.editing, c.problem, c.field = false, "", ""
		return c.Save.Call(ctx, u)
	}
	return nil
}

// Drop asks the list to do without the user.
func (c *Card) Drop(ctx *live.Ctx) error { return c.Remove.Call(ctx, c.User.ID) }
