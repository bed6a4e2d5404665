package app

import (
	"cmp"
	"fmt"
	"log/slog"
	"net/http"
	"net/netip"
	"net/url"
	"strconv"
	"strings"
	"sync"

	"github.com/go-chi/chi/v5"
	"github.com/go-chi/chi/v5/middleware"

	"github.com/azu-live/azu/assets"
	"github.com/azu-live/azu/html"
	"github.com/azu-live/azu/internal/seal"
	"github.com/azu-live/azu/internal/socket"
	"github.com/azu-live/azu/live"
)

const (
	sparkPath  = "/js/azu-spark.js"
	socketPath = "/ws/components"
)

// App is a site: an http.Handler that serves live pages, the socket they speak over, the Spark client,
// and whatever else is put on its router. Routes are added before it serves; from then on it may be
// used from any number of goroutines.
type App struct {
	// Set once in New.
	addr      string
	origins   []string
	proxies   socket.Proxies
	timeouts  Timeouts
	dev       bool
	log       *slog.Logger
	ring      *seal.Ring
	engine    *live.Engine
	documents *documents
	errorPage func(*html.Builder, int) html.Node
	policy    policy
	spark     *file
	crossSite *http.CrossOriginProtection
	insecure  sync.Once // warned of cookies over plain http
	unproxied sync.Once // warned of an unknown proxy
	router    *chi.Mux

	// Added before the app serves.
	pages  map[string]live.Page    // by the pattern of their route
	direct map[string]http.Handler // answered before the router, by path
	files  []*Files                // likewise, by prefix
}

// New makes an app. It refuses a Config that cannot work, with an error that names the field.
func New(c Config) (*App, error) {
	if err := c.check(); err != nil {
		return nil, err
	}
	proxies, err := socket.ParseProxies(c.TrustedProxies)
	if err != nil {
		return nil, fmt.Errorf("app: Config.TrustedProxies: %w", err)
	}
	a := &App{
		addr:      c.Addr,
		origins:   c.Origins,
		proxies:   proxies,
		timeouts:  c.Timeouts,
		dev:       c.Dev,
		log:       c.Log,
		errorPage: c.ErrorPage,
		policy:    newPolicy(c.Sources),
		crossSite: http.NewCrossOriginProtection(),
		router:    chi.NewRouter(),
		pages:     make(map[string]live.Page),
	}
	for _, o := range c.Origins {
		if err := a.crossSite.AddTrustedOrigin(o); err != nil {
			return nil, fmt.Errorf("app: Config.Origins: %w", err)
		}
	}
	keys := c.Keys
	if len(keys) == 0 {
		keys = []string{developmentKey(c.Log)}
	}
	if a.ring, err = seal.NewRing(keys...); err != nil {
		return nil, fmt.Errorf("app: Config.Keys: %w", err)
	}
	a.engine, err = live.New(live.Config{
		Pages:    resolver{a},
		Ring:     a.ring,
		Login:    a.login,
		RemoteIP: a.remoteIP,
		Origins:  c.Origins,
		Limits:   c.Limits,
		Log:      c.Log,
		Dev:      c.Dev,
		Observe:  c.Observe,
	})
	if err != nil {
		return nil, fmt.Errorf("app: %w", err)
	}
	a.documents = newDocuments(c.Layout, a.engine.Registry(), &c)
	a.spark = newFile(sparkPath, assets.Spark())
	a.direct = map[string]http.Handler{
		sparkPath:      http.HandlerFunc(a.spark.serve),
		a.spark.hashed: http.HandlerFunc(a.spark.serve),
		socketPath:     a.engine,
	}
	a.router.NotFound(func(w http.ResponseWriter, r *http.Request) { a.Error(w, r, http.StatusNotFound) })
	a.router.MethodNotAllowed(func(w http.ResponseWriter, r *http.Request) { a.Error(w, r, http.StatusMethodNotAllowed) })
	return a, nil
}

// Router is for ordinary handlers and middleware, beside the pages. Middleware sees the requests of
// pages and handlers, not those of sockets, Files and the Spark client, and a socket mounts a page again
// without it: what guards a page belongs in its component's Mount.
func (a *App) Router() chi.Router { return a.router }

// Page puts a live page on a route; the pattern is chi's, such as "/users/{id}". It panics when the
// pattern has a page already, or is one of the app's own addresses.
func (a *App) Page(pattern string, page live.Page) {
	if _, ok := a.pages[pattern]; ok {
		panic(fmt.Sprintf("app: page %q registered twice", pattern))
	}
	if _, ok := a.direct[pattern]; ok {
		panic(fmt.Sprintf("app: page %q: the app serves something else there", pattern))
	}
	a.pages[pattern] = page
	serve := func(w http.ResponseWriter, r *http.Request) { a.servePage(w, r, page) }
	a.router.Get(pattern, serve)
	a.router.Head(pattern, serve)
}

// ServeHTTP answers every request of the site.
func (a *App) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	r = withNonce(r)
	a.setHeaders(w.Header(), nonce(r))
	if a.dev && len(a.origins) == 0 && foreignHost(r.Host) {
		// A page of a foreign name that resolves to this machine would count as same origin.
		a.Error(w, r, http.StatusForbidden)
		return
	}
	if h, ok := a.direct[r.URL.Path]; ok {
		h.ServeHTTP(w, r)
		return
	}
	for _, fl := range a.files {
		if strings.HasPrefix(r.URL.Path, fl.prefix+"/") {
			fl.ServeHTTP(w, r)
			return
		}
	}
	seen := middleware.NewWrapResponseWriter(w, r.ProtoMajor)
	defer a.recovered(seen, r)
	if err := a.crossSite.Check(r); err != nil {
		a.Error(seen, r, http.StatusForbidden)
		return
	}
	a.router.ServeHTTP(seen, r)
}

// servePage mounts the page and answers with its document.
func (a *App) servePage(w http.ResponseWriter, r *http.Request, page live.Page) {
	if header := w.Header(); header.Get("Cache-Control") == "" {
		// For this visitor alone. Not no-store: with it browsers keep no page that has opened a socket for
		// going back, see docs/decisions/0004.
		header.Set("Cache-Control", "private, no-cache")
	}
	r = a.withLogin(w, r)
	view, err := a.engine.Mount(r, page, params(chi.RouteContext(r.Context())))
	if err != nil {
		a.mountFailed(w, r, page.Name(), err)
		return
	}
	p := &Page{Title: view.Title(), Path: r.URL.Path, Status: view.Status()}
	a.write(w, r, p, view)
}

// write lays out p and sends it.
func (a *App) write(w http.ResponseWriter, r *http.Request, p *Page, view *live.Rendered) {
	p.app, p.nonce = a, nonce(r)
	buf := buffers.Get().(*[]byte)
	defer buffers.Put(buf)
	*buf = a.documents.append((*buf)[:0], p, view)
	header := w.Header()
	header.Set("Content-Type", "text/html; charset=utf-8")
	header.Set("Content-Length", strconv.Itoa(len(*buf)))
	w.WriteHeader(cmp.Or(p.Status, http.StatusOK))
	if r.Method != http.MethodHead {
		w.Write(*buf) // an error means that nobody reads any more
	}
}

// buffers holds documents being written.
var buffers = sync.Pool{New: func() any { return new([]byte) }}

// resolver finds pages for joins that mount anew, by the routes that requests take.
type resolver struct{ app *App }

func (res resolver) Resolve(path string) (live.Page, map[string]string, bool) {
	route := chi.NewRouteContext()
	page, ok := res.app.pages[res.app.router.Find(route, http.MethodGet, path)]
	return page, params(route), ok
}

// params are a route's parameters. chi matches the path as it was escaped when that differs from the
// plain one, and leaves the parameters escaped then.
func params(route *chi.Context) map[string]string {
	if len(route.URLParams.Keys) == 0 {
		return nil
	}
	m := make(map[string]string, len(route.URLParams.Keys))
	for i, key := range route.URLParams.Keys {
		value := route.URLParams.Values[i]
		if plain, err := url.PathUnescape(value); err == nil {
			value = plain
		}
		m[key] = value
	}
	return m
}

// foreignHost reports whether a Host is a name other than this machine's own: an address cannot be made
// to resolve to something else.
func foreignHost(host string) bool {
	if isLoopback(host) {
		return false
	}
	_, err := netip.ParseAddr(hostName(host))
	return err != nil
}
