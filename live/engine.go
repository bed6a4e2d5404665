package live

import (
	"context"
	"log/slog"
	"net/http"

	"github.com/azu-live/azu/html"
	"github.com/azu-live/azu/internal/seal"
)

// Config is what an Engine is made of. It is copied by New.
type Config struct {
	// Pages finds the page of a path. Required.
	Pages Resolver
	// Ring seals the tokens a page joins with. Required.
	Ring *seal.Ring
	// Login says who a request is from: the same string for the HTTP request of a page and for the
	// handshake of its socket, and never one the client can choose freely. Tokens are bound to it. Nil:
	// everyone is "".
	Login func(*http.Request) string
	// RemoteIP is the address limits count by. Nil: that of the connection, which is the proxy's behind one.
	RemoteIP func(*http.Request) string
	// Origins are the public origins of the site, such as "https://example.org", whose pages may open
	// the socket. Empty (development): the origin must be the request's own.
	Origins []string
	// Limits bounds clients and components; zero fields have their defaults.
	Limits Limits
	// Log gets what happens. Nil: slog.Default().
	Log *slog.Logger
	// Dev checks what is too slow for production: that a browser's parser leaves each template as it is.
	Dev bool
	// Observe is told what sessions do.
	Observe Observer
}

// Resolver finds pages by path, for the HTTP request and for a join that mounts anew. It is called from
// several goroutines at once.
type Resolver interface {
	// Resolve returns the page of a path (no query) and the route's parameters, or false.
	Resolve(path string) (page Page, params map[string]string, ok bool)
}

// Rendered is a page mounted for an HTTP request, ready to be written into a document. It is used by
// the request's goroutine and then forgotten.
type Rendered struct {
	title  string
	html   []byte
	status int
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

var _ html.Views = (*Rendered)(nil)

// New makes the engine that runs the sessions of a site. It refuses a Config that cannot work.
func New(c Config) (*Engine, error) { return newEngine(c) }

// Mount mounts a page for an HTTP request: Mount, Params, the first render, and the same for the
// children. The session is kept for the socket that will join (see Limits.Unjoined), except for HEAD
// requests and prefetches. The error is the one Mount or Params returned; Status and Location say how
// to answer it.
func (e *Engine) Mount(r *http.Request, page Page, params map[string]string) (*Rendered, error) {
	return e.mountRequest(r, page, params)
}

// ServeHTTP is the socket's endpoint: it upgrades the request and serves one page's socket.
func (e *Engine) ServeHTTP(w http.ResponseWriter, r *http.Request) { e.serveSocket(w, r) }

// Drain ends all sessions: sockets are refused from now on, open ones are closed so that their browsers
// come back elsewhere, every view is unmounted. It waits for handlers that are running, until ctx ends.
func (e *Engine) Drain(ctx context.Context) error { return e.drain(ctx) }

// Registry holds the templates of all components of the engine.
func (e *Engine) Registry() *html.Registry { return e.reg }
