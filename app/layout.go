package app

import (
	"net/http"
	"sync"

	"github.com/azu-live/azu/html"
	"github.com/azu-live/azu/live"
)

// Layout is the document around a page: it returns the fragment of a doctype and an html element, with
// p.Head inside head and p.Content inside body. It is called from several requests' goroutines at once
// and holds no events; what lives is in the page.
type Layout func(h *html.Builder, p *Page) html.Node

// Page is what a layout is asked to lay out. It is valid during the call.
type Page struct {
	// Title is what the component's Title method said, the title given to Render, or the name of the
	// error's status. It is "" for a component without that method.
	Title string
	// Path is the request's path, such as "/users".
	Path string
	// Status is the answer's HTTP status: 200, or an error's.
	Status int

	app     *App
	nonce   string
	content func(*html.Builder) html.Node // nil: the live view
}

// Nonce lets a script element run: h.Nonce(p.Nonce()). It is another one for each answer.
func (p *Page) Nonce() string { return p.nonce }

// Head is what the document's head needs: the character set, the viewport, and on a live page the
// Spark client. The title is the layout's.
func (p *Page) Head(h *html.Builder) html.Node {
	return h.Fragment(
		h.Meta(h.Charset("utf-8")),
		h.Meta(h.Name("viewport"), h.Content("width=device-width, initial-scale=1")),
		html.If(h, p.content == nil, func(h *html.Builder) html.Node {
			return h.Script(h.Src(p.app.spark.hashed), h.Nonce(p.nonce), h.Defer(true))
		}),
	)
}

// Content is the page: the live view, what was given to Render, or the error's content.
func (p *Page) Content(h *html.Builder) html.Node {
	if p.content != nil {
		return p.content(h)
	}
	return h.View(1)
}

// plainLayout stands in for a Config without a layout.
func plainLayout(h *html.Builder, p *Page) html.Node {
	return h.Fragment(h.Doctype(),
		h.HTML(h.Lang("en"),
			h.Head(p.Head(h), h.TitleEl(h.Text(p.Title))),
			h.Body(p.Content(h))))
}

// documents renders layouts. It may be used from several goroutines.
type documents struct {
	layout   Layout
	registry *html.Registry
	set      *html.Set
	dev      bool      // the page is checked in its layout
	builders sync.Pool // of *html.Builder
}

func newDocuments(layout Layout, registry *html.Registry, c *Config) *documents {
	return &documents{
		layout:   layout,
		registry: registry,
		set:      registry.Set("layout", html.SetOptions{Check: c.Dev, Log: c.Log}),
		dev:      c.Dev,
		builders: sync.Pool{New: func() any { return new(html.Builder) }},
	}
}

// append renders the layout around p; view is nil when p has content of its own. A builder whose layout
// panicked is not used again.
func (d *documents) append(dst []byte, p *Page, view *live.Rendered) []byte {
	b := d.builders.Get().(*html.Builder)
	b.Begin(d.set)
	tree := b.End(d.layout(b, p))
	var views html.Views
	if view != nil {
		views = view
		if d.dev {
			if err := d.registry.CheckOutline(d.registry.AppendOutline(nil, tree, view)); err != nil {
				panic("html: layout: " + err.Error())
			}
		}
	}
	dst = d.registry.AppendHTML(dst, tree, "", views)
	d.builders.Put(b)
	return dst
}

// Render answers with a page that does not live: content inside the layout. It is for ordinary handlers,
// whose pages then look like the others. Like those it is for its visitor alone, unless Cache-Control is
// set.
func (a *App) Render(w http.ResponseWriter, r *http.Request, title string, content func(*html.Builder) html.Node) {
	keepPrivate(w.Header())
	a.write(w, r, &Page{Title: title, Path: r.URL.Path, Status: http.StatusOK, content: content}, nil)
}
