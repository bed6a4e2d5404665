package live_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/azu-live/azu/html"
	"github.com/azu-live/azu/live"
)

func TestHeadRequestsAndPrefetchesKeepNoSession(t *testing.T) {
	synctest.Test(t, func(t *testing.T) { // docs/security.md, rule 7
		diary := &diary{}
		start := 0
		s := visitSite(t, diary, &start, live.Limits{})
		s.get("/", "ann", "Sec-Purpose", "prefetch;prerender")
		wantDiary(t, diary, "mount false", "params 0 [] /?", "unmount")
	})
}

// left is how many of the visits that the diary knows of have not ended.
func left(d *diary) (n int) {
	for _, line := range d.take() {
		switch line {
		case "mount false":
			n++
		case "unmount":
			n--
		}
	}
	return n
}

func ann(int) string          { return "ann" }
func anyone(visit int) string { return fmt.Sprint("login ", visit) }

func TestRow24UnjoinedSessionsAreBoundedByLoginAddressCountAndBytes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		count := func(limits live.Limits, login func(visit int) string) int {
			diary, start := &diary{}, 0
			s := visitSite(t, diary, &start, limits)
			defer beside(s)()
			for i := range 100 {
				s.get("/", login(i))
				synctest.Wait() // until those that had to go have written so
			}
			return left(diary)
		}
		if n := count(live.Limits{}, ann); n != 16 {
			t.Errorf("%d of one login, want 16", n)
		}
		if n := count(live.Limits{}, anyone); n != 32 {
			t.Errorf("%d of one address, want 32", n)
		}
		if n := count(live.Limits{UnjoinedPerIP: -1, Unjoined: 40}, anyone); n != 40 {
			t.Errorf("%d in all, want 40", n)
		}
		if n := count(live.Limits{UnjoinedPerIP: -1, UnjoinedBytes: 8000}, anyone); n < 5 || n > 12 {
			t.Errorf("%d in 8,000 bytes", n)
		}
	})
}

func TestDetachedSessionsAreBoundedByLoginCountAndBytes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) { // docs/security.md, rule 8
		count := func(limits live.Limits, login func(visit int) string) int {
			diary, start := &diary{}, 0
			s := visitSite(t, diary, &start, limits)
			for i := range 20 {
				c, _ := s.join("/", login(i))
				c.Cut()
				synctest.Wait()
			}
			return left(diary)
		}
		if n := count(live.Limits{DetachedPerLogin: 4}, ann); n != 4 {
			t.Errorf("%d of one login, want 4", n)
		}
		if n := count(live.Limits{Detached: 7}, anyone); n != 7 {
			t.Errorf("%d in all, want 7", n)
		}
		if n := count(live.Limits{DetachedBytes: 8000}, anyone); n < 5 || n > 12 {
			t.Errorf("%d in 8,000 bytes", n)
		}
	})
}

func TestDetachedSessionsOfOneAddressPushNobodyElseOut(t *testing.T) {
	limits, cuts := live.Limits{}, 5000
	if live.RaceEnabled {
		limits, cuts = live.Limits{Detached: 200, DetachedPerIP: 20}, 250
	}
	synctest.Test(t, func(t *testing.T) { // docs/security.md, rule 8
		diary, start := &diary{}, 0
		s := visitSite(t, diary, &start, limits)
		c, joined := s.joinFrom("10.0.0.1:1", "ann")
		c.Cut()
		for i := range cuts {
			c, _ := s.joinFrom("10.0.0.2:1", anyone(i))
			c.Cut()
			if i%32 == 0 {
				time.Sleep(20 * time.Millisecond) // what is lost in one moment ends in turn
			}
		}
		time.Sleep(5 * time.Second)
		want, err := limits.Filled()
		if n := left(diary); err != nil || n != 1+want.DetachedPerIP {
			t.Errorf("%d sessions wait, want one of ann and %d of one address", n, want.DetachedPerIP)
		}
		if _, got := resume(s, "ann", tokenOf(t, joined), 0); !strings.Contains(got, "resumed") {
			t.Errorf("ann's is gone: %s", got)
		}
	})
}

func TestDetachedSessionsOfKnownLoginsAreNotCountedByAddress(t *testing.T) {
	synctest.Test(t, func(t *testing.T) { // docs/security.md, rule 8
		s := newSiteWith(t, map[string]live.Page{"/": tickerPage}, live.Config{Limits: live.Limits{DetachedPerIP: 4}, Known: knowsAnn})
		var tokens [20]string
		for i := range tokens {
			for _, login := range []string{fmt.Sprint("ann ", i), fmt.Sprint("eve ", i)} {
				c, joined := s.join("/", login)
				if c.Cut(); strings.HasPrefix(login, "ann") {
					tokens[i] = tokenOf(t, joined)
				}
			}
		}
		time.Sleep(2 * time.Second)
		defer s.engine.Drain(t.Context()) // what would end at once after the test would wait for its turn
		for i, token := range tokens {
			if _, got := resume(s, fmt.Sprint("ann ", i), token, 0); !strings.Contains(got, "resumed") {
				t.Errorf("a known login's is gone: %s", got)
			}
		}
	})
}

// sack is as large as it is told to be.
type sack struct {
	diary *diary
	size  int
}

func (s *sack) Mount(ctx *live.Ctx) error {
	if ctx.Path() == "/large" {
		s.size = 20_000
	}
	s.diary.say("mount")
	return nil
}
func (s *sack) Fill(*live.Ctx) error { s.size = 20_000; return nil }
func (s *sack) Unmount(*live.Ctx)    { s.diary.say("unmount") }
func (s *sack) Render(h *live.H[sack]) html.Node {
	return h.Div(h.P(h.Text(strings.Repeat("x", s.size))), h.Button(live.Click(h, (*sack).Fill)))
}

func sackSite(t *testing.T, diary *diary, limits live.Limits) *site {
	page := live.NewPage(func() *sack { return &sack{diary: diary} })
	return newSite(t, map[string]live.Page{"/": page, "/large": page}, limits)
}

func TestRow24ASessionTooLargeToBeKeptTakesNobodysPlace(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		diary := &diary{}
		s := sackSite(t, diary, live.Limits{UnjoinedBytes: 10_000})
		defer beside(s)()
		small := s.token("/", "ann")
		wantDiary(t, diary, "mount")
		large := s.token("/large", "eve")
		wantDiary(t, diary, "mount", "unmount")

		c := s.dial("ann")
		c.Send(joinFrame(small, "/"))
		if got := c.Next(); !strings.Contains(got, `"fresh":false`) {
			t.Errorf("the small one: %s", got)
		}
		c = s.dial("eve")
		c.Send(joinFrame(large, "/large")) // it is mounted anew
		if got := c.Next(); !strings.Contains(got, `"fresh":true`) {
			t.Errorf("the large one: %s", got)
		}
	})
}

func TestADetachedSessionTooLargeToBeKeptTakesNobodysPlace(t *testing.T) {
	synctest.Test(t, func(t *testing.T) { // docs/security.md, rule 8
		diary := &diary{}
		s := sackSite(t, diary, live.Limits{DetachedBytes: 10_000})
		c, small := s.join("/", "ann")
		c.Cut()
		c, large := s.join("/", "eve")
		wantDiary(t, diary, "mount", "mount")
		c.Send(`[1,1,"Fill"]`)
		c.Next()
		c.Cut()
		wantDiary(t, diary, "unmount")

		if _, got := resume(s, "ann", tokenOf(t, small), 0); !strings.Contains(got, "resumed") {
			t.Errorf("the small one: %s", got)
		}
		if _, got := resume(s, "eve", tokenOf(t, large), 1); got != `[0,"gone"]` {
			t.Errorf("the large one: %s", got)
		}
	})
}
