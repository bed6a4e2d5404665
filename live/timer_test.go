package live_test

import (
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
	})
}

func TestRow36ASessionHasNoMoreTimersThanTheLimit(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		page, _, s := openLamp(t)
		defer beside(s)()
		page.Send(2, "Start", `"many"`, "") // stopped ones do not count
		page.Find(".azu-boundary").WantCount(0)
		page.Send(2, "Start", `"too many"`, "")
		page.WantRefused("failed")
		page.Find(".azu-boundary").WantCount(1)
	})
}

func TestAnIntervalThatIsTooShortIsAFault(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		page, _, s := openLamp(t)
		page.Send(2, "Start", `"too fast"`, "")
		page.WantRefused("failed")
		page.Find(".azu-boundary").WantCount(1)
		if s.log.count("live: Every with an interval under 10 ms") != 1 {
			t.Errorf("the log says\n%s", s.log)
		}
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
