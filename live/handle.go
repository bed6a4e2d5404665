package live

import "errors"

var (
	// ErrGone is returned where a view is no longer there: unmounted, or its session ended.
	ErrGone = errors.New("live: the view is gone")
	// ErrFull is returned when as many functions wait for a session as Limits.Mailbox allows.
	ErrFull = errors.New("live: the session's mailbox is full")
)

// Handle reaches one view from other goroutines. It may be kept, copied, and used from any goroutine.
type Handle[C any] struct {
	view *view
	comp *C
}

// Self is the handle of the component whose method is running; c is that component.
//
//	self := live.Self(ctx, c)
//	go func() {
//		report := slow()
//		self.Do(func(c *Dash, ctx *live.Ctx) error { c.Report = report; return nil })
//	}()
//
// It panics when c is not the component that ctx belongs to.
func Self[C any](ctx *Ctx, c *C) Handle[C] {
	v := ctx.current("Self")
	if own, ok := v.comp.(*C); !ok || own != c {
		panic("live: Self: ctx belongs to another component")
	}
	return Handle[C]{v, c}
}

// Do queues f to the view's session, where it runs as a handler would, after what is queued already;
// the view renders afterwards. Do does not wait for it. It returns ErrGone when the view or its session
// is gone and ErrFull when Limits.Mailbox functions wait (at most 32 while no browser has joined). An f
// is dropped when the view is unmounted, or its instance fails, before its turn.
//
// Do is the one door from other goroutines: nobody else may touch a component's fields.
func (h Handle[C]) Do(f func(*C, *Ctx) error) error {
	if h.view == nil {
		return ErrGone
	}
	return h.view.post(func(ctx *Ctx) error {
		if h.view.comp != any(h.comp) {
			return nil // the instance failed, and the view has another one now
		}
		return f(h.comp, ctx)
	})
}
