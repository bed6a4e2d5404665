package live

import "hash/maphash"

const (
	// restAfter is how long a session has had nothing to do when its trees shrink.
	restAfter = int64(10e9)
	// restSize is what a tree must exceed to shrink.
	restSize = 4 << 10
)

// rest lets go of the large trees of a session that has been idle: all that stays of one is a hash. The
// state that it was rendered from is there, and so the tree can be made again before that changes. It
// returns how many bytes that freed, and what the session still takes.
func (s *session) rest(now int64) (freed, left int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.idle(now) {
		return 0, 0
	}
	s.resting, s.again = true, nil // what was asked for before counts no more
	for _, v := range s.views {
		if len(v.tree) > restSize && !v.failed {
			v.rests, v.hash = len(v.tree), maphash.Bytes(s.e.seed, v.tree)
			freed += cap(v.tree)
			v.tree = nil
		}
	}
	return freed, s.size()
}

// idle reports whether the session may be put to rest. Called with mu held.
func (s *session) idle(now int64) bool {
	return !s.running && !s.ended && !s.resting && now-s.stint.began >= restAfter
}

// rouse makes the trees again that rest let go of, before anything can change the state.
func (w *worker) rouse() {
	s := w.s
	s.resting = false
	for i := 0; i < len(s.views); i++ { // one that fails now takes those inside it along
		if v := s.views[i]; v.rests > 0 {
			w.remake(v)
		}
	}
}

// remake renders a view's unchanged state. When that does not give the tree there was, something else
// than the component's own methods has changed the state: what the browser shows is not known, and it
// is sent the view whole.
func (w *worker) remake(v *view) {
	w.rousing = true
	err := w.tryRender(v)
	w.rousing = false
	if v.rests = 0; err != nil {
		w.fail(v, "Render", err)
		v.whole = true
		v.tree = append([]byte(nil), w.s.e.boundary()...) // a join may be answered with it before anything is rendered
	}
}

// remade takes the tree of a view that is roused.
func (w *worker) remade(v *view, tree []byte) {
	v.tree = append(make([]byte, 0, len(tree)), tree...)
	if len(tree) != v.rests || maphash.Bytes(w.s.e.seed, tree) != v.hash {
		v.changed = w.now
		v.whole = true
		v.mark()
	}
}
