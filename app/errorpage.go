package app

import (
	"errors"
	"net/http"
	"runtime/debug"

	"github.com/go-chi/chi/v5/middleware"

	"github.com/azu-live/azu/html"
	"github.com/azu-live/azu/live"
)

// Error answers with the error page of a status, inside the layout. A status below 400 panics. Headers
// that were set for another content are taken back.
func (a *App) Error(w http.ResponseWriter, r *http.Request, status int) {
	if status < 400 {
		panic("app: Error is for statuses from 400 on")
	}
	header := w.Header()
	for _, name := range [...]string{"Content-Disposition", "Content-Range", "Etag", "Last-Modified"} {
		delete(header, name)
	}
	header.Set("Cache-Control", "no-store")
	a.write(w, r, &Page{
		Title:   http.StatusText(status),
		Path:    r.URL.Path,
		Status:  status,
		content: func(h *html.Builder) html.Node { return a.errorPage(h, status) },
	}, nil)
}

// plainError stands in for a Config without an error page.
func plainError(h *html.Builder, status int) html.Node {
	return h.Section(h.Class("azu-status"),
		h.H1(h.Text(http.StatusText(status))),
		html.Switch(h, status,
			html.When(http.StatusNotFound, sentence(html.C("There is nothing at this address."))),
			html.When(http.StatusForbidden, sentence(html.C("You may not see this page."))),
			html.When(http.StatusInternalServerError, sentence(html.C("Something went wrong on our side.")))),
		h.P(h.A(h.Href("/"), h.Lit("To the start page"))))
}

func sentence(s html.Const) func(*html.Builder) html.Node {
	return func(h *html.Builder) html.Node { return h.P(h.Lit(s.V())) }
}

// mountFailed answers for a page that could not be mounted.
func (a *App) mountFailed(w http.ResponseWriter, r *http.Request, page string, err error) {
	status := live.Status(err)
	if to := live.Location(err); to != "" && live.LocalPath(to) {
		w.Header().Set("Cache-Control", "no-store")
		http.Redirect(w, r, to, status)
		return
	}
	if status < 400 {
		status = http.StatusInternalServerError
	}
	if status >= 500 {
		a.log.Error("page not mounted", "page", page, "path", r.URL.Path, "err", err)
	}
	a.Error(w, r, status)
}

// recovered answers 500 when the handler that defers it panics. What has begun can't be taken back, but
// it can be cut short, so that nobody takes a part for the whole.
func (a *App) recovered(w middleware.WrapResponseWriter, r *http.Request) {
	v := recover()
	if v == nil {
		return
	}
	if err, ok := v.(error); ok && errors.Is(err, http.ErrAbortHandler) {
		panic(v)
	}
	a.log.Error("handler panicked", "path", r.URL.Path, "err", v, "stack", string(debug.Stack()))
	if w.Status() != 0 {
		panic(http.ErrAbortHandler)
	}
	defer func() {
		if v := recover(); v != nil {
			a.log.Error("error page panicked", "path", r.URL.Path, "err", v, "stack", string(debug.Stack()))
			http.Error(w, http.StatusText(http.StatusInternalServerError), http.StatusInternalServerError)
		}
	}()
	// A middleware that compresses has its writer between the handler and here: w is the one outside.
	w.Header().Del("Content-Encoding")
	a.Error(w, r, http.StatusInternalServerError)
}
