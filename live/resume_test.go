package live_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/azu-live/azu/html"
	"github.com/azu-live/azu/internal/socket/sockettest"
	"github.com/azu-live/azu/internal/wire"
	"github.com/azu-live/azu/live"
	"github.com/azu-live/azu/live/livetest"
)

// ticker counts seconds from its join, and clicks.
type ticker struct {
	seconds, clicks int
	started         bool
	notes           string
}

func (c *ticker) Connected(ctx *live.Ctx) error {
	c.started = true
	ctx.Every(time.Second, c.tick)
	return nil
}
func (c *ticker) tick(*live.Ctx) error  { c.seconds++; return nil }
func (c *ticker) Click(*live.Ctx) error { c.clicks++; return nil }
func (c *ticker) Note(_ *live.Ctx, s string) error {
	c.notes += s
	return nil
}
func (c *ticker) Render(h *live.H[ticker]) html.Node {
	return h.Div(h.P(h.Int(c.seconds), h.Lit(" seconds")), h.B(h.Int(c.clicks), h.Lit(" clicks")), h.I(h.Text(c.notes)),
		h.Button(h.Type("button"), live.Click(h, (*ticker).Click)),
		h.Input(live.Input(h, (*ticker).Note)),
		html.If(h, c.clicks > 2, func(h *live.H[ticker]) html.Node { return h.Em(h.Lit("many")) }))
}

var tickerPage = live.NewPage(func() *ticker { return &ticker{} })

func tickerSite(t testing.TB, limits live.Limits) *site {
	return newSite(t, map[string]live.Page{"/": tickerPage}, limits)
}

func resume(s *site, login, token string, seq int) (*sockettest.Client, string) {
	c := s.dial(login)
	c.Send(string(wire.AppendResume(nil, wire.Resume{Token: token, Seq: uint64(seq)})))
	return c, c.Next()
}

func TestAResumeReplaysWhatWasMissedAndThenRendersOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := tickerSite(t, live.Limits{})
		c, joined := s.join("/", "ann")
		c.Send(`[1,1,"Click"]`)
		wantNext(t, c, `[1,1,1,[1,1]]`)
		c.Send(`[2,1,"Click"]`)
		wantNext(t, c, `[2,2,1,[1,2]]`)
		c.Cut()
		time.Sleep(5500 * time.Millisecond) // five ticks, none rendered

		// The client had not got the second update.
		c, resumed := resume(s, "ann", tokenOf(t, joined), 1)
		if !strings.Contains(resumed, `"seq":2,"ref":2`) {
			t.Errorf("resumed: %s", resumed)
		}
		wantNext(t, c, `[2,2,1,[1,2]]`)
		wantNext(t, c, `[3,2,1,[0,5]]`)
		c.Send(`[2,1,"Click"]`) // sent again, for it had no answer
		c.Send(`[3,1,"Click"]`)
		got := c.Next()
		if !strings.HasPrefix(got, `[4,3,-2,[["`) || !strings.HasSuffix(got, `1,[1,3,3,["`+got[11:17]+`"]]]`) {
			t.Errorf("got %s", got)
		}
	})
}

func TestAResumeTokenIsGoodUntilTheClientHasTheNextAndForItsLoginOnly(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := tickerSite(t, live.Limits{})
		c, joined := s.join("/", "ann")
		token := tokenOf(t, joined)
		c.Cut()
		if _, got := resume(s, "eve", token, 0); got != `[0,"gone"]` {
			t.Errorf("another login: %s", got)
		}
		c2, got := resume(s, "ann", token, 0)
		if !strings.Contains(got, "resumed") {
			t.Errorf("its own login: %s", got)
		}
		c2.Send(`[0,"ping"]`) // so it has read the answer
		wantNext(t, c2, `[0,"pong"]`)
		if _, got := resume(s, "ann", token, 0); got != `[0,"gone"]` {
			t.Errorf("a second time: %s", got)
		}
		for _, bad := range []string{"", "x", strings.Repeat("A", 22)} {
			if _, got := resume(s, "ann", bad, 0); got != `[0,"gone"]` {
				t.Errorf("token %q: %s", bad, got)
			}
		}
		c2.Send(`[1,1,"Click"]`)
		wantNext(t, c2, `[1,1,1,[1,1]]`)
	})
}

func TestRow28And39TheNewestSocketWins(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := tickerSite(t, live.Limits{})
		defer beside(s)()
		first, joined := s.join("/", "ann")
		first.Send(`[1,1,"Click"]`)
		wantNext(t, first, `[1,1,1,[1,1]]`)
		second, resumed := resume(s, "ann", tokenOf(t, joined), 1)
		if !strings.Contains(resumed, "resumed") {
			t.Fatal(resumed)
		}
		if code := first.Closed(); code != 4004 {
			t.Errorf("the old socket is closed with %d, want 4004", code)
		}
		second.Send(`[2,1,"Click"]`)
		wantNext(t, second, `[2,2,1,[1,2]]`)
		synctest.Wait() // the old socket's end does not detach the session
		time.Sleep(2 * time.Second)
		wantNext(t, second, `[3,2,1,[0,1]]`)
	})
}

func TestRow28AFrozenConnectionIsNoticedAndTheSessionWaits(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := tickerSite(t, live.Limits{})
		defer beside(s)()
		token := s.token("/", "ann")
		c := s.dialWith("ann", sockettest.Options{Mute: true})
		c.Send(joinFrame(token, "/"))
		joined := c.Next()
		time.Sleep(61 * time.Second)
		if code := c.Closed(); code != 4002 {
			t.Errorf("closed with %d, want 4002", code)
		}
		time.Sleep(30 * time.Second)
		if _, got := resume(s, "ann", tokenOf(t, joined), 60); !strings.Contains(got, "resumed") {
			t.Errorf("half a minute later: %s", got)
		}
	})
}

func TestAPongFreesWhatItConfirms(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := tickerSite(t, live.Limits{})
		c, joined := s.join("/", "ann")
		time.Sleep(26*time.Second - time.Millisecond)
		synctest.Wait()
		if pings := c.Pings(); pings != "25" && pings != "24" {
			t.Errorf("the ping after 25 seconds carries %q", pings)
		}
		c.Cut()
		// What was confirmed is not kept: who claims not to have got it is sent everything whole.
		c, resumed := resume(s, "ann", tokenOf(t, joined), 20)
		if !strings.Contains(resumed, `"seq":25`) {
			t.Errorf("resumed: %s", resumed)
		}
		if got := c.Next(); !strings.HasPrefix(got, `[26,0,-2,`) {
			t.Errorf("then came %s", got)
		}
	})
}

func TestWithoutTheFramesAResumeSendsEverythingWhole(t *testing.T) {
	for name, limits := range map[string]live.Limits{"frames": {KeptFrames: 2}, "bytes": {KeptBytes: 40}} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := tickerSite(t, limits)
				c, joined := s.join("/", "ann")
				for n := 1; n <= 5; n++ {
					c.Send(fmt.Sprintf(`[%d,1,"Click"]`, n))
					c.Next()
				}
				c.Cut()
				c, resumed := resume(s, "ann", tokenOf(t, joined), 1)
				if !strings.Contains(resumed, `"seq":5,"ref":5`) {
					t.Errorf("resumed: %s", resumed)
				}
				whole := c.Next()
				if !strings.HasPrefix(whole, `[6,5,-2,[["`) || !strings.Contains(whole, `]],1,["`) || !strings.Contains(whole, `",0,5,"",`) {
					t.Errorf("then came %s", whole)
				}
				c.Send(`[6,1,"Click"]`)
				wantNext(t, c, `[7,6,1,[1,6]]`)
			})
		})
	}
}

func TestWhateverIsLostThePageComesOutRight(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		page := livetest.Open(t, tickerSite(t, live.Limits{}), "/")
		for range 4 {
			page.Find("button").Click()
		}
		page.Cut()
		time.Sleep(3 * time.Second)
		page.Resume()
		page.Find("p").WantText("3 seconds")
		page.Find("b").WantText("4 clicks")
		page.Find("em").WantText("many")
		page.Find("input").Type("hello")
		page.Cut()
		time.Sleep(2 * time.Minute) // too long
		page.Resume()
		if !page.Fresh() {
			t.Error("the session of two minutes ago is still there")
		}
		page.Find("i").WantText("")
		page.Find("em").WantCount(0)
		page.Find("p").WantText("0 seconds")
		page.Advance(time.Second)
		page.Find("p").WantText("1 seconds")
	})
}

func TestADetachedSessionWaitsAMinute(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		diary := &diary{}
		page := live.NewPage(func() *board { return &board{diary: diary} })
		s := newSite(t, map[string]live.Page{"/": page}, live.Limits{})
		c, joined := s.join("/", "ann")
		c.Cut()
		time.Sleep(59 * time.Second)
		synctest.Wait()
		wantDiary(t, diary)
		c, got := resume(s, "ann", tokenOf(t, joined), 0)
		if !strings.Contains(got, "resumed") {
			t.Fatal(got)
		}
		c.Cut()
		time.Sleep(61 * time.Second)
		synctest.Wait()
		wantDiary(t, diary, "board unmounted")
		if _, got := resume(s, "ann", tokenOf(t, got), 0); got != `[0,"gone"]` {
			t.Errorf("after a minute: %s", got)
		}
	})
}

func TestALeaveFreesAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		diary := &diary{}
		page := live.NewPage(func() *board { return &board{diary: diary} })
		s := newSite(t, map[string]live.Page{"/": page}, live.Limits{})
		c, joined := s.join("/", "ann")
		c.Send(`[0,"leave"]`)
		if code := c.Closed(); code != 1000 {
			t.Errorf("closed with %d, want 1000", code)
		}
		synctest.Wait()
		wantDiary(t, diary, "board unmounted")
		if _, got := resume(s, "ann", tokenOf(t, joined), 0); got != `[0,"gone"]` {
			t.Errorf("after the leave: %s", got)
		}
	})
}

// sluggish takes its time.
type sluggish struct {
	n    int
	time time.Duration
}

func (c *sluggish) Wait(*live.Ctx) error { time.Sleep(c.time); c.n++; return nil }
func (c *sluggish) Render(h *live.H[sluggish]) html.Node {
	return h.P(live.Click(h, (*sluggish).Wait), h.Int(c.n))
}

func sluggishSite(t *testing.T, d time.Duration, l live.Limits) *site {
	return newSite(t, map[string]live.Page{"/": live.NewPage(func() *sluggish { return &sluggish{time: d} })}, l)
}

func TestATokenIsGoodUntilItsSuccessorHasBeenSaid(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := sluggishSite(t, 10*time.Second, live.Limits{PingEvery: 2 * time.Second, Silence: time.Minute})
		c, joined := s.join("/", "ann")
		token := tokenOf(t, joined)
		c.Send(`[1,1,"Wait"]`)
		time.Sleep(time.Second)
		c.Cut()
		c = s.dial("ann")
		c.Send(`[0,"resume",{"token":"` + token + `","seq":0}]`)
		time.Sleep(5 * time.Second) // its pongs say nothing of the answer, which has not been given
		c.Cut()
		c, answer := resume(s, "ann", token, 0)
		for strings.Contains(answer, "busy") {
			answer = c.Next()
		}
		if !strings.Contains(answer, "resumed") {
			t.Error(answer)
		}
	})
}

func TestASocketThatComesBeforeTheOldOnesEndIsSeenKeepsItsSession(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := sluggishSite(t, 5*time.Second, live.Limits{})
		c, joined := s.join("/", "ann")
		c.Send(`[1,1,"Wait"]`)
		time.Sleep(2 * time.Second) // its reader is relieved, so that the cut is seen
		c.Cut()
		synctest.Wait()
		c, _ = resume(s, "ann", tokenOf(t, joined), 0) // the session is told of both when the handler is done
		wantNext(t, c, `[1,1,1,[0,1]]`)
		time.Sleep(2 * time.Minute)
		if !c.Open() {
			t.Errorf("the session ended under its socket, which was closed with %d", c.Closed())
		}
	})
}
