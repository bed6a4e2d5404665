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

	// lastTurn is how long an end waits at most.
	lastTurn = 2 * time.Second
)

// turns spaces the ends of connections that were lost. Thousands are lost in one moment when a proxy
// restarts or a network fails; were they all tidied up at once, whoever still lives would wait for that. See
// docs/decisions/0008-beside-an-attack.md.
type turns struct {
	every time.Duration // set once in New

	mu   sync.Mutex
	next time.Time // Guarded by mu. When the next turn is, at most turnsAtOnce of them ago.
}

// await waits for the caller's turn.
func (t *turns) await() {
	if wait := t.take(time.Now()); wait > 0 {
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
	if wait := t.next.Sub(now); wait >= lastTurn {
		return lastTurn
	}
	t.next = t.next.Add(t.every)
	return t.next.Sub(now)
}
