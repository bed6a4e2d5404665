package live_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/azu-live/azu/html"
	"github.com/azu-live/azu/live"
	"github.com/azu-live/azu/live/livetest"
)

// ledger has a tree that is worth letting go of, and a child with another.
type ledger struct {
	rows   []int
	fault  *atomic.Bool // Render panics
	shared *atomic.Int64
	child  bool
	next   int
}

func (l *ledger) Mount(ctx *live.Ctx) error {
	for range 1000 {
		l.Add(ctx)
	}
	return nil
}
func (l *ledger) Add(*live.Ctx) error { l.next++; l.rows = append(l.rows, l.next); return nil }
func (l *ledger) Remove(_ *live.Ctx, i int) error {
	if i < len(l.rows) {
		l.rows = append(l.rows[:i], l.rows[i+1:]...)
	}
	return nil
}
func (l *ledger) Swap(_ *live.Ctx, i int) error {
	if i < len(l.rows) {
		l.rows[0], l.rows[i] = l.rows[i], l.rows[0]
	}
	return nil
}
func (l *ledger) Toggle(*live.Ctx) error { l.child = !l.child; return nil }
func (l *ledger) Tick(ctx *live.Ctx) error {
	ctx.After(30*time.Second, l.Add)
	return nil
}
func (l *ledger) Render(h *live.H[ledger]) html.Node {
	if l.fault.Load() {
		panic("no render today")
	}
	return h.Div(h.Int64(l.shared.Load()),
		h.Button(live.Click(h, (*ledger).Add)), h.Button(live.ClickWith(h, (*ledger).Remove, 0)), h.Button(live.ClickWith(h, (*ledger).Swap, 0)),
		h.Button(live.Click(h, (*ledger).Tick)), h.Button(live.Click(h, (*ledger).Toggle)),
		html.If(h, l.child, func(h *live.H[ledger]) html.Node {
			return live.Child(h, 1, func(p *pages) { p.n = len(l.rows) })
		}),
		h.Ul(html.Each(h, l.rows, func(r *int) int { return *r }, func(h *live.H[ledger], r *int) html.Node {
			return h.Li(h.Textf("entry %d", *r))
		})))
}

// pages is inside a ledger.
type pages struct{ n, more int }

func (p *pages) More(*live.Ctx) error { p.more++; return nil }
func (p *pages) Render(h *live.H[pages]) html.Node {
	return h.Ol(h.Button(h.Class("more"), live.Click(h, (*pages).More)), html.Each(h, make([]int, p.n+p.more), func(i *int) int { return *i }, func(h *live.H[pages], _ *int) html.Node {
		return h.Li(h.Lit("page of "), h.Int(p.n))
	}))
}

func openLedger(t *testing.T) (s *site, fault *atomic.Bool, shared *atomic.Int64, sizes chan int) {
	fault, shared, sizes = &atomic.Bool{}, &atomic.Int64{}, make(chan int, 100)
	s = newSiteWith(t, map[string]live.Page{"/": live.NewPage(func() *ledger { return &ledger{fault: fault, shared: shared} })},
		live.Config{Observe: live.Observer{Memory: func(_ string, bytes int) { sizes <- bytes }}})
	return s, fault, shared, sizes
}

func TestAnIdleSessionLetsGoOfItsLargeTreesAndPatchesAsIfItHadNot(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, _, _, sizes := openLedger(t)
		c, _ := s.join("/", "ann")
		time.Sleep(5 * time.Second)
		c.Send(`[1,1,"Add"]`)
		if got := c.Next(); !strings.HasSuffix(got, `,1,"entry 1001"]]]`) {
			t.Error(got)
		}
		time.Sleep(9 * time.Second)
		if len(sizes) > 0 {
			t.Error("the session was idle for nine seconds, and let go")
		}
		time.Sleep(3 * time.Second)
		if size := <-sizes; size > 4<<10 {
			t.Errorf("an idle session takes %d bytes", size)
		}
		time.Sleep(time.Minute)
		if len(sizes) > 0 {
			t.Error("a session that rests was looked at again")
		}
		c.Send(`[2,1,"Remove",0]`)
		wantNext(t, c, `[2,2,1,[4,["r",0,1]]]`)
		time.Sleep(12 * time.Second)
		<-sizes
		c.Send(`[3,1,"Tick"]`)
		wantNext(t, c, `[3,3]`)
		time.Sleep(12 * time.Second)
		<-sizes
		if got := c.Next(); !strings.Contains(got, `["i",1000,`) { // of the timer
			t.Error(got)
		}
	})
}

func TestAStateThatChangedBehindAnIdleSessionIsSentWhole(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, _, shared, sizes := openLedger(t)
		c, _ := s.join("/", "ann")
		time.Sleep(12 * time.Second)
		<-sizes
		shared.Store(7)
		c.Send(`[1,1,"Remove",0]`)
		if got := c.Next(); !strings.Contains(got, `,1,["`) || !strings.Contains(got, `"entry 1000"`) || strings.Contains(got, `"entry 1"`) {
			t.Errorf("not the whole view: %.100s", got)
		}
		c.Send(`[2,1,"Remove",0]`)
		wantNext(t, c, `[2,2,1,[4,["r",0,1]]]`)
	})
}

func TestARenderThatPanicsAfterARestShowsTheBoundary(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, fault, _, sizes := openLedger(t)
		c, _ := s.join("/", "ann")
		time.Sleep(12 * time.Second)
		<-sizes
		fault.Store(true)
		c.Send(`[1,1,"Remove",0]`)
		if got := c.Next(); !strings.Contains(got, "azu-boundary") {
			t.Errorf("%.100s", got)
		}
		fault.Store(false)
		c.Send(`[2,1,"azu.retry"]`)
		if got := c.Next(); !strings.Contains(got, "entry 1000") {
			t.Errorf("%.100s", got)
		}
	})
}

func TestARenderThatPanicsInTheJoinAfterARestShowsTheBoundary(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, fault, _, sizes := openLedger(t)
		token := s.token("/", "ann")
		time.Sleep(12 * time.Second)
		<-sizes
		fault.Store(true)
		c := s.dial("ann")
		c.Send(joinFrame(token, "/"))
		if got := c.Next(); !strings.HasPrefix(got, `[0,"joined",`) {
			t.Fatalf("%.100s", got)
		}
		if got := c.Next(); !strings.Contains(got, "azu-boundary") {
			t.Errorf("%.100s", got)
		}
	})
}

func TestARestBeforeTheJoinAndWhileDetachedChangesNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, _, _, sizes := openLedger(t)
		token := s.token("/", "ann")
		time.Sleep(12 * time.Second)
		<-sizes
		c := s.dial("ann")
		c.Send(joinFrame(token, "/"))
		joined := c.Next()
		if !strings.Contains(joined, `"fresh":false`) || strings.Contains(joined, `"view"`) {
			t.Fatalf("%.200s", joined)
		}
		c.Send(`[1,1,"Remove",0]`)
		wantNext(t, c, `[1,1,1,[4,["r",0,1]]]`)
		c.Cut()
		time.Sleep(12 * time.Second)
		<-sizes
		c, resumed := resume(s, "ann", tokenOf(t, joined), 1)
		if !strings.Contains(resumed, `"seq":1`) {
			t.Fatal(resumed)
		}
		c.Send(`[2,1,"Swap",998]`)
		if got := c.Next(); !strings.HasPrefix(got, `[2,2,1,[4,["m",`) {
			t.Errorf("%.100s", got)
		}
	})
}

// TestRestsAreNotSeen does the same at random with rests in between, and compares with what the document
// of a session without them says.
func TestRestsAreNotSeen(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, _, _, _ := openLedger(t)
		restless, resting := livetest.Open(t, s, "/"), livetest.Open(t, s, "/")
		random := rand.New(rand.NewPCG(1, 2))
		for step := range 60 {
			button := fmt.Sprintf("div > button:nth-of-type(%d)", []int{1, 2, 3, 5}[random.IntN(4)])
			if step%7 == 6 && resting.Find(".more").Count() > 0 {
				button = ".more"
			}
			if random.IntN(2) == 0 {
				time.Sleep(time.Duration(random.IntN(30)) * time.Second)
			}
			resting.Find(button).Click()
			restless.Find(button).Click()
			got, want := joinToken.ReplaceAllString(resting.HTML(), ""), joinToken.ReplaceAllString(restless.HTML(), "")
			if got != want {
				t.Fatalf("step %d: the documents differ", step)
			}
			for range 3 {
				time.Sleep(3 * time.Second)
				restless.Find("div > button:nth-of-type(3)").Click() // Swap 0 with 0 changes nothing
			}
		}
	})
}
