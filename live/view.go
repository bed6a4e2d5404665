package live

import (
	"fmt"
	"log/slog"
	"sync/atomic"

	"github.com/azu-live/azu/internal/wire"
)

// view is one mounted component: its instance, its newest tree, and its place among the others.
type view struct {
	// Set once when the view is made.
	sess   *session
	kind   *kind
	parent *view // nil for the page's root
	key    string
	n      uint32 // from 1, never used again in the session
	depth  int32

	// Owned by the session's run.
	comp     any    // *C
	tree     []byte // what the client was last told, or will be with the frame being made
	children []*view
	timers   *timer // linked, the newest first
	changed  int64  // when the tree changed last, by the engine's clock
	seen     uint32 // the parent's round that asked for this child last
	round    uint32 // counts this view's renders
	sent     uint32 // the frame that brought this view whole, cut to 32 bits
	rests    int    // the size of a tree that was let go of, 0 for none
	hash     uint64 // of that tree
	rec      int32  // its place in the worker's records while a frame is made
	enlisted bool   // the session finds it by its number
	mounted  bool   // Mount was called on comp
	joined   bool   // Connected was called on comp, or would have been
	dirty    bool   // stands in the session's list of views to render
	failed   bool   // shows its error boundary; comp is a fresh instance, not mounted
	whole    bool   // the client asked for it again

	gone atomic.Bool // read by handles on any goroutine
}

// newChild makes a view for a component that the render in progress asks for the first time. It is
// mounted when the render is done.
func (v *view) newChild(bp *blueprint, key string) *view {
	s := v.sess
	if err := bp.signatures(); err != nil {
		panic("live: " + err.Error())
	}
	if wire.Over(int(v.depth)+1, s.e.limits.RenderDepth) {
		panic(fmt.Sprintf("live: components inside components deeper than %d", s.e.limits.RenderDepth))
	}
	if wire.Over(int(s.unlisted)+1, s.e.limits.Views) {
		s.crowd() // already, without those that stay
	}
	c := s.newView(s.e.kindOf(bp), v, key)
	c.comp = bp.fresh()
	return c
}

// crowd panics for a session with too many views.
func (s *session) crowd() {
	panic(fmt.Sprintf("live: more than %d components on one page", s.e.limits.Views))
}

// within counts a view and those inside it.
func (v *view) within() int {
	n := 1
	for _, c := range v.children {
		n += c.within()
	}
	return n
}

// asked notes that the parent's render in progress asks for v, and reports whether it had before.
func (v *view) asked(parent *view) bool {
	if v.seen == parent.round {
		return true
	}
	v.seen = parent.round
	return false
}

// log is the engine's log with the view's keys.
func (v *view) log() *slog.Logger {
	return v.sess.e.log.With("page", v.sess.page.Name(), "view", v.n)
}
