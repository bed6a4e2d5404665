package live

import (
	"fmt"
	"slices"

	"github.com/azu-live/azu/internal/wire"
)

// render renders one view and what is inside it as far as it is new or was given properties.
func (w *worker) render(v *view) {
	v.dirty = false
	r := w.record(v)
	if r.renders++; wire.Over(r.renders, w.s.e.limits.Renders) && !v.failed {
		w.giveUp(v, "Updated", fmt.Errorf("the view was rendered %d times for one message and is not at rest", r.renders))
		v.dirty = false
	}
	if !v.failed {
		if p := w.tryRender(v); p != nil {
			w.fail(v, "Render", p)
		}
	}
	if v.failed {
		v.dirty = false
		w.take(v, w.s.e.boundary(), nil)
	}
	w.sweepLeaving()
	w.settleFaults()
	for _, c := range v.children {
		if !c.mounted && !c.failed && !c.gone.Load() {
			if err := w.mount(c); err != nil {
				w.fail(c, "Mount", err)
				if w.s.joined {
					w.connect(c) // unless it shows its boundary
				}
			}
			w.settleFaults()
		}
		if c.gone.Load() {
			return // a callback brought the parent down, or one of its own, and with it the children
		}
		w.render(c)
	}
}

// tryRender calls the component's Render; w.take has the result unless it panicked.
func (w *worker) tryRender(v *view) (p error) {
	defer func() {
		if x := recover(); x != nil {
			p = asPanic(x)
		}
	}()
	v.round++
	w.s.unlisted = 0
	v.kind.bp.render(w, v)
	return nil
}

// take makes tree the view's newest, and kids its children. Both belong to a pooled builder: what stays
// is copied. It panics when the render breaks a limit, which is the render's own fault.
func (w *worker) take(v *view, tree []byte, kids []*view) {
	s := w.s
	if w.rousing {
		w.remade(v, tree)
		return
	}
	if wire.Over(len(tree), s.e.limits.RenderBytes) {
		panic(fmt.Sprintf("live: %s renders %d bytes of values, more than %d", v.kind.bp.name, len(tree), s.e.limits.RenderBytes))
	}
	if !s.e.reg.Single(tree) {
		panic("live: " + v.kind.bp.name + ".Render returns something else than one element")
	}
	v.checkPlaced(tree, kids)
	if !slices.Equal(v.children, kids) {
		v.checkRoom(kids)
		for _, c := range v.children {
			if c.seen != v.round {
				w.leaving = append(w.leaving, c)
			}
		}
		for _, c := range kids {
			if !c.enlisted {
				s.enlist(c)
			}
		}
		v.children = append(make([]*view, 0, len(kids)), kids...)
	}
	if string(v.tree) == string(tree) {
		return
	}
	r := w.record(v)
	if r.changed = true; r.old < 0 {
		r.old = len(w.olds)
		w.olds = append(w.olds, v.tree...)
		r.end = len(w.olds)
	}
	v.changed = w.now
	if cap(v.tree) > 2*len(tree)+64 {
		v.tree = nil
	}
	v.tree = append(v.tree[:0], tree...)
}

// checkRoom panics when the session would have too many views with v's new children, and without those
// that go for them.
func (v *view) checkRoom(kids []*view) {
	s := v.sess
	n := len(s.views)
	for _, c := range kids {
		if !c.enlisted {
			n++
		}
	}
	if !wire.Over(n, s.e.limits.Views) {
		return
	}
	for _, c := range v.children {
		if c.seen != v.round {
			n -= c.within()
		}
	}
	if wire.Over(n, s.e.limits.Views) {
		s.crowd()
	}
}

// callUpdated tells the views that have changed, and marks them again for what that changes.
func (w *worker) callUpdated() {
	for i := range w.recs {
		v := w.recs[i].view
		if !w.recs[i].changed || !v.kind.bp.updates {
			continue
		}
		w.recs[i].changed = false
		if u, ok := v.comp.(Updater); ok && !v.failed && !v.gone.Load() {
			w.call(v, "Updated", func(ctx *Ctx) error { u.Updated(ctx); return nil })
		}
	}
}
