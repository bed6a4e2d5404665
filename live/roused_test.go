package live_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/azu-live/azu/html"
	"github.com/azu-live/azu/live"
	"github.com/azu-live/azu/live/livetest"
)

// heavy has a tree that is let go of when it is at rest.
type heavy struct {
	selves *[]live.Handle[heavy]
	n      int
}

func (c *heavy) Connected(ctx *live.Ctx) error {
	*c.selves = append(*c.selves, live.Self(ctx, c))
	return nil
}
func (c *heavy) Note(_ *live.Ctx, s string) error { c.n += len(s); return live.Forbidden }
func (c *heavy) Render(h *live.H[heavy]) html.Node {
	return h.Div(h.Int(c.n), h.P(h.Text(strings.Repeat("x", 100<<10))), h.Input(live.Input(h, (*heavy).Note)))
}

// detachedHeavies has so many sessions waiting at rest, of which three and their trees are as much as may be.
func detachedHeavies(t *testing.T, n int) (selves []live.Handle[heavy]) {
	s := newSite(t, map[string]live.Page{"/": live.NewPage(func() *heavy { return &heavy{selves: &selves} })},
		live.Limits{DetachedBytes: 350 << 10})
	for i := range n {
		c, _ := s.join("/", fmt.Sprint("login ", i))
		time.Sleep(11 * time.Second)
		c.Cut()
		synctest.Wait()
	}
	time.Sleep(time.Second)
	return selves
}

// alive counts those that can still be reached.
func alive(selves []live.Handle[heavy]) (n int) {
	for _, h := range selves {
		if h.Do(func(*heavy, *live.Ctx) error { return nil }) == nil {
			n++
		}
	}
	synctest.Wait()
	return n
}

func TestDetachedSessionsThatGrowAgainAreBoundedByBytes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) { // docs/security.md, rule 8
		selves := detachedHeavies(t, 4)
		if n := alive(selves); n != 4 {
			t.Fatalf("%d of 4 can be reached", n)
		}
		time.Sleep(12 * time.Second) // they come to rest again, those that are left
		if n := alive(selves); n != 3 {
			t.Errorf("%d are left of those that took more than there is room for, want 3", n)
		}
	})
}

func TestADetachedSessionThatGrowsTooLargeGoesItself(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var selves []live.Handle[heavy]
		diary := &diary{}
		s := newSite(t, map[string]live.Page{
			"/":      live.NewPage(func() *heavy { return &heavy{selves: &selves} }),
			"/small": live.NewPage(func() *board { return &board{diary: diary} }),
		}, live.Limits{DetachedBytes: 50 << 10})
		small, _ := s.join("/small", "bob")
		small.Cut()
		c, _ := s.join("/", "ann")
		time.Sleep(11 * time.Second)
		c.Cut()
		synctest.Wait()
		if n := alive(selves); n != 1 {
			t.Fatal("it did not come to rest")
		}
		if n := alive(selves); n != 0 {
			t.Error("it is there, at twice the size of all that may be")
		}
		wantDiary(t, diary) // and took nobody's place
	})
}

// tall is large enough to rest, and has a child that changes what it was given.
type tall struct{ rows []int }

func (c *tall) Render(h *live.H[tall]) html.Node {
	return h.Div(live.Child(h, 1, func(f *folder) { f.Open = false }), h.Ul(html.Each(h, c.rows, func(i *int) int { return *i },
		func(h *live.H[tall], i *int) html.Node { return h.Li(h.Textf("row %d", *i)) })))
}

type folder struct{ Open bool }

func (f *folder) Toggle(*live.Ctx) error { f.Open = !f.Open; return nil }
func (f *folder) Render(h *live.H[folder]) html.Node {
	return h.P(live.Click(h, (*folder).Toggle), html.IfElse(h, f.Open,
		func(h *live.H[folder]) html.Node { return h.Lit("open") },
		func(h *live.H[folder]) html.Node { return h.Lit("shut") }))
}

func TestARestDoesNotChangeWhatIsInside(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		rows := make([]int, 1000)
		for i := range rows {
			rows[i] = i
		}
		page := livetest.Open(t, newSite(t, map[string]live.Page{"/": live.NewPage(func() *tall { return &tall{rows} })}, live.Limits{}), "/")
		page.Find("p").Click()
		page.Find("p").WantText("open")
		time.Sleep(12 * time.Second)
		page.Find("p").Click()
		page.Find("p").WantText("shut")
	})
}
