package live_test

import (
	"strings"
	"testing"
	"testing/synctest"

	"github.com/azu-live/azu/html"
	"github.com/azu-live/azu/live"
	"github.com/azu-live/azu/live/livetest"
)

// frame holds a picture in one element or another.
type frame struct{ around, inside string }

func (f *frame) Render(h *live.H[frame]) html.Node {
	inner := live.Child(h, 1, func(p *picture) { p.how = f.inside })
	switch f.around {
	case "paragraph":
		return h.Main(h.P(h.Lit("a "), inner))
	case "table":
		return h.Main(h.Table(inner))
	case "link":
		return h.Main(h.A(h.Href("/"), inner))
	}
	return h.Main(h.Div(inner))
}

// picture is one of several elements, some with a picture in them.
type picture struct{ how string }

func (p *picture) Turn(*live.Ctx) error { p.how = "division"; return nil }

func (p *picture) Render(h *live.H[picture]) html.Node {
	switch inside, more, _ := strings.Cut(p.how, " "); inside {
	case "division":
		return h.Div(live.Click(h, (*picture).Turn))
	case "row":
		return h.Tr(h.Td(h.Lit("x")))
	case "body":
		return h.Tbody(live.Child(h, 1, func(c *picture) { c.how = more }))
	case "link":
		return h.A(h.Href("/"), h.Lit("x"))
	case "emphasis":
		return h.Em(live.Child(h, 1, func(c *picture) { c.how = more }))
	}
	return h.Span(live.Click(h, (*picture).Turn))
}

func TestViewsThatABrowserWouldTakeApartAreRefusedInDevelopment(t *testing.T) {
	for _, c := range []struct{ around, inside, want string }{
		{"division", "division", ""},
		{"division", "emphasis link", ""},
		{"paragraph", "span", ""},
		{"paragraph", "division", "in <main> a browser would change the markup: a paragraph can't hold <div>"},
		{"paragraph", "emphasis division", "a paragraph can't hold <div>"},
		{"table", "body row", ""},
		{"table", "row", "in <table> a browser would change the markup: rows stand in Tbody, Thead or Tfoot"},
		{"link", "span", ""},
		{"link", "link", "<a> can't stand in <a>"},
		{"link", "emphasis link", "<a> can't stand in <a>"},
	} {
		t.Run(c.inside+" in "+c.around, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := newSite(t, map[string]live.Page{"/": live.NewPage(func() *frame { return &frame{c.around, c.inside} })}, live.Limits{})
				page := livetest.Open(t, s, "/")
				if c.want == "" {
					page.Find(".azu-boundary").WantCount(0)
				} else if page.Find(".azu-boundary").WantCount(1); s.log.count(c.want) != 1 {
					t.Errorf("the log says\n%s\nwant %s", s.log, c.want)
				}
			})
		})
	}
}

func TestAViewThatTurnsIntoWhatABrowserWouldTakeApartIsRefusedInDevelopment(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newSite(t, map[string]live.Page{
			"/":  live.NewPage(func() *frame { return &frame{"paragraph", "span"} }),
			"/d": live.NewPage(func() *frame { return &frame{"division", "division"} }),
		}, live.Limits{})
		livetest.Open(t, s, "/d") // each template is there already
		page := livetest.Open(t, s, "/")
		page.Find("span").Click()
		page.Find(".azu-boundary").WantCount(1)
		if s.log.count("a paragraph can't hold <div>") != 1 {
			t.Errorf("the log says\n%s", s.log)
		}
	})
}
