package live

import (
	"slices"
	"sort"
	"sync"
	"sync/atomic"

	"github.com/azu-live/azu/internal/seal"
)

// session is the server's half of one open page: its views and its mailbox. It is run by whoever finds
// it idle; see mailbox.go.
type session struct {
	// Set once when the session is made.
	e      *Engine
	page   Page
	params map[string]string // of the route
	url    string            // path and query

	// Changed for its equal, with both mutexes held, while nobody runs the session.
	login string

	mu sync.Mutex
	// Guarded by mu.
	queue   *queue // nil while nothing waits
	peer    *peer  // the newest socket
	running bool   // somebody runs the session, and owns what is below
	blocked bool   // nobody may: no browser has joined, or a write is pending
	ended   bool
	stint   stint

	doing atomic.Pointer[handler] // the client's event at hand, for whoever watches

	// Guarded by the engine's mu.
	id   seal.ID // what the next resume, or the join, must bring
	kept *kept   // its place among the unjoined or detached

	// Owned by the session's run.
	w         *worker // scratch of the run in progress
	ctx       *Ctx
	out       *peer              // the socket that gets the frames; nil while unjoined or detached
	views     []*view            // by number
	dirty     agenda             // views to be rendered
	templates templates          // what the client holds
	frames    *frames            // sent and not yet confirmed; nil for none
	away      *away              // a redirect that may be lost
	again     map[uint32][]int64 // views that the client asked for again, and when the last times were
	seq, ref  uint64             // of the last frame, and the last input applied
	last      uint32             // view number given last
	timers    int32
	unlisted  int32 // views made by the render in progress
	joined    bool
	owes      bool // an input was applied when nobody could be told
	reported  bool // an unknown view or event was logged
	looped    bool // a view that was asked for again and again was logged
	over      bool // the views are unmounted
	resting   bool // large trees were let go of, or there are none
}

// newView makes a view; it is found by its number once enlist has been called.
func (s *session) newView(k *kind, parent *view, key string) *view {
	s.last++
	s.unlisted++
	v := &view{sess: s, kind: k, parent: parent, key: key, n: s.last}
	if parent != nil {
		v.depth = parent.depth + 1
	}
	return v
}

// enlist adds a view, numbered higher than all there are.
func (s *session) enlist(v *view) {
	v.enlisted = true
	s.views = append(s.views, v)
}

// find is the view with a number, or nil.
func (s *session) find(n uint32) *view {
	if i := int(n) - 1; i >= 0 && i < len(s.views) && s.views[i].n == n {
		return s.views[i] // as long as no view has gone
	}
	i := sort.Search(len(s.views), func(i int) bool { return s.views[i].n >= n })
	if i < len(s.views) && s.views[i].n == n {
		return s.views[i]
	}
	return nil
}

// delist forgets the views that were unmounted.
func (s *session) delist() {
	s.views = slices.DeleteFunc(s.views, func(v *view) bool {
		if !v.gone.Load() {
			return false
		}
		delete(s.again, v.n)
		return true
	})
}

// root is the page's view.
func (s *session) root() *view { return s.views[0] }

// size estimates the memory of the session, for the limits of what is kept.
func (s *session) size() int {
	const perSession, perView = 560, 256
	n := perSession + len(s.url) + len(s.login) + s.frames.held()
	for _, v := range s.views {
		n += perView + cap(v.tree) + len(v.key)
	}
	return n
}
