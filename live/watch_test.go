package live_test

import (
	"context"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/azu-live/azu/html"
	"github.com/azu-live/azu/internal/socket/sockettest"
	"github.com/azu-live/azu/internal/wire"
	"github.com/azu-live/azu/live"
)

// sleeper hangs where it is told to, until it is woken.
type sleeper struct {
	wake  chan struct{}
	where *atomic.Value // of a string
	diary *diary
	n     int
}

func (s *sleeper) hang(where string) {
	if s.where.Load() == where {
		s.diary.say("hangs in " + where)
		<-s.wake
		s.diary.say("is awake")
	}
}
func (s *sleeper) Mount(*live.Ctx) error { s.hang("Mount"); return nil }
func (s *sleeper) Click(ctx *live.Ctx) error {
	s.n++
	s.hang("Click")
	return nil
}
func (s *sleeper) Wait(ctx *live.Ctx) error {
	<-ctx.Done()
	if ctx.Err() == context.DeadlineExceeded {
		s.diary.say("out of time")
	}
	time.Sleep(5 * time.Second)
	s.n++
	return nil
}
func (s *sleeper) Connected(ctx *live.Ctx) error {
	ctx.After(time.Second, func(*live.Ctx) error { s.hang("timer"); return nil })
	return nil
}
func (s *sleeper) Unmount(*live.Ctx) { s.diary.say("unmounted") }
func (s *sleeper) Render(h *live.H[sleeper]) html.Node {
	if s.n > 0 {
		s.hang("Render")
	}
	return h.Div(h.Int(s.n), h.Button(live.Click(h, (*sleeper).Click)), h.Button(live.Click(h, (*sleeper).Wait)), h.Button(live.Click(h, (*sleeper).Toil)))
}

// dormitory is a site of sleepers, who all hang in the same place.
type dormitory struct {
	*site
	wake   chan struct{}
	where  atomic.Value
	diary  diary
	states [10]atomic.Int32
}

func newDormitory(t *testing.T, limits live.Limits) *dormitory {
	d := &dormitory{wake: make(chan struct{})}
	d.where.Store("")
	d.site = newSiteWith(t, map[string]live.Page{"/": live.NewPage(func() *sleeper {
		return &sleeper{wake: d.wake, where: &d.where, diary: &d.diary}
	})}, live.Config{Limits: limits, Observe: live.Observer{Session: func(_ string, s live.SessionState) { d.states[s].Add(1) }}})
	return d
}

// served fails unless a client gets an answer at once.
func served(t *testing.T, c *sockettest.Client, ref, want string) {
	t.Helper()
	start := time.Now()
	c.Send(`[` + ref + `,1,"Click"]`)
	if got := c.Next(); !strings.HasSuffix(got, want) || time.Since(start) > 0 {
		t.Errorf("after %v: %s", time.Since(start), got)
	}
}

func TestAHandlerPastItsTimeShowsThePageBusy(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDormitory(t, live.Limits{})
		c, _ := d.join("/", "ann")
		other, _ := d.join("/", "bob")
		start := time.Now()
		c.Send(`[1,1,"Wait"]`)
		c.Send(`[2,1,"Click"]`)
		time.Sleep(3 * time.Second)
		c.Send(`[0,"ping"]`)
		wantNext(t, c, `[0,"pong"]`) // though the handler runs on the reader that was
		wantNext(t, c, `[0,"busy",true]`)
		if at := time.Since(start); at < 10*time.Second || at > 12*time.Second {
			t.Errorf("busy after %v", at)
		}
		served(t, other, "1", `,1,[0,1]]`)
		wantNext(t, c, `[1,1,1,[0,1]]`)
		wantNext(t, c, `[0,"busy",false]`)
		if at := time.Since(start); at < 15*time.Second || at > 16*time.Second {
			t.Errorf("at rest after %v", at)
		}
		wantNext(t, c, `[2,2,1,[0,2]]`)
		wantDiary(t, &d.diary, "out of time")
		served(t, c, "3", `,1,[0,3]]`) // and its reader reads on
	})
}

// Toil has the session work on short things that come faster than they are done.
func (s *sleeper) Toil(ctx *live.Ctx) error {
	ctx.Every(10*time.Millisecond, func(*live.Ctx) error { time.Sleep(15 * time.Millisecond); return nil })
	time.Sleep(20 * time.Millisecond)
	return nil
}

func TestASessionThatNeverRestsGivesItsReaderBack(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDormitory(t, live.Limits{})
		c, _ := d.join("/", "ann")
		c.Send(`[1,1,"Toil"]`)
		time.Sleep(100 * time.Millisecond) // nothing is at rest any more
		start := time.Now()
		c.Send(`[0,"ping"]`)
		for c.Next() != `[0,"pong"]` {
		}
		if took := time.Since(start); took > 3*time.Second {
			t.Errorf("the pong came after %v", took)
		}
		c.Send(`[0,"leave"]`)
		c.Closed()
		time.Sleep(time.Second)
		wantDiary(t, &d.diary, "unmounted")
	})
}

func TestWhoeverComesBackToABusySessionIsToldSo(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDormitory(t, live.Limits{})
		c, joined := d.join("/", "ann")
		c.Send(`[1,1,"Wait"]`)
		wantNext(t, c, `[0,"busy",true]`)
		c.Cut()
		c = d.dial("ann")
		c.Send(string(wire.AppendResume(nil, wire.Resume{Token: tokenOf(t, joined)})))
		wantNext(t, c, `[0,"busy",true]`)
		wantNext(t, c, `[0,"busy",false]`)
		if got := c.Next(); !strings.HasPrefix(got, `[0,"resumed",`) {
			t.Fatal(got)
		}
		if got := c.Next(); !strings.Contains(got, `,1,1,[0,1]`) {
			t.Fatal(got)
		}
	})
}

func TestRow35ASessionWhoseHandlerNeverComesBackIsGivenUp(t *testing.T) {
	for _, where := range []string{"Click", "Render", "timer"} {
		t.Run(where, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				d := newDormitory(t, live.Limits{})
				c, joined := d.join("/", "ann")
				other, _ := d.join("/", "bob")
				wantDiary(t, &d.diary)
				time.Sleep(500 * time.Millisecond)
				d.where.Store(where)
				if where != "timer" {
					c.Send(`[1,1,"Click"]`)
				}
				time.Sleep(time.Second)
				d.where.Store("")
				wantDiary(t, &d.diary, map[string][]string{
					"Click": {"hangs in Click"}, "Render": {"hangs in Render"}, "timer": {"hangs in timer", "hangs in timer"},
				}[where]...)
				if where == "timer" {
					other, _ = d.join("/", "eve") // bob's timer hangs as well
				}
				wantNext(t, c, `[0,"busy",true]`)
				served(t, other, "1", `,1,[0,1]]`)
				if code := c.Closed(); code != wire.CloseInternal {
					t.Errorf("closed with %d", code)
				}
				synctest.Wait()
				want := int32(1)
				if where == "timer" {
					want = 2
				}
				if n := d.states[live.SessionAbandoned].Load(); n != want {
					t.Errorf("%d sessions were counted as abandoned", n)
				}
				if where == "Click" && d.log.count("event=Click") != 1 {
					t.Errorf("the log does not name the handler: %s", d.log)
				}

				again := d.dial("ann") // as a browser does
				again.Send(string(wire.AppendResume(nil, wire.Resume{Token: tokenOf(t, joined)})))
				wantNext(t, again, `[0,"gone"]`)
				again.Send(joinFrame(d.token("/", "ann"), "/"))
				if got := again.Next(); !strings.HasPrefix(got, `[0,"joined",`) {
					t.Fatal(got)
				}
				served(t, again, "1", `,1,[0,1]]`)

				close(d.wake) // should it come back after all
				synctest.Wait()
				if got := strings.Join(d.diary.take(), ", "); !strings.HasPrefix(got, "is awake") || strings.Count(got, "unmounted") != int(want) {
					t.Errorf("the diary has %s", got)
				}
				served(t, other, "2", `,1,[0,2]]`)
				if n := d.states[live.SessionEnded].Load(); n != 0 {
					t.Errorf("%d sessions ended twice", n)
				}
			})
		})
	}
}

func TestRow35AMountThatNeverComesBackIsGivenUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDormitory(t, live.Limits{})
		token := d.token("/", "ann")
		time.Sleep(20 * time.Second) // its session has ended: the join mounts anew
		wantDiary(t, &d.diary, "unmounted")
		d.where.Store("Mount")
		c := d.dial("ann")
		c.Send(joinFrame(token, "/"))
		get := make(chan int, 1)
		go func() { get <- d.get("/", "bob").Code }()
		wantDiary(t, &d.diary, "hangs in Mount", "hangs in Mount")
		if code := c.Closed(); code != wire.CloseInternal {
			t.Errorf("closed with %d", code)
		}
		time.Sleep(time.Second)
		if n := d.states[live.SessionAbandoned].Load(); n != 2 {
			t.Errorf("%d sessions were counted as abandoned", n)
		}
		if err := d.engine.Drain(t.Context()); err != nil { // nobody waits for them
			t.Error(err)
		}
		close(d.wake)
		if code := <-get; code != 200 {
			t.Errorf("the page that took so long has status %d", code)
		}
		if got := strings.Join(d.diary.take(), ", "); strings.Count(got, "is awake") != 2 || strings.Count(got, "unmounted") != 2 {
			t.Errorf("the diary has %s", got)
		}
	})
}

func TestRow35DrainWaitsForAHandlerNoLongerThanItsTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDormitory(t, live.Limits{})
		c, _ := d.join("/", "ann")
		d.join("/", "bob")
		d.where.Store("Click")
		c.Send(`[1,1,"Click"]`)
		wantDiary(t, &d.diary, "hangs in Click")
		start := time.Now()
		if err := d.engine.Drain(t.Context()); err != nil || time.Since(start) > 12*time.Second {
			t.Errorf("drained after %v: %v", time.Since(start), err)
		}
		wantDiary(t, &d.diary, "unmounted") // bob's
		close(d.wake)
		wantDiary(t, &d.diary, "is awake", "unmounted")
	})
}

func TestTwoThatDrainBothHearWhenAllIsDone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDormitory(t, live.Limits{})
		c, _ := d.join("/", "ann")
		d.where.Store("Click")
		c.Send(`[1,1,"Click"]`)
		wantDiary(t, &d.diary, "hangs in Click")
		ended := make(chan error, 2)
		for range cap(ended) {
			go func() { ended <- d.engine.Drain(t.Context()) }()
		}
		time.Sleep(time.Second)
		close(d.wake)
		for range cap(ended) {
			if err := <-ended; err != nil {
				t.Error(err)
			}
		}
	})
}

// sloth takes its time to make its tree again.
type sloth struct{ sleeper }

func (s *sloth) Click(*live.Ctx) error { return nil }
func (s *sloth) Render(h *live.H[sloth]) html.Node {
	s.hang("Render")
	return h.Div(live.Click(h, (*sloth).Click), h.Text(strings.Repeat("z", 5000)))
}

func TestTheLogOfAnAbandonedSessionNamesNoHandlerThatHadCome(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDormitory(t, live.Limits{})
		d.pages["/sloth"] = live.NewPage(func() *sloth {
			return &sloth{sleeper: sleeper{wake: d.wake, where: &d.where, diary: &d.diary}}
		})
		c, _ := d.join("/sloth", "ann")
		c.Send(`[1,1,"Click"]`)
		wantNext(t, c, `[1,1]`)
		time.Sleep(15 * time.Second) // its tree is let go of
		d.where.Store("Render")
		c.Send(`[2,1,"Click"]`)
		c.Closed()
		if d.log.count("session abandoned") != 1 || d.log.count("event=Click") != 0 {
			t.Errorf("the log says\n%s", d.log)
		}
		close(d.wake)
	})
}
