package live

import (
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"reflect"

	"github.com/azu-live/azu/html"
)

// Child places a component inside another one's render. It is a view of its own: it keeps its state,
// its events reach its own methods, and it renders alone when they have run.
//
// set gives the properties; it runs at each render of the parent, and the child renders after it. The
// first time the child is new, and its Mount runs after set. The child is known by its type and key
// among its parent's children: with the same key it keeps its state wherever the parent places it, and
// when a render of the parent no longer asks for it, it is unmounted. Two children of one type with the
// same key panic, and so does one that is asked for and then placed nowhere: call Child where the child
// stands, in the body of an html.If when it comes and goes. A child's Render returns one element.
//
//	html.Each(h, d.Metrics, (*Metric).Key, func(h *live.H[Dash], m *Metric) html.Node {
//		return live.Child(h, m.ID, func(t *Tile) { t.Metric, t.Dismiss = *m, live.Bind(h, (*Dash).Drop) })
//	})
func Child[T any, K html.Key, C any, P Component[C]](h *H[T], key K, set func(P)) html.Node {
	h.arg = appendArg(h.arg[:0], key)
	c := h.known(reflect.TypeFor[C](), h.arg)
	if c == nil {
		c = h.view.newChild(blueprintOf[C, P](), string(h.arg))
		if h.index != nil {
			h.index[childName{c.kind.bp.typ, c.key}] = c
		}
	}
	if c.asked(h.view) {
		panic("live: two children of type " + c.kind.bp.name + " have the key " + c.key + " (" + callSite() + ")")
	}
	h.kids = append(h.kids, c)
	if !h.view.sess.w.rousing { // then the child has its properties already, and does not render
		set(P(c.comp.(*C)))
	}
	return h.View(c.n)
}

// checkPlaced panics when a child was asked for and stands nowhere in the tree: it would live, and nobody
// would see it. A template knows what is left out, so that only trees of suspicious components are read.
func (v *view) checkPlaced(tree []byte, kids []*view) {
	place, ok := v.kind.set.Stray()
	if !ok || len(kids) == 0 {
		return
	}
	placed := placement{}
	v.sess.e.reg.AppendHTML(nil, tree, "", placed)
	for _, c := range kids {
		if !placed[c.n] {
			panic(fmt.Sprintf("live: %s.Render makes the child %s with the key %s and places it nowhere%s", v.kind.bp.name, c.kind.bp.name, c.key, place))
		}
	}
}

// placement is which views stand in a tree.
type placement map[uint32]bool

// AppendView notes view n. With it a placement is an html.Views.
func (p placement) AppendView(dst []byte, n uint32) []byte {
	p[n] = true
	return dst
}

// known finds the child of this type and key among those of the last render and those asked for since.
// Children mostly come in the order of the last render; only when they do not, and are many, are they
// looked up by name.
func (h *H[T]) known(typ reflect.Type, key []byte) *view {
	old := h.view.children
	if i := len(h.kids); i < len(old) && old[i].is(typ, key) {
		return old[i]
	}
	if h.index == nil && len(old)+len(h.kids) <= 16 {
		for _, list := range [2][]*view{old, h.kids} {
			for _, c := range list {
				if c.is(typ, key) {
					return c
				}
			}
		}
		return nil
	}
	if h.index == nil {
		h.index = make(map[childName]*view, len(old)+len(h.kids))
		for _, list := range [2][]*view{old, h.kids} {
			for _, c := range list {
				h.index[childName{c.kind.bp.typ, c.key}] = c
			}
		}
	}
	return h.index[childName{typ, string(key)}]
}

// childName is what a child is known by among its parent's.
type childName struct {
	typ reflect.Type
	key string
}

func (v *view) is(typ reflect.Type, key []byte) bool {
	return v.key == string(key) && v.kind.bp.typ == typ
}

// Callback is the way back from a child to its parent: a property of the child, made by Bind in the
// parent's render. The zero Callback does nothing. Callbacks of the same parent and handler are equal.
type Callback[A any] struct {
	view *view
	to   *bound[A]
}

// bound is a parent's handler for callbacks, one per component type and handler.
type bound[A any] struct {
	name string
	call func(comp any, ctx *Ctx, arg A) error
}

// Call calls the parent's handler with a; the parent renders afterwards. It is called from a handler of
// the child, with that handler's context, and returns what the parent's handler returned. It returns
// ErrGone when the parent is no longer there. A panic in the parent's handler is the parent's: it shows
// its boundary, and Call returns ErrGone.
func (c Callback[A]) Call(ctx *Ctx, a A) error {
	if c.to == nil {
		return nil
	}
	return ctx.callback(c.view, c.to.name, func(ctx *Ctx) error { return c.to.call(c.view.comp, ctx, a) })
}

// Bind makes the callback that calls f, a method expression of the rendering component such as
// (*Dash).Drop. Method values and function literals panic.
func Bind[T, A any](h *H[T], f func(*T, *Ctx, A) error) Callback[A] {
	k := h.view.kind
	code := codeOf(f)
	if b, ok := k.bounds.Load(code); ok {
		return Callback[A]{h.view, b.(*bound[A])}
	}
	b, _ := k.bounds.LoadOrStore(code, &bound[A]{
		name: k.handlerName(code),
		call: func(comp any, ctx *Ctx, a A) error { return f(comp.(*T), ctx, a) },
	})
	return Callback[A]{h.view, b.(*bound[A])}
}

// ID is an id for the document that no other view uses: "azu-messages" for the name "messages" in the
// page's own view, "azu-k3F_9xQ2-messages" in one inside. It follows from the keys that lead to the view
// and not from when it was made, so it is the same at each render, after a resume, and in a process started
// anew. There a browser tells elements by it: what has an id keeps what the visitor typed and opened, wherever
// it then stands. What the new page shows only some inputs later does, too, if it is the root of a view, row or
// branch. Of what has no id, views are told by their number and other elements by their order.
func ID[T any](h *H[T], name string) string {
	if h.view.parent == nil {
		return "azu-" + name
	}
	return "azu-" + h.view.path() + "-" + name
}

// path names a view by the types and keys that lead to it from the page's own, which has none.
func (v *view) path() string {
	if v.parent == nil {
		return ""
	}
	typ := v.kind.bp.typ
	sum := sha256.Sum256([]byte(v.parent.path() + "\x00" + typ.PkgPath() + "." + typ.Name() + "\x00" + v.key))
	return base64.RawURLEncoding.EncodeToString(sum[:6])
}
