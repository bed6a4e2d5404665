package live_test

import (
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/azu-live/azu/html"
	"github.com/azu-live/azu/internal/socket/sockettest"
	"github.com/azu-live/azu/live"
	"github.com/azu-live/azu/live/livetest"
)

// slowpoke takes its time until the gate opens.
type slowpoke struct{ gate chan struct{} }

func (c *slowpoke) Slow(*live.Ctx) error { <-c.gate; return nil }
func (c *slowpoke) Same(*live.Ctx) error { return nil }
func (c *slowpoke) Out(*live.Ctx) error  { <-c.gate; return live.Redirect("/login") }
func (c *slowpoke) Render(h *live.H[slowpoke]) html.Node {
	return h.Div(h.Button(h.ID("slow"), live.Click(h, (*slowpoke).Slow)), h.Button(h.ID("same"), live.Click(h, (*slowpoke).Same)),
		h.Button(h.ID("out"), live.Click(h, (*slowpoke).Out)))
}

func slowpokeSite(t *testing.T) (s *site, gate chan struct{}) {
	gate = make(chan struct{})
	return newSite(t, map[string]live.Page{"/": live.NewPage(func() *slowpoke { return &slowpoke{gate} })}, live.Limits{}), gate
}

func TestAnInputThatWaitsWhileItsClientComesBackIsAcknowledged(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, gate := slowpokeSite(t)
		c, joined := s.join("/", "ann")
		c.Send(`[1,1,"Slow"]`)
		time.Sleep(1500 * time.Millisecond) // its reader reads on
		c.Send(`[2,1,"Same"]`)
		synctest.Wait()
		c = s.dial("ann")
		c.Send(`[0,"resume",{"token":"` + tokenOf(t, joined) + `","seq":0}]`)
		synctest.Wait()
		close(gate)
		if got := c.Next(); !strings.Contains(got, `"ref":2`) {
			t.Fatal(got)
		}
		wantNext(t, c, `[1,1]`)
		wantNext(t, c, `[2,2]`)
	})
}

func TestAResumeWhoseAnswerIsLostMayBeTriedAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := tickerSite(t, live.Limits{})
		c, joined := s.join("/", "ann")
		c.Send(`[1,1,"Click"]`)
		wantNext(t, c, `[1,1,1,[1,1]]`)
		c.Cut()
		token := tokenOf(t, joined)
		for range 3 {
			c = s.dial("ann")
			c.Send(`[0,"resume",{"token":"` + token + `","seq":1}]`)
			c.Cut()
			synctest.Wait()
		}
		unread, got := resume(s, "ann", token, 1)
		if !strings.Contains(got, `"resumed"`) {
			t.Fatal(got)
		}
		c, got = resume(s, "ann", tokenOf(t, got), 1) // it was read, if by nobody who could say so
		if code := unread.Closed(); !strings.Contains(got, `"resumed"`) || code != 4004 {
			t.Errorf("%s, and the socket before is closed with %d", got, code)
		}
		c.Send(`[2,1,"Click"]`)
		wantNext(t, c, `[2,2,1,[1,2]]`)
		if _, got := resume(s, "ann", token, 1); got != `[0,"gone"]` {
			t.Errorf("the token that was followed by two: %s", got)
		}
	})
}

func TestAPongShowsThatTheClientHasItsNextToken(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := tickerSite(t, live.Limits{})
		_, joined := s.join("/", "ann")
		token := tokenOf(t, joined)
		resume(s, "ann", token, 0)
		time.Sleep(26 * time.Second) // within which it is pinged
		if _, got := resume(s, "ann", token, 0); got != `[0,"gone"]` {
			t.Errorf("the former token: %s", got)
		}
	})
}

func TestARedirectIsSaidAgainUntilItsAcknowledgementIsConfirmed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, gate := slowpokeSite(t)
		c, joined := s.join("/", "ann")
		c.Send(`[1,1,"Out"]`)
		time.Sleep(1500 * time.Millisecond)
		c.Cut()
		synctest.Wait()
		close(gate)
		synctest.Wait()
		const away = `[0,"error","redirect","/login"]`
		back := func(seq int) (c *sockettest.Client) {
			t.Helper()
			if c, joined = resume(s, "ann", tokenOf(t, joined), seq); !strings.Contains(joined, `"ref":1`) {
				t.Fatal(joined)
			}
			return c
		}
		for range 2 {
			c = back(0)
			wantNext(t, c, away)
			wantNext(t, c, `[1,1]`)
			c.Cut()
		}
		c = back(1)
		c.Send(`[2,1,"Same"]`)
		wantNext(t, c, `[2,2]`)
	})
}

func TestALineThatBreaksBehindARedirectLeavesThePageOnItsWay(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, gate := slowpokeSite(t)
		close(gate)
		page := livetest.Open(t, s, "/")
		if page.Location() != "" {
			t.Errorf("at first it leads to %q", page.Location())
		}
		page.Find("#out").Click()
		if page.Location() != "/login" {
			t.Errorf("it leads to %q", page.Location())
		}
		page.Cut()
		page.Resume()
		page.Find("#same").Click()
	})
}
