package main

import (
	"time"

	"github.com/azu-live/azu/html"
	"github.com/azu-live/azu/live"
)

// Clock shows the server's time. It is a child: its ticks render nothing but itself.
type Clock struct {
	Interval time.Duration // given by the parent

	now time.Time
}

// Mount has the clock show the time also where no script runs.
func (c *Clock) Mount(*live.Ctx) error {
	c.now = time.Now()
	return nil
}

// Connected starts the ticks when somebody watches.
func (c *Clock) Connected(ctx *live.Ctx) error {
	ctx.Every(c.Interval, c.tick)
	return nil
}

func (c *Clock) tick(*live.Ctx) error {
	c.now = time.Now()
	return nil
}

// Render shows hours, minutes and seconds, and more of them where the clock ticks faster.
func (c *Clock) Render(h *live.H[Clock]) html.Node {
	return h.P(h.Class("clock"), h.Lit("Server time "),
		html.IfElse(h, c.Interval < time.Second,
			func(h *live.H[Clock]) html.Node { return h.Time(h.Timef(c.now, "15:04:05.000")) },
			func(h *live.H[Clock]) html.Node { return h.Time(h.Timef(c.now, "15:04:05")) }))
}
