package main

import (
	"time"

	"github.com/azu-live/azu/html"
	"github.com/azu-live/azu/live"
)

// Faults holds one view for each place where a component may panic, and one that never does.
type Faults struct {
	broken    bool // whether mounting panics
	mounted   bool // whether the view that may panic while mounting is there
	dismissed bool // whether the view that panics when it goes has gone
}

// Title is the document's title.
func (c *Faults) Title() string { return "Faults" }

// Render shows the views, and the buttons for the one that fails to mount.
func (c *Faults) Render(h *live.H[Faults]) html.Node {
	return h.Div(
		live.Child(h, "steady", func(v *Fragile) { v.Name = "steady" }),
		live.Child(h, "handler", func(v *Fragile) { v.Name = "handler" }),
		live.Child(h, "render", func(v *Fragile) { v.Name = "render" }),
		live.Child(h, "timer", func(v *Fragile) { v.Name = "timer" }),
		live.Child(h, "unmount", func(v *Fragile) { v.Name = "unmount" }),
		h.Button(h.Type("button"), h.ID("break"), live.Click(h, (*Faults).Break), h.Lit("mount a broken view")),
		h.Button(h.Type("button"), h.ID("repair"), live.Click(h, (*Faults).Repair), h.Lit("repair")),
		h.Button(h.Type("button"), h.ID("dismiss"), live.Click(h, (*Faults).Dismiss), h.Lit("dismiss, or invite")),
		html.If(h, !c.dismissed, func(h *live.H[Faults]) html.Node {
			return h.Div(live.Child(h, "leaver", func(v *Fragile) { v.Name = "leaver" }))
		}),
		html.If(h, c.mounted, func(h *live.H[Faults]) html.Node {
			return h.Div(h.ID("place"), live.Child(h, 0, func(v *Unmountable) { v.Broken = c.broken }))
		}))
}

// Break mounts a view whose Mount panics.
func (c *Faults) Break(*live.Ctx) error {
	c.broken, c.mounted = true, true
	return nil
}

// Repair lets the next mount succeed.
func (c *Faults) Repair(*live.Ctx) error {
	c.broken = false
	return nil
}

// Dismiss takes away the view that panics when it goes, or brings another one.
func (c *Faults) Dismiss(*live.Ctx) error {
	c.dismissed = !c.dismissed
	return nil
}

// Fragile counts, and panics where its name says when it is told to.
type Fragile struct {
	Name string // given by the parent

	count int
	armed bool
}

// Render panics once armed, when that is the view's place.
func (c *Fragile) Render(h *live.H[Fragile]) html.Node {
	if c.armed && c.Name == "render" {
		panic("panic in Render")
	}
	return h.Section(h.ID(c.Name),
		h.Output(h.Int(c.count)),
		h.Button(h.Type("button"), h.Class("count"), live.Click(h, (*Fragile).Count), h.Lit("count")),
		h.Button(h.Type("button"), h.Class("panic"), live.Click(h, (*Fragile).Panic), h.Lit("panic")))
}

// Count counts.
func (c *Fragile) Count(*live.Ctx) error { c.count++; return nil }

// Panic panics, or sees to it that something else does.
func (c *Fragile) Panic(ctx *live.Ctx) error {
	switch c.armed = true; c.Name {
	case "handler", "unmount":
		panic("panic in a handler")
	case "timer":
		ctx.After(10*time.Millisecond, c.late)
	}
	return nil
}

func (c *Fragile) late(*live.Ctx) error { panic("panic in a timer") }

// Unmount panics where it is the only fault, and where a handler has panicked before it.
func (c *Fragile) Unmount(*live.Ctx) {
	if c.Name == "leaver" || c.armed && c.Name == "unmount" {
		panic("panic in Unmount")
	}
}

// Unmountable is a view whose Mount panics as long as it is broken.
type Unmountable struct {
	Broken bool // given by the parent
}

// Mount panics.
func (c *Unmountable) Mount(*live.Ctx) error {
	if c.Broken {
		panic("panic in Mount")
	}
	return nil
}

// Render shows that mounting worked.
func (c *Unmountable) Render(h *live.H[Unmountable]) html.Node {
	return h.P(h.ID("mounted"), h.Lit("mounted"))
}
