package live

import "github.com/azu-live/azu/internal/wire"

// Limits bounds what one client, one login, one address and all of them together may use. A zero field
// has its default, a negative one lifts the limit; New refuses negative values of limits that the
// server could not live without. Times are time.Duration, sizes bytes, rates a second, everything else
// a count.
//
// The fields, with units, defaults, and the code or close code beyond each, are shown by
//
//	go doc github.com/azu-live/azu/internal/wire Limits
//
// The table of docs/protocol.md, under "Limits", says the same at more length. DefaultLimits returns the
// defaults as values.
type Limits = wire.Limits

// DefaultLimits returns the limits that the zero Limits stands for.
func DefaultLimits() Limits { return wire.DefaultLimits() }

const (
	// unjoinedMailbox is how many messages wait for a page's browser to join.
	unjoinedMailbox = 32
	// raceTime is how long after a change a client may still ask for what the change removed: it had
	// not seen it yet.
	raceTime = int64(10e9)
	// againTime is how soon after the first a third request for the same view makes its boundary show, so
	// that a page that cannot be patched does not loop.
	againTime = int64(10e9)
)
