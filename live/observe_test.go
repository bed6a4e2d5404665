package live_test

import (
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/azu-live/azu/html"
	"github.com/azu-live/azu/live"
)

// witness has a handler for each way in which an event can end.
type witness struct {
	n    int
	gone bool
	hold chan struct{}
}

func (w *witness) Count(*live.Ctx) error       { w.n++; return nil }
func (w *witness) Slow(*live.Ctx) error        { time.Sleep(300 * time.Millisecond); return nil }
func (w *witness) Hold(*live.Ctx) error        { <-w.hold; return nil }
func (w *witness) Number(*live.Ctx, int) error { return nil }
func (w *witness) Remove(*live.Ctx) error      { w.gone = true; return nil }
func (w *witness) Once(*live.Ctx) error        { return nil }
func (w *witness) Deny(*live.Ctx) error        { return fmt.Errorf("not yours: %w", live.Forbidden) }
func (w *witness) Miss(*live.Ctx) error        { return live.NotFound }
func (w *witness) Lead(*live.Ctx) error        { return live.Redirect("/login") }
func (w *witness) Fail(*live.Ctx) error        { return errors.New("broken") }
func (w *witness) Panic(*live.Ctx) error       { panic("broken down") }
func (w *witness) Typed(*live.Ctx, int) error  { return nil }
func (w *witness) Unrendered(*live.Ctx) error  { return nil }
func (w *witness) Late(ctx *live.Ctx) error    { ctx.After(time.Second, w.late); return nil }
func (w *witness) late(*live.Ctx) error        { return errors.New("too late") }
func (w *witness) Render(h *live.H[witness]) html.Node {
	click := func(f func(*witness, *live.Ctx) error) html.Node { return h.Button(live.Click(h, f)) }
	return h.Div(h.P(h.Int(w.n)),
		click((*witness).Count), click((*witness).Slow), click((*witness).Hold), click((*witness).Remove), click((*witness).Deny),
		click((*witness).Miss), click((*witness).Lead), click((*witness).Fail), click((*witness).Panic), click((*witness).Late),
		h.Button(live.ClickWith(h, (*witness).Number, 1)), h.Input(live.Change(h, (*witness).Typed)),
		html.If(h, !w.gone, func(h *live.H[witness]) html.Node {
			return h.Div(h.Button(live.Click(h, (*witness).Once)), live.Child(h, 1, func(*clock) {}))
		}))
}

// notes is what an observer was told.
type notes struct {
	mu     sync.Mutex
	events []string
	frames []int
	faults []string
	states []string
}

func (n *notes) observer() live.Observer {
	return live.Observer{
		Session: func(page string, state live.SessionState) {
			n.mu.Lock()
			defer n.mu.Unlock()
			n.states = append(n.states, state.String())
		},
		Event: func(page string, view uint32, name, code string, took time.Duration) {
			n.mu.Lock()
			defer n.mu.Unlock()
			n.events = append(n.events, fmt.Sprintf("%s %d %s %q %v", page, view, name, code, took))
		},
		Frame: func(page string, bytes int) {
			n.mu.Lock()
			defer n.mu.Unlock()
			n.frames = append(n.frames, bytes)
		},
		Fault: func(page string, view uint32, err error) {
			n.mu.Lock()
			defer n.mu.Unlock()
			n.faults = append(n.faults, fmt.Sprintf("%s %d %v", page, view, err))
		},
	}
}

// take waits until all is at rest, and returns what list has got since it was called last.
func (n *notes) take(list *[]string) []string {
	synctest.Wait()
	n.mu.Lock()
	defer n.mu.Unlock()
	got := *list
	*list = nil
	return got
}

// want fails unless exactly this was noted since the last time.
func (n *notes) want(t *testing.T, list *[]string, want ...string) {
	t.Helper()
	if got := n.take(list); strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("the observer was told\n\t%s\nwant\n\t%s", strings.Join(got, "\n\t"), strings.Join(want, "\n\t"))
	}
}

func witnessSite(t *testing.T, limits live.Limits) (*site, *notes, chan struct{}) {
	n, hold := &notes{}, make(chan struct{})
	s := newSiteWith(t, map[string]live.Page{"/": live.NewPage(func() *witness { return &witness{hold: hold} })},
		live.Config{Limits: limits, Observe: n.observer()})
	return s, n, hold
}

func TestAnObserverIsToldHowEachEventEnded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, n, _ := witnessSite(t, live.Limits{ErrorCount: -1})
		c, _ := s.join("/", "ann")
		time.Sleep(11 * time.Second) // so that nothing can be in flight
		for ref, e := range []struct{ frame, want string }{
			{`1,"Count"`, `1 Count "" 0s`},
			{`1,"Slow"`, `1 Slow "" 300ms`},
			{`99,"Count"`, `99 Count "unknown_view" 0s`},
			{`1,"Made up: <b>"`, `1 Made up: <b> "unknown_event" 0s`},
			{`1,"Unrendered"`, `1 Unrendered "unknown_event" 0s`},
			{`1,"Number","x"`, `1 Number "bad_argument" 0s`},
			{`1,"Number"`, `1 Number "bad_argument" 0s`},
			{`1,"Typed",1,"2"`, `1 Typed "bad_argument" 0s`},
			{`1,"Typed",null,""`, `1 Typed "invalid" 0s`},
			{`1,"Deny"`, `1 Deny "denied" 0s`},
			{`1,"Miss"`, `1 Miss "not_found" 0s`},
			{`1,"Lead"`, `1 Lead "redirect" 0s`},
			{`1,"Fail"`, `1 Fail "failed" 0s`},
			{`1,"Count"`, ""}, // the boundary has taken its place
			{`1,"azu.retry"`, `1 azu.retry "" 0s`},
			{`1,"Panic"`, `1 Panic "failed" 0s`},
			{`1,"azu.retry"`, `1 azu.retry "" 0s`},
			{`1,"Remove"`, `1 Remove "" 0s`},
			{`1,"Once"`, ""}, // crossed with the update that took it away
			{`2,"Count"`, ""},
		} {
			c.Send(fmt.Sprintf("[%d,%s]", ref+1, e.frame))
			time.Sleep(time.Second)
			if e.want == "" {
				n.want(t, &n.events)
			} else {
				n.want(t, &n.events, "live_test.witness "+e.want)
			}
		}
		c.Send(`[1,1,"Count"]`) // again
		c.Send(`[0,"ping"]`)
		c.Send(`nonsense`)
		n.want(t, &n.events)
		n.want(t, &n.faults, "live_test.witness 1 broken", "live_test.witness 1 panic: broken down")
		if s.log.count("view failed") != 2 {
			t.Errorf("the log says\n%s", s.log)
		}
	})
}

func TestAnObserverIsToldOfEventsBeyondTheRate(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, n, hold := witnessSite(t, live.Limits{EventRate: 10, EventBurst: 21, EventQueue: 3})
		c, _ := s.join("/", "ann")
		for ref := range 21 { // the join was one, too
			c.Send(fmt.Sprintf(`[%d,1,"Count"]`, ref+1))
			c.Next()
		}
		got := n.take(&n.events)
		if len(got) != 21 || got[19] != `live_test.witness 1 Count "" 0s` || got[20] != `live_test.witness 1 Count "rate" 0s` {
			t.Errorf("%d events, the last are %q", len(got), got[len(got)-2:])
		}

		time.Sleep(10 * time.Second)
		c.Send(`[22,1,"Hold"]`) // for a second, then another goroutine reads
		for ref := range 4 {    // of which the last finds no room
			c.Send(fmt.Sprintf(`[%d,1,"Count"]`, ref+23))
		}
		n.want(t, &n.events)
		hold <- struct{}{}
		n.want(t, &n.events, `live_test.witness 1 Hold "" 1s`, `live_test.witness 1 Count "" 0s`, `live_test.witness 1 Count "" 0s`,
			`live_test.witness 1 Count "" 0s`, `live_test.witness 1 Count "rate" 0s`)
	})
}

func TestAnObserverIsToldOfUpdatesFaultsAndStates(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, n, _ := witnessSite(t, live.Limits{})
		c, joined := s.join("/", "ann")
		n.want(t, &n.states, "mounted", "joined")
		c.Send(`[1,1,"Count"]`)
		c.Send(`[2,1,"Deny"]`)
		bytes := len(c.Next()) + len(c.Next())
		if synctest.Wait(); len(n.frames) != 2 || n.frames[0]+n.frames[1] != bytes {
			t.Errorf("told of frames of %d bytes, %d bytes came", n.frames, bytes)
		}

		c.Send(`[3,1,"Late"]`)
		c.Next()
		c.Cut()
		n.want(t, &n.states, "detached")
		time.Sleep(2 * time.Second)
		n.want(t, &n.faults, "live_test.witness 1 too late")
		c, resumed := resume(s, "ann", tokenOf(t, joined), 3)
		n.want(t, &n.states, "resumed")
		resume(s, "ann", tokenOf(t, resumed), 4) // on a second socket
		n.want(t, &n.states, "resumed")
		_ = c
		s.engine.Drain(t.Context())
		n.want(t, &n.states, "detached", "ended")
	})
}

func TestStatesHaveNames(t *testing.T) {
	want := []string{"unknown", "mounted", "joined", "detached", "resumed", "ended", "abandoned", "unknown"}
	for i, name := range want {
		if got := live.SessionState(i).String(); got != name {
			t.Errorf("state %d is %q, want %q", i, got, name)
		}
	}
}

func TestAnObserversPanicStaysItsOwn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newSiteWith(t, map[string]live.Page{"/": live.NewPage(func() *witness { return &witness{} })}, live.Config{Observe: live.Observer{
			Session: func(string, live.SessionState) { panic("observer") },
			Event:   func(string, uint32, string, string, time.Duration) { panic("observer") },
			Frame:   func(string, int) { panic("observer") },
			Fault:   func(string, uint32, error) { panic("observer") },
			Memory:  func(string, int) { panic("observer") },
		}})
		c, _ := s.join("/", "ann")
		c.Send(`[1,1,"Count"]`)
		wantNext(t, c, `[1,1,1,[0,1]]`)
		c.Send(`[2,1,"Fail"]`)
		if got := c.Next(); !strings.HasSuffix(got, `,-1,"failed"]`) {
			t.Errorf("got %s", got)
		}
		time.Sleep(15 * time.Second) // until the session is at rest, and seen to be
		s.engine.Drain(t.Context())
		if s.log.count("fault of the framework") != 0 || s.log.count("observer failed") != 10 { // 4 states, 2 events, 2 frames, a fault, its memory
			t.Errorf("the log says\n%s", s.log)
		}
	})
}
