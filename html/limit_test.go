package html_test

import (
	"bytes"
	"io"
	"log/slog"
	"regexp"
	"runtime"
	"strings"
	"testing"

	"github.com/azu-live/azu/html"
)

var quiet = slog.New(slog.NewTextHandler(io.Discard, nil))

var names = regexp.MustCompile(`( z="|<!--\[)[A-Za-z0-9_-]{6}("|-->)| z="!"|<!--\[!-->`)

// viewFences stand around a view in an instance that travels as markup.
var viewFences = regexp.MustCompile(`<!--\[v[0-9]+-->(.*?)<!--\]-->`)

// withoutNames takes the names of templates out of markup, so that it can be compared
// with what is past the limit.
func withoutNames(markup string) string {
	return names.ReplaceAllStringFunc(markup, func(s string) string {
		if strings.HasPrefix(s, "<") {
			return "<!--[*-->"
		}
		return ` z=""`
	})
}

// manyShapes has as many templates as there are numbers.
func manyShapes(n *int) func(h *html.Builder) html.Node {
	return func(h *html.Builder) html.Node {
		kids := []html.Node{h.Text("n")}
		for i := range *n {
			kids = append(kids, h.B(h.Int(i)))
		}
		return h.Div(kids...)
	}
}

func TestPastTheLimitARenderComesOutRight(t *testing.T) {
	var log bytes.Buffer
	n := 0
	c := newComponent(manyShapes(&n))
	c.set = c.reg.Set("shop.Cart", html.SetOptions{Marks: true, Limit: 4, Log: slog.New(slog.NewTextHandler(&log, nil))})
	for round := range 3 {
		for n = range 20 {
			fresh := newComponent(c.view)
			want := withoutNames(fresh.html())
			wantEqual(t, "markup", withoutNames(c.html()), want)
			if n >= 4 && !strings.Contains(c.html(), ` z="!"`) {
				t.Errorf("round %d: shape %d is past the limit, but has a name", round, n)
			}
		}
	}
	if got := c.set.Len(); got != 4 {
		t.Errorf("%d templates, want 4", got)
	}
	if got := strings.Count(log.String(), "level=WARN"); got != 1 {
		t.Errorf("%d warnings, want one: %s", got, log.String())
	}
	for _, want := range []string{"shop.Cart", "limit=4", "html/limit_test.go:"} {
		if !strings.Contains(log.String(), want) {
			t.Errorf("the warning doesn't say %s: %s", want, log.String())
		}
	}
}

func TestPastTheLimitEventsAndViewsAreFound(t *testing.T) {
	n := 0
	c := newComponent(func(h *html.Builder) html.Node {
		kids := []html.Node{h.AddEvent("click", "Remove", 1, []byte(`"a&b"`), true), h.View(7), h.Text("between")}
		for range n {
			kids = append(kids, h.Br())
		}
		kids = append(kids, html.If(h, n > 0, func(h *html.Builder) html.Node {
			return h.P(h.AddEvent("input", "Search", 2, nil, false), h.View(300))
		}))
		return h.Div(kids...)
	})
	c.set = c.reg.Set("test", html.SetOptions{Marks: true, Limit: 1, Log: quiet})
	c.html()
	for n = range 4 {
		fresh := newComponent(c.view)
		want := string(fresh.reg.AppendHTML(nil, fresh.tree(), ` z-view="1"`, views{}))
		got := string(c.reg.AppendHTML(nil, c.tree(), ` z-view="1"`, views{}))
		wantEqual(t, "markup", withoutNames(viewFences.ReplaceAllString(got, "$1")), withoutNames(want))
		tree := c.tree()
		for handler, want := range map[string]bool{"Remove": true, "Search": n > 0, "Delete": false, "": false} {
			if c.reg.HasEvent(tree, handler) != want {
				t.Errorf("n=%d: HasEvent(%q) is %v", n, handler, !want)
			}
		}
		if end := c.reg.Skip(tree, 0); end != len(tree) {
			t.Errorf("n=%d: Skip ends at %d of %d", n, end, len(tree))
		}
	}
}

func TestPastTheLimitASelectWithViewsIsWhole(t *testing.T) {
	c := newComponent(func(h *html.Builder) html.Node {
		return h.Div(h.View(1), h.Select(h.Value("a"), h.View(2), h.Option(h.Value("a"), h.Lit("A")), h.View(3)), h.View(4))
	})
	c.set = c.reg.Set("test", html.SetOptions{Marks: true, Limit: -1, Log: quiet})
	got := string(c.reg.AppendHTML(nil, c.tree(), "", views{}))
	wantEqual(t, "markup", viewFences.ReplaceAllString(withoutNames(got), "$1"),
		`<div z=""><!--[--><i>1</i><!--]--><select z z-chosen="a"><!--[--><i>2</i><!--]--><option selected z value="a">A</option><!--[--><i>3</i><!--]--></select><!--[--><i>4</i><!--]--></div>`)
}

// A template of rows spread in a plain loop is large: what a set holds is bounded by what is
// in its templates, too.
func TestTemplatesOfSpreadRowsStayWithinABudgetOfMemory(t *testing.T) {
	var log bytes.Buffer
	n := 0
	c := newComponent(func(h *html.Builder) html.Node {
		var rows []html.Node
		for i := range n {
			rows = append(rows, h.Tr(h.Class("row"), h.Td(h.Int(i)), h.Td(h.A(h.Href("/x"), h.Text("name"))), h.Td(h.Text("mail"))))
		}
		return h.Tbody(rows...)
	})
	c.set = c.reg.Set("rows", html.SetOptions{Marks: true, Log: slog.New(slog.NewTextHandler(&log, nil))})
	before := heap()
	for n = 1000; n < 1040; n++ {
		if got := strings.Count(c.html(), "<tr"); got != n {
			t.Fatalf("%d rows, want %d", got, n)
		}
	}
	if got := heap() - before; got > 32<<20 {
		t.Errorf("%d templates take %d KB", c.set.Len(), got>>10)
	}
	if got := c.set.Len(); got < 8 || got > 16 {
		t.Errorf("%d templates of 10,000 calls", got)
	}
	if n := strings.Count(log.String(), "more than 131,072 calls together"); n != 1 {
		t.Errorf("%d warnings name the bound: %s", n, log.String())
	}
}

// heap is the heap in use, in bytes.
func heap() int {
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	return int(m.HeapAlloc)
}

func TestALayoutMayHaveTheMarkupOfAComponent(t *testing.T) {
	reg := html.NewRegistry()
	for _, marks := range []bool{false, true, false} {
		c := newComponent(func(h *html.Builder) html.Node { return h.P(h.Text("x")) })
		c.reg, c.set = reg, reg.Set("test", html.SetOptions{Marks: marks, Log: quiet})
		if c.html(); c.set.Len() != 1 {
			t.Errorf("with marks %v it travels as markup", marks)
		}
	}
}

func TestTheDefaultLimitHolds(t *testing.T) {
	n := 0
	c := newComponent(manyShapes(&n))
	c.set = c.reg.Set("test", html.SetOptions{Log: quiet})
	for n = range html.DefaultLimit + 20 {
		c.tree()
	}
	if got := c.set.Len(); got != html.DefaultLimit {
		t.Errorf("%d templates, want %d", got, html.DefaultLimit)
	}
}

func TestANegativeLimitIsNone(t *testing.T) {
	c := newComponent(func(h *html.Builder) html.Node { return h.Div(h.Text("x"), html.If(h, true, bannerView)) })
	c.set = c.reg.Set("test", html.SetOptions{Limit: -1, Marks: true, Log: quiet})
	for range 2 {
		wantEqual(t, "markup", c.html(), `<div z="!"><!--[-->x<!--]--><!--[--><p z="!">banner</p><!--]--></div>`)
	}
	if n := c.set.Len(); n != 0 {
		t.Errorf("%d templates", n)
	}
}

func TestControlFlowStaysFarFromTheLimit(t *testing.T) {
	n := 0
	c := newComponent(func(h *html.Builder) html.Node {
		return h.Ul(html.EachSeq(h, count(n), func(i int) int { return i }, func(h *html.Builder, i int) html.Node {
			return h.Li(h.Int(i), html.If(h, i%2 == 0, func(h *html.Builder) html.Node { return h.B(h.Lit("even")) }))
		}))
	})
	for n = range 300 {
		c.tree()
	}
	if got := c.set.Len(); got != 3 {
		t.Errorf("%d templates, want 3", got)
	}
}

// A template of few slots may have too many branches.
func TestTooManyBranchesAreNamedAsSuch(t *testing.T) {
	defer func() {
		got := recover()
		t.Logf("%v", got)
		if s, ok := got.(string); !ok || !strings.Contains(s, "branches") {
			t.Errorf("33,000 slots: %v", got)
		}
	}()
	x := func(h *html.Builder) html.Node { return html.Node{} }
	plain(func(h *html.Builder) html.Node {
		kids := make([]html.Node, 33_000)
		for i := range kids {
			kids[i] = html.IfElse(h, true, x, x)
		}
		return h.Div(kids...)
	})
}
