package live

import (
	"sync"
	"time"

	"github.com/azu-live/azu/internal/wire"
)

// shortest is the least interval at which a session occupies itself. Without it timers that start each
// other would have a processor for themselves.
const shortest = 10 * time.Millisecond

// After calls f once on the view's session when d has passed, unless stop is called or the view
// unmounts before. The view renders afterwards. stop may be called from any goroutine, and twice.
// Asked for by a timer's function, or one of Do, d is 10 ms at least. Asked for before the browser has joined, d counts from the join. A session may have Limits.Timers at
// once; one more panics, and the view shows its boundary.
//
// f is mostly a method value, as c.refresh of func (c *Dash) refresh(ctx *live.Ctx) error.
func (ctx *Ctx) After(d time.Duration, f func(*Ctx) error) (stop func()) {
	return ctx.startTimer("After", d, 0, f)
}

// Every calls tick on the view's session each interval until stop is called or the view unmounts. The
// view renders after each tick. stop may be called from any goroutine, and twice. A tick that comes due
// while one is still queued is dropped. An interval under 10 ms panics. Asked for before the browser has
// joined, it starts at the join. A session may have Limits.Timers at once; one more panics, and the view
// shows its boundary.
func (ctx *Ctx) Every(interval time.Duration, tick func(*Ctx) error) (stop func()) {
	if interval < shortest {
		panic("live: Every with an interval under 10 ms")
	}
	return ctx.startTimer("Every", interval, interval, tick)
}

// timer calls a function of a view's session. It belongs to one instance of the view's component.
type timer struct {
	// Set once when it is made.
	view     *view
	first    time.Duration
	interval time.Duration // 0: only once
	f        func(*Ctx) error

	next *timer // Owned by the session's run. Of the same view.

	mu      sync.Mutex
	clock   *time.Timer // Guarded by mu. Nil until the timer begins.
	due     time.Time   // Guarded by mu. When the clock goes off next.
	queued  bool        // Guarded by mu. It went off and its function has not been called.
	stopped bool        // Guarded by mu.
}

func (ctx *Ctx) startTimer(name string, first, interval time.Duration, f func(*Ctx) error) (stop func()) {
	v := ctx.current(name)
	s := v.sess
	v.purgeTimers()
	if wire.Over(int(s.timers)+1, s.e.limits.Timers) {
		for _, other := range s.views {
			other.purgeTimers()
		}
	}
	if wire.Over(int(s.timers)+1, s.e.limits.Timers) {
		panic("live: " + name + ": the session has too many timers")
	}
	if s.w != nil && s.w.unasked {
		first = max(first, shortest)
	}
	t := &timer{view: v, first: first, interval: interval, f: f, next: v.timers}
	v.timers = t
	s.timers++
	if v.joined {
		t.begin()
	}
	return t.stop
}

// purgeTimers forgets the timers that were stopped, which may happen on any goroutine.
func (v *view) purgeTimers() {
	for at := &v.timers; *at != nil; {
		t := *at
		t.mu.Lock()
		stopped := t.stopped
		t.mu.Unlock()
		if stopped {
			*at = t.next
			v.sess.timers--
		} else {
			at = &t.next
		}
	}
}

// stopTimers stops and forgets all.
func (v *view) stopTimers() {
	for t := v.timers; t != nil; t = t.next {
		t.stop()
	}
	v.purgeTimers()
}

// begin starts the clock.
func (t *timer) begin() {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.stopped || t.clock != nil {
		return
	}
	t.due = time.Now().Add(t.first)
	t.clock = time.AfterFunc(t.first, t.fire)
}

// stop may be called from any goroutine, and twice.
func (t *timer) stop() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.stopped = true
	if t.clock != nil {
		t.clock.Stop()
	}
}

// fire runs on the clock's goroutine, and the session on it if nobody else runs it.
func (t *timer) fire() {
	t.mu.Lock()
	if t.stopped {
		t.mu.Unlock()
		return
	}
	if t.interval > 0 {
		now := time.Now()
		late := now.Sub(t.due)
		t.due = t.due.Add(late - late%t.interval + t.interval) // ticks that are past are lost
		t.clock.Reset(t.due.Sub(now))
	}
	again := t.queued
	t.queued = true
	t.mu.Unlock()
	if alive := t.view.sess.postTimer(t, again); !alive {
		t.stop()
	}
}

// tick calls a timer's function in its turn.
func (w *worker) tick(t *timer) {
	t.mu.Lock()
	t.queued = false
	stopped := t.stopped
	if t.interval == 0 {
		t.stopped = true
	}
	t.mu.Unlock()
	if !stopped && !t.view.gone.Load() {
		w.call(t.view, "timer", t.f)
	}
}
