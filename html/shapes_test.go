package html_test

import (
	"strconv"
	"strings"
	"testing"

	"github.com/azu-live/azu/html"
)

func TestAThousandSpreadLengthsStayWithinTheLimitAndComeOutRight(t *testing.T) {
	n := 0
	c := newComponent(manyShapes(&n))
	c.set = c.reg.Set("spread", html.SetOptions{Marks: true, Log: quiet})
	for n = range 1000 {
		markup := c.html()
		if got := strings.Count(markup, "<b"); got != n {
			t.Fatalf("%d elements, want %d", got, n)
		}
		if n > 0 && !strings.Contains(markup, ">"+strconv.Itoa(n-1)+"<") {
			t.Fatalf("the last of %d elements lacks its text", n)
		}
	}
	if got := c.set.Len(); got != html.DefaultLimit {
		t.Errorf("%d templates, want %d", got, html.DefaultLimit)
	}
}

func TestTwelvePlainIfsStayWithinTheLimitAndComeOutRight(t *testing.T) {
	mask := 0
	c := newComponent(func(h *html.Builder) html.Node {
		var kids []html.Node
		for i := range 12 {
			if mask>>i&1 == 1 {
				switch i % 3 {
				case 0:
					kids = append(kids, h.B(h.Int(i)))
				case 1:
					kids = append(kids, h.I(h.Int(i)))
				default:
					kids = append(kids, h.U(h.Int(i)))
				}
			}
		}
		return h.Div(kids...)
	})
	c.set = c.reg.Set("ifs", html.SetOptions{Marks: true, Log: quiet})
	for mask = range 1 << 12 {
		markup := c.html()
		for i := range 12 {
			if has := strings.Contains(markup, ">"+strconv.Itoa(i)+"<"); has != (mask>>i&1 == 1) {
				t.Fatalf("mask %012b, element %d: %v in %s", mask, i, has, markup)
			}
		}
	}
	if got := c.set.Len(); got > html.DefaultLimit {
		t.Errorf("%d templates, more than %d", got, html.DefaultLimit)
	}
}
