package live

import "time"

const (
	// longestTurn is how late a client is told to come back at most.
	longestTurn = int64(30 * time.Second)

	// longestLine is how long a client waits at most for its page to be mounted, with its socket open: a
	// handshake costs as much as a mount. One that would wait longer is sent away, and told to come back
	// when half of the line has gone by, so that there is room for it.
	longestLine = int64(2 * time.Second)
)

// payer is whose share of the mounts a join takes: a known login's, else its address's. That of nobody is
// not counted.
type payer struct{ login, ip string }

func (p *peer) payer() payer {
	if login := p.conn.Login(); p.known && login != "" {
		return payer{login: login}
	}
	return payer{ip: p.conn.RemoteIP()}
}

// share is what somebody has had of the mounts.
type share struct {
	mounts int64 // are paid for until then
	turn   int64 // when the last client that was sent away is to come back
}

// take admits a mount, or returns how long its client shall wait.
func (s *share) take(p pace, now int64) time.Duration {
	if p.take(&s.mounts, now) {
		return 0
	}
	return p.queue(&s.turn, now, 0, longestTurn)
}

// over reports whether nothing of it is left to remember.
func (s share) over(now int64) bool { return max(s.mounts, s.turn) <= now }

// mountPaces are at what pace pages are mounted for joins, for all and for one payer. One has no more than
// half, so that it cannot have all where all is little. Of all only a tenth are mounted at once: a second's
// worth would keep a processor busy for a fifth of it.
func mountPaces(l Limits) (all, one pace) {
	n := l.MountsPerIP
	if l.Mounts >= 0 {
		n = min(n, max(1, l.Mounts/2))
	}
	return paceOf(l.Mounts, max(1, l.Mounts/10)), paceOf(n, max(1, n))
}

// crowded admits a mount for a join after a wait, or tells how long the client shall stay away: after a
// restart all browsers come at once, and each mount is work for the program's database. Whoever's own share
// is used up waits for that, and takes nothing from the others, no turn either: those who do not wait as they
// are told would have theirs move ever further away.
func (e *Engine) crowded(by payer) (wait time.Duration, admitted bool) {
	e.mu.Lock()
	defer e.mu.Unlock()
	now := e.now()
	if e.sharePace.every > 0 && by != (payer{}) {
		own, ok := e.shares[by]
		if !ok {
			makeRoom(e.shares, func(s share) bool { return s.over(now) })
		}
		wait = own.take(e.sharePace, now)
		if e.shares[by] = own; wait > 0 {
			return wait, false
		}
	}
	if wait, ok := e.mountPace.reserve(&e.mounts.mounts, now, longestLine); ok {
		return wait, true
	}
	return e.mountPace.queue(&e.mounts.turn, now, longestLine/2, longestTurn), false
}
