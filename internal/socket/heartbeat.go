package socket

import (
	"strconv"
	"time"

	"github.com/azu-live/azu/internal/wire"
)

// startHeart sets the connection's timer, which pings, and watches for silence and for the
// first join. The server pings and not the browser: a hidden tab's timers run once a minute.
func (c *Conn) startHeart() {
	now, limits := c.now(), &c.server.limits
	c.pingAt = now + limits.PingEvery
	c.joinBy = now + limits.FirstJoin
	c.beatIn(c.untilBeat(now))
}

// beatIn sets the timer, unless the connection has ended: it then counts to the cut-off,
// which end may have set a moment ago, on another goroutine.
func (c *Conn) beatIn(d time.Duration) {
	c.timer.Reset(d)
	if c.cause.Load() != nil {
		c.timer.Reset(c.server.limits.CloseTime)
	}
}

// now counts from the server's start and so is no matter of the clock being set.
func (c *Conn) now() time.Duration { return time.Since(c.server.started) }

// beat runs on the timer's goroutine, one at a time: while the connection lives it is what
// sets the timer again.
func (c *Conn) beat() {
	if c.cause.Load() != nil {
		c.line.Conn.Close() // ended, and not gone in time
		return
	}
	now, limits := c.now(), &c.server.limits
	switch {
	case limits.FirstJoin >= 0 && !c.joined.Load() && now >= c.joinBy:
		c.Close(wire.CloseSilence, "no join")
		return
	case limits.Silence >= 0 && c.line.silent() >= limits.Silence:
		c.Close(wire.CloseSilence, "silence")
		return
	}
	if limits.PingEvery >= 0 && now >= c.pingAt {
		var room [20]byte
		c.Ping(strconv.AppendUint(room[:0], c.mark.Load(), 10))
		c.pingAt = now + limits.PingEvery
	}
	c.beatIn(c.untilBeat(now))
}

// untilBeat returns how long nothing is due.
func (c *Conn) untilBeat(now time.Duration) time.Duration {
	limits, next := &c.server.limits, time.Hour
	if limits.PingEvery >= 0 {
		next = min(next, c.pingAt-now)
	}
	if limits.FirstJoin >= 0 && !c.joined.Load() {
		next = min(next, c.joinBy-now)
	}
	if limits.Silence >= 0 {
		next = min(next, limits.Silence-c.line.silent())
	}
	return max(next, time.Millisecond)
}
