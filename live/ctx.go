package live

import (
	"context"
	"log/slog"
	"time"
)

// Ctx is what a component's methods are called with. It is a context.Context that ends when the call
// ends, or after Limits.HandlerTime (10 s).
//
// A Ctx is valid only during the call, on its goroutine; used later it may panic, or act for another view,
// for the session's next call may get the same one. What it hands to slower work (a query, a request) ends
// with the call too: work that outlives it takes a handle from Self.
type Ctx struct {
	// Owned by the session's run.
	view  *view
	start int64 // by the engine's clock
	over  bool

	// Set once, when Done is first asked for; the session then takes another Ctx for its next call, so
	// that contexts derived from this one never see it come alive again.
	std *ending
}

// ending is a context that others may wait for.
type ending struct {
	context.Context
	cancel context.CancelFunc
}

var _ context.Context = (*Ctx)(nil)

// Log is the engine's logger with the keys page and view set.
func (ctx *Ctx) Log() *slog.Logger { return ctx.current("Log").log() }

// Login is who the cookie of the request or of the socket's handshake says the visitor is; Config.Login
// decides what that means. It never changes within a session.
func (ctx *Ctx) Login() string { return ctx.current("Login").sess.login }

// Path is the page's path, such as "/users", decoded and without the query.
func (ctx *Ctx) Path() string { path, _ := splitURL(ctx.current("Path").sess.url); return path }

// Query is the page's query as it stands in the address, without the question mark.
func (ctx *Ctx) Query() string { _, query := splitURL(ctx.current("Query").sess.url); return query }

// Connected reports whether a browser has joined the session: false during the HTTP request.
func (ctx *Ctx) Connected() bool { return ctx.current("Connected").sess.joined }

// Deadline is Limits.HandlerTime after the call began.
func (ctx *Ctx) Deadline() (time.Time, bool) {
	if ctx.std != nil {
		return ctx.std.Deadline()
	}
	e := ctx.current("Deadline").sess.e
	if e.limits.HandlerTime < 0 {
		return time.Time{}, false
	}
	return e.timeOf(ctx.start).Add(e.limits.HandlerTime), true
}

// Done is closed when the call has ended or its time is over.
func (ctx *Ctx) Done() <-chan struct{} {
	if ctx.std == nil {
		std := &ending{}
		if end, ok := ctx.Deadline(); ok {
			std.Context, std.cancel = context.WithDeadline(context.Background(), end)
		} else {
			std.Context, std.cancel = context.WithCancel(context.Background())
		}
		ctx.std = std
	}
	return ctx.std.Done()
}

// Err is nil until Done is closed; then context.Canceled or context.DeadlineExceeded.
func (ctx *Ctx) Err() error {
	if ctx.std != nil {
		return ctx.std.Err()
	}
	if ctx.over {
		return context.Canceled
	}
	if end, ok := ctx.Deadline(); ok && time.Until(end) <= 0 {
		return context.DeadlineExceeded
	}
	return nil
}

// Value returns nil: a component's state is in its fields.
func (ctx *Ctx) Value(key any) any {
	if ctx.std != nil {
		return ctx.std.Value(key) // where package context looks for the parent it can attach to
	}
	return nil
}

// current is the view whose method is running, or a panic when none is.
func (ctx *Ctx) current(method string) *view {
	if ctx.over || ctx.view == nil {
		panic("live: Ctx." + method + " after the call that the Ctx belonged to; use the handle of live.Self")
	}
	return ctx.view
}

// enter readies the session's Ctx for a call of one of v's methods.
func (s *session) enter(v *view, now int64) *Ctx {
	ctx := s.ctx
	if ctx == nil {
		ctx = &Ctx{}
		s.ctx = ctx
	}
	ctx.view, ctx.start, ctx.over = v, now, false
	return ctx
}

// leave ends the call that ctx was for.
func (s *session) leave(ctx *Ctx) {
	ctx.over = true
	if ctx.std != nil {
		ctx.std.cancel()
		s.ctx = nil
	}
}

// callback runs f, a handler of another view of the same session, within the call of ctx.
func (ctx *Ctx) callback(v *view, name string, f func(*Ctx) error) error {
	own := ctx.current("Call")
	if v.sess != own.sess {
		panic("live: a Callback is called in another session than its own")
	}
	if v.gone.Load() || v.failed {
		return ErrGone
	}
	ctx.view = v
	defer func() { ctx.view = own }()
	err, fault := guard(func() error { return f(ctx) })
	if fault != nil {
		v.sess.faulty(v, name, fault)
		return ErrGone
	}
	v.mark()
	return err
}
