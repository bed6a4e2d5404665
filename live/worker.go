package live

import (
	"sync"

	"github.com/azu-live/azu/diff"
	"github.com/azu-live/azu/html"
	"github.com/azu-live/azu/internal/wire"
)

// worker is the scratch of one run of one session, pooled. What it holds between the messages and the
// frame of a batch is here, so that an idle session is small.
type worker struct {
	s      *session
	now    int64 // by the engine's clock, when the message at hand was begun
	differ diff.Differ

	frame   []byte          // being made
	depth   int             // views inside views while the frame is made
	fresh   []wire.Template // what the frame must bring along
	olds    []byte          // trees before this frame's renders
	recs    []record
	code    wire.Code // refuses the last input
	refused wire.Code // the last refusal of the message at hand, for the observer
	ack     bool      // an input was applied: there must be a frame

	unasked bool    // what is being done is no answer to a client
	rousing bool    // a view is rendered only to have its tree again
	leaving []*view // children that a render did without
	faults  []fault // of parents, met inside a child's callback
}

// record is a view that was rendered for the frame being made.
type record struct {
	view    *view
	old     int // the client's tree is olds[old:end]; -1 while it is the newest
	end     int
	fresh   bool // the client has none
	renders int
	changed bool // since Updated was called last
}

// fault is an error of a view whose handling waits until nobody runs inside it.
type fault struct {
	view *view
	name string
	err  error
}

var workers = sync.Pool{New: func() any { return &worker{} }}

// maxScratch is how large a buffer may grow and still be pooled.
const maxScratch = 1 << 20

// start begins a run; the caller has set s.running.
func (s *session) start() *worker {
	w := workers.Get().(*worker)
	w.s, s.w = s, w
	return w
}

// release gives the worker back.
func (w *worker) release() {
	w.s, w.depth, w.code, w.refused, w.ack, w.unasked = nil, 0, "", "", false, false
	w.fresh, w.leaving, w.faults = nil, nil, nil
	if cap(w.frame) > maxScratch || cap(w.olds) > maxScratch {
		return
	}
	workers.Put(w)
}

// crash ends a session whose run panicked outside user code: a fault of ours that must not take the
// process along, nor leave anything of the session behind, whatever state it is in.
func (w *worker) crash() {
	v := recover()
	if v == nil {
		return
	}
	s, err := w.s, asPanic(v)
	s.e.log.Error("session ended by a fault of the framework", "page", s.page.Name(), "err", err, "stack", string(err.stack))
	s.mu.Lock()
	p := s.peer
	if p == nil {
		p = s.stint.reader // whose join was being answered
	}
	s.mu.Unlock()
	if p != nil {
		p.close(wire.CloseInternal, "session ended")
	}
	guard(func() error { w.end(); return nil }) // as far as that goes
	for _, v := range s.views {
		v.stopTimers()
	}
	s.mu.Lock()
	ended := s.ended
	s.ended, s.running, s.blocked, s.queue, s.stint, s.w = true, false, false, nil, stint{}, nil
	s.mu.Unlock()
	if !ended {
		s.observeState(SessionEnded)
	}
	s.e.forget(s)
}

var _ diff.Env = (*worker)(nil)

// AppendView appends a view that the client has to be given whole.
func (w *worker) AppendView(dst []byte, n uint32) []byte {
	v := w.s.find(n)
	if v == nil || wire.Over(w.depth, w.s.e.limits.RenderDepth) {
		return append(dst, '0') // a number that Child did not give
	}
	w.depth++
	defer func() { w.depth-- }()
	v.sent = uint32(w.s.seq + 1)
	return w.differ.AppendView(dst, w.s.e.reg, n, v.tree, w)
}

// Use notes that the client needs the statics of a template.
func (w *worker) Use(t *html.Template) {
	if w.s.templates.learn(t.ID(), true) {
		w.fresh = append(w.fresh, wire.Template{Name: t.Name(), Table: t.Table(), Statics: t.Statics()})
	}
}
