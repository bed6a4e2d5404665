package app_test

import (
	"context"
	"fmt"
	"log"
	"net/http"

	"github.com/azu-live/azu/app"
	"github.com/azu-live/azu/html"
	"github.com/azu-live/azu/live"
)

type Clicks struct{ n int }

func (c *Clicks) Title() string { return "Clicks" }

func (c *Clicks) Render(h *live.H[Clicks]) html.Node {
	return h.Button(h.Type("button"), live.Click(h, (*Clicks).Add), h.Int(c.n), h.Lit(" clicks"))
}

func (c *Clicks) Add(*live.Ctx) error { c.n++; return nil }

// A site with one live page and one ordinary handler, on http://localhost:4000.
func Example() {
	a, err := app.New(app.Config{Dev: true})
	if err != nil {
		log.Fatal(err)
	}
	a.Page("/", live.NewPage(func() *Clicks { return new(Clicks) }))
	a.Router().Get("/health", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprintln(w, "ok") })
	if err := a.Run(context.Background()); err != nil {
		log.Fatal(err)
	}
}

// A layout of one's own says what stands around each page.
func ExampleLayout() {
	layout := func(h *html.Builder, p *app.Page) html.Node {
		return h.Fragment(h.Doctype(),
			h.HTML(h.Lang("en"),
				h.Head(p.Head(h), h.TitleEl(h.Text(p.Title)), h.Link(h.Rel("stylesheet"), h.Href("/static/app.css"))),
				h.Body(h.Main(p.Content(h)))))
	}
	_, err := app.New(app.Config{Dev: true, Layout: layout})
	fmt.Println(err)
	// Output: <nil>
}
