package main

import (
	"fmt"
	"slices"

	"github.com/azu-live/azu/html"
	"github.com/azu-live/azu/live"
)

// Desks has views inside whose handlers take no argument: only the view says who is meant. A server with
// DESKS=turned makes them in the other order.
type Desks struct {
	names []string
	Last  string
}

// NewDesks makes a row of desks.
func NewDesks(turned bool) *Desks {
	d := &Desks{names: []string{"anna", "bert", "cleo"}}
	if turned {
		slices.Reverse(d.names)
	}
	return d
}

// Called notes who was called last.
func (d *Desks) Called(_ *live.Ctx, name string) error { d.Last = name; return nil }

func (d *Desks) Render(h *live.H[Desks]) html.Node {
	return h.Main(h.P(h.ID("last"), h.Text(d.Last)),
		html.Each(h, d.names, func(n *string) string { return *n }, func(h *live.H[Desks], n *string) html.Node {
			return live.Child(h, *n, func(k *Desk) { k.name, k.called = *n, live.Bind(h, (*Desks).Called) })
		}))
}

// Desk is one of them.
type Desk struct {
	name   string
	called live.Callback[string]
}

// Call says its own name.
func (d *Desk) Call(ctx *live.Ctx) error { return d.called.Call(ctx, d.name) }

func (d *Desk) Render(h *live.H[Desk]) html.Node {
	return h.Section(h.H2(h.Text(d.name)),
		h.Button(h.Type("button"), live.Click(h, (*Desk).Call), h.Lit("Call")),
		h.Button(h.Type("button"), live.Click(h, (*Desk).Call), live.Confirm(h, fmt.Sprintf("Call %s?", d.name)), h.Lit("Call?")))
}
