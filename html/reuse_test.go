package html_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/azu-live/azu/html"
)

// wantPanic calls f, which must panic with a sentence that has want in it.
func wantPanic(t *testing.T, want string, f func()) {
	t.Helper()
	defer func() {
		t.Helper()
		if got := fmt.Sprint(recover()); !strings.HasPrefix(got, "html: ") || !strings.Contains(got, want) {
			t.Errorf("it panics with: %s\nwant: html: ... %s", got, want)
		}
	}()
	f()
	t.Errorf("it goes on, want a panic: %s", want)
}

// outside has calls of each way into the builder, for one that has no render.
var outside = map[string]func(b *html.Builder){
	"an element":       func(b *html.Builder) { b.Div() },
	"a constant":       func(b *html.Builder) { b.Lit("x") },
	"a text":           func(b *html.Builder) { b.Text("x") },
	"a number":         func(b *html.Builder) { b.Int(7) },
	"an attribute":     func(b *html.Builder) { b.Attr("data-x", "y") },
	"a condition":      func(b *html.Builder) { b.Hidden(true) },
	"an event":         func(b *html.Builder) { click(b, "Remove", 1, "") },
	"an empty If":      func(b *html.Builder) { html.If(b, false, bannerView) },
	"an If":            func(b *html.Builder) { html.If(b, true, bannerView) },
	"an If of nothing": func(b *html.Builder) { html.If(b, true, func(*html.Builder) html.Node { return html.Node{} }) },
	"a list":           func(b *html.Builder) { items(b, []string{"a"}) },
	"an empty list":    func(b *html.Builder) { items(b, nil) },
	"an end":           func(b *html.Builder) { b.End(html.Node{}) },
}

func TestABuilderIsOfNoUseOutsideARender(t *testing.T) {
	for name, call := range outside {
		t.Run(name, func(t *testing.T) {
			const want = "a builder is used outside a render (html/"
			t.Run("before the first", func(t *testing.T) {
				wantPanic(t, want, func() { call(new(html.Builder)) })
			})
			t.Run("after one", func(t *testing.T) {
				c := newComponent(func(h *html.Builder) html.Node { return h.P() })
				c.html()
				wantPanic(t, want, func() { call(&c.b) })
				wantEqual(t, "the next render", withoutNames(c.html()), `<p z=""></p>`)
			})
		})
	}
}

// A panic that a component recovers in the wrong place would leave its tree in pieces.
func TestAPanicRecoveredBetweenBodiesIsNamed(t *testing.T) {
	tried := func(h *html.Builder, body func(*html.Builder) html.Node) (n html.Node) {
		defer func() { recover() }()
		return html.If(h, true, body)
	}
	broken := true
	c := newComponent(func(h *html.Builder) html.Node {
		return h.P(tried(h, func(h *html.Builder) html.Node {
			if broken {
				panic("no database")
			}
			return h.B(h.Lit("x"))
		}))
	})
	for range 3 {
		broken = true
		wantPanic(t, "a panic was recovered outside of the If, Each or Switch body that it left", func() { c.html() })
		broken = false
		wantEqual(t, "the next render", withoutNames(c.html()), `<p z=""><b z="">x</b></p>`)
	}
}

// A component may answer a panic inside the body that it happened in.
func TestAPanicRecoveredInItsBodyIsHarmless(t *testing.T) {
	safe := func(h *html.Builder) (n html.Node) {
		defer func() {
			if recover() != nil {
				n = h.I(h.Lit("failed"))
			}
		}()
		h.Text("made in vain")
		panic("no database")
	}
	c := newComponent(func(h *html.Builder) html.Node { return h.P(html.If(h, true, safe), h.Lit(".")) })
	for range 3 {
		wantEqual(t, "markup", withoutNames(c.html()), `<p z=""><!--[--><i z="">failed</i><!--]-->.</p>`)
	}
}

// Pools keep builders: one huge render must not stay in memory with them.
func TestAHugeRenderIsLetGo(t *testing.T) {
	text := strings.Repeat("x", 4<<20)
	c := newComponent(func(h *html.Builder) html.Node { return h.P(h.Text(text), h.Textf("%s", text)) })
	c.tree()
	if n := cap(c.tree()); n < 8<<20 {
		t.Fatalf("the tree has room for %d bytes only", n)
	}
	first := &c.tree()[0]
	if again := &c.tree()[0]; again != first {
		t.Error("a component that renders much each time gets a new buffer for it")
	}
	text = "small"
	c.tree()
	if n := cap(c.tree()); n > 1<<20 {
		t.Errorf("after small renders the builder still has %d bytes", n)
	}
}
