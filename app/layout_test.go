package app_test

import (
	"bytes"
	"log/slog"
	"net/http"
	"strings"
	"testing"

	"github.com/azu-live/azu/app"
	"github.com/azu-live/azu/html"
	"github.com/azu-live/azu/live"
)

func TestALayoutThatABrowserWouldTakeApartAroundItsPageIsRefusedInDevelopment(t *testing.T) {
	var log bytes.Buffer
	a := newApp(t, func(c *app.Config) {
		c.Log = slog.New(slog.NewTextHandler(&log, nil))
		c.Layout = func(h *html.Builder, p *app.Page) html.Node {
			return h.Fragment(h.Doctype(), h.HTML(h.Head(p.Head(h), h.TitleEl(h.Text(p.Title))), h.Body(h.P(p.Content(h)))))
		}
	})
	a.Page("/paragraph", live.NewPage(func() *hello { return new(hello) }))
	a.Page("/emphasis", live.NewPage(func() *emphasis { return new(emphasis) }))
	if res := get(a, "/emphasis"); res.StatusCode != http.StatusOK {
		t.Errorf("an em in a paragraph answers %d: %s", res.StatusCode, &log)
	}
	const want = "in <body> a browser would change the markup: a paragraph can't hold <p>"
	if res := get(a, "/paragraph"); res.StatusCode != http.StatusInternalServerError || !strings.Contains(log.String(), want) {
		t.Errorf("a paragraph in a paragraph answers %d, and the log says: %s", res.StatusCode, &log)
	}
}

type emphasis struct{}

func (*emphasis) Render(h *live.H[emphasis]) html.Node { return h.Em(h.Lit("x")) }
