package live_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"github.com/azu-live/azu/html"
	"github.com/azu-live/azu/live"
	"github.com/azu-live/azu/live/livetest"
)

// keeper keeps what it must not, and hands it out.
type keeper struct {
	ctx    *live.Ctx
	child  context.Context
	self   live.Handle[keeper]
	n      int
	result chan error
}

func (k *keeper) Keep(ctx *live.Ctx) error {
	k.ctx, k.self = ctx, live.Self(ctx, k)
	return nil
}
func (k *keeper) Wait(ctx *live.Ctx) error {
	if end, ok := ctx.Deadline(); !ok || time.Until(end) != 10*time.Second {
		k.result <- fmt.Errorf("the deadline is %v away", time.Until(end))
	}
	<-ctx.Done()
	k.result <- ctx.Err()
	return nil
}
func (k *keeper) Derive(ctx *live.Ctx) error {
	child, cancel := context.WithCancel(ctx)
	k.child = child
	_ = cancel
	return nil
}
func (k *keeper) Other(*live.Ctx) error { k.n++; return nil }
func (k *keeper) Render(h *live.H[keeper]) html.Node {
	return h.Div(h.P(h.Int(k.n)),
		h.Button(h.ID("keep"), h.Type("button"), live.Click(h, (*keeper).Keep)),
		h.Button(h.ID("wait"), h.Type("button"), live.Click(h, (*keeper).Wait)),
		h.Button(h.ID("derive"), h.Type("button"), live.Click(h, (*keeper).Derive)),
		h.Button(h.ID("other"), h.Type("button"), live.Click(h, (*keeper).Other)))
}

func openKeeper(t *testing.T, limits live.Limits) (*livetest.Page, *keeper, *site) {
	k := &keeper{result: make(chan error, 10)}
	s := newSite(t, map[string]live.Page{"/": live.NewPage(func() *keeper { return k })}, limits)
	return livetest.Open(t, s, "/"), k, s
}

func TestDoReachesTheComponentFromAnyGoroutine(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		page, k, _ := openKeeper(t, live.Limits{})
		page.Find("#keep").Click()
		for range 50 {
			go k.self.Do(func(k *keeper, _ *live.Ctx) error { k.n++; return nil })
		}
		synctest.Wait()
		page.Find("p").WantText("50")
		if err := k.self.Do(func(*keeper, *live.Ctx) error { return errors.New("no") }); err != nil {
			t.Error(err)
		}
		page.Find(".azu-boundary").WantCount(1)
		page.Leave()
		synctest.Wait()
		if err := k.self.Do(func(*keeper, *live.Ctx) error { panic("called") }); err != live.ErrGone {
			t.Errorf("Do after the end: %v", err)
		}
		var none live.Handle[keeper]
		if err := none.Do(nil); err != live.ErrGone {
			t.Errorf("Do of no handle: %v", err)
		}
	})
}

func TestWhatAnInstanceWasAskedToDoIsDroppedWhenItFailsBefore(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var k *keeper // the newest
		s := newSite(t, map[string]live.Page{"/": live.NewPage(func() *keeper { k = &keeper{}; return k })}, live.Limits{})
		page := livetest.Open(t, s, "/")
		page.Find("#keep").Click()
		self, held := k.self, make(chan struct{})
		self.Do(func(*keeper, *live.Ctx) error { <-held; panic("broken") })
		for range 2 {
			if err := self.Do(func(*keeper, *live.Ctx) error { t.Error("called"); return nil }); err != nil {
				t.Error(err)
			}
		}
		close(held)
		page.Find(".azu-boundary button").Click() // a fresh instance, which is another one
		if err := self.Do(func(*keeper, *live.Ctx) error { t.Error("called"); return nil }); err != nil {
			t.Error(err)
		}
		synctest.Wait()
	})
}

func TestAMailboxHoldsSoMuchAndNoMore(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		page, k, _ := openKeeper(t, live.Limits{Mailbox: 5})
		page.Find("#keep").Click()
		block := make(chan struct{})
		self := k.self
		self.Do(func(*keeper, *live.Ctx) error { <-block; return nil })
		synctest.Wait()
		for i := range 7 {
			err := self.Do(func(k *keeper, _ *live.Ctx) error { k.n++; return nil })
			if full := i >= 5; full != (err == live.ErrFull) {
				t.Errorf("Do number %d returns %v", i, err)
			}
		}
		close(block)
		page.Find("p").WantText("5")
	})
}

func TestMessagesBeforeTheJoinWaitForIt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		k := &early{errs: make(chan error, 100)}
		s := newSite(t, map[string]live.Page{"/": live.NewPage(func() *early { return k })}, live.Limits{})
		c, joined := s.join("/", "ann")
		synctest.Wait()
		full := 0
		for range 40 {
			if err := <-k.errs; err == live.ErrFull {
				full++
			}
		}
		if full != 8 {
			t.Errorf("%d of 40 were refused before the join, want 8", full)
		}
		_ = joined
		wantNext(t, c, `[1,0,1,[0,32]]`)
	})
}

// early talks to itself from its Mount on.
type early struct {
	n    int
	errs chan error
}

func (e *early) Mount(ctx *live.Ctx) error {
	self := live.Self(ctx, e)
	for range 40 {
		e.errs <- self.Do(func(e *early, _ *live.Ctx) error { e.n++; return nil })
	}
	return nil
}
func (e *early) Render(h *live.H[early]) html.Node { return h.P(h.Int(e.n)) }
