package socket

import (
	"sync"
	"time"
)

const (
	// turnTime is how often one processor ends a connection that was lost, when many are: ending one takes
	// a tenth of it.
	turnTime = 200 * time.Microsecond

	// turnsAtOnce is how many wait for nothing.
	turnsAtOnce = 32

	// lastTurn is how long an end waits at most where there is no limit to sockets.
	lastTurn = 10 * time.Second
)

// turns spaces the ends of connections that were lost. Thousands are lost in one moment when a proxy
// restarts or a network fails; were they all tidied up at once, whoever still lives would wait for that. See
// docs/decisions/0008-beside-an-attack.md.
type turns struct {
	every, last time.Duration // set once in New, see spacing

	mu   sync.Mutex
	next time.Time // Guarded by mu. When the next turn is, at most turnsAtOnce of them ago.
}

// spacing is how often a turn is, and how long an end waits at most: as long as all sockets that there may be
// take, so that none share a turn.
func spacing(sockets, processors int) (every, last time.Duration) {
	every = turnTime / time.Duration(processors)
	if sockets < 0 {
		return every, lastTurn
	}
	return every, time.Duration(sockets) * every
}

// awaitTurn waits until it is a lost connection's turn to end.
func (s *Server) awaitTurn(c *Conn) {
	if wait := s.turns.take(time.Now()); wait > 0 {
		s.leave(c)
		time.Sleep(wait)
	}
}

// take takes the next turn and returns how long it is until then.
func (t *turns) take(now time.Time) time.Duration {
	t.mu.Lock()
	defer t.mu.Unlock()
	if earliest := now.Add(-turnsAtOnce * t.every); t.next.Before(earliest) {
		t.next = earliest
	}
	if wait := t.next.Sub(now); wait >= t.last {
		return t.last
	}
	t.next = t.next.Add(t.every)
	return t.next.Sub(now)
}
