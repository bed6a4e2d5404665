package main

import (
	"github.com/azu-live/azu/html"
	"github.com/azu-live/azu/live"
)

// Counter counts up and down by a step.
type Counter struct {
	Count, Step int

	refused bool // the last step that was entered
}

// Title is the document's title.
func (c *Counter) Title() string { return "Counter" }

// Render shows the count and what changes it.
func (c *Counter) Render(h *live.H[Counter]) html.Node {
	hint := live.ID(h, "hint")
	return h.Div(h.Class("counter-component"), h.ID(live.ID(h, "counter")),
		h.H2(h.Lit("Counter: "), h.Int(c.Count)),
		h.Div(h.Class("controls"),
			h.Button(h.Type("button"), h.Class("btn btn-danger"), live.Click(h, (*Counter).Decrement),
				h.Lit("-"), h.Int(c.Step)),
			h.Label(h.Class("step"), h.Lit("Step"),
				h.Input(h.Type("number"), h.Class("form-control step-input"), h.MinInt(1), h.Inputmode("numeric"),
					h.ValueInt(c.Step), h.AriaBool("invalid", c.refused), h.Aria("describedby", hint),
					live.Change(h, (*Counter).SetStep))),
			h.Button(h.Type("button"), h.Class("btn btn-success"), live.Click(h, (*Counter).Increment),
				h.Lit("+"), h.Int(c.Step))),
		h.P(h.ID(hint), h.Class("hint"), h.Lit("The step is a whole number from 1.")),
		h.Div(h.Class("actions"),
			h.Button(h.Type("button"), h.Class("btn btn-secondary"), live.Click(h, (*Counter).Reset),
				h.Lit("Reset")),
			h.Button(h.Type("button"), h.Class("btn btn-info"), live.Click(h, (*Counter).Double),
				h.Lit("Double"))))
}

// Increment adds the step.
func (c *Counter) Increment(*live.Ctx) error { c.Count += c.Step; return nil }

// Decrement takes the step away.
func (c *Counter) Decrement(*live.Ctx) error { c.Count -= c.Step; return nil }

// Reset starts again from zero.
func (c *Counter) Reset(*live.Ctx) error { c.Count = 0; return nil }

// Double doubles the count.
func (c *Counter) Double(*live.Ctx) error { c.Count *= 2; return nil }

// SetStep changes the step; one below 1 is refused, and the step stays what it was.
func (c *Counter) SetStep(_ *live.Ctx, step int) error {
	if c.refused = step < 1; !c.refused {
		c.Step = step
	}
	return nil
}
