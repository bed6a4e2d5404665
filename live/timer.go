package live

import "time"

// After calls f once on the view's session when d has passed, unless stop is called or the view
// unmounts before. The view renders afterwards. stop may be called from any goroutine, and twice.
// Asked for before the browser has joined, d counts from the join. A view may have Limits.Timers at
// once; one more panics.
//
// f has a handler's shape without the component, as the method value c.refresh has.
func (ctx *Ctx) After(d time.Duration, f func(*Ctx) error) (stop func()) {
	return ctx.mustView("After").startTimer(d, 0, f)
}

// Every calls tick on the view's session each interval until stop is called or the view unmounts. The
// view renders after each tick. stop may be called from any goroutine, and twice. A tick that comes due
// while one is still queued is dropped. An interval under 10 ms panics. Asked for before the browser has
// joined, it starts at the join. A view may have Limits.Timers at once; one more panics.
func (ctx *Ctx) Every(interval time.Duration, tick func(*Ctx) error) (stop func()) {
	if interval < 10*time.Millisecond {
		panic("live: Every with an interval under 10 ms")
	}
	return ctx.mustView("Every").startTimer(interval, interval, tick)
}
