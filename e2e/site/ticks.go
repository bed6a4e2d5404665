package main

import (
	"time"

	"github.com/azu-live/azu/html"
	"github.com/azu-live/azu/live"
)

// Ticks counts what the visitor does and what time does.
type Ticks struct {
	clicks, ticks int
	text          string
}

// Title is the document's title.
func (c *Ticks) Title() string { return "Ticks" }

// Connected starts the ticks.
func (c *Ticks) Connected(ctx *live.Ctx) error {
	ctx.Every(100*time.Millisecond, c.tick)
	return nil
}

func (c *Ticks) tick(*live.Ctx) error { c.ticks++; return nil }

// Render shows both counts, and what was typed.
func (c *Ticks) Render(h *live.H[Ticks]) html.Node {
	return h.Div(
		h.Output(h.ID("clicks"), h.Int(c.clicks)),
		h.Output(h.ID("ticks"), h.Int(c.ticks)),
		h.Button(h.Type("button"), live.Click(h, (*Ticks).Click), h.Lit("click")),
		h.Input(h.Type("text"), h.Aria("label", "text"), h.Value(c.text), live.Input(h, (*Ticks).Typed)),
		h.Output(h.ID("typed"), h.Text(c.text)))
}

// Click counts.
func (c *Ticks) Click(*live.Ctx) error { c.clicks++; return nil }

// Typed keeps what was typed.
func (c *Ticks) Typed(_ *live.Ctx, text string) error { c.text = text; return nil }
