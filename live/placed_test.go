package live_test

import (
	"testing"
	"testing/synctest"

	"github.com/azu-live/azu/html"
	"github.com/azu-live/azu/live"
	"github.com/azu-live/azu/live/livetest"
)

// loose makes a child in all its renders, and places it in some.
type loose struct {
	diary *diary
	how   string
	shown bool
}

func (l *loose) Toggle(*live.Ctx) error { l.shown = !l.shown; return nil }
func (l *loose) Render(h *live.H[loose]) html.Node {
	inner := func(h *live.H[loose]) html.Node {
		return live.Child(h, "x", func(w *tile) { w.diary, w.metric.Name = l.diary, "child" })
	}
	toggle := live.Click(h, (*loose).Toggle)
	switch l.how {
	case "alone":
		child := inner(h)
		if l.shown {
			return h.Div(toggle, child)
		}
	case "in an element":
		child := h.Section(inner(h))
		if l.shown {
			return h.Div(toggle, child)
		}
	case "in a body":
		body := html.If(h, true, inner)
		if l.shown {
			return h.Div(toggle, body)
		}
	case "in a list":
		rows := html.Each(h, []int{1}, func(n *int) int { return *n }, func(h *live.H[loose], _ *int) html.Node { return inner(h) })
		if l.shown {
			return h.Div(toggle, rows)
		}
	case "in a body that may stay empty":
		body := html.If(h, l.shown, inner)
		if l.shown {
			return h.Div(toggle, body)
		}
	}
	return h.Div(toggle)
}

func TestAChildThatStandsNowhereIsAFaultOfItsParent(t *testing.T) {
	for _, how := range []string{"alone", "in an element", "in a body", "in a list"} {
		t.Run(how, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				diary := &diary{}
				s := newSite(t, map[string]live.Page{"/": live.NewPage(func() *loose { return &loose{diary: diary, how: how, shown: true} })}, live.Limits{})
				for range 2 { // the second time the templates are there
					page := livetest.Open(t, s, "/")
					wantDiary(t, diary, "child mounted", "child connected")
					page.Find("div").Nth(0).Click()
					wantDiary(t, diary, "child unmounted")
					page.Find(".azu-boundary").WantCount(1)
				}
				if s.log.count("live: live_test.loose.Render makes the child live_test.tile with the key \\\"x\\\" and places it nowhere (live/placed_test.go:") != 2 {
					t.Errorf("the log says\n%s", s.log)
				}
			})
		})
	}
}

func TestControlFlowThatStandsNowhereMayBeWithoutAChild(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		diary := &diary{}
		page := livetest.Open(t, newSite(t, map[string]live.Page{"/": live.NewPage(func() *loose { return &loose{diary: diary, how: "in a body that may stay empty"} })}, live.Limits{}), "/")
		for range 2 {
			page.Find("div").Nth(0).Click()
			wantDiary(t, diary, "child mounted", "child connected")
			page.Find("div").Nth(0).Click()
			wantDiary(t, diary, "child unmounted")
		}
	})
}
