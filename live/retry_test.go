package live_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/azu-live/azu/html"
	"github.com/azu-live/azu/live"
)

// vase breaks, and says how often it was told that its browser is there.
type vase struct {
	bad, inner bool
	cracked    *bool // Mount fails
	connected  *int
}

func (c *vase) Mount(*live.Ctx) error {
	if !c.inner && *c.cracked {
		return errors.New("cracked")
	}
	return nil
}
func (c *vase) Connected(*live.Ctx) error { *c.connected++; return nil }
func (c *vase) Failed(*live.Ctx, error)   { c.bad = true }
func (c *vase) Break(*live.Ctx) error     { panic("broken") }
func (c *vase) Render(h *live.H[vase]) html.Node {
	return h.Div(h.Button(live.Click(h, (*vase).Break)), html.If(h, !c.inner, func(h *live.H[vase]) html.Node {
		return live.Child(h, 1, func(v *vase) { v.inner, v.cracked, v.connected = true, c.cracked, c.connected })
	}))
}

func vaseSite(t *testing.T) (s *site, cracked *bool, connected *int) {
	cracked, connected = new(bool), new(int)
	return newSite(t, map[string]live.Page{"/": live.NewPage(func() *vase {
		return &vase{cracked: cracked, connected: connected}
	})}, live.Limits{}), cracked, connected
}

func TestRow6TheSecondClickOnTryAgainIsPassedOverInSilence(t *testing.T) {
	try := func(t *testing.T, view int, together bool) {
		s, _, connected := vaseSite(t)
		c, shut := joinWithTap(s, "ann")
		c.Send(fmt.Sprintf(`[1,%d,"Break"]`, view))
		time.Sleep(time.Minute)
		open := func() {}
		if together { // they wait for the same write
			open = shut()
			c.Send(`[0,"ping"]`) // for the read that had begun
			c.Send(`[0,"view",1]`)
			synctest.Wait()
		}
		c.Send(fmt.Sprintf(`[2,%d,"azu.retry"]`, view))
		time.Sleep(time.Millisecond)
		c.Send(fmt.Sprintf(`[3,%d,"azu.retry"]`, view))
		synctest.Wait()
		open()
		synctest.Wait()
		if got := strings.Join(c.Waiting(), ""); strings.Contains(got, "unknown_event") || !strings.Contains(got, ",3") {
			t.Errorf("got %s", got)
		}
		if want := 2 + 3 - view; *connected != want { // with a page its child is made anew
			t.Errorf("%d views were connected, want %d", *connected, want)
		}
		if s.log.count("unknown event") != 0 {
			t.Errorf("the log says\n%s", s.log)
		}
	}
	for view, name := range map[int]string{1: "page", 2: "child"} {
		t.Run(name, func(t *testing.T) { synctest.Test(t, func(t *testing.T) { try(t, view, false) }) })
		t.Run(name+" in one batch", func(t *testing.T) { synctest.Test(t, func(t *testing.T) { try(t, view, true) }) })
	}
}

func TestRow34ARetriedPageWhoseFailedTakesMountsErrorIsConnected(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, cracked, connected := vaseSite(t)
		c, _ := s.join("/", "ann")
		c.Send(`[1,1,"Break"]`)
		synctest.Wait()
		*cracked, *connected = true, 0
		c.Send(`[2,1,"azu.retry"]`)
		synctest.Wait()
		if *connected != 2 {
			t.Errorf("%d of 2 views were connected", *connected)
		}
	})
}
