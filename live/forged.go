package live

import (
	"errors"

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
	const most = 10_000 // addresses remembered
	now := e.now()
	if len(e.forged) >= most {
		clear(e.forged)
	}
	f := e.forged[ip]
	if f == nil || now-f.since > int64(e.limits.ForgedTime) {
		f = &forger{since: now}
		e.forged[ip] = f
	}
	f.count++
}

// forges reports whether an address has sent so many forged tokens that it is not heard.
func (e *Engine) forges(ip string) bool {
	e.mu.Lock()
	defer e.mu.Unlock()
	f := e.forged[ip]
	return f != nil && e.now()-f.since <= int64(e.limits.ForgedTime) && wire.Over(f.count+1, e.limits.ForgedTokens)
}
