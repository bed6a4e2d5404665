package live

import (
	"github.com/azu-live/azu/html"
	"github.com/azu-live/azu/internal/wire"
)

// checkOutlines finds what a browser would change because of the views that stand in each other. Each
// template was found right alone; here is seen what they make together. The innermost view that is
// wrong shows its boundary. It is for development.
func (w *worker) checkOutlines() {
	stale := map[*view]bool{} // what was rendered, and what that stands in
	for i := range w.recs {
		for v := w.recs[i].view; v != nil && !stale[v]; v = v.parent {
			stale[v] = true
		}
	}
	var check func(v *view) bool
	check = func(v *view) bool {
		for _, c := range v.children {
			if stale[c] && !check(c) {
				return false
			}
		}
		err := v.sess.e.reg.CheckOutline(v.outline())
		if err != nil {
			w.giveUp(v, "Render", err)
		}
		return err == nil
	}
	check(w.s.root())
}

// outline is that of a view and what is inside it, but for views that show their boundary, which fits
// everywhere by decree, and for trees that are not kept.
func (v *view) outline() []byte {
	return (&documents{s: v.sess}).AppendOutline(nil, v.n)
}

var _ html.Outlines = (*documents)(nil)

// AppendOutline is AppendView for the outline of view n.
func (d *documents) AppendOutline(dst []byte, n uint32) []byte {
	v := d.s.find(n)
	if v == nil || v.failed || len(v.tree) == 0 || wire.Over(d.depth, d.s.e.limits.RenderDepth) {
		return dst
	}
	d.depth++
	dst = d.s.e.reg.AppendOutline(dst, v.tree, d)
	d.depth--
	return dst
}
