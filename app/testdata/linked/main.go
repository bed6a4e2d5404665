// Command linked is a site whose page has a method that nothing calls. A test looks for it in the binary.
package main

import (
	"context"

	"github.com/azu-live/azu/app"
	"github.com/azu-live/azu/html"
	"github.com/azu-live/azu/live"
)

type Counter struct{ N int }

type address struct {
	From int `query:"from"`
}

func (c *Counter) Params(_ *live.Ctx, a address) error { c.N = a.From; return nil }
func (c *Counter) Increment(*live.Ctx) error           { c.N++; return nil }
func (c *Counter) NobodyCallsThis()                    { c.N = -c.N }
func (c *Counter) Render(h *live.H[Counter]) html.Node {
	return h.Button(live.Click(h, (*Counter).Increment), h.Int(c.N))
}

func main() {
	a, err := app.New(app.Config{Dev: true})
	if err != nil {
		panic(err)
	}
	a.Page("/", live.NewPage(func() *Counter { return &Counter{} }))
	if err := a.Run(context.Background()); err != nil {
		panic(err)
	}
}
