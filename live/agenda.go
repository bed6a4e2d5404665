package live

import "container/heap"

// agenda is the views that are to be rendered: a heap, from which they come by their numbers, and so
// parents before their children.
type agenda []*view

var _ heap.Interface = (*agenda)(nil)

// Len, Less, Swap, Push and Pop are those of heap.Interface.
func (a agenda) Len() int           { return len(a) }
func (a agenda) Less(i, j int) bool { return a[i].n < a[j].n }
func (a agenda) Swap(i, j int)      { a[i], a[j] = a[j], a[i] }
func (a *agenda) Push(v any)        { *a = append(*a, v.(*view)) }
func (a *agenda) Pop() any {
	last := len(*a) - 1
	v := (*a)[last]
	(*a)[last] = nil
	*a = (*a)[:last]
	return v
}

// mark has the view rendered when the messages at hand are done.
func (v *view) mark() {
	if !v.dirty && !v.gone.Load() {
		v.dirty = true
		heap.Push(&v.sess.dirty, v)
	}
}

// renderDirty renders the views marked until none is left.
func (w *worker) renderDirty() {
	s := w.s
	for len(s.dirty) > 0 {
		for len(s.dirty) > 0 {
			if v := heap.Pop(&s.dirty).(*view); v.dirty && !v.gone.Load() {
				w.render(v)
			}
		}
		w.callUpdated()
		if s.e.dev {
			w.checkOutlines()
		}
	}
}
