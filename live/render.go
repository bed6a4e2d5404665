package live

import (
	"errors"
	"fmt"
	"slices"

	"github.com/azu-live/azu/internal/wire"
)

// settle renders what the messages so far have changed and sends one frame, if there is anything to
// say. While nobody listens the views stay marked, and only refusals make frames.
func (w *worker) settle() {
	s := w.s
	if s.out == nil {
		if w.code != "" {
			w.send()
		}
		s.owes = s.owes || w.ack
		w.ack, w.code = false, ""
		return
	}
	w.renderDirty()
	if w.ack || len(w.recs) > 0 {
		w.send()
	}
	w.forgetRecords()
}

// render renders one view and what is inside it as far as it is new or was given properties.
func (w *worker) render(v *view) {
	v.dirty = false
	r := w.record(v)
	if r.renders++; wire.Over(r.renders, w.s.e.limits.Renders) && !v.failed {
		w.fail(v, "Updated", fmt.Errorf("the view was rendered %d times for one message and is not at rest", r.renders))
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

// record finds or makes v's record for the frame being made.
func (w *worker) record(v *view) *record {
	if v.rec > 0 {
		return &w.recs[v.rec-1]
	}
	w.recs = append(w.recs, record{view: v, old: -1, fresh: v.tree == nil})
	v.rec = int32(len(w.recs))
	return &w.recs[v.rec-1]
}

func (w *worker) forgetRecords() {
	for i := range w.recs {
		w.recs[i].view.rec = 0
		w.recs[i] = record{}
	}
	w.recs, w.olds = w.recs[:0], w.olds[:0]
}

// callUpdated tells the views that have changed, and marks them again for what that changes.
func (w *worker) callUpdated() {
	for i := range w.recs {
		v := w.recs[i].view
		if !w.recs[i].changed || !v.kind.bp.updates {
			continue
		}
		w.recs[i].changed = false
		if u, ok := v.comp.(Updater); ok && !v.gone.Load() {
			w.call(v, "Updated", func(ctx *Ctx) error { u.Updated(ctx); return nil })
		}
	}
}

// send makes the frame of what was rendered since the last, keeps it and hands it to the socket.
func (w *worker) send() {
	s := w.s
	frame := wire.AppendUpdate(w.frame[:0], s.seq+1, s.ref)
	head := len(frame)
	if len(w.recs) > 1 {
		slices.SortFunc(w.recs, byNumber)
	}
	for i := range w.recs {
		r := &w.recs[i]
		v := r.view
		if v.gone.Load() || v.sent == uint32(s.seq+1) {
			continue
		}
		var old []byte
		switch {
		case v.whole:
			v.whole = false
		case r.fresh || r.old < 0:
			continue // a new view comes with its parent
		default:
			old = w.olds[r.old:r.end]
		}
		at := len(frame)
		frame = wire.AppendPatch(frame, v.n)
		changed := false
		if frame, changed = w.differ.Append(frame, s.e.reg, old, v.tree, w); !changed {
			frame = frame[:at]
		}
	}
	if len(w.fresh) > 0 {
		bring := wire.AppendTemplates(nil, w.fresh)
		frame = slices.Insert(frame, head, bring...)
		w.fresh = w.fresh[:0]
	}
	if w.code != "" {
		frame = wire.AppendRefusal(frame, w.code)
	}
	if len(frame) > head || w.ack {
		frame = wire.AppendEnd(frame)
		s.seq++
		s.keep(frame)
		if s.out != nil {
			s.out.send(frame, s.seq)
			s.observeFrame(len(frame))
		}
	}
	w.frame, w.ack, w.code = frame, false, ""
}

func byNumber(a, b record) int { return int(int64(a.view.n) - int64(b.view.n)) }

// mount prepares a new instance. The error is what Mount or Params returned or panicked.
func (w *worker) mount(v *view) error {
	v.mounted = true
	if m, ok := v.comp.(Mounter); ok {
		if err := w.try(v, m.Mount); err != nil {
			return err
		}
	}
	if p := v.kind.bp.params; p != nil && v.parent == nil {
		_, query := splitURL(w.s.url)
		if err := w.try(v, func(ctx *Ctx) error { return p.call(v.comp, ctx, w.s.params, query) }); err != nil {
			return err
		}
	}
	if w.s.joined {
		w.connect(v)
	}
	return nil
}

// connect tells a view that its browser is there, and starts the timers that waited for it.
func (w *worker) connect(v *view) {
	if v.joined || v.failed || !v.mounted {
		return
	}
	v.joined = true
	for t := v.timers; t != nil; t = t.next {
		t.begin()
	}
	if c, ok := v.comp.(Connecter); ok {
		w.call(v, "Connected", c.Connected)
	}
}

func (w *worker) sweepLeaving() {
	if len(w.leaving) == 0 {
		return
	}
	for _, v := range w.leaving {
		w.unmount(v)
	}
	clear(w.leaving)
	w.leaving = w.leaving[:0]
	w.s.delist()
}

// unmount ends a view and those inside it, innermost first. It stands in the session's list until delist.
func (w *worker) unmount(v *view) {
	for _, c := range v.children {
		w.unmount(c)
	}
	v.children = nil
	v.gone.Store(true)
	w.drop(v)
	v.tree = nil // a handle may keep the view
}

// drop unmounts a view's instance and stops its timers.
func (w *worker) drop(v *view) {
	if u, ok := v.comp.(Unmounter); ok && v.mounted && !v.failed {
		if err := w.try(v, func(ctx *Ctx) error { u.Unmount(ctx); return nil }); err != nil {
			w.logFault(v, "Unmount", err)
		}
	}
	v.mounted = false
	v.stopTimers() // those that Unmount has asked for, too
}

// again sends a view whole that the client lost track of. A view that is asked for twice in a short
// time shows its boundary: something about it cannot be patched, and whole views shall not loop.
func (w *worker) again(n uint32) {
	s := w.s
	v := s.find(n)
	if v == nil {
		if n > s.last {
			s.out.fault()
		}
		return
	}
	if at, asked := s.again[n]; asked && w.now-at < againTime && !v.failed {
		w.fail(v, "view", errors.New("the browser asked for the view twice in ten seconds"))
	}
	if s.again == nil || len(s.again) > 64 {
		s.again = map[uint32]int64{}
	}
	s.again[n] = w.now
	v.whole = true
	v.mark()
}
