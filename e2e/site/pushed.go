package main

import (
	"fmt"
	"time"

	"github.com/azu-live/azu/html"
	"github.com/azu-live/azu/live"
)

// Pushed has fields of which everything changes all the time: what is around their text, and the server's
// own idea of the text.
type Pushed struct {
	n     int
	typed string
}

// Title is the document's title.
func (c *Pushed) Title() string { return "Pushed" }

// Connected starts the changes.
func (c *Pushed) Connected(ctx *live.Ctx) error {
	ctx.Every(50*time.Millisecond, c.tick)
	return nil
}

func (c *Pushed) tick(*live.Ctx) error { c.n++; return nil }

// Render shows a field that the server is told of, one that it is not, and one of several lines.
func (c *Pushed) Render(h *live.H[Pushed]) html.Node {
	says := fmt.Sprintf("the server's %d", c.n)
	return h.Div(
		h.Output(h.ID("n"), h.Int(c.n)),
		h.Input(h.ID("told"), h.Aria("label", says), h.Title(says), h.ClassIfElse(c.n%2 == 0, "even", "odd"), h.Placeholder(says),
			h.Value(says), live.Input(h, (*Pushed).Typed)),
		h.Input(h.ID("silent"), h.Aria("label", says), h.Title(says), h.ClassIfElse(c.n%2 == 0, "even", "odd"), h.Placeholder(says),
			h.Value(says)),
		h.Textarea(h.ID("lines"), h.Aria("label", says), h.Title(says), h.ClassIfElse(c.n%2 == 0, "even", "odd"), h.Placeholder(says),
			h.Value(says), live.Input(h, (*Pushed).Typed)),
		h.Output(h.ID("typed"), h.Text(c.typed)))
}

// Typed keeps what was typed.
func (c *Pushed) Typed(_ *live.Ctx, text string) error { c.typed = text; return nil }
