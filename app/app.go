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
	router    *chi.Mux
	warned    warned

	// Added before the app serves.
	pages  map[string]live.Page    // by the pattern of their route
	direct map[string]http.Handler // answered before the router, by path
	files  []*Files                // likewise, by prefix
}

// warned is what the log has been told once.
type warned struct {
	insecure  sync.Once // cookies over plain http
	unlisted  sync.Once // a proxy that the Config does not name
	uncounted sync.Once // one without which addresses cannot be counted
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
		Known:    a.known(c.Known),
		Proxies:  proxies,
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
// pattern has a page already, is one of the app's own addresses, or lies under a prefix of Files.
func (a *App) Page(pattern string, page live.Page) {
	if _, ok := a.pages[pattern]; ok {
		panic(fmt.Sprintf("app: page %q registered twice", pattern))
	}
	if a.answers(pattern) != nil {
		panic(fmt.Sprintf("app: page %q: the app serves something else there", pattern))
	}
	a.pages[pattern] = page
	serve := func(w http.ResponseWriter, r *http.Request) { a.servePage(w, r, page) }
	a.router.Get(pattern, serve)
	a.router.Head(pattern, serve)
}

// ServeHTTP answers every request of the site.
func (a *App) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	r = withVisit(r)
	a.setHeaders(w.Header(), nonce(r))
	seen := middleware.NewWrapResponseWriter(w, r.ProtoMajor)
	defer a.recovered(seen, r)
	if a.dev && len(a.origins) == 0 && foreignHost(r.Host) {
		// A page of a foreign name that resolves to this machine would count as same origin.
		a.Error(seen, r, http.StatusForbidden)
		return
	}
	if h := a.answers(r.URL.Path); h != nil {
		h.ServeHTTP(seen, r)
		return
	}
	if err := a.crossSite.Check(r); err != nil {
		a.Error(seen, r, http.StatusForbidden)
		return
	}
	a.router.ServeHTTP(seen, r)
}

// answers is what answers a path before the router, or nil.
func (a *App) answers(path string) http.Handler {
	if h, ok := a.direct[path]; ok {
		return h
	}
	for _, fl := range a.files {
		if strings.HasPrefix(path, fl.folder) {
			return fl
		}
	}
	return nil
}

// servePage mounts the page and answers with its document.
func (a *App) servePage(w http.ResponseWriter, r *http.Request, page live.Page) {
	keepPrivate(w.Header())
	r = a.withLogin(w, r)
	view, err := a.engine.Mount(r, page, params(chi.RouteContext(r.Context()), r.URL.RawPath != ""))
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
	defer giveBack(buf)
	*buf = a.documents.append((*buf)[:0], p, view)
	header := w.Header()
	header["Content-Type"] = typeHTML
	header.Set("Content-Length", strconv.Itoa(len(*buf)))
	w.WriteHeader(cmp.Or(p.Status, http.StatusOK))
	if r.Method != http.MethodHead {
		w.Write(*buf) // an error means that nobody reads any more
	}
}

// keepPrivate says that an answer is for its visitor alone, unless a middleware has said otherwise. Not
// no-store: with it browsers keep no page that has opened a socket for going back, see
// docs/decisions/0004.
func keepPrivate(header http.Header) {
	if header.Get("Cache-Control") == "" {
		header.Set("Cache-Control", "private, no-cache")
	}
}

// buffers holds documents being written.
var buffers = sync.Pool{New: func() any { return new([]byte) }}

// giveBack lets the next document have a buffer, unless one that was uncommonly long has grown it.
func giveBack(buf *[]byte) {
	const most = 1 << 20
	if cap(*buf) <= most {
		buffers.Put(buf)
	}
}

// resolver finds pages for joins that mount anew, by the routes that requests take.
type resolver struct{ app *App }

func (res resolver) Resolve(address *url.URL) (live.Page, map[string]string, bool) {
	if res.app.answers(address.Path) != nil {
		return live.Page{}, nil, false
	}
	route := chi.NewRouteContext()
	path := cmp.Or(address.RawPath, address.Path) // chi's choice
	page, ok := res.app.pages[res.app.router.Find(route, http.MethodGet, path)]
	return page, params(route, address.RawPath != ""), ok
}

// params are a route's parameters. chi matches URL.RawPath when there is one, and leaves the parameters
// escaped then; else URL.Path, where a % stands for itself.
func params(route *chi.Context, escaped bool) map[string]string {
	if len(route.URLParams.Keys) == 0 {
		return nil
	}
	m := make(map[string]string, len(route.URLParams.Keys))
	for i, key := range route.URLParams.Keys {
		value := route.URLParams.Values[i]
		if plain, err := url.PathUnescape(value); escaped && err == nil {
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
