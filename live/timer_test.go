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

// lamp has timers of all sorts, asked for by name.
type lamp struct {
	diary *diary
	stop  func()
	n     int
	off   bool
}

func (l *lamp) Mount(ctx *live.Ctx) error {
	ctx.After(2*time.Second, l.early)
	return nil
}
func (l *lamp) early(*live.Ctx) error { l.diary.say("early"); return nil }
func (l *lamp) tick(*live.Ctx) error  { l.n++; l.diary.say(fmt.Sprint("tick ", l.n)); return nil }
func (l *lamp) slow(*live.Ctx) error  { l.n++; time.Sleep(2500 * time.Millisecond); return nil }
func (l *lamp) Start(ctx *live.Ctx, what string) error {
	switch what {
	case "every":
		l.stop = ctx.Every(time.Second, l.tick)
	case "slow":
		l.stop = ctx.Every(time.Second, l.slow)
	case "after":
		l.stop = ctx.After(time.Second, l.tick)
	case "now":
		ctx.After(0, l.tick)
	case "stop":
		l.stop()
		l.stop()
	case "many":
		for range 300 {
			stop := ctx.After(time.Hour, l.tick)
			stop()
		}
	case "too many":
		for range 300 {
			ctx.After(time.Hour, l.tick)
		}
	case "too fast":
		ctx.Every(time.Millisecond, l.tick)
	case "off":
		l.off = true
	}
	return nil
}
func (l *lamp) Render(h *live.H[lamp]) html.Node {
	return h.Div(h.P(h.Int(l.n)), h.Button(h.Type("button"), live.ClickWith(h, (*lamp).Start, "")))
}

// lampPost holds a lamp until it is switched off.
type lampPost struct {
	lamp *lamp
	off  bool
}

func (p *lampPost) Off(*live.Ctx) error { p.off = true; return nil }
func (p *lampPost) Render(h *live.H[lampPost]) html.Node {
	return h.Div(h.Button(h.ID("off"), h.Type("button"), live.Click(h, (*lampPost).Off)),
		html.If(h, !p.off, func(h *live.H[lampPost]) html.Node {
			return live.Child(h, 0, func(l *lamp) { l.diary = p.lamp.diary })
		}))
}

func openLamp(t *testing.T) (*livetest.Page, *diary, *site) {
	d := &diary{}
	s := newSite(t, map[string]live.Page{"/": live.NewPage(func() *lampPost { return &lampPost{lamp: &lamp{diary: d}} })}, live.Limits{})
	time.Sleep(time.Second)
	return livetest.Open(t, s, "/"), d, s
}

func TestTimersRunOnTheirSessionAndStop(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		page, d, _ := openLamp(t)
		start := func(what string) { page.Send(2, "Start", `"`+what+`"`, "") }
		page.Advance(1999 * time.Millisecond) // what Mount asked for counts from the join
		wantDiary(t, d)
		page.Advance(time.Millisecond)
		wantDiary(t, d, "early")

		start("every")
		page.Advance(3500 * time.Millisecond)
		wantDiary(t, d, "tick 1", "tick 2", "tick 3")
		page.Find("p").WantText("3")
		start("stop")
		page.Advance(time.Minute)
		wantDiary(t, d)

		start("after")
		page.Advance(time.Minute)
		wantDiary(t, d, "tick 4")
		start("after")
		start("stop")
		page.Advance(time.Minute)
		wantDiary(t, d)
		start("now")
		page.Advance(0)
		wantDiary(t, d, "tick 5")
		start("many") // stopped ones do not count
		page.Find(".azu-boundary").WantCount(0)
		start("too many")
		page.Find(".azu-boundary").WantCount(1)
	})
}

func TestATickThatComesDueWhileOneWaitsIsDropped(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		page, _, _ := openLamp(t)
		page.Send(2, "Start", `"slow"`, "")
		time.Sleep(10*time.Second + time.Millisecond)
		page.Send(2, "Start", `"stop"`, "")
		page.Advance(time.Minute)
		page.Find("p").WantText("5") // at 1, 3.5, 6, 8.5, 11: never two at once
	})
}

func TestRow37NothingOfAViewHappensAfterItsUnmount(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		page, d, _ := openLamp(t)
		page.Send(2, "Start", `"every"`, "")
		page.Send(2, "Start", `"after"`, "")
		page.Find("#off").Click()
		page.Advance(time.Minute)
		wantDiary(t, d)
		page.Find("p").WantCount(0)
	})
}

func TestTimersGoOnWhileNobodyIsThereAndEndWithTheSession(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		page, d, _ := openLamp(t)
		page.Send(2, "Start", `"every"`, "")
		page.Cut()
		page.Advance(10500 * time.Millisecond)
		if n := len(d.take()); n != 11 {
			t.Errorf("%d calls in ten seconds", n)
		}
		page.Advance(time.Minute)
		d.take()
		page.Advance(time.Minute)
		wantDiary(t, d)
	})
}

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

func TestACtxEndsWithItsCall(t *testing.T) {
	synctest.Test(t, func(t *testing.T) { // docs/security.md, rule 11
		page, k, _ := openKeeper(t, live.Limits{})
		page.Find("#wait").Click()
		if err := <-k.result; !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("after ten seconds the context says %v", err)
		}
		page.Find("#derive").Click()
		synctest.Wait()
		if err := k.child.Err(); !errors.Is(err, context.Canceled) {
			t.Errorf("a derived context says %v after the call", err)
		}
		page.Find("#other").Click()
		if err := k.child.Err(); !errors.Is(err, context.Canceled) {
			t.Errorf("a derived context comes alive again: %v", err)
		}

		page.Find("#keep").Click()
		if err := k.ctx.Err(); !errors.Is(err, context.Canceled) {
			t.Errorf("a kept Ctx says %v", err)
		}
		defer func() {
			if recover() == nil {
				t.Error("a kept Ctx does not panic")
			}
		}()
		k.ctx.After(time.Second, nil)
	})
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
