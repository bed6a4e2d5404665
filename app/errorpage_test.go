package app_test

import (
	"log/slog"
	"net/http"
	"strings"
	"testing"

	"github.com/azu-live/azu/app"
	"github.com/azu-live/azu/html"
)

func TestAPanickingHandlerAnswers500(t *testing.T) {
	var log strings.Builder
	a := newApp(t, func(c *app.Config) { c.Log = slog.New(slog.NewTextHandler(&log, nil)) })
	a.Router().Get("/boom", func(http.ResponseWriter, *http.Request) { panic("boom of the handler") })
	res := get(a, "/boom")
	if res.StatusCode != http.StatusInternalServerError || strings.Contains(body(t, res), "boom of") {
		t.Errorf("got %d", res.StatusCode)
	}
	if got := log.String(); !strings.Contains(got, "boom of the handler") || !strings.Contains(got, "app_test.go") {
		t.Errorf("the log has neither cause nor stack:\n%s", got)
	}
}

func TestAnErrorPageOfOnesOwnIsLaidOut(t *testing.T) {
	a := newApp(t, func(c *app.Config) {
		c.ErrorPage = func(h *html.Builder, status int) html.Node { return h.H1(h.Lit("Oh, "), h.Int(status)) }
	})
	if doc := body(t, get(a, "/nowhere")); !strings.Contains(doc, "<body><h1>Oh, 404</h1></body>") {
		t.Error(doc)
	}
}

func TestAnErrorPageHasNoHeadersOfWhatFailed(t *testing.T) {
	a := newApp(t, nil)
	zip := func(header http.Header) {
		header.Set("Content-Encoding", "gzip")
		header.Set("Content-Disposition", "attachment; filename=x.zip")
		header.Set("Content-Range", "bytes 0-1/2")
		header.Set("ETag", `"x"`)
		header.Set("Last-Modified", "Mon, 02 Jan 2006 15:04:05 GMT")
		header.Set("Content-Length", "17")
		header.Set("Cache-Control", "public")
	}
	a.Router().Get("/boom", func(w http.ResponseWriter, _ *http.Request) {
		zip(w.Header())
		panic("boom")
	})
	a.Router().Get("/gone", func(w http.ResponseWriter, r *http.Request) {
		zip(w.Header())
		w.Header().Del("Content-Encoding") // whose writer that is, who can say
		a.Error(w, r, http.StatusGone)
	})
	for target, status := range map[string]int{"/boom": http.StatusInternalServerError, "/gone": http.StatusGone} {
		res := get(a, target)
		if res.StatusCode != status || !strings.Contains(body(t, res), http.StatusText(status)) {
			t.Errorf("%s: got %d", target, res.StatusCode)
		}
		for _, name := range []string{"Content-Encoding", "Content-Disposition", "Content-Range", "Etag", "Last-Modified"} {
			if got := res.Header.Get(name); got != "" {
				t.Errorf("%s: %s is %s", target, name, got)
			}
		}
		if got := res.Header.Get("Cache-Control"); got != "no-store" {
			t.Errorf("%s: Cache-Control is %s", target, got)
		}
	}
}

func TestRow34AnErrorPageThatPanicsIsAnswered500(t *testing.T) {
	for name, c := range map[string]struct {
		failing func(status int) bool
		page    string // of which the answer is
	}{
		"for some":  {func(status int) bool { return status != http.StatusInternalServerError }, "<h1>Oh, 500</h1>"},
		"for every": {func(int) bool { return true }, "Internal Server Error"},
	} {
		t.Run(name, func(t *testing.T) {
			var log strings.Builder
			a := newApp(t, func(conf *app.Config) {
				conf.Log = slog.New(slog.NewTextHandler(&log, nil))
				conf.ErrorPage = func(h *html.Builder, status int) html.Node {
					if c.failing(status) {
						panic("boom of the page")
					}
					return h.H1(h.Lit("Oh, "), h.Int(status))
				}
			})
			a.Files("/static", files())
			a.Router().Get("/boom", func(http.ResponseWriter, *http.Request) { panic("boom of the handler") })
			for _, target := range []string{"/nowhere", "/static/none", "/boom", "http://evil.example/"} {
				res := get(a, target, func(r *http.Request) {
					if r.URL.Host != "" {
						r.Host = r.URL.Host
					}
				})
				if got := body(t, res); res.StatusCode != http.StatusInternalServerError || !strings.Contains(got, c.page) {
					t.Errorf("%s: got %d %s", target, res.StatusCode, got)
				}
			}
			if !strings.Contains(log.String(), "boom of the page") {
				t.Errorf("the log has no cause:\n%s", log.String())
			}
		})
	}
}

func TestRow34ALayoutThatPanicsIsAnswered500(t *testing.T) {
	a := newApp(t, func(c *app.Config) {
		c.Layout = func(*html.Builder, *app.Page) html.Node { panic("boom of the layout") }
	})
	for _, target := range []string{"/hello/ann", "/nowhere"} {
		if res := get(a, target); res.StatusCode != http.StatusInternalServerError || strings.Contains(body(t, res), "boom") {
			t.Errorf("%s: got %d", target, res.StatusCode)
		}
	}
}
