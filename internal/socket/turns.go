package socket

import (
	"sync"
	"time"
)

const (
	// turnTime is how often one processor ends a connection that was lost, when many are: ending one takes
	// a fiftieth of it.
	turnTime = 800 * time.Microsecond

	// turnsAtOnce is how many wait for nothing.
	turnsAtOnce = 32

	// turnsAfter is how long those beyond wait at least. Their clients come back within the half second that
	// they spread themselves over, which is enough to do; and where a session has another socket by then, less
	// is to be done about the one before.
	turnsAfter = time.Second

	// turnStep is what turns are rounded up to: waking up costs more than an end, and so a few share it.
	turnStep = time.Millisecond

	// lastTurn is how long an end waits at most.
	lastTurn = 10 * time.Second
)

// turns spaces the ends of connections that were lost. Thousands are lost in one moment when a proxy
// restarts or a network fails; were they all tidied up at once, whoever still lives would wait for that. See
// docs/decisions/0008-beside-an-attack.md.
type turns struct {
	every time.Duration // see spacing
	over  chan struct{} // closed by Drain: nobody waits any more

	mu   sync.Mutex
	next time.Duration // Guarded by mu. When the next turn is, since the server's start.
}

func newTurns(every time.Duration) *turns {
	return &turns{every: every, over: make(chan struct{}), next: -turnsAtOnce * every}
}

// spacing is how often a turn is: often enough for all sockets that there may be to have one of their own
// before lastTurn is over.
func spacing(sockets, processors int) time.Duration {
	every := turnTime / time.Duration(processors)
	if sockets > 0 {
		every = min(every, (lastTurn-turnsAfter)/time.Duration(sockets))
	}
	return every
}

// awaitTurn waits until it is a lost connection's turn to end.
func (s *Server) awaitTurn(c *Conn) {
	wait := s.turns.take(time.Since(s.started))
	if wait == 0 {
		return
	}
	s.leave(c)
	turn := time.NewTimer(wait)
	defer turn.Stop()
	select {
	case <-turn.C:
	case <-s.turns.over:
	}
}

// take takes the next turn and returns how long it is until then.
func (t *turns) take(now time.Duration) time.Duration {
	t.mu.Lock()
	defer t.mu.Unlock()
	next := max(t.next, now-turnsAtOnce*t.every) + t.every
	if next <= now {
		t.next = next
		return 0
	}
	if next = max(next, now+turnsAfter); next > now+lastTurn {
		return lastTurn
	}
	t.next = next
	wake := next + turnStep - 1
	return min(wake-wake%turnStep-now, lastTurn)
}
