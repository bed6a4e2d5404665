package live_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/azu-live/azu/html"
	"github.com/azu-live/azu/internal/seal"
	"github.com/azu-live/azu/live"
	"github.com/azu-live/azu/live/livetest"
)

func TestNewRefusesWhatCannotWorkAndNamesTheField(t *testing.T) {
	ring, err := seal.NewRing(strings.Repeat("s", 32))
	if err != nil {
		t.Fatal(err)
	}
	for field, change := range map[string]func(*live.Config){
		"Config.Pages is missing":           func(c *live.Config) { c.Pages = nil },
		"Config.Ring is missing":            func(c *live.Config) { c.Ring = nil },
		"Config.Limits.Mailbox is negative": func(c *live.Config) { c.Limits.Mailbox = -1 },
		"Origins: \"example.org\"":          func(c *live.Config) { c.Origins = []string{"example.org"} },
	} {
		c := live.Config{Pages: &site{}, Ring: ring}
		if _, err := live.New(c); err != nil {
			t.Fatal(err)
		}
		change(&c)
		if _, err := live.New(c); err == nil || !strings.HasPrefix(err.Error(), "live: ") || !strings.Contains(err.Error(), field) {
			t.Errorf("%s: got %v", field, err)
		}
	}
}

// odd is a page that fails where no method of a handler is to blame.
type odd struct{ how string }

func (c *odd) Title() string {
	if c.how == "Title" {
		panic("untitled")
	}
	return "Odd"
}

func (c *odd) Render(h *live.H[odd]) html.Node {
	if c.how == "several elements" {
		return h.Fragment(h.P(), h.P())
	}
	return h.P(h.Lit("odd"))
}

func TestRow34APageThatFailsOutsideOfItsHandlersIsStillAnswered(t *testing.T) {
	for how, want := range map[string]struct {
		status int
		event  string
	}{
		"make":             {500, `event=Mount err="panic: not made"`},
		"several elements": {500, `event=Render err="panic: live: live_test.odd.Render returns something else than one element"`},
		"Title":            {200, `event=Title err="panic: untitled"`},
	} {
		synctest.Test(t, func(t *testing.T) {
			s := newSite(t, map[string]live.Page{"/": live.NewPage(func() *odd {
				if how == "make" {
					panic("not made")
				}
				return &odd{how}
			})}, live.Limits{})
			page := livetest.Open(t, s, "/")
			if page.Status != want.status || s.log.count(want.event) != 1 {
				t.Errorf("%s: %d, the log says\n%s", how, page.Status, s.log)
			}
			if page.Find("title").WantText(""); want.status == 200 {
				page.Find("p").WantText("odd")
			}
		})
	}
}

// dawdler takes its time to leave.
type dawdler struct{ leave chan struct{} }

func (c *dawdler) Unmount(*live.Ctx)                   { <-c.leave }
func (c *dawdler) Render(h *live.H[dawdler]) html.Node { return h.P() }

func TestADrainWaitsAsLongAsItMay(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		leave := make(chan struct{})
		s := newSite(t, map[string]live.Page{"/": live.NewPage(func() *dawdler { return &dawdler{leave} })}, live.Limits{})
		s.join("/", "ann")
		ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
		defer cancel()
		start := time.Now()
		if err := s.engine.Drain(ctx); !errors.Is(err, context.DeadlineExceeded) || time.Since(start) != 5*time.Second {
			t.Errorf("after %v: %v", time.Since(start), err)
		}
		close(leave)
		if err := s.engine.Drain(t.Context()); err != nil {
			t.Error(err)
		}
	})
}
