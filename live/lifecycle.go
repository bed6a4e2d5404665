package live

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
		if err := w.try(v, func(ctx *Ctx) error { return p.apply(v.comp, ctx, w.s.params, query) }); err != nil {
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
