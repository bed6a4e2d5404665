package live_test

import (
	"testing"
	"testing/synctest"

	"github.com/azu-live/azu/html"
	"github.com/azu-live/azu/live"
)

// drawer shows its owner's papers and throws away only those.
type drawer struct {
	owner  string
	papers map[int64]string // by owner, shared by all drawers of a test
	thrown int
}

func (d *drawer) Mount(ctx *live.Ctx) error { d.owner = ctx.Login(); return nil }

func (d *drawer) Throw(_ *live.Ctx, id int64) error {
	if d.papers[id] != d.owner {
		return live.Forbidden
	}
	d.thrown++
	return nil
}

func (d *drawer) Render(h *live.H[drawer]) html.Node {
	var mine []int64
	for id := int64(1); id <= 4; id++ {
		if d.papers[id] == d.owner {
			mine = append(mine, id)
		}
	}
	return h.Div(h.P(h.Int(d.thrown)), html.Each(h, mine, func(id *int64) int64 { return *id }, func(h *live.H[drawer], id *int64) html.Node {
		return h.Button(h.Type("button"), live.ClickWith(h, (*drawer).Throw, *id), h.Lit("throw away"))
	}))
}

func TestRow7AnArgumentChangedToAnothersIDIsDenied(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		papers := map[int64]string{1: "ann", 2: "ann", 3: "bob", 4: "bob"}
		s := newSite(t, map[string]live.Page{"/": live.NewPage(func() *drawer { return &drawer{papers: papers} })}, live.Limits{})
		defer beside(s)()
		c, _ := s.join("/", "ann")
		c.Send(`[1,1,"Throw",3]`)
		wantNext(t, c, `[1,1,-1,"denied"]`)
		c.Send(`[2,1,"Throw",2]`)
		wantNext(t, c, `[2,2,1,[0,1]]`)
	})
}

// parent's handler fails while its child mounts.
type parent struct{ open bool }

func (p *parent) Open(*live.Ctx) error      { p.open = true; return nil }
func (p *parent) Told(*live.Ctx, int) error { panic("told") }
func (p *parent) Render(h *live.H[parent]) html.Node {
	return h.Div(html.If(h, p.open, func(h *live.H[parent]) html.Node {
		return live.Child(h, "child", func(c *teller) { c.tell = live.Bind(h, (*parent).Told) })
	}), h.Button(h.Type("button"), live.Click(h, (*parent).Open)))
}

type teller struct{ tell live.Callback[int] }

func (c *teller) Mount(ctx *live.Ctx) error          { _ = c.tell.Call(ctx, 1); return nil }
func (c *teller) Render(h *live.H[teller]) html.Node { return h.P(h.Lit("child")) }

func TestRow34AFaultThatAChildsMountCausesStaysInItsSession(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newSite(t, map[string]live.Page{"/": live.NewPage(func() *parent { return &parent{} })}, live.Limits{})
		ann, _ := s.join("/", "ann")
		bob, _ := s.join("/", "bob")
		ann.Send(`[1,1,"Open"]`)
		synctest.Wait()
		if s.log.count("view failed") != 1 {
			t.Errorf("logged other than once:\n%s", s.log)
		}
		bob.Send(`[1,1,"Gone"]`)
		wantNext(t, bob, `[1,1,-1,"unknown_event"]`)
		if s.log.count("view failed") != 1 {
			t.Errorf("another session was told of the fault:\n%s", s.log)
		}
	})
}
