package main

import (
	"errors"
	"math/rand/v2"
	"strconv"
	"time"

	"github.com/azu-live/azu/internal/wire"
)

// comeback is how a visitor came back.
type comeback struct {
	fresh bool // into a new session
	tries int  // that found no server
	turns int  // that were told to come back later
}

// reconnect comes back after the socket's end, as docs/protocol.md asks browsers to: after a random wait,
// a longer one for each try that fails, into the session if it is there and else into a new one, and if
// the server says when, then at that time.
func (v *visitor) reconnect() (c comeback, err error) {
	for n := range 20 {
		time.Sleep(rand.N(min(30*time.Second, 500*time.Millisecond<<n)))
		if err = v.comeBack(); err == errGone {
			c.fresh, err = v.joinHere()
		}
		end, ended := errors.AsType[*closed](err)
		switch {
		case err == nil:
			return c, nil
		case ended && end.code == wire.CloseOverloaded || ended && end.code == wire.CloseRestart:
			ms, bad := strconv.Atoi(end.reason)
			if bad != nil {
				return c, err
			}
			time.Sleep(time.Duration(ms) * time.Millisecond)
			c.turns++
		default:
			c.tries++
		}
	}
	return c, err
}

// errLate says that a visitor came back later than the server waits: no fault of the server's, but of a
// machine that has too much to do.
var errLate = errors.New("back too late")

// reconnectToOld reconnects to the session that there was.
func (v *visitor) reconnectToOld() error {
	start := time.Now()
	back, err := v.reconnect()
	switch {
	case err != nil || !back.fresh:
		return err
	case time.Since(start) >= limits.DetachedTime:
		return errLate
	}
	return errors.New("the session to come back to is gone")
}
