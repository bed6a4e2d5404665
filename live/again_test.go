package live_test

import (
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/azu-live/azu/html"
	"github.com/azu-live/azu/internal/socket/sockettest"
	"github.com/azu-live/azu/live"
)

// wanted has a child; both can be asked for again.
type wanted struct{ n, failures int }

func (c *wanted) Click(*live.Ctx) error       { c.n++; return nil }
func (c *wanted) Failed(_ *live.Ctx, _ error) { c.failures++ }
func (c *wanted) Render(h *live.H[wanted]) html.Node {
	return h.Div(h.I(h.Int(c.n)), live.Click(h, (*wanted).Click), live.Child(h, 1, func(*clock) {}))
}

func wantedPage(t *testing.T) (*site, *sockettest.Client) {
	s := newSite(t, map[string]live.Page{"/": live.NewPage(func() *wanted { return &wanted{} })}, live.Limits{})
	c, _ := s.join("/", "ann")
	return s, c
}

func TestAViewThatItsClientLostTrackOfIsSentWhole(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		_, c := wantedPage(t)
		c.Send(`[1,1,"Click"]`)
		wantNext(t, c, `[1,1,1,[0,1]]`)
		c.Send(`[0,"view",1]`)
		got := c.Next() // with the templates' statics, and the child inside
		if !strings.HasPrefix(got, `[2,1,-2,[`) || !strings.Contains(got, `,1,["`) || !strings.Contains(got, `",1,[2,"`) {
			t.Errorf("got %s", got)
		}
		c.Send(`[0,"view",2]`)
		if got := c.Next(); !strings.HasPrefix(got, `[3,1,2,["`) {
			t.Errorf("got %s", got)
		}
		c.Send(`[2,1,"Click"]`)
		wantNext(t, c, `[4,2,1,[0,2]]`)
	})
}

func TestAViewAskedForThreeTimesInTenSecondsShowsItsBoundary(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, c := wantedPage(t)
		want := func(boundary bool) {
			t.Helper()
			c.Send(`[0,"view",1]`)
			if got := c.Next(); strings.Contains(got, "azu-boundary") != boundary {
				t.Fatalf("got %s", got)
			}
		}
		for range 3 { // each time for another reason
			want(false)
			want(false)
			time.Sleep(10*time.Second + time.Millisecond)
		}
		want(false)
		time.Sleep(9 * time.Second)
		want(false)
		time.Sleep(1001 * time.Millisecond)
		want(false) // the first is long ago
		want(true)
		want(false) // the boundary can be asked for as often as it takes; its template is known by now
		if s.log.count("asked for the view three times") != 1 {
			t.Errorf("the log says\n%s", s.log)
		}
	})
}

func TestAskingForAViewThatNeverWasIsAnError(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		_, c := wantedPage(t)
		for range 11 {
			c.Send(`[0,"view",99]`)
		}
		if code := c.Closed(); code != 4003 {
			t.Errorf("closed with %d, want 4003", code)
		}
	})
}

func TestAnOldRequestForAViewIsForgottenWithItsSocket(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newSite(t, map[string]live.Page{"/": live.NewPage(func() *wanted { return &wanted{} })}, live.Limits{})
		c, joined := s.join("/", "ann")
		c.Send(`[0,"view",1]`)
		c.Next()
		c.Cut()
		c, _ = resume(s, "ann", tokenOf(t, joined), 1)
		c.Send(`[0,"view",1]`)
		if got := c.Next(); strings.Contains(got, "azu-boundary") {
			t.Errorf("got %s", got)
		}
	})
}
