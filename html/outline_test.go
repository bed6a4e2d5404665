package html_test

import (
	"strings"
	"testing"

	"github.com/azu-live/azu/html"
)

// outlines writes an element in place of each view.
type outlines string

func (o outlines) AppendOutline(dst []byte, _ uint32) []byte { return append(dst, o...) }

func TestAnOutlineDependsOnTheTemplatesAlone(t *testing.T) {
	var p page
	words, on := []string{"a"}, false
	c := newComponent(func(h *html.Builder) html.Node {
		return h.Div(h.Title(p.title), h.Hidden(on), h.Textarea(h.Value(p.title)), h.Select(h.Value(p.title), h.Option(h.Value("x"))),
			html.Each(h, words, wordKey, wordRow), h.P(h.View(7)), h.Section(h.Raw(html.Markup(p.title))))
	})
	outline := func() string { return string(c.reg.AppendOutline(nil, c.tree(), outlines("<i></i>"))) }
	want := outline()
	if strings.Count(want, "<i></i>") != 1 || strings.Count(want, "<li") != 1 {
		t.Errorf("the outline is %s", want)
	}
	p.title, on, words = "x</p><div>", true, []string{"a", "b", "c"}
	wantEqual(t, "outline", outline(), want)
	words = nil
	if got := outline(); strings.Contains(got, "<li") {
		t.Errorf("the outline has a row: %s", got)
	}
}

func TestAnOutlineIsCheckedWithTheViewsInIt(t *testing.T) {
	c := newComponent(func(h *html.Builder) html.Node { return h.Div(h.P(h.View(7))) })
	for range 2 { // the second time it is known
		if err := c.reg.CheckOutline(c.reg.AppendOutline(nil, c.tree(), outlines("<i></i>"))); err != nil {
			t.Error(err)
		}
		err := c.reg.CheckOutline(c.reg.AppendOutline(nil, c.tree(), outlines("<ul></ul>")))
		if err == nil || !strings.Contains(err.Error(), "in <div> a browser would change the markup: a paragraph can't hold <ul>") {
			t.Errorf("the error is %v", err)
		}
	}
}
