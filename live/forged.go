package live

import (
	"errors"
	"maps"

	"github.com/azu-live/azu/internal/seal"
	"github.com/azu-live/azu/internal/wire"
)

// forger counts the forged tokens of one address: who guesses is shown out before the handshake.
type forger struct {
	count int
	since int64 // by the engine's clock
}

// noteForged counts a token that did not open.
func (e *Engine) noteForged(ip string, err error) {
	if ip == "" || !errors.Is(err, seal.ErrForged) {
		return // an old key or an expired token is nobody's fault
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	now := e.now()
	f := e.forged[ip]
	if f == nil {
		makeRoom(e.forged, func(f *forger) bool { return e.expiredLocked(f, now) })
	}
	if f == nil || e.expiredLocked(f, now) {
		f = &forger{since: now}
		e.forged[ip] = f
	}
	f.count++
}

// makeRoom makes room for one more among those remembered, 10,000 at most: those whose time is over go, and
// when that leaves too many, any.
func makeRoom[K comparable, V any](m map[K]V, over func(V) bool) {
	const most = 10_000
	if len(m) < most {
		return
	}
	maps.DeleteFunc(m, func(_ K, v V) bool { return over(v) })
	for k := range m {
		if len(m) <= most*9/10 {
			return
		}
		delete(m, k)
	}
}

func (e *Engine) expiredLocked(f *forger, now int64) bool {
	return now-f.since > int64(e.limits.ForgedTime)
}

// forges reports whether an address has sent so many forged tokens that it is not heard.
func (e *Engine) forges(ip string) bool {
	e.mu.Lock()
	defer e.mu.Unlock()
	f := e.forged[ip]
	return f != nil && !e.expiredLocked(f, e.now()) && wire.Over(f.count+1, e.limits.ForgedTokens)
}
