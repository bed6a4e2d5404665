package app_test

import (
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/azu-live/azu/app"
	"github.com/azu-live/azu/html"
	"github.com/azu-live/azu/live"
)

// hello is a page that greets who its address names.
type hello struct{ name string }

type helloParams struct {
	Name string `path:"name"`
}

func (c *hello) Params(_ *live.Ctx, p helloParams) error {
	switch c.name = p.Name; p.Name {
	case "nobody":
		return live.NotFound
	case "secret":
		return live.Forbidden
	case "moved":
		return live.Redirect("/hello/ann?from=moved")
	case "broken":
		return io.ErrUnexpectedEOF
	}
	return nil
}

func (c *hello) Title() string { return "Hello " + c.name }

func (c *hello) Render(h *live.H[hello]) html.Node { return h.P(h.Lit("Hello "), h.Text(c.name)) }

// newApp is an app in development with hello on /hello/{name}.
func newApp(t testing.TB, change func(*app.Config)) *app.App {
	t.Helper()
	c := app.Config{
		Keys: []string{"a key of thirty-two bytes or more"},
		Log:  slog.New(slog.DiscardHandler),
		Dev:  true,
	}
	if change != nil {
		change(&c)
	}
	a, err := app.New(c)
	if err != nil {
		t.Fatal(err)
	}
	a.Page("/hello/{name}", live.NewPage(func() *hello { return new(hello) }))
	return a
}

// get answers a GET of http://localhost/… after change.
func get(h http.Handler, target string, change ...func(*http.Request)) *http.Response {
	r := httptest.NewRequest(http.MethodGet, target, nil)
	r.Host = "localhost:4000"
	for _, f := range change {
		f(r)
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w.Result()
}

func body(t *testing.T, res *http.Response) string {
	t.Helper()
	b, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestALivePageIsWrittenInsideTheLayout(t *testing.T) {
	a := newApp(t, func(c *app.Config) {
		c.Layout = func(h *html.Builder, p *app.Page) html.Node {
			return h.Fragment(h.Doctype(), h.HTML(h.Lang("en"), h.Head(p.Head(h), h.TitleEl(h.Text(p.Title+" at "+p.Path))),
				h.Body(h.Main(p.Content(h)))))
		}
	})
	res := get(a, "/hello/ann")
	if res.StatusCode != http.StatusOK || res.Header.Get("Content-Type") != "text/html; charset=utf-8" {
		t.Errorf("got %d %s", res.StatusCode, res.Header.Get("Content-Type"))
	}
	if got := res.Header.Get("Cache-Control"); got != "private, no-cache" {
		t.Errorf("Cache-Control is %q", got)
	}
	doc := body(t, res)
	for _, want := range []string{
		"<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">",
		"<title>Hello ann at /hello/ann</title>",
		"<main><p z=", ` z-view="1"`, ` z-join="`, ">Hello ann</p></main>",
	} {
		if !strings.Contains(doc, want) {
			t.Errorf("%q is not in\n%s", want, doc)
		}
	}
}

func TestParametersOfTheRouteArriveUnescaped(t *testing.T) {
	if doc := body(t, get(newApp(t, nil), "/hello/a%2Fb%20c")); !strings.Contains(doc, "Hello a/b c<") {
		t.Error(doc)
	}
}

func TestAPercentSignOfAParameterIsUnescapedOnce(t *testing.T) {
	for target, want := range map[string]string{
		"/hello/%2541":            "%41",
		"/hello/..%252f..%252fx":  "..%2f..%2fx",
		"/hello/100%25":           "100%",
		"/hello/100%25%2F%2541":   "100%/%41", // where chi matches the path as it was escaped
		"/hello/a%2Fb%252f%3Fx=1": "a/b%2f?x=1",
	} {
		if doc := body(t, get(newApp(t, nil), target)); !strings.Contains(doc, "Hello "+want+"<") {
			t.Errorf("%s: want %s in %s", target, want, doc)
		}
	}
}

func TestHeadAnswersAsGetWithoutABody(t *testing.T) {
	a := newApp(t, nil)
	res := get(a, "/hello/ann", func(r *http.Request) { r.Method = http.MethodHead })
	if res.StatusCode != http.StatusOK || res.Header.Get("Content-Length") == "0" || body(t, res) != "" {
		t.Errorf("got %d, length %s", res.StatusCode, res.Header.Get("Content-Length"))
	}
}

func TestErrorsOfMountingBecomeStatuses(t *testing.T) {
	for name, want := range map[string]int{
		"nobody": http.StatusNotFound,
		"secret": http.StatusForbidden,
		"broken": http.StatusInternalServerError,
	} {
		res := get(newApp(t, nil), "/hello/"+name)
		if res.StatusCode != want {
			t.Errorf("%s: got %d, want %d", name, res.StatusCode, want)
		}
		doc := body(t, res)
		if !strings.Contains(doc, "<h1>"+http.StatusText(want)+"</h1>") || strings.Contains(doc, "z-view") {
			t.Errorf("%s: %s", name, doc)
		}
		if strings.Contains(doc, io.ErrUnexpectedEOF.Error()) {
			t.Errorf("%s: the error's text reached the visitor", name)
		}
	}
}

func TestARedirectOfMountIsFollowedWithin(t *testing.T) {
	res := get(newApp(t, nil), "/hello/moved")
	if res.StatusCode != http.StatusSeeOther || res.Header.Get("Location") != "/hello/ann?from=moved" {
		t.Errorf("got %d to %q", res.StatusCode, res.Header.Get("Location"))
	}
}

func TestOrdinaryHandlersStandBesidePages(t *testing.T) {
	a := newApp(t, nil)
	a.Router().Get("/plain", func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, "plain") })
	a.Router().Get("/laid-out", func(w http.ResponseWriter, r *http.Request) {
		a.Render(w, r, "Laid <out>", func(h *html.Builder) html.Node { return h.P(h.Lit("content")) })
	})
	if got := body(t, get(a, "/plain")); got != "plain" {
		t.Errorf("got %q", got)
	}
	doc := body(t, get(a, "/laid-out"))
	if !strings.Contains(doc, "<title>Laid &lt;out></title>") && !strings.Contains(doc, "<title>Laid &lt;out&gt;</title>") {
		t.Error(doc)
	}
	if !strings.Contains(doc, "<p>content</p>") || strings.Contains(doc, "<script") {
		t.Error(doc)
	}
	if got := get(a, "/laid-out").Header.Get("Cache-Control"); got != "private, no-cache" {
		t.Errorf("Cache-Control is %q", got)
	}
}

func TestARenderedPageMayBeCachedByWhoSaysSo(t *testing.T) {
	a := newApp(t, nil)
	a.Router().Get("/about", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Cache-Control", "public, max-age=60")
		a.Render(w, r, "About", func(h *html.Builder) html.Node { return h.P(h.Lit("content")) })
	})
	if got := get(a, "/about").Header.Get("Cache-Control"); got != "public, max-age=60" {
		t.Errorf("Cache-Control is %q", got)
	}
}

func TestTheRouterServedByItselfHasPagesStill(t *testing.T) {
	res := get(newApp(t, nil).Router(), "/hello/ann")
	if login(t, res) == nil || !strings.Contains(body(t, res), "Hello ann<") {
		t.Errorf("got %d %v", res.StatusCode, res.Header)
	}
}

func TestWhatIsNotThereHasAnErrorPage(t *testing.T) {
	a := newApp(t, nil)
	if res := get(a, "/nowhere"); res.StatusCode != http.StatusNotFound || !strings.Contains(body(t, res), "<h1>Not Found</h1>") {
		t.Errorf("got %d", res.StatusCode)
	}
	res := get(a, "/hello/ann", func(r *http.Request) { r.Method = http.MethodDelete })
	if res.StatusCode != http.StatusMethodNotAllowed {
		t.Errorf("got %d", res.StatusCode)
	}
}

func TestAMiddlewareMayForbidKeepingAPage(t *testing.T) {
	a, err := app.New(app.Config{Dev: true, Keys: []string{"a key of thirty-two bytes or more"}, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	a.Router().Use(func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Cache-Control", "no-store")
			next.ServeHTTP(w, r)
		})
	})
	a.Page("/hello/{name}", live.NewPage(func() *hello { return new(hello) }))
	if got := get(a, "/hello/ann").Header.Get("Cache-Control"); got != "no-store" {
		t.Errorf("Cache-Control is %q", got)
	}
}

func TestAPageRegisteredTwicePanics(t *testing.T) {
	defer func() {
		if v := recover(); v != `app: page "/hello/{name}" registered twice` {
			t.Errorf("got %v", v)
		}
	}()
	newApp(t, nil).Page("/hello/{name}", live.NewPage(func() *hello { return new(hello) }))
}
