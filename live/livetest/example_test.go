package livetest_test

import (
	"testing"
	"testing/synctest"

	"github.com/azu-live/azu/html"
	"github.com/azu-live/azu/live"
	"github.com/azu-live/azu/live/livetest"
)

// Search narrows a list while one types.
type Search struct{ query string }

func (s *Search) Find(_ *live.Ctx, q string) error { s.query = q; return nil }

func (s *Search) Render(h *live.H[Search]) html.Node {
	return h.Div(h.Input(h.ID("search"), h.Type("search"), h.Value(s.query), live.Input(h, (*Search).Find)),
		h.P(h.ClassIf("empty", s.query == ""), h.Text(s.query)))
}

func TestSearchNarrowsTheList(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		page := livetest.Open(t, site(t, live.NewPage(func() *Search { return &Search{} })), "/")
		page.Find("p.empty").WantCount(1)
		page.Find("#search").Type("ann")
		page.Find("p").WantText("ann")
		page.Find("#search").WantValue("ann")
		page.Find("p").WantAttr("class", "")
		page.Find("#search").Change("")
		page.Find("p.empty").WantCount(1)
	})
}

func TestOutsideABubbleAWantWaits(t *testing.T) {
	page := livetest.Open(t, site(t, live.NewPage(func() *Search { return &Search{} })), "/")
	page.Find("#search").Type("bob")
	page.Find("p").WantText("bob")
}

func Example() {
	_ = func(t *testing.T) { // a test function
		synctest.Test(t, func(t *testing.T) {
			handler := site(t, live.NewPage(func() *Search { return &Search{} })) // or an *app.App
			page := livetest.Open(t, handler, "/")
			page.Find("#search").Type("ann")
			page.Find("p").WantText("ann")
		})
	}
}
