package live

import (
	"fmt"
	"reflect"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/azu-live/azu/html"
)

// blueprint is what is known about a component type: how to make, render and address it, and which
// optional methods it has. There is one per type in the process; it never changes.
type blueprint struct {
	typ    reflect.Type // the struct, not its pointer
	name   string       // "main.Counter"
	fresh  func() any   // a new *C
	slates func() any   // a new *H[C]
	render func(w *worker, v *view)

	updates bool          // has Updated
	params  *paramsMethod // has Params

	checked sync.Once
	wrong   error // a lifecycle method nobody would call
}

var blueprints sync.Map // reflect.Type to *blueprint

// blueprintOf finds or makes the blueprint of C.
func blueprintOf[C any, P Component[C]]() *blueprint {
	typ := reflect.TypeFor[C]()
	if bp, ok := blueprints.Load(typ); ok {
		return bp.(*blueprint)
	}
	_, updates := any(P(nil)).(Updater)
	bp := &blueprint{
		typ:     typ,
		name:    typ.String(),
		fresh:   func() any { return new(C) },
		slates:  func() any { return new(H[C]) },
		render:  renderOf[C, P],
		updates: updates,
		params:  paramsMethodOf(reflect.TypeFor[P]()),
	}
	have, _ := blueprints.LoadOrStore(typ, bp)
	return have.(*blueprint)
}

// renderOf renders v and has w take the tree and the children while the builder is still its own. The
// builder goes back to its pool only when nothing panicked.
func renderOf[C any, P Component[C]](w *worker, v *view) {
	h := v.kind.slates.Get().(*H[C])
	h.view, h.kids = v, h.kids[:0]
	h.Begin(v.kind.set)
	tree := h.End(P(v.comp.(*C)).Render(h))
	w.take(v, tree, h.kids)
	clear(h.kids) // or a pooled builder would keep ended sessions
	h.view, h.index = nil, nil
	v.kind.slates.Put(h)
}

// signatures reports lifecycle methods that have the name and not the signature: they would silently
// never be called.
func (bp *blueprint) signatures() error {
	bp.checked.Do(func() { bp.wrong = bp.checkSignatures(reflect.PointerTo(bp.typ)) })
	return bp.wrong
}

// checkSignatures asks for each method by a constant name, or the linker would have to keep every
// method of the program.
func (bp *blueprint) checkSignatures(ptr reflect.Type) error {
	var wrong error
	check := func(m reflect.Method, has bool) func(want reflect.Type, shape string) {
		return func(want reflect.Type, shape string) {
			if has && wrong == nil && (want == nil || !ptr.Implements(want)) {
				wrong = fmt.Errorf("component %s: %s has the signature %s, want %s", bp.name, m.Name, signature(m.Type), shape)
			}
		}
	}
	check(ptr.MethodByName("Mount"))(reflect.TypeFor[Mounter](), "func(*live.Ctx) error")
	check(ptr.MethodByName("Connected"))(reflect.TypeFor[Connecter](), "func(*live.Ctx) error")
	check(ptr.MethodByName("Updated"))(reflect.TypeFor[Updater](), "func(*live.Ctx)")
	check(ptr.MethodByName("Unmount"))(reflect.TypeFor[Unmounter](), "func(*live.Ctx)")
	check(ptr.MethodByName("Failed"))(reflect.TypeFor[Failer](), "func(*live.Ctx, error)")
	check(ptr.MethodByName("Title"))(reflect.TypeFor[Titler](), "func() string")
	if bp.params == nil {
		check(ptr.MethodByName("Params"))(nil, "func(*live.Ctx, P) error with P a struct")
	}
	if wrong != nil {
		return wrong
	}
	if bp.params != nil {
		return bp.params.check(bp.name)
	}
	return nil
}

// signature writes a method's type without its receiver.
func signature(m reflect.Type) string {
	var in, out []string
	for i := 1; i < m.NumIn(); i++ {
		in = append(in, m.In(i).String())
	}
	for i := range m.NumOut() {
		out = append(out, m.Out(i).String())
	}
	s := "func(" + strings.Join(in, ", ") + ")"
	switch len(out) {
	case 0:
		return s
	case 1:
		return s + " " + out[0]
	}
	return s + " (" + strings.Join(out, ", ") + ")"
}

// kind is a component type in one engine: its templates, its pooled builders, and the handlers that
// stood in its renders.
type kind struct {
	bp     *blueprint
	set    *html.Set
	slates sync.Pool
	room   atomic.Int64 // for the next document with such a root: bytes

	mu       sync.Mutex
	handlers atomic.Pointer[handlerTable] // Replaced under mu, read without.
	bounds   sync.Map                     // code of a handler to *bound[A]
}

// kindOf finds or makes the engine's kind of a blueprint.
func (e *Engine) kindOf(bp *blueprint) *kind {
	if k, ok := e.kinds.Load(bp); ok {
		return k.(*kind)
	}
	k := &kind{bp: bp, set: e.reg.Set(bp.name, html.SetOptions{Marks: true, Check: e.dev, Log: e.log})}
	k.slates.New = bp.slates
	k.handlers.Store(&handlerTable{})
	have, _ := e.kinds.LoadOrStore(bp, k)
	return have.(*kind)
}
