package main

import (
	"io/fs"

	"github.com/azu-live/azu/app"
	"github.com/azu-live/azu/html"
)

// layout is the document around every page.
func layout(h *html.Builder, p *app.Page, files *app.Files) html.Node {
	return h.Fragment(h.Doctype(),
		h.HTML(h.Lang("en"),
			h.Head(
				p.Head(h),
				h.TitleEl(h.Text(documentTitle(p.Title))),
				h.Meta(h.Name("color-scheme"), h.Content("light dark")),
				h.Link(h.Rel("icon"), h.Type("image/svg+xml"), h.Href(files.Path("icon.svg"))),
				h.Link(h.Rel("stylesheet"), h.Href(files.Path("showcase.css")))),
			h.Body(
				h.A(h.Class("skip"), h.Href("#content"), h.Lit("Skip to the content")),
				h.Header(h.Class("site"),
					h.A(h.Class("brand"), h.Href("/"), h.Lit("Azu")),
					h.Nav(h.Aria("label", "Site"),
						navLink(h, p, "/counter", html.C("Counter")),
						navLink(h, p, "/users", html.C("Users")))),
				h.Main(h.ID("content"),
					html.If(h, p.Status < 400, func(h *html.Builder) html.Node { return h.H1(h.Text(p.Title)) }),
					p.Content(h)),
				h.Footer(h.Class("site"),
					h.Noscript(h.P(h.Lit("Without JavaScript the pages show everything, but do not change by themselves."))),
					h.P(h.Lit("Rendered by Go, kept current over one WebSocket."))))))
}

func navLink(h *html.Builder, p *app.Page, to string, label html.Const) html.Node {
	current := "false"
	if p.Path == to {
		current = "page"
	}
	return h.A(h.Href(to), h.Aria("current", current), h.Lit(label.V()))
}

func documentTitle(title string) string {
	if title == siteTitle {
		return title
	}
	return title + " · " + siteTitle
}

// sub is a folder of embedded files.
func sub(files fs.FS, folder string) fs.FS {
	s, err := fs.Sub(files, folder)
	if err != nil {
		panic(err) // the folder's name is ours
	}
	return s
}
