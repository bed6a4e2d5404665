package html_test

import (
	"strings"
	"testing"

	"github.com/azu-live/azu/html"
)

// render makes markup as a live component does, with its marks, in a set of its own.
func render(view func(h *html.Builder) html.Node) string {
	return newComponent(view).html()
}

// plain makes markup without marks, as layouts do.
func plain(view func(h *html.Builder) html.Node) string {
	c := newComponent(view)
	c.set = c.reg.Set("test", html.SetOptions{Check: true})
	return c.html()
}

// component is one component type: its templates, a builder, and how it renders.
type component struct {
	reg  *html.Registry
	set  *html.Set
	b    html.Builder
	view func(h *html.Builder) html.Node
}

func newComponent(view func(h *html.Builder) html.Node) *component {
	reg := html.NewRegistry()
	return &component{reg: reg, set: reg.Set("test", html.SetOptions{Marks: true, Check: true}), view: view}
}

func (c *component) tree() []byte {
	c.b.Begin(c.set)
	return c.b.End(c.view(&c.b))
}

func (c *component) html() string {
	return string(c.reg.AppendHTML(nil, c.tree(), "", nil))
}

// wantEqual fails with both texts one above the other.
func wantEqual(t *testing.T, what, got, want string) {
	t.Helper()
	if got != want {
		t.Errorf("%s\n got: %s\nwant: %s", what, strings.ReplaceAll(got, "\n", "\n      "), strings.ReplaceAll(want, "\n", "\n      "))
	}
}
