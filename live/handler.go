package live

import (
	"fmt"
	"path"
	"runtime"
	"strings"
	"sync"
	"unsafe"

	"github.com/azu-live/azu/html"
)

// codeOf is the address of a function's code, which identifies a method expression: its function value
// points to a constant word that holds it.
func codeOf[F any](f F) uintptr { return **(**uintptr)(unsafe.Pointer(&f)) }

// call decodes what a client sent and calls a handler of comp. refused is the client's doing, err what
// the handler returned.
type call func(comp any, ctx *Ctx, arg, payload []byte) (refused, err error)

// shape says which parts of an event a handler was rendered to take.
type shape uint8

const (
	takesNothing shape = iota
	takesArg
	takesPayload
	takesBoth
	shapes
)

// handler is a method that stood in a render of a component type. One method may stand with several
// shapes: its only parameter is then the argument of one event and the payload of another.
type handler struct {
	name  string
	code  uintptr
	calls [shapes]call
}

// handlerTable maps names to handlers. It is replaced, never changed, so that events read it without a
// lock; it grows only when a template is made.
type handlerTable struct{ m map[string]*handler }

// event0 writes an event without argument and payload. On the way that costs nothing the builder finds
// it where it predicted it; the closures below are made once per template.
func event0[T any](h *H[T], event string, f func(*T, *Ctx) error) html.Node {
	code := codeOf(f)
	if n, ok := h.MatchEvent(event, code, nil, false); ok {
		return n
	}
	name := h.view.kind.register(code, takesNothing, func(comp any, ctx *Ctx, _, _ []byte) (error, error) {
		return nil, f(comp.(*T), ctx)
	})
	return h.AddEvent(event, name, code, nil, false)
}

func eventArg[T, A any](h *H[T], event string, f func(*T, *Ctx, A) error, arg A) html.Node {
	code := codeOf(f)
	h.arg = appendArg(h.arg[:0], arg)
	if n, ok := h.MatchEvent(event, code, h.arg, true); ok {
		return n
	}
	checkArg[A]()
	name := h.view.kind.register(code, takesArg, func(comp any, ctx *Ctx, arg, _ []byte) (error, error) {
		var a A
		if err := decodeArg(arg, &a); err != nil {
			return err, nil
		}
		return nil, f(comp.(*T), ctx, a)
	})
	return h.AddEvent(event, name, code, h.arg, true)
}

func eventPayload[T, P any](h *H[T], event string, f func(*T, *Ctx, P) error, as payload) html.Node {
	code := codeOf(f)
	if n, ok := h.MatchEvent(event, code, nil, false); ok {
		return n
	}
	checkPayload[P](as)
	name := h.view.kind.register(code, takesPayload, func(comp any, ctx *Ctx, _, payload []byte) (error, error) {
		var p P
		if err := decodePayload(as, payload, &p); err != nil {
			return err, nil
		}
		return nil, f(comp.(*T), ctx, p)
	})
	return h.AddEvent(event, name, code, nil, false)
}

func eventBoth[T, A, P any](h *H[T], event string, f func(*T, *Ctx, A, P) error, arg A, as payload) html.Node {
	code := codeOf(f)
	h.arg = appendArg(h.arg[:0], arg)
	if n, ok := h.MatchEvent(event, code, h.arg, true); ok {
		return n
	}
	checkArg[A]()
	checkPayload[P](as)
	name := h.view.kind.register(code, takesBoth, func(comp any, ctx *Ctx, arg, payload []byte) (error, error) {
		var a A
		if err := decodeArg(arg, &a); err != nil {
			return err, nil
		}
		var p P
		if err := decodePayload(as, payload, &p); err != nil {
			return err, nil
		}
		return nil, f(comp.(*T), ctx, a, p)
	})
	return h.AddEvent(event, name, code, h.arg, true)
}

// register notes that a handler stands in a render and returns the name it has on the wire.
func (k *kind) register(code uintptr, s shape, c call) string {
	name := k.handlerName(code)
	k.mu.Lock()
	defer k.mu.Unlock()
	old := k.handlers.Load()
	next := &handlerTable{m: map[string]*handler{}}
	entry := &handler{name: name, code: code}
	if old != nil {
		for n, h := range old.m {
			next.m[n] = h
		}
		if h := old.m[name]; h != nil {
			*entry = *h
			entry.code = code
		}
	}
	entry.calls[s] = c
	next.m[name] = entry
	k.handlers.Store(next)
	return name
}

// handler finds a handler by its name on the wire.
func (k *kind) handler(name []byte) *handler {
	if t := k.handlers.Load(); t != nil {
		return t.m[string(name)]
	}
	return nil
}

// handlerNames holds the names given by Named.
var handlerNames sync.Map // code to string

func nameHandler(name string, code uintptr) {
	if _, ok := handlerNames.Load(code); ok {
		return
	}
	if name == "" || len(name) > 128 || strings.ContainsAny(name, ". \"\\<>&'") {
		panic("live: Named: " + name + " is not a method's name")
	}
	handlerNames.Store(code, name)
}

// handlerName is the name of the method whose code is at code, which must be a method expression of the
// kind's component. Anything else would mean another function in the next render, or none in the next
// process, so it panics and names the line that asked for it.
func (k *kind) handlerName(code uintptr) string {
	if n, ok := handlerNames.Load(code); ok {
		return n.(string)
	}
	full := runtime.FuncForPC(code).Name() // "example.org/shop.(*Cart).Add"
	fn := full[strings.LastIndexByte(full, '/')+1:]
	if i := strings.IndexByte(fn, '.'); i >= 0 {
		fn = fn[i+1:]
	}
	recv, method, ok := strings.Cut(fn, ").")
	why := ""
	switch {
	case strings.Contains(fn, "[...]"):
		why = "is a method of a generic type, which has no name at run time: use live.Named(\"Method\", f)"
	case strings.HasSuffix(fn, "-fm"):
		why = "is a method value: use the method expression, as in (*" + k.bp.typ.Name() + ")." + strings.TrimSuffix(method, "-fm")
	case !ok || !strings.HasPrefix(recv, "(*") || strings.Contains(method, "."):
		why = "is a function: handlers are methods, as in (*" + k.bp.typ.Name() + ").Save"
	default:
		return method
	}
	panic(fmt.Sprintf("live: the handler %s %s (%s)", fn, why, callSite()))
}

// callSite is the place outside the framework that called into it.
func callSite() string {
	var pcs [32]uintptr
	frames := runtime.CallersFrames(pcs[:runtime.Callers(3, pcs[:])])
	for {
		f, more := frames.Next()
		if !strings.HasPrefix(f.Function, "github.com/azu-live/azu/live.") && !strings.HasPrefix(f.Function, "github.com/azu-live/azu/html.") {
			return fmt.Sprintf("%s:%d", path.Join(path.Base(path.Dir(f.File)), path.Base(f.File)), f.Line)
		}
		if !more {
			return "unknown place"
		}
	}
}
