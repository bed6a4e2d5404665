package live_test

import (
	"testing"
	"testing/synctest"
	"time"

	"github.com/azu-live/azu/html"
	"github.com/azu-live/azu/live"
	"github.com/azu-live/azu/live/livetest"
)

// lastWord asks for timers while it is unmounted, and is rendered at most while it is there.
type lastWord struct {
	diary *diary
	told  live.Callback[string]
}

func (l *lastWord) Mount(ctx *live.Ctx) error {
	l.diary.say("mounted")
	_ = l.told.Call(ctx, "mounted")
	return nil
}
func (l *lastWord) Open(*live.Ctx) error { panic("broken") }
func (l *lastWord) Unmount(ctx *live.Ctx) {
	l.diary.say("unmounted")
	ctx.Every(time.Second, func(*live.Ctx) error { l.diary.say("ticks"); return nil })
}
func (l *lastWord) Render(h *live.H[lastWord]) html.Node {
	l.diary.say("rendered")
	return h.P(live.Click(h, (*lastWord).Open))
}

// listener holds a lastWord, and breaks when it hears from it.
type listener struct {
	diary *diary
	open  bool
	deaf  bool
}

func (l *listener) Toggle(*live.Ctx) error              { l.open = !l.open; return nil }
func (l *listener) Hear(_ *live.Ctx, what string) error { panic("heard " + what) }
func (l *listener) Render(h *live.H[listener]) html.Node {
	return h.Div(live.Click(h, (*listener).Toggle), html.If(h, l.open, func(h *live.H[listener]) html.Node {
		return live.Child(h, 1, func(w *lastWord) {
			if w.diary = l.diary; !l.deaf {
				w.told = live.Bind(h, (*listener).Hear)
			}
		})
	}))
}

func openListener(t *testing.T, diary *diary, deaf bool) *livetest.Page {
	page := live.NewPage(func() *listener { return &listener{diary: diary, deaf: deaf} })
	return livetest.Open(t, newSite(t, map[string]live.Page{"/": page}, live.Limits{}), "/")
}

func TestAViewIsNotRenderedAfterItsUnmount(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		diary := &diary{}
		page := openListener(t, diary, false)
		page.Find("div").Click()
		wantDiary(t, diary, "mounted", "unmounted") // for its parent broke
		page.Find(".azu-boundary").WantCount(1)
	})
}

func TestRow37ATimerAskedForWhileUnmountingNeverTicks(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		diary := &diary{}
		page := openListener(t, diary, true)
		page.Find("div").Click()
		wantDiary(t, diary, "mounted", "rendered")
		page.Find("div").Click()
		wantDiary(t, diary, "unmounted")
		page.Advance(time.Minute)
		wantDiary(t, diary)

		page.Find("div").Click()
		wantDiary(t, diary, "mounted", "rendered")
		page.Find("p").Click() // and it breaks
		page.WantRefused("failed")
		wantDiary(t, diary, "unmounted")
		page.Advance(time.Minute)
		wantDiary(t, diary)
	})
}

// lodger can be reached from elsewhere, and may break when it leaves.
type lodger struct {
	diary  *diary
	name   string
	breaks bool
	self   *live.Handle[lodger]
	inner  bool
	last   func() // called by the inner one when it leaves
}

func (l *lodger) Connected(ctx *live.Ctx) error { *l.self = live.Self(ctx, l); return nil }
func (l *lodger) Unmount(*live.Ctx) {
	if l.breaks {
		panic("not without my things")
	}
	if l.diary.say(l.name + " unmounted"); !l.inner && l.last != nil {
		l.last()
	}
}
func (l *lodger) Render(h *live.H[lodger]) html.Node {
	return h.Section(html.If(h, l.inner, func(h *live.H[lodger]) html.Node {
		return live.Child(h, "inner", func(c *lodger) {
			c.diary, c.name, c.self, c.last = l.diary, "inner", new(live.Handle[lodger]), l.last
		})
	}))
}

// house has a lodger until told otherwise.
type house struct {
	diary  *diary
	breaks bool
	self   *live.Handle[lodger]
	empty  bool
}

func (c *house) Clear(*live.Ctx) error { c.empty = true; return nil }
func (c *house) Unmount(*live.Ctx)     { c.diary.say("house unmounted") }
func (c *house) Render(h *live.H[house]) html.Node {
	return h.Div(live.Click(h, (*house).Clear), html.If(h, !c.empty, func(h *live.H[house]) html.Node {
		return live.Child(h, 1, func(l *lodger) {
			l.diary, l.name, l.breaks, l.self, l.inner = c.diary, "lodger", c.breaks, c.self, true
		})
	}))
}

func houseSite(t *testing.T, breaks bool) (*site, *diary, *live.Handle[lodger]) {
	d, self := &diary{}, &live.Handle[lodger]{}
	return newSite(t, map[string]live.Page{"/": live.NewPage(func() *house { return &house{diary: d, breaks: breaks, self: self} })}, live.Limits{}), d, self
}

func TestRow37DoOfAnUnmountedChildReturnsErrGone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, d, self := houseSite(t, false)
		page := livetest.Open(t, s, "/")
		synctest.Wait()
		say := func(l *lodger, _ *live.Ctx) error { l.diary.say(l.name + " hears"); return nil }
		if err := self.Do(say); err != nil {
			t.Error(err)
		}
		wantDiary(t, d, "lodger hears")
		page.Find("div").Click()
		wantDiary(t, d, "inner unmounted", "lodger unmounted")
		if err := self.Do(say); err != live.ErrGone {
			t.Errorf("Do returns %v, want ErrGone", err)
		}
		page.Advance(time.Minute)
		wantDiary(t, d)
	})
}

func TestRow37WhatAViewWasAskedToDoIsDroppedWhenItIsUnmountedBefore(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, d, self := houseSite(t, false)
		page := livetest.Open(t, s, "/")
		synctest.Wait()
		self.Do(func(l *lodger, _ *live.Ctx) error {
			l.last = func() { // the inner one goes first
				if err := self.Do(func(*lodger, *live.Ctx) error { t.Error("called"); return nil }); err != nil {
					t.Error(err)
				}
			}
			return nil
		})
		page.Find("div").Click()
		wantDiary(t, d, "inner unmounted", "lodger unmounted")
	})
}

func TestRow34APanicInUnmountAloneTakesNothingElseAlong(t *testing.T) {
	for how, end := range map[string]func(*testing.T, *livetest.Page, *site){
		"removed": func(_ *testing.T, p *livetest.Page, _ *site) { p.Find("div").Click(); p.Leave() },
		"left":    func(_ *testing.T, p *livetest.Page, _ *site) { p.Leave() },
		"drained": func(t *testing.T, _ *livetest.Page, s *site) { s.engine.Drain(t.Context()) },
	} {
		synctest.Test(t, func(t *testing.T) {
			s, d, self := houseSite(t, true)
			end(t, livetest.Open(t, s, "/"), s)
			wantDiary(t, d, "inner unmounted", "house unmounted")
			if s.log.count("view failed") != 1 || s.log.count("event=Unmount") != 1 || s.log.count("live_test.(*lodger).Unmount(") == 0 {
				t.Errorf("%s: the log says\n%s", how, s.log)
			}
			if err := self.Do(func(*lodger, *live.Ctx) error { return nil }); err != live.ErrGone {
				t.Errorf("%s: Do returns %v", how, err)
			}
			if err := s.engine.Drain(t.Context()); err != nil {
				t.Errorf("%s: the engine waits for the session: %v", how, err)
			}
		})
	}
}

// executor does not take it well when its heir leaves.
type executor struct{ alone bool }

func (c *executor) Part(*live.Ctx) error         { c.alone = true; return nil }
func (c *executor) Left(*live.Ctx, string) error { panic("without a word") }
func (c *executor) Render(h *live.H[executor]) html.Node {
	return h.Div(live.Click(h, (*executor).Part), html.If(h, !c.alone, func(h *live.H[executor]) html.Node {
		return live.Child(h, 1, func(c *heir) { c.left = live.Bind(h, (*executor).Left) })
	}))
}

type heir struct{ left live.Callback[string] }

func (c *heir) Unmount(ctx *live.Ctx)            { _ = c.left.Call(ctx, "") }
func (c *heir) Render(h *live.H[heir]) html.Node { return h.P() }

func TestRow34AParentThatBreaksWhileItsChildUnmountsShowsItsBoundary(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newSite(t, map[string]live.Page{"/": live.NewPage(func() *executor { return &executor{} })}, live.Limits{})
		page := livetest.Open(t, s, "/")
		page.Find("div").Click()
		page.Find(".azu-boundary").WantCount(1)
		if s.log.count("view=1 event=Left") != 1 {
			t.Errorf("the log says\n%s", s.log)
		}
		livetest.Open(t, s, "/").Leave()
		if synctest.Wait(); s.log.count("view=1 event=Left") != 2 {
			t.Errorf("at the end the log says\n%s", s.log)
		}
	})
}

// quarrel fails in its handler, and again in what its child calls as it goes.
type quarrel struct{}

func (c *quarrel) Click(*live.Ctx) error              { panic("the first fault") }
func (c *quarrel) Left(_ *live.Ctx, _ struct{}) error { panic("the second fault") }
func (c *quarrel) Render(h *live.H[quarrel]) html.Node {
	return h.Div(h.Button(live.Click(h, (*quarrel).Click)), live.Child(h, 1, func(l *leaver) { l.Left = live.Bind(h, (*quarrel).Left) }))
}

type leaver struct{ Left live.Callback[struct{}] }

func (c *leaver) Unmount(ctx *live.Ctx)              { c.Left.Call(ctx, struct{}{}) }
func (c *leaver) Render(h *live.H[leaver]) html.Node { return h.P() }

func TestAFaultOfAViewThatHasFailedIsLoggedToo(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newSite(t, map[string]live.Page{"/": live.NewPage(func() *quarrel { return &quarrel{} })}, live.Limits{})
		defer beside(s)()
		c, _ := s.join("/", "ann")
		c.Send(`[1,1,"Click"]`)
		c.Next()
		for _, fault := range []string{"the first fault", "the second fault"} {
			if s.log.count("panic: "+fault) == 0 {
				t.Errorf("%q is not in the log:\n%s", fault, s.log)
			}
		}
	})
}
