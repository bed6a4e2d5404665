package html_test

import (
	"fmt"
	"testing"

	"github.com/azu-live/azu/html"
)

func ref(number uint32) func(*html.Builder) html.Node {
	return func(h *html.Builder) html.Node { return h.Div(h.View(number)) }
}

// views writes a view's number in place of its markup.
type views struct{}

func (views) AppendView(dst []byte, number uint32) []byte {
	return fmt.Appendf(dst, "<i>%d</i>", number)
}

func TestViewsStandInTheirPlaces(t *testing.T) {
	for _, number := range []uint32{1, 300, 1 << 31} {
		c := newComponent(ref(number))
		got := string(c.reg.AppendHTML(nil, c.tree(), "", views{}))
		wantEqual(t, "markup", withoutNames(got), fmt.Sprintf(`<div z=""><i>%d</i></div>`, number))
	}
	c := newComponent(ref(0))
	wantEqual(t, "no view", withoutNames(string(c.reg.AppendHTML(nil, c.tree(), "", views{}))), `<div z=""></div>`)
}

func TestRootAttributesGoIntoTheRootTag(t *testing.T) {
	c := newComponent(func(h *html.Builder) html.Node { return h.Div(h.Class("a"), h.Lit("x")) })
	got := string(c.reg.AppendHTML(nil, c.tree(), ` z-view="1"`, nil))
	wantEqual(t, "markup", withoutNames(got), `<div z="" z-view="1" class="a">x</div>`)
}
