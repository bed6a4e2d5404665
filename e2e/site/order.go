package main

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/azu-live/azu/html"
	"github.com/azu-live/azu/live"
)

// Order is a form with a field of every kind, each with a handler, and one without.
type Order struct {
	quantity       int
	gift           bool
	to, size, note string
	country, city  string
	extras         []string
	label          string // as the field inside says
	told           int
	sent           Delivery
}

// Delivery is what the form without handlers sends.
type Delivery struct {
	Phone string `form:"phone"`
	Door  string `form:"door"`
}

var (
	cities    = map[string][]string{"de": {"Berlin", "Bonn"}, "fr": {"Lyon", "Paris"}}
	allExtras = []string{"card", "ribbon", "wax"}
)

// NewOrder is the order as it is before anybody touches it.
func NewOrder() *Order { return &Order{quantity: 1, size: "small", country: "de", city: "Berlin"} }

// Title is the document's title.
func (c *Order) Title() string { return "Order" }

// Render shows the form, and what the server knows of it.
func (c *Order) Render(h *live.H[Order]) html.Node {
	return h.Div(h.ID("order"),
		h.Input(h.Type("number"), h.ID("quantity"), h.Aria("label", "quantity"), h.ValueInt(c.quantity),
			live.Change(h, (*Order).SetQuantity)),
		h.Label(h.Input(h.Type("checkbox"), h.Name("gift"), h.Checked(c.gift), live.Change(h, (*Order).SetGift)), h.Lit("gift")),
		html.If(h, c.gift, func(h *live.H[Order]) html.Node {
			return h.Input(h.Name("to"), h.Aria("label", "to"), h.Value(c.to), live.Input(h, (*Order).SetTo))
		}),
		c.sizeOf(h, "small"), c.sizeOf(h, "large"),
		h.Select(h.ID("country"), h.Aria("label", "country"), h.Value(c.country), live.Change(h, (*Order).SetCountry),
			h.Option(h.Value("de"), h.Lit("Germany")), h.Option(h.Value("fr"), h.Lit("France"))),
		h.Select(h.ID("city"), h.Aria("label", "city"), h.Value(c.city), live.Change(h, (*Order).SetCity),
			html.EachSeq(h, slices.Values(cities[c.country]), func(name string) string { return name },
				func(h *live.H[Order], name string) html.Node { return h.Option(h.Value(name), h.Text(name)) })),
		h.Select(h.ID("extras"), h.Aria("label", "extras"), h.Multiple(true), live.Change(h, (*Order).SetExtras),
			html.EachSeq(h, slices.Values(allExtras), func(name string) string { return name },
				func(h *live.H[Order], name string) html.Node {
					return h.Option(h.Value(name), h.Selected(slices.Contains(c.extras, name)), h.Text(name))
				})),
		h.Textarea(h.ID("note"), h.Aria("label", "note"), h.Value(c.note), live.Input(h, (*Order).SetNote),
			live.Debounce(h, 10*time.Minute)),
		live.Child(h, "label", func(l *Label) { l.Told = live.Bind(h, (*Order).SetLabel) }),
		h.Form(live.Submit(h, (*Order).Send),
			h.Input(h.Name("phone"), h.Aria("label", "phone"), h.Value(c.sent.Phone)),
			h.Input(h.Name("door"), h.Aria("label", "door"), h.Value("front"))),
		h.Button(h.Type("button"), live.Click(h, (*Order).More), h.Lit("one more")),
		h.Output(h.ID("known"), h.Text(c.String())),
		h.Output(h.ID("told"), h.Int(c.told)))
}

func (c *Order) sizeOf(h *live.H[Order], size string) html.Node {
	return h.Label(h.Input(h.Type("radio"), h.Name("size"), h.Value(size), h.Checked(c.size == size),
		live.Change(h, (*Order).SetSize)), h.Text(size))
}

// String says what the server knows.
func (c *Order) String() string {
	return fmt.Sprintf("%d %s to %s in %s, %s; gift %t for %q; label %q; note %q", c.quantity, c.size, c.city, c.country,
		strings.Join(c.extras, "+"), c.gift, c.to, c.label, c.note)
}

// SetQuantity takes what the field says, and counts that it was told, as do those below.
func (c *Order) SetQuantity(_ *live.Ctx, n int) error { c.quantity = n; return c.tell() }

// SetGift tells whether it is a gift.
func (c *Order) SetGift(_ *live.Ctx, on bool) error { c.gift = on; return c.tell() }

// SetTo tells whom the gift is for.
func (c *Order) SetTo(_ *live.Ctx, name string) error { c.to = name; return c.tell() }

// SetSize chooses between small and large.
func (c *Order) SetSize(_ *live.Ctx, size string) error { c.size = size; return c.tell() }

// SetCountry chooses the country, and its first city.
func (c *Order) SetCountry(_ *live.Ctx, code string) error {
	if len(cities[code]) > 0 {
		c.country, c.city = code, cities[code][0]
	}
	return c.tell()
}

// SetCity chooses a city.
func (c *Order) SetCity(_ *live.Ctx, city string) error { c.city = city; return c.tell() }

// SetExtras chooses all the extras.
func (c *Order) SetExtras(_ *live.Ctx, extras []string) error { c.extras = extras; return c.tell() }

// SetNote takes the note.
func (c *Order) SetNote(_ *live.Ctx, text string) error { c.note = text; return c.tell() }

// SetLabel takes what the view inside says.
func (c *Order) SetLabel(_ *live.Ctx, text string) error { c.label = text; return c.tell() }

func (c *Order) tell() error { c.told++; return nil }

// More orders one more.
func (c *Order) More(*live.Ctx) error { c.quantity++; return nil }

// Send takes the form without handlers.
func (c *Order) Send(_ *live.Ctx, d Delivery) error { c.sent = d; return nil }

// Label is a field in a view of its own.
type Label struct {
	Told live.Callback[string]
	text string
}

// Render shows the field.
func (l *Label) Render(h *live.H[Label]) html.Node {
	return h.P(h.Input(h.ID(live.ID(h, "text")), h.Aria("label", "label"), h.Value(l.text), live.Input(h, (*Label).Write)))
}

// Write tells what was written.
func (l *Label) Write(ctx *live.Ctx, text string) error {
	l.text = text
	return l.Told.Call(ctx, text)
}
