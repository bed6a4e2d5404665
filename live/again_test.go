package live_test

import (
	"fmt"
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
		for range 2 {
			c.Send(`[0,"view",1]`)
			c.Next()
		}
		c.Cut()
		c, _ = resume(s, "ann", tokenOf(t, joined), 2)
		c.Send(`[0,"view",1]`)
		if got := c.Next(); strings.Contains(got, "azu-boundary") {
			t.Errorf("got %s", got)
		}
	})
}

// lots has many children.
type lots struct{ n int }

func (c *lots) Click(*live.Ctx) error { return nil }
func (c *lots) Render(h *live.H[lots]) html.Node {
	keys := make([]int, c.n)
	for i := range keys {
		keys[i] = i
	}
	return h.Div(live.Click(h, (*lots).Click), html.Each(h, keys, func(i *int) int { return *i },
		func(h *live.H[lots], i *int) html.Node { return live.Child(h, *i, func(*clock) {}) }))
}

func lotsPage(t *testing.T, n int, l live.Limits) (*site, *sockettest.Client) {
	s := newSite(t, map[string]live.Page{"/": live.NewPage(func() *lots { return &lots{n} })}, l)
	c, _ := s.join("/", "ann")
	return s, c
}

func TestEachOfManyViewsThatAreAskedForComesWhateverTheRate(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		_, c := lotsPage(t, 150, live.Limits{})
		for v := 2; v <= 151; v++ {
			c.Send(fmt.Sprintf(`[0,"view",%d]`, v))
		}
		synctest.Wait()
		all := strings.Join(c.Waiting(), "\n")
		for v := 2; v <= 151; v++ {
			if !strings.Contains(all, fmt.Sprintf(`,%d,["`, v)) {
				t.Errorf("view %d never came", v)
			}
		}
	})
}

func TestALeaveOverTheRateIsHeard(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		_, c := wantedPage(t)
		for n := 1; n <= 110; n++ {
			c.Send(fmt.Sprintf(`[%d,1,"Click"]`, n))
		}
		c.Send(`[0,"leave"]`)
		time.Sleep(20 * time.Millisecond) // what is over the rate is read slowly
		if synctest.Wait(); c.Open() {
			t.Error("the socket is open")
		} else if code := c.Closed(); code != 1000 {
			t.Errorf("closed with %d, want 1000", code)
		}
	})
}

func TestEachOfManyViewsAskedForThreeTimesShowsItsBoundaryAndOneIsLogged(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, c := lotsPage(t, 70, live.Limits{EventRate: 1000, EventBurst: 1000})
		ask := func(v int) string {
			c.Send(fmt.Sprintf(`[0,"view",%d]`, v))
			return c.Next()
		}
		for range 2 {
			for v := 2; v <= 71; v++ {
				ask(v)
			}
		}
		ask(2) // its boundary, with the template
		_, rest, _ := strings.Cut(ask(2), `,2,["`)
		name := rest[:6]
		for v := 3; v <= 71; v++ {
			if got := ask(v); !strings.Contains(got, fmt.Sprintf(`,%d,["%s"`, v, name)) {
				t.Errorf("view %d: %s, want the boundary %s", v, got, name)
			}
		}
		if n := s.log.count("three times in ten seconds"); n != 1 {
			t.Errorf("logged %d times", n)
		}
	})
}

func TestAClientThatRetriesWhatItAsksForAgainAndAgainDoesNotFillTheLog(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, c := wantedPage(t)
		c.Send(`[0,"view",1]`)
		c.Send(`[0,"view",1]`)
		for n := 1; n <= 200; n++ {
			c.Send(`[0,"view",1]`)
			c.Send(fmt.Sprintf(`[%d,1,"azu.retry"]`, n))
			time.Sleep(50 * time.Millisecond)
		}
		if n := s.log.count("level=ERROR"); n != 1 {
			t.Errorf("%d errors in the log", n)
		}
	})
}
