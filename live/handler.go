package live

import (
	"maps"
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
	calls [shapes]call
}

// handlerTable is what a kind knows of its handlers. It is replaced, never changed, so that events and
// renders read it without a lock; it grows only when a template is made.
type handlerTable struct {
	byName map[string]*handler
	given  map[uintptr]string // the names given by Named, by the function's code
}

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
	entry := &handler{name: name}
	if h := old.byName[name]; h != nil {
		*entry = *h
	}
	entry.calls[s] = c
	k.handlers.Store(&handlerTable{with(old.byName, name, entry), old.given})
	return name
}

// handler finds a handler by its name on the wire.
func (k *kind) handler(name []byte) *handler { return k.handlers.Load().byName[string(name)] }

// with is m and one more.
func with[K comparable, V any](m map[K]V, key K, value V) map[K]V {
	more := make(map[K]V, len(m)+1)
	maps.Copy(more, m)
	more[key] = value
	return more
}
