package live_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/azu-live/azu/html"
	"github.com/azu-live/azu/live"
	"github.com/azu-live/azu/live/livetest"
)

// restless changes with each Updated, until it has changed often enough.
type restless struct{ n, until int }

func (r *restless) Click(*live.Ctx) error { r.until *= 10; r.n++; return nil }
func (r *restless) Updated(*live.Ctx) {
	if r.n < r.until {
		r.n++
	}
}
func (r *restless) Render(h *live.H[restless]) html.Node {
	return h.Div(h.P(h.Int(r.n)), h.Button(h.Type("button"), live.Click(h, (*restless).Click)))
}

func TestRow36AViewThatNeverComesToRestShowsItsBoundary(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newSite(t, map[string]live.Page{"/": live.NewPage(func() *restless { return &restless{until: 3} })}, live.Limits{})
		defer beside(s)()
		page := livetest.Open(t, s, "/")
		page.Find("p").WantText("3")
		page.Find("button").Click()
		page.Find("p").WantText("30")
		page.Find("button").Click()
		page.Find(".azu-boundary").WantCount(1)
		if s.log.count("rendered 33 times") != 1 {
			t.Errorf("the log says\n%s", s.log)
		}
	})
}

// stubborn is restless, and takes every error for its own.
type stubborn struct{ n, failures int }

func (s *stubborn) Click(*live.Ctx) error       { s.n++; return nil }
func (s *stubborn) Updated(*live.Ctx)           { s.n++ }
func (s *stubborn) Failed(_ *live.Ctx, _ error) { s.failures++ }
func (s *stubborn) Render(h *live.H[stubborn]) html.Node {
	if s.n > 1000 {
		panic("rendered without end")
	}
	return h.Div(h.P(h.Int(s.n)), h.Button(h.Type("button"), live.Click(h, (*stubborn).Click)))
}

func TestRow36AComponentWithFailedIsBoundedAsWell(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newSite(t, map[string]live.Page{"/": live.NewPage(func() *stubborn { return &stubborn{} })}, live.Limits{})
		defer beside(s)()
		page := livetest.Open(t, s, "/")
		page.Find(".azu-boundary").WantCount(1)
		if s.log.count("rendered 33 times") != 1 || s.log.count("without end") != 0 {
			t.Errorf("the log says\n%s", s.log)
		}
	})
}

type huge struct{ size, grown int }

func (c *huge) Grow(*live.Ctx) error { c.size = c.grown; return nil }
func (c *huge) Render(h *live.H[huge]) html.Node {
	return h.Div(h.P(h.Text(strings.Repeat("x", c.size))), h.Button(h.Type("button"), live.Click(h, (*huge).Grow)))
}

func TestRow36AViewThatRendersTooMuchShowsItsBoundary(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newSite(t, map[string]live.Page{"/": live.NewPage(func() *huge { return &huge{grown: 1 << 10} })}, live.Limits{RenderBytes: 500})
		defer beside(s)()
		page := livetest.Open(t, s, "/")
		page.Find("button").Click()
		page.Find(".azu-boundary").WantCount(1)
	})
}

type bottomless struct{ depth int }

func (c *bottomless) Render(h *live.H[bottomless]) html.Node {
	return h.Div(live.Child(h, 0, func(b *bottomless) { b.depth = c.depth + 1 }))
}

func TestRow36ComponentsInsideThemselvesEndAtTheLimit(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newSite(t, map[string]live.Page{"/": live.NewPage(func() *bottomless { return &bottomless{} })}, live.Limits{RenderDepth: 20})
		defer beside(s)()
		if got := s.get("/", "").Body.String(); strings.Count(got, "z-view") != 21 || strings.Count(got, "azu-boundary") != 1 {
			t.Errorf("the page is %s", got)
		}
	})
}

type crowded struct{}

func (c *crowded) Render(h *live.H[crowded]) html.Node {
	return h.Div(
		html.Each(h, seq(50), func(i *int) int { return *i }, func(h *live.H[crowded], i *int) html.Node {
			return live.Child(h, *i, func(*clock) {})
		}))
}

func seq(n int) []int {
	s := make([]int, n)
	for i := range s {
		s[i] = i
	}
	return s
}

func TestRow36APageHoldsNoMoreViewsThanTheLimit(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newSite(t, map[string]live.Page{"/": live.NewPage(func() *crowded { return &crowded{} })}, live.Limits{Views: 40})
		defer beside(s)()
		if got := s.get("/", ""); !strings.Contains(got.Body.String(), "azu-boundary") {
			t.Errorf("the page is %s", got.Body)
		}
	})
}

// relay has children that go for others at each step, and keeps within what a page may hold.
type relay struct{ step int }

func (c *relay) Step(*live.Ctx) error { c.step++; return nil }
func (c *relay) Render(h *live.H[relay]) html.Node {
	return h.Div(live.Click(h, (*relay).Step), html.Each(h, seq(30), func(i *int) int { return *i }, func(h *live.H[relay], i *int) html.Node {
		return live.Child(h, c.step*100+*i, func(*clock) {})
	}))
}

func TestViewsThatGoDoNotCountTowardsThoseThatCome(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newSite(t, map[string]live.Page{"/": live.NewPage(func() *relay { return &relay{} })}, live.Limits{Views: 40})
		page := livetest.Open(t, s, "/")
		for range 3 {
			page.Find("div[z-click]").Click()
			page.Find(".azu-boundary").WantCount(0)
		}
	})
}

func TestRow36AHugeTreeCostsItsViewAndNobodyElse(t *testing.T) {
	size := 9 << 20
	limits := live.Limits{}
	if live.RaceEnabled {
		size, limits.RenderBytes = size>>7, 8<<20>>7
	}
	synctest.Test(t, func(t *testing.T) {
		s := newSite(t, map[string]live.Page{"/": live.NewPage(func() *huge { return &huge{grown: size} }), "/counter": counterPage}, limits)
		beside, _ := s.join("/counter", "bob")
		for n := 1; n <= 3; n++ {
			page := livetest.Open(t, s, "/")
			page.Find("button").Click()
			page.Find(".azu-boundary").WantCount(1)
			beside.Send(fmt.Sprintf(`[%d,1,"Increment"]`, n))
			wantNext(t, beside, fmt.Sprintf(`[%d,%d,1,[0,%d]]`, n, n, n))
		}
	})
}
