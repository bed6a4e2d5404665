package live

import (
	"context"
	"log/slog"
	"time"
)

// Ctx is what a component's methods are called with. It is a context.Context that ends when the call
// ends, or after Limits.HandlerTime (10 s).
//
// A Ctx is valid only during the call, on its goroutine; used later it panics. What it hands to slower
// work (a query, a request) ends with the call too: work that outlives it takes a handle from Self.
type Ctx struct {
	// Owned by the session's run.
	view     *view
	deadline time.Time
	std      context.Context // made when somebody asks for Done; then this Ctx is not used again
	cancel   context.CancelFunc
	over     bool
}

var _ context.Context = (*Ctx)(nil)

// Log is the engine's logger with the keys page and view set.
func (ctx *Ctx) Log() *slog.Logger { return ctx.mustView("Log").log() }

// Login is who the cookie of the request or of the socket's handshake says the visitor is; Config.Login
// decides what that means. It never changes within a session.
func (ctx *Ctx) Login() string { return ctx.mustView("Login").sess.login }

// Path is the page's path, such as "/users", without the query.
func (ctx *Ctx) Path() string { return ctx.mustView("Path").sess.path() }

// Query is the page's query as it stands in the address, without the question mark.
func (ctx *Ctx) Query() string { return ctx.mustView("Query").sess.query() }

// Connected reports whether a browser has joined the session: false during the HTTP request.
func (ctx *Ctx) Connected() bool { return ctx.mustView("Connected").sess.joined }
