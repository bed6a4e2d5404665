package live_test

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/azu-live/azu/html"
	"github.com/azu-live/azu/live"
	"github.com/azu-live/azu/live/livetest"
)

// shelf holds jars, each of which may break in its own way.
type shelf struct {
	how    string
	broken *bool // still
	done   bool
	calls  int
}

func (s *shelf) Finish(*live.Ctx) error          { s.done = true; return nil }
func (s *shelf) Opened(*live.Ctx, string) error  { s.calls++; return nil }
func (s *shelf) Explode(*live.Ctx, string) error { panic("parent's handler") }
func (s *shelf) Render(h *live.H[shelf]) html.Node {
	return h.Div(
		h.Button(h.ID("finish"), h.Type("button"), live.Click(h, (*shelf).Finish)),
		h.P(h.ID("calls"), h.Int(s.calls)),
		h.Div(h.ID("bad"), html.If(h, !s.done, func(h *live.H[shelf]) html.Node {
			return live.Child(h, "bad", func(j *jar) {
				j.how, j.broken, j.label, j.opened = s.how, s.broken, "bad", live.Bind(h, (*shelf).Opened)
				if s.how == "callback" {
					j.opened = live.Bind(h, (*shelf).Explode)
				}
			})
		})),
		h.Div(h.ID("good"), live.Child(h, "good", func(j *jar) { j.broken, j.label = new(bool), "good" })))
}

type jar struct {
	how, label string
	broken     *bool
	opened     live.Callback[string]
	n          int
}

func (j *jar) breaks(how string) {
	if *j.broken && j.how == how {
		_ = []int{}[len(how)] // a panic of the run time's own, as they mostly are
	}
}

func (j *jar) Mount(ctx *live.Ctx) error {
	j.breaks("Mount")
	if *j.broken && j.how == "Mount error" {
		return errors.New("no jam")
	}
	ctx.After(time.Second, j.ring)
	return nil
}
func (j *jar) ring(*live.Ctx) error { j.breaks("timer"); return nil }
func (j *jar) Connected(*live.Ctx) error {
	j.breaks("Connected")
	return nil
}
func (j *jar) Unmount(*live.Ctx) { j.breaks("Unmount") }
func (j *jar) Open(ctx *live.Ctx) error {
	j.n++
	j.breaks("handler")
	if *j.broken && j.how == "handler error" {
		return fmt.Errorf("stuck at %d", j.n)
	}
	return j.opened.Call(ctx, j.label)
}

func (j *jar) Render(h *live.H[jar]) html.Node {
	if j.n > 0 {
		j.breaks("Render")
	}
	j.breaks("first Render")
	return h.Section(h.P(h.Text(j.label), h.Lit(" "), h.Int(j.n)),
		h.Button(h.Class("open"), h.Type("button"), live.Click(h, (*jar).Open)))
}

func TestRow34AFaultShowsTheBoundaryOfItsViewAndARetryMountsAfresh(t *testing.T) {
	for _, c := range []struct {
		how   string
		act   func(*livetest.Page)
		name  string // in the log
		frame string // in its stack, "" for none
	}{
		{"Mount", nil, "Mount", "live_test.(*jar).Mount("},
		{"Mount error", nil, "Mount", ""},
		{"first Render", nil, "Render", "live_test.(*jar).Render("},
		{"Connected", nil, "Connected", "live_test.(*jar).Connected("},
		{"Render", func(p *livetest.Page) { p.Find("#bad .open").Click() }, "Render", "live_test.(*jar).Render("},
		{"handler", func(p *livetest.Page) { p.Find("#bad .open").Click(); p.WantRefused("failed") }, "Open", "live_test.(*jar).Open("},
		{"handler error", func(p *livetest.Page) { p.Find("#bad .open").Click(); p.WantRefused("failed") }, "Open", ""},
		{"timer", func(p *livetest.Page) { p.Advance(time.Second) }, "timer", "live_test.(*jar).ring("},
	} {
		t.Run(c.how, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				broken := true
				s := newSite(t, map[string]live.Page{"/": live.NewPage(func() *shelf { return &shelf{how: c.how, broken: &broken} })}, live.Limits{})
				page := livetest.Open(t, s, "/")
				if c.act != nil {
					page.Find("#bad .azu-boundary").WantCount(0)
					c.act(page)
				}
				page.Find("#bad .azu-boundary").WantCount(1)
				page.Find("#bad section").WantCount(0)

				page.Find("#good .open").Click() // the others go on
				page.Find("#good p").WantText("good 1")

				log := s.log.String()
				if !strings.Contains(log, "view failed") || !strings.Contains(log, "event="+c.name) || !strings.Contains(log, "page=live_test.shelf view=2") {
					t.Errorf("the log says\n%s", log)
				}
				if strings.Count(log, "view failed") != 1 { // though its parent has rendered since
					t.Errorf("it failed again:\n%s", log)
				}
				if strings.Contains(log, "stack=") != (c.frame != "") || !strings.Contains(log, c.frame) {
					t.Errorf("the log has another stack than one with %q:\n%s", c.frame, log)
				}

				page.Find("#bad button").Click()
				page.Find("#bad .azu-boundary").WantCount(boolInt(c.act == nil)) // it fails again at once
				broken = false
				if c.act == nil {
					page.Find("#bad button").Click()
				}
				page.Find("#bad p").WantText("bad 0") // the parent's properties, and no more
				page.Find("#bad .open").Click()
				page.Find("#bad p").WantText("bad 1")
				calls := 1 + boolInt(c.how == "Render") // whose handler had run before
				page.Find("#calls").WantText(strconv.Itoa(calls))
			})
		})
	}
}

func boolInt(b bool) int {
	if b {
		return 1
	}
	return 0
}

func TestRow34APanicInUnmountIsLoggedAndNobodyElseNotices(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		broken := true
		s := newSite(t, map[string]live.Page{"/": live.NewPage(func() *shelf { return &shelf{how: "Unmount", broken: &broken} })}, live.Limits{})
		page := livetest.Open(t, s, "/")
		page.Find("#finish").Click()
		page.Find("#bad section").WantCount(0)
		page.Find(".azu-boundary").WantCount(0)
		if s.log.count("event=Unmount") != 1 || s.log.count("stack=") != 1 {
			t.Errorf("the log says\n%s", s.log)
		}
		page.Find("#good .open").Click()
		page.Find("#good p").WantText("good 1")
	})
}

func TestAPanicInACallbackIsItsParents(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		broken := false
		s := newSite(t, map[string]live.Page{"/": live.NewPage(func() *shelf { return &shelf{how: "callback", broken: &broken} })}, live.Limits{})
		page := livetest.Open(t, s, "/")
		page.Find("#bad .open").Click()
		page.WantRefused("failed")
		page.Find(".azu-boundary").WantCount(1)
		page.Find("#good").WantCount(0)
		if s.log.count("view=1 event=Explode") != 1 {
			t.Errorf("the log says\n%s", s.log)
		}
		page.Find(".azu-boundary button").Click()
		page.Find("#good p").WantText("good 0")
	})
}

func TestRow34AFaultOfThePageItselfShowsItsBoundaryInTheDocument(t *testing.T) {
	for how, frame := range map[string]string{"Mount": "live_test.(*jar).Mount(", "first Render": "live_test.(*jar).Render("} {
		synctest.Test(t, func(t *testing.T) {
			broken := true
			s := newSite(t, map[string]live.Page{"/": live.NewPage(func() *jar { return &jar{how: how, broken: &broken, label: "root"} })}, live.Limits{})
			page := livetest.Open(t, s, "/")
			if page.Status != 500 {
				t.Errorf("%s: the status is %d, want 500", how, page.Status)
			}
			if s.log.count("view failed") != 1 || s.log.count(frame) == 0 {
				t.Errorf("%s: the log says\n%s", how, s.log)
			}
			page.Find(".azu-boundary button").Click()
			page.Find(".azu-boundary").WantCount(1) // it fails again
			if s.log.count("view failed") != 2 {
				t.Errorf("%s: after a retry the log says\n%s", how, s.log)
			}
			broken = false
			page.Find(".azu-boundary button").Click()
			page.Find("p").WantText("root 0")
		})
	}
}

// careful shows its errors itself.
type careful struct{ shown string }

func (c *careful) Mount(ctx *live.Ctx) error { ctx.After(time.Second, c.late); return nil }
func (c *careful) late(*live.Ctx) error      { return errors.New("late") }
func (c *careful) Save(_ *live.Ctx, what string) error {
	switch what {
	case "panic":
		panic("no")
	case "forbidden":
		return live.Forbidden
	}
	return errors.New(what)
}
func (c *careful) Failed(_ *live.Ctx, err error) {
	if c.shown = err.Error(); c.shown == "worse" {
		panic("Failed fails")
	}
}
func (c *careful) Render(h *live.H[careful]) html.Node {
	return h.Div(h.P(h.Text(c.shown)), html.Each(h, []string{"disk full", "panic", "forbidden", "worse"}, func(s *string) string { return *s },
		func(h *live.H[careful], s *string) html.Node {
			return h.Button(h.Type("button"), live.ClickWith(h, (*careful).Save, *s), h.Text(*s))
		}))
}

func TestAComponentWithFailedShowsReturnedErrorsItself(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newSite(t, map[string]live.Page{"/": live.NewPage(func() *careful { return &careful{} })}, live.Limits{})
		page := livetest.Open(t, s, "/")
		button := page.Find("button")
		button.Nth(0).Click()
		page.Find("p").WantText("disk full")
		button.Nth(2).Click()
		page.Find("p").WantText("forbidden")
		page.WantRefused("denied")
		page.Advance(time.Second)
		page.Find("p").WantText("late")
		if s.log.count("level=ERROR") != 0 {
			t.Errorf("the log says\n%s", s.log)
		}
		button.Nth(1).Click()
		page.WantRefused("failed")
		page.Find(".azu-boundary").WantCount(1)
		page.Find(".azu-boundary button").Click()
		button.Nth(3).Click()
		page.WantRefused("failed")
		page.Find(".azu-boundary").WantCount(1)
		if s.log.count("event=Failed") != 1 {
			t.Errorf("the log says\n%s", s.log)
		}
	})
}

// touchy is told of its updates, and breaks.
type touchy struct {
	diary *diary
	n     int
}

func (c *touchy) Click(*live.Ctx) error { c.n++; return nil }
func (c *touchy) Updated(*live.Ctx)     { c.diary.say("updated") }
func (c *touchy) Render(h *live.H[touchy]) html.Node {
	if c.n > 0 {
		panic("touched")
	}
	return h.P(h.Int(c.n), live.Click(h, (*touchy).Click))
}

func TestABoundaryIsNobodysUpdate(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := &diary{}
		s := newSite(t, map[string]live.Page{"/": live.NewPage(func() *touchy { return &touchy{diary: d} })}, live.Limits{})
		page := livetest.Open(t, s, "/")
		wantDiary(t, d, "updated")
		page.Find("p").Click()
		page.Find(".azu-boundary").WantCount(1)
		wantDiary(t, d)
		if s.log.count("view failed") != 1 {
			t.Errorf("the log says\n%s", s.log)
		}
	})
}
