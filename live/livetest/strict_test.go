package livetest_test

import (
	"errors"
	"fmt"
	"runtime"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/azu-live/azu/html"
	"github.com/azu-live/azu/live"
	"github.com/azu-live/azu/live/livetest"
)

// judge is a test that takes down how it fails.
type judge struct {
	testing.TB
	said []string
}

func (j *judge) Errorf(format string, args ...any) {
	j.said = append(j.said, fmt.Sprintf(format, args...))
}
func (j *judge) Fatalf(format string, args ...any) { j.Errorf(format, args...); runtime.Goexit() }

// deaf listens to one click alone, and then does not always take it well.
type deaf struct{}

func (c *deaf) Click(_ *live.Ctx, how string) error {
	switch how {
	case "fail":
		return errors.New("broken")
	case "deny":
		return live.Forbidden
	case "leave":
		return live.Redirect("/elsewhere")
	}
	return nil
}
func (c *deaf) Number(_ *live.Ctx, n int) error { return nil }
func (c *deaf) Render(h *live.H[deaf]) html.Node {
	button := func(how string) html.Node {
		return h.Button(h.Attr("data-how", how), live.ClickWith(h, (*deaf).Click, how))
	}
	return h.Div(button("take"), button("fail"), button("deny"), button("leave"), h.P(h.Lit("deaf")), h.Input(h.ID("text")), h.Input(h.ID("box"), h.Type("checkbox")),
		h.Form(h.Input(h.ID("held"))), h.Input(h.ID("number"), live.Change(h, (*deaf).Number)))
}

func TestWhatNobodyListensToAndRefusalsNobodyAsksAboutFailATest(t *testing.T) {
	find := func(css string, do func(*livetest.Selection)) func(*livetest.Page) {
		return func(p *livetest.Page) { do(p.Find(css)) }
	}
	click := func(how string) func(*livetest.Page) {
		return find("[data-how="+how+"]", (*livetest.Selection).Click)
	}
	for name, c := range map[string]struct {
		do   func(*livetest.Page)
		want string
	}{
		"click":        {find("p", (*livetest.Selection).Click), "nothing happens when"},
		"press":        {find("p", func(s *livetest.Selection) { s.Press("Enter") }), "nothing happens when"},
		"focus":        {find("p", (*livetest.Selection).Focus), "nothing happens when"},
		"blur":         {find("p", (*livetest.Selection).Blur), "nothing happens when"},
		"check":        {find("#box", func(s *livetest.Selection) { s.Check(true) }), "nothing happens when"},
		"change":       {find("#text", func(s *livetest.Selection) { s.Change("x") }), "nothing happens when"},
		"for a form":   {find("#held", func(s *livetest.Selection) { s.Change("x") }), ""},
		"taken":        {click("take"), ""},
		"failed":       {click("fail"), `refused with "failed"`},
		"denied":       {click("deny"), `refused with "denied"`},
		"redirected":   {click("leave"), ""},
		"invalid":      {find("#number", func(s *livetest.Selection) { s.Change("x") }), ""},
		"asked":        {func(p *livetest.Page) { click("deny")(p); p.WantRefused("denied") }, ""},
		"asked wrong":  {func(p *livetest.Page) { click("deny")(p); p.WantRefused("rate") }, `refused with "denied", want "rate"`},
		"not in time":  {func(p *livetest.Page) { click("deny")(p); click("take")(p) }, `refused with "denied"`},
		"asked before": {func(p *livetest.Page) { p.WantRefused(""); click("deny")(p) }, `refused with "denied"`},
	} {
		synctest.Test(t, func(t *testing.T) {
			j := &judge{TB: t}
			t.Cleanup(func() { // after the page's own
				if got := strings.Join(j.said, "; "); !strings.Contains(got, c.want) || len(j.said) > 1 || c.want == "" && got != "" {
					t.Errorf("%s: the test says %q, want %q", name, got, c.want)
				}
			})
			page := livetest.Open(j, site(t, live.NewPage(func() *deaf { return &deaf{} })), "/")
			done := make(chan bool)
			go func() { defer close(done); c.do(page) }()
			<-done
		})
	}
}
