package live_test

import (
	"strings"
	"testing"
	"testing/synctest"

	"github.com/azu-live/azu/html"
	"github.com/azu-live/azu/live"
	"github.com/azu-live/azu/live/livetest"
)

type badHandlers struct{ how string }

func (b *badHandlers) Do(*live.Ctx) error               { return nil }
func plainFunction(*badHandlers, *live.Ctx) error       { return nil }
func (b *badHandlers) do(*badHandlers, *live.Ctx) error { return nil }

func (b *badHandlers) Render(h *live.H[badHandlers]) html.Node {
	switch b.how {
	case "literal":
		return h.Button(live.Click(h, func(*badHandlers, *live.Ctx) error { return nil }))
	case "value":
		return h.Button(live.Click(h, b.do))
	case "function":
		return h.Button(live.Click(h, plainFunction))
	case "form":
		return h.Form(live.Submit(h, (*badHandlers).Chan))
	case "renamed":
		return h.Button(live.Click(h, live.Named(h, "Other", (*badHandlers).Do)))
	case "named literal":
		return h.Button(live.Click(h, live.Named(h, "Other", func(*badHandlers, *live.Ctx) error { return nil })))
	}
	return h.Button(live.Click(h, (*badHandlers).Do))
}

func (b *badHandlers) Chan(_ *live.Ctx, p struct{ C chan int }) error { return nil }

func TestOnlyMethodExpressionsAreHandlers(t *testing.T) {
	for how, want := range map[string]string{
		"literal":       "is a function: handlers are methods",
		"value":         "is a method value: use the method expression",
		"function":      "is a function: handlers are methods",
		"form":          "Submit into",
		"renamed":       "the method Do has its own name, and can't be called Other",
		"named literal": "is a function: handlers are methods",
	} {
		t.Run(how, func(t *testing.T) {
			page := live.NewPage(func() *badHandlers { return &badHandlers{how} })
			s := newSite(t, map[string]live.Page{"/": page}, live.Limits{})
			if got := s.get("/", ""); got.Code != 500 || !strings.Contains(got.Body.String(), "azu-boundary") {
				t.Errorf("%d %s", got.Code, got.Body)
			}
			if log := s.log.String(); !strings.Contains(log, want) || !strings.Contains(log, "name_test.go:") {
				t.Errorf("the log does not name reason and line:\n%s", log)
			}
		})
	}
}

// table is a generic component, whose methods have no name at run time.
type table[R any] struct {
	rows []R
	n    int
}

func (t *table[R]) Sort(*live.Ctx) error         { t.n++; return nil }
func (t *table[R]) Row(_ *live.Ctx, i int) error { t.n += i; return nil }
func (t *table[R]) Render(h *live.H[table[R]]) html.Node {
	return h.Div(h.P(h.Int(t.n), h.Lit(" of "), h.Int(len(t.rows))),
		h.Button(h.ID("sort"), h.Type("button"), live.Click(h, live.Named(h, "Sort", (*table[R]).Sort))),
		h.Button(h.ID("row"), h.Type("button"), live.ClickWith(h, live.Named(h, "Row", (*table[R]).Row), 5)))
}

func TestMethodsOfGenericComponentsGoByTheirGivenName(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newSite(t, map[string]live.Page{
			"/strings": live.NewPage(func() *table[string] { return &table[string]{rows: []string{"a"}} }),
			"/desks":   live.NewPage(func() *table[*desk] { return &table[*desk]{} }),
			"/users":   live.NewPage(func() *table[*signup] { return &table[*signup]{rows: make([]*signup, 3)} }),
		}, live.Limits{})
		for path, want := range map[string]string{"/strings": "6 of 1", "/desks": "6 of 0", "/users": "6 of 3"} {
			page := livetest.Open(t, s, path)
			page.Find("#sort").Click()
			page.Find("#row").Click()
			page.Find("p").WantText(want)
		}
	})
}

// alias is a generic component that says itself what its method is called.
type alias[R any] struct {
	name string
	n    int
}

func (a *alias[R]) Sort(*live.Ctx) error { a.n++; return nil }
func (a *alias[R]) Render(h *live.H[alias[R]]) html.Node {
	return h.Button(live.Click(h, live.Named(h, a.name, (*alias[R]).Sort)), h.Int(a.n))
}

func TestANameIsGivenWithinOneComponentOnly(t *testing.T) {
	synctest.Test(t, func(t *testing.T) { // though the two have the code of their methods in common
		s := newSite(t, map[string]live.Page{
			"/desks":   live.NewPage(func() *alias[*desk] { return &alias[*desk]{name: "Sort"} }),
			"/signups": live.NewPage(func() *alias[*signup] { return &alias[*signup]{name: "Order"} }),
		}, live.Limits{})
		for path, name := range map[string]string{"/desks": "Sort", "/signups": "Order"} {
			c, _ := s.join(path, "ann")
			c.Send(`[1,1,"` + name + `"]`)
			wantNext(t, c, `[1,1,1,[0,1]]`)
		}
	})
}

// badNames names its methods in ways that could call another one than was meant.
type badNames[R any] struct{ how string }

func (b *badNames[R]) Sort(*live.Ctx) error   { return nil }
func (b *badNames[R]) Filter(*live.Ctx) error { return nil }
func (b *badNames[R]) Render(h *live.H[badNames[R]]) html.Node {
	sort := (*badNames[R]).Sort
	switch b.how {
	case "one name, two functions":
		return h.Div(
			h.Button(live.Click(h, live.Named(h, "Sort", sort))),
			h.Button(live.Click(h, live.Named(h, "Sort", (*badNames[R]).Filter))))
	case "one function, two names":
		return h.Div(
			h.Button(live.Click(h, live.Named(h, "Sort", sort))),
			h.Button(live.Click(h, live.Named(h, "Order", sort))))
	case "no name":
		return h.Button(live.Click(h, live.Named(h, "a.b", sort)))
	}
	return h.Button(live.Click(h, live.Named(h, "Sort", sort)), live.Blur(h, live.Named(h, "Sort", sort)))
}

func TestANameMeansOneFunctionAndAFunctionHasOneName(t *testing.T) {
	for how, want := range map[string]string{
		"one name, two functions": "live: Named gives the name Sort to two functions, at live/name_test.go:",
		"one function, two names": "live: Named gives one function two names, Sort and Order (live/name_test.go:",
		"no name":                 `live: Named: \"a.b\" is not a method's name (live/name_test.go:`,
		"":                        "",
	} {
		t.Run(how, func(t *testing.T) {
			s := newSite(t, map[string]live.Page{"/": live.NewPage(func() *badNames[int] { return &badNames[int]{how} })}, live.Limits{})
			got := s.get("/", "")
			if log := s.log.String(); !strings.Contains(log, want) || (got.Code == 200) != (want == "") {
				t.Errorf("%d, the log says\n%s", got.Code, log)
			}
		})
	}
}

// nameless is a generic component that does not say what its method is called.
type nameless[R any] struct{}

func (c *nameless[R]) Sort(*live.Ctx) error { return nil }
func (c *nameless[R]) Render(h *live.H[nameless[R]]) html.Node {
	return h.Button(live.Click(h, (*nameless[R]).Sort))
}

func TestAMethodWithoutANameIsRefused(t *testing.T) {
	s := newSite(t, map[string]live.Page{"/": live.NewPage(func() *nameless[int] { return &nameless[int]{} })}, live.Limits{})
	if got := s.get("/", ""); got.Code != 500 || s.log.count("is a method of a generic type, which has no name at run time: use live.Named(h, ") == 0 || s.log.count("(live/name_test.go:") == 0 {
		t.Errorf("%d, the log says\n%s", got.Code, s.log)
	}
}
