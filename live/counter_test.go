package live_test

import (
	"testing"
	"testing/synctest"

	"github.com/azu-live/azu/html"
	"github.com/azu-live/azu/live"
)

// counter is the smallest component that does something.
type counter struct{ n, step int }

func (c *counter) Increment(*live.Ctx) error           { c.n += c.step; return nil }
func (c *counter) Double(*live.Ctx) error              { c.n *= 2; return nil }
func (c *counter) Add(_ *live.Ctx, n int) error        { c.n += n; return nil }
func (c *counter) SetStep(_ *live.Ctx, step int) error { c.step = step; return nil }
func (c *counter) Unrendered(*live.Ctx) error          { panic("called") }
func (c *counter) Render(h *live.H[counter]) html.Node {
	return h.Div(h.Class("counter"),
		h.H2(h.Lit("Counter: "), h.Int(c.n)),
		h.Button(h.Type("button"), live.Click(h, (*counter).Increment), h.Lit("+"), h.Int(c.step)),
		h.Button(h.Type("button"), live.Click(h, (*counter).Double), h.Lit("Double")),
		h.Button(h.Type("button"), live.ClickWith(h, (*counter).Add, 10), h.Lit("+10")),
		h.Input(h.Type("number"), h.ValueInt(c.step), live.Change(h, (*counter).SetStep)))
}

var counterPage = live.NewPage(func() *counter { return &counter{step: 1} })

func counterSite(t testing.TB) *site {
	return newSite(t, map[string]live.Page{"/counter": counterPage}, live.Limits{})
}

func TestAClickReachesItsHandlerAndComesBackAsAPatch(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := counterSite(t)
		c, joined := s.join("/counter", "ann")
		t.Log(s.get("/counter", "ann").Body.String())
		t.Log(joined)
		c.Send(`[1,1,"Increment"]`)
		wantNext(t, c, `[1,1,1,[0,1]]`)
		c.Send(`[2,1,"Add",10]`)
		wantNext(t, c, `[2,2,1,[0,11]]`)
		c.Send(`[3,1,"SetStep",null,"5"]`)
		wantNext(t, c, `[3,3,1,[1,5,3,5]]`)
		c.Send(`[4,1,"SetStep",null,""]`)
		wantNext(t, c, `[4,4,-1,"invalid"]`)
		s.engine.Drain(t.Context())
	})
}
