package server

import (
	"errors"
	"log/slog"
	"net"
	"os"
	"sync"

	"github.com/azu-live/azu/app"
	"github.com/azu-live/azu/bench/templs"
	"github.com/azu-live/azu/html"
	"github.com/azu-live/azu/live"
)

// azu is a site of Azu as it would be in production.
type azu struct {
	app *app.App

	mu      sync.Mutex
	tickers map[*ticker]live.Handle[ticker] // Guarded by mu. Those whose browser has joined.
}

func newAzu(addr string, unmetered bool) (*azu, error) {
	a := &azu{tickers: map[*ticker]live.Handle[ticker]{}}
	var limits live.Limits
	if unmetered {
		const plenty = 1 << 29 // is metered like any other, and never met
		limits.EventRate, limits.EventBurst, limits.ByteRate, limits.ByteBurst = plenty, plenty, plenty, plenty
	}
	var err error
	a.app, err = app.New(app.Config{
		Origins: []string{"http://" + addr},
		Keys:    []string{"a key that is the same after each start"},
		Limits:  limits,
		Log:     slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelWarn})),
	})
	if err != nil {
		return nil, err
	}
	shared := newRows()
	a.app.Page(CounterPath, live.NewPage(func() *counter { return &counter{step: 1} }))
	a.app.Page(RowsPath, live.NewPage(func() *table { return &table{rows: shared} }))
	a.app.Page(OwnRowsPath, live.NewPage(func() *table { return &table{rows: newRows()} }))
	a.app.Page(TickerPath, live.NewPage(func() *ticker { return &ticker{site: a} }))
	return a, nil
}

func (a *azu) serve(l net.Listener) error { return a.app.Serve(neverEnds, l) }

// push changes every ticker by one; the size is what comes of it.
func (a *azu) push(int) error {
	a.mu.Lock()
	defer a.mu.Unlock()
	var failed error
	for _, self := range a.tickers {
		if err := self.Do((*ticker).tick); err != nil {
			failed = errors.Join(failed, err)
		}
	}
	return failed
}

// counter is templs.Counter, alive.
type counter struct{ count, step int }

func (c *counter) Title() string { return "Counter" }

func (c *counter) Render(h *live.H[counter]) html.Node {
	return h.Div(h.Class("counter-component"),
		h.H2(h.Lit("Counter: "), h.Int(c.count)),
		h.Div(h.Class("controls"),
			h.Button(h.Type("button"), live.Click(h, (*counter).Decrement), h.Class("btn btn-danger"), h.Lit("-"), h.Int(c.step)),
			h.Input(h.Type("number"), h.ValueInt(c.step), live.Change(h, (*counter).SetStep), h.Class("form-control step-input")),
			h.Button(h.Type("button"), live.Click(h, (*counter).Increment), h.Class("btn btn-success"), h.Lit("+"), h.Int(c.step))),
		h.Div(h.Class("actions"),
			h.Button(h.Type("button"), live.Click(h, (*counter).Reset), h.Class("btn btn-secondary"), h.Lit("Reset")),
			h.Button(h.Type("button"), live.Click(h, (*counter).Double), h.Class("btn btn-info"), h.Lit("Double"))))
}

func (c *counter) Increment(*live.Ctx) error           { c.count += c.step; return nil }
func (c *counter) Decrement(*live.Ctx) error           { c.count -= c.step; return nil }
func (c *counter) Reset(*live.Ctx) error               { c.count = 0; return nil }
func (c *counter) Double(*live.Ctx) error              { c.count *= 2; return nil }
func (c *counter) SetStep(_ *live.Ctx, step int) error { c.step = step; return nil }

// table is templs.Table, alive.
type table struct {
	rows    []templs.Row
	removed int
}

func (t *table) Title() string { return "Rows" }

func (t *table) Render(h *live.H[table]) html.Node {
	return h.Table(h.Tbody(html.Each(h, t.rows[t.removed:], rowKey, renderRow)))
}

func rowKey(r *templs.Row) int { return r.ID }

func renderRow(h *live.H[table], r *templs.Row) html.Node {
	return h.Tr(h.AttrInt("id", r.ID),
		h.Td(h.Int(r.ID)),
		h.Td(h.A(h.Text(r.Label))),
		h.Td(h.A(live.ClickWith(h, (*table).Remove, r.ID), h.Lit("x"))),
		h.Td())
}

// Remove takes the first row away, whichever was clicked.
func (t *table) Remove(*live.Ctx, int) error { t.removed++; return nil }

// ticker shows a number that others change.
type ticker struct {
	site *azu
	n    int
}

func (t *ticker) Render(h *live.H[ticker]) html.Node { return h.P(h.Int(t.n)) }

func (t *ticker) tick(*live.Ctx) error { t.n++; return nil }

// Connected has the site find the ticker.
func (t *ticker) Connected(ctx *live.Ctx) error {
	t.site.mu.Lock()
	defer t.site.mu.Unlock()
	t.site.tickers[t] = live.Self(ctx, t)
	return nil
}

// Unmount has the site forget the ticker.
func (t *ticker) Unmount(*live.Ctx) {
	t.site.mu.Lock()
	defer t.site.mu.Unlock()
	delete(t.site.tickers, t)
}
