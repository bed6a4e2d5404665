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
	const most = 10_000 // addresses remembered
	now := e.now()
	f := e.forged[ip]
	if f == nil && len(e.forged) >= most {
		e.forgetForgersLocked(now, most*9/10)
	}
	if f == nil || e.expiredLocked(f, now) {
		f = &forger{since: now}
		e.forged[ip] = f
	}
	f.count++
}

// forgetForgersLocked makes room: those whose time is over go, and when that leaves more than so many, any.
func (e *Engine) forgetForgersLocked(now int64, left int) {
	maps.DeleteFunc(e.forged, func(_ string, f *forger) bool { return e.expiredLocked(f, now) })
	for ip := range e.forged {
		if len(e.forged) <= left {
			return
		}
		delete(e.forged, ip)
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
