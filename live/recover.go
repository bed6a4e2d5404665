package live

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"

	"github.com/azu-live/azu/html"
	"github.com/azu-live/azu/internal/wire"
)

// panicError is a panic of user code as an error.
type panicError struct {
	value any
	stack []byte
}

func (e *panicError) Error() string { return fmt.Sprintf("panic: %v", e.value) }

// Unwrap is the panic's value if it was an error.
func (e *panicError) Unwrap() error { err, _ := e.value.(error); return err }

func asPanic(v any) *panicError { return &panicError{v, debug.Stack()} }

// callGuarded calls a handler; p is its panic.
func callGuarded(f call, comp any, ctx *Ctx, m *wire.Message) (refused, err error, p error) {
	defer func() {
		if v := recover(); v != nil {
			p = asPanic(v)
		}
	}()
	refused, err = f(comp, ctx, m.Arg, m.Payload)
	return refused, err, nil
}

// guard calls f; p is its panic.
func guard(f func() error) (err, p error) {
	defer func() {
		if v := recover(); v != nil {
			p = asPanic(v)
		}
	}()
	return f(), nil
}

// call calls one of v's methods, or a function that acts for it, and has v rendered afterwards. What it
// returns or panics is v's: its Failed, or its boundary.
func (w *worker) call(v *view, name string, f func(*Ctx) error) {
	if err := w.try(v, f); err != nil {
		w.fail(v, name, err)
	} else {
		v.mark()
	}
	w.settleFaults()
}

// try calls f in v's name and returns its error or panic.
func (w *worker) try(v *view, f func(*Ctx) error) error {
	ctx := w.s.enter(v, w.now)
	err, p := guard(func() error { return f(ctx) })
	w.s.leave(ctx)
	if p != nil {
		return p
	}
	return err
}

// faulty notes the fault of a view in whose methods a child's handler is still running.
func (s *session) faulty(v *view, name string, err error) {
	s.w.faults = append(s.w.faults, fault{v, name, err})
}

func (w *worker) settleFaults() {
	for len(w.faults) > 0 {
		f := w.faults[0]
		w.faults = w.faults[1:]
		if f.view.gone.Load() || f.view.failed {
			w.logFault(f.view, f.name, f.err) // nothing more can come of it
		} else {
			w.fail(f.view, f.name, f.err)
		}
	}
}

// fail deals with an error of v: returned ones go to its Failed, if it has one; all others, and panics,
// make it show its boundary.
func (w *worker) fail(v *view, name string, err error) {
	_, panicked := errors.AsType[*panicError](err)
	if f, ok := v.comp.(Failer); ok && !panicked {
		v.mark()
		again := w.try(v, func(ctx *Ctx) error { f.Failed(ctx, err); return nil })
		if again == nil {
			return
		}
		name, err = "Failed", again
	}
	w.giveUp(v, name, err)
}

// giveUp has v show its boundary for an error that is not its Failed's to deal with.
func (w *worker) giveUp(v *view, name string, err error) {
	w.logFault(v, name, err)
	w.bound(v)
}

// bound has v show its error boundary: its children go, its instance is unmounted and dropped.
func (w *worker) bound(v *view) {
	for _, c := range v.children {
		w.unmount(c)
	}
	if len(v.children) > 0 {
		v.children = nil
		w.s.delist()
	}
	w.drop(v)
	v.failed = true
	v.comp = v.kind.bp.fresh() // takes the properties that the parent's renders go on to set
	v.mark()
}

// retry mounts a fresh instance in the place of a boundary: the page's from its start, a child with the
// properties that its parent gives it.
func (w *worker) retry(v *view) {
	v.failed, v.mounted, v.joined = false, false, false
	v.changed = w.now // or will be, when it is rendered
	if v.parent != nil {
		v.comp = v.kind.bp.fresh()
		v.parent.mark() // its render sets the properties and has the child mounted
		return
	}
	if err := w.make(v); err != nil {
		w.fail(v, "Mount", err)
		if w.s.joined {
			w.connect(v) // unless it shows its boundary
		}
	}
	v.mark()
}

// logFault logs an error of a view that nothing more can come of.
func (w *worker) logFault(v *view, name string, err error) {
	attrs := []slog.Attr{slog.String("event", name), slog.Any("err", err)}
	if p, ok := errors.AsType[*panicError](err); ok {
		attrs = append(attrs, slog.String("stack", string(p.stack)))
	}
	v.log().LogAttrs(context.Background(), slog.LevelError, "view failed", attrs...)
	w.s.observeFault(v.n, err)
}

// boundary renders what a failed view shows.
func (e *Engine) boundary() []byte {
	e.boundaryOnce.Do(func() {
		var h html.Builder
		h.Begin(e.reg.Set("azu.boundary", html.SetOptions{Marks: true}))
		e.boundaryTree = append([]byte(nil), h.End(h.Div(h.Class("azu-boundary"), h.Role("alert"),
			h.P(h.Lit("Something went wrong.")),
			h.Button(h.Type("button"), h.AddEvent("click", RetryEvent, 0, nil, false), h.Lit("Try again"))))...)
	})
	return e.boundaryTree
}
