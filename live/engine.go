package live

import (
	"context"
	"errors"
	"fmt"
	"hash/maphash"
	"log/slog"
	"net/http"
	"net/url"
	"sync"
	"time"

	"github.com/azu-live/azu/html"
	"github.com/azu-live/azu/internal/seal"
	"github.com/azu-live/azu/internal/socket"
)

// Config is what an Engine is made of. It is copied by New.
type Config struct {
	// Pages finds the page of a path. Required.
	Pages Resolver
	// Ring seals the tokens that a document joins with. Required.
	Ring *seal.Ring
	// Login says who a request is from: the same string for the HTTP request of a page and for the
	// handshake of its socket, and never one that the client can choose freely. Tokens and sessions are
	// bound to it, some limits count by it. Nil: everyone is "", which is nobody.
	Login func(*http.Request) string
	// Known reports whether the request's login is a user's and not an anonymous visitor's: known
	// users' sockets are not counted by address, nor barred for what others at their address do. Nil:
	// nobody is known.
	Known func(*http.Request) bool
	// Proxies are trusted to say by which scheme a request came, which with no Origins is its origin's,
	// and from where.
	Proxies socket.Proxies
	// RemoteIP is the address that limits count by, "" for none. Nil: that of the connection, or what
	// Proxies say it is.
	RemoteIP func(*http.Request) string
	// Origins are the public origins of the site, such as "https://example.org", whose pages may open
	// the socket. Empty (development): the origin must be the request's own.
	Origins []string
	// Limits bounds clients and components; zero fields have their defaults.
	Limits Limits
	// Log gets what happens. Nil: slog.Default().
	Log *slog.Logger
	// Dev checks what is too slow for production: that a browser's parser leaves each template as it is,
	// and the page that they make.
	Dev bool
	// Observe is told what sessions do.
	Observe Observer
}

// Resolver finds pages by address, for a join that has to mount anew. It is called from several
// goroutines at once.
type Resolver interface {
	// Resolve returns the page of an address and the route's parameters, or false. The address is that of
	// a request to the site, parsed: Path is decoded, RawPath is there where that loses something.
	Resolve(address *url.URL) (page Page, params map[string]string, ok bool)
}

// Engine runs the sessions of a site: it mounts pages for HTTP requests, is the endpoint of their
// sockets, and keeps what nobody holds for a while. Its methods may be called from any goroutine.
type Engine struct {
	// Set once in New.
	pages     Resolver
	ring      *seal.Ring
	tokenSize int // of a join token
	login     func(*http.Request) string
	known     func(*http.Request) bool
	remoteIP  func(*http.Request) string
	limits    Limits
	eventPace pace
	joinPace  pace
	mountPace pace // of all
	sharePace pace // of one payer
	log       *slog.Logger
	dev       bool
	observe   Observer
	epoch     time.Time // what the engine's clock counts from
	seed      maphash.Seed
	reg       *html.Registry
	sockets   *socket.Server

	kinds        sync.Map // *blueprint to *kind
	boundaryOnce sync.Once
	boundaryTree []byte

	mu       sync.Mutex
	sessions map[seal.ID]*session  // Guarded by mu. Those that a token leads to.
	former   map[*session]seal.ID  // Guarded by mu. What the last resume brought, while the client may not know the next.
	unjoined shelf                 // Guarded by mu.
	detached shelf                 // Guarded by mu.
	sweeper  *time.Timer           // Guarded by mu.
	sweepAt  int64                 // Guarded by mu. 0 while nothing is due.
	forged   map[string]*forger    // Guarded by mu. By address.
	all      map[*session]struct{} // Guarded by mu. Those that have not ended.
	empty    chan struct{}         // Guarded by mu. Closed when all is empty, once somebody waits.
	watcher  *time.Timer           // Guarded by mu. Runs watch.
	watching bool                  // Guarded by mu.
	draining bool                  // Guarded by mu.
	down     chan struct{}         // closed by the first Drain
	mounts   share                 // Guarded by mu. What all have had.
	shares   map[payer]share       // Guarded by mu. What each has had of it.
}

// New makes the engine that runs the sessions of a site. The error names the field of c that cannot be.
func New(c Config) (*Engine, error) {
	if c.Pages == nil {
		return nil, errors.New("live: Config.Pages is missing")
	}
	if c.Ring == nil {
		return nil, errors.New("live: Config.Ring is missing")
	}
	limits, err := c.Limits.Filled()
	if err != nil {
		return nil, fmt.Errorf("live: Config.Limits.%w", err)
	}
	e := &Engine{
		pages: c.Pages, ring: c.Ring, login: c.Login, known: c.Known, remoteIP: c.RemoteIP, limits: limits, log: c.Log,
		dev: c.Dev, observe: c.Observe, epoch: time.Now(), seed: maphash.MakeSeed(), reg: html.NewRegistry(),
		down: make(chan struct{}), sessions: map[seal.ID]*session{}, former: map[*session]seal.ID{}, all: map[*session]struct{}{}, forged: map[string]*forger{}, shares: map[payer]share{},
		unjoined: shelf{life: limits.UnjoinedTime, perLogin: limits.UnjoinedPerLogin, perIP: limits.UnjoinedPerIP, count: limits.Unjoined, bytes: limits.UnjoinedBytes},
		detached: shelf{life: limits.DetachedTime, perLogin: limits.DetachedPerLogin, perIP: limits.DetachedPerIP, count: limits.Detached, bytes: limits.DetachedBytes},
	}
	e.eventPace, e.joinPace = paceOf(limits.EventRate, limits.EventBurst), paceOf(limits.JoinRate, max(1, limits.JoinRate))
	e.mountPace, e.sharePace = mountPaces(limits)
	if e.log == nil {
		e.log = slog.Default()
	}
	if e.login == nil {
		e.login = func(*http.Request) string { return "" }
	}
	if e.remoteIP == nil {
		e.remoteIP = c.Proxies.RemoteIP
	}
	if e.known == nil {
		e.known = func(*http.Request) bool { return false }
	}
	e.tokenSize = len(e.ring.Seal(joinPurpose, ticket{}.bytes(), limits.JoinLife))
	e.sockets, err = socket.New(socket.Config{
		Origins: c.Origins, Proxies: c.Proxies, RemoteIP: e.remoteIP, Limits: limits, Log: e.log,
		Login: func(r *http.Request) (string, bool) { return e.login(r), e.known(r) },
	})
	if err != nil {
		return nil, fmt.Errorf("live: %w", err)
	}
	return e, nil
}

// now is the engine's clock: monotonic nanoseconds, from 1.
func (e *Engine) now() int64 { return int64(time.Since(e.epoch)) + 1 }

// timeOf is a time by the engine's clock as others have it.
func (e *Engine) timeOf(at int64) time.Time { return e.epoch.Add(time.Duration(at - 1)) }

// Rendered is a page mounted for an HTTP request, ready to be written into a document. It is used by
// the request's goroutine and then forgotten.
type Rendered struct {
	title   string
	html    []byte
	outline []byte // with Config.Dev
	status  int
}

// Title is what the component's Title said, or "".
func (r *Rendered) Title() string { return r.title }

// Status is the HTTP status to answer with: 200, or 500 when the page's component panicked and the
// document shows its error boundary.
func (r *Rendered) Status() int { return r.status }

// AppendView appends the HTML of view n to dst. The page is view 1, with its children inside; there is
// no other from outside. With it Rendered is an html.Views.
func (r *Rendered) AppendView(dst []byte, n uint32) []byte {
	if n != 1 {
		return dst
	}
	return append(dst, r.html...)
}

// AppendOutline is AppendView for the outline of the page, which is there with Config.Dev only.
func (r *Rendered) AppendOutline(dst []byte, n uint32) []byte {
	if n != 1 {
		return dst
	}
	return append(dst, r.outline...)
}

var (
	_ html.Views    = (*Rendered)(nil)
	_ html.Outlines = (*Rendered)(nil)
)

// Mount mounts a page for an HTTP request: Mount, Params, the first render, and the same for the
// children. The session is kept for the socket that will join (Limits.UnjoinedTime and the like),
// except for HEAD requests and prefetches. The error is the one that Mount or Params returned; Status
// and Location say how to answer it.
func (e *Engine) Mount(r *http.Request, page Page, params map[string]string) (*Rendered, error) {
	return e.mountRequest(r, page, params)
}

// ServeHTTP is the socket's endpoint: it upgrades the request, or answers why not. It returns when the
// handshake is done.
func (e *Engine) ServeHTTP(w http.ResponseWriter, r *http.Request) { e.serveSocket(w, r) }

// Drain ends all sessions: sockets are refused from now on, open ones are closed so that their browsers
// come back to another process, every view is unmounted. It waits for handlers that are running, until
// ctx ends.
func (e *Engine) Drain(ctx context.Context) error { return e.drain(ctx) }

// Registry holds the templates of all components of the engine.
func (e *Engine) Registry() *html.Registry { return e.reg }
