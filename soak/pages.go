package main

import (
	"errors"
	"strings"
	"time"

	"github.com/azu-live/azu/html"
	"github.com/azu-live/azu/live"
)

// pages are what the site serves, by path.
var pages = map[string]live.Page{
	"/counter": live.NewPage(func() *counter { return new(counter) }),
	"/rows":    live.NewPage(newTable),
	"/clocks":  live.NewPage(func() *clocks { return new(clocks) }),
	"/faults":  live.NewPage(func() *faults { return new(faults) }),
	"/wall":    live.NewPage(func() *wall { return new(wall) }),
}

// counter is the smallest page: what it answers to the nth click is known by heart.
type counter struct{ count int }

func (c *counter) Render(h *live.H[counter]) html.Node {
	return h.Div(h.Output(h.Int(c.count)), h.Button(h.Type("button"), live.Click(h, (*counter).Add), h.Lit("add")))
}

func (c *counter) Add(*live.Ctx) error { c.count++; return nil }

// table is a list of a thousand rows.
type table struct {
	rows []row
	next int
}

type row struct {
	id, votes int
	name      string
}

func (r *row) key() int { return r.id }

func newTable() *table {
	t := &table{rows: make([]row, 1000), next: 1000}
	for i := range t.rows {
		t.rows[i] = row{id: i, name: "somebody with a name of some length"}
	}
	return t
}

func (t *table) Render(h *live.H[table]) html.Node {
	return h.Div(
		h.Button(h.Type("button"), live.Click(h, (*table).Turn), h.Lit("turn")),
		h.Ul(html.Each(h, t.rows, (*row).key, t.row)))
}

func (t *table) row(h *live.H[table], r *row) html.Node {
	return h.Li(h.Span(h.Text(r.name)), h.B(h.Int(r.votes)),
		h.Button(h.Type("button"), live.ClickWith(h, (*table).Vote, r.id), h.Lit("vote")),
		h.Button(h.Type("button"), live.ClickWith(h, (*table).Replace, r.id), h.Lit("replace")))
}

// Vote changes a row.
func (t *table) Vote(_ *live.Ctx, id int) error {
	for i := range t.rows {
		if t.rows[i].id == id {
			t.rows[i].votes++
			return nil
		}
	}
	return live.NotFound
}

// Replace removes a row and adds another at the end.
func (t *table) Replace(_ *live.Ctx, id int) error {
	for i := range t.rows {
		if t.rows[i].id == id {
			t.rows = append(append(t.rows[:i], t.rows[i+1:]...), row{id: t.next, name: "somebody new"})
			t.next++
			return nil
		}
	}
	return live.NotFound
}

// Turn puts the last row first.
func (t *table) Turn(*live.Ctx) error {
	last := t.rows[len(t.rows)-1]
	copy(t.rows[1:], t.rows)
	t.rows[0] = last
	return nil
}

// clocks has children whose timers run by themselves.
type clocks struct{ many bool }

func (c *clocks) Render(h *live.H[clocks]) html.Node {
	return h.Div(
		h.Button(h.Type("button"), live.Click(h, (*clocks).Wind), h.Lit("wind")),
		live.Child(h, 1, func(k *clock) { k.Every = 100 * time.Millisecond }),
		live.Child(h, 2, func(k *clock) { k.Every = 250 * time.Millisecond }),
		html.If(h, c.many, func(h *live.H[clocks]) html.Node {
			return h.Div(live.Child(h, 3, func(k *clock) { k.Every = 150 * time.Millisecond }))
		}))
}

// Wind brings another clock, or takes it away.
func (c *clocks) Wind(*live.Ctx) error { c.many = !c.many; return nil }

// clock ticks from its join on, and has something due that mostly comes after its end.
type clock struct {
	Every time.Duration // given by the parent

	ticks int
}

func (c *clock) Connected(ctx *live.Ctx) error {
	ctx.Every(c.Every, c.tick)
	ctx.After(time.Minute, c.tick)
	return nil
}

func (c *clock) tick(*live.Ctx) error { c.ticks++; return nil }

func (c *clock) Render(h *live.H[clock]) html.Node { return h.P(h.Int(c.ticks), h.Lit(" ticks")) }

// faults has a child that panics wherever it is told to, and one beside it that never does.
type faults struct{}

func (c *faults) Render(h *live.H[faults]) html.Node {
	return h.Div(live.Child(h, "sound", func(*counter) {}), live.Child(h, "fragile", func(*fragile) {}))
}

// fragile panics.
type fragile struct{ armed string }

// Panic panics at once, or sees to it that something else does.
func (c *fragile) Panic(ctx *live.Ctx, where string) error {
	switch c.armed = where; where {
	case "timer":
		ctx.After(time.Millisecond, func(*live.Ctx) error { panic("in a timer") })
	case "error":
		return errors.New("nobody takes this")
	case "handler", "unmount":
		panic("in a handler")
	}
	return nil
}

func (c *fragile) Unmount(*live.Ctx) {
	if c.armed == "unmount" {
		panic("in Unmount")
	}
}

func (c *fragile) Render(h *live.H[fragile]) html.Node {
	if c.armed == "render" {
		panic("in Render")
	}
	return h.P(h.Text(c.armed), h.Input(live.Input(h, (*fragile).Panic)))
}

// wall is covered with as much text as one likes.
type wall struct {
	text  string
	coats int
}

// Paint covers the wall with n bytes of text that was not there before.
func (c *wall) Paint(_ *live.Ctx, n int) error {
	c.coats++
	c.text = strings.Repeat(string(rune('a'+c.coats%26)), n)
	return nil
}

func (c *wall) Render(h *live.H[wall]) html.Node {
	return h.Div(h.P(h.Text(c.text)), h.Input(live.Input(h, (*wall).Paint)))
}
