package wire

import (
	"fmt"
	"reflect"
	"time"
)

// Limits bounds what one client, one login, one address and all of them together may cost.
// The zero value of a field means its default, given beside it. A negative value means no
// limit, or never; where a limit is marked "kept", it cannot be lifted and a negative value
// is an error. Sizes are bytes.
type Limits struct {
	// Of one socket.
	Message     int           // a message: 64 KiB; kept (1009)
	MessageTime time.Duration // from a message's first byte to its last: 10 s (4002)
	ByteRate    int           // raw bytes a second: 256 KiB (4003)
	ByteBurst   int           // raw bytes at once: 1 MiB; kept
	ErrorCount  int           // bad messages within ErrorTime: 10 (4003)
	ErrorTime   time.Duration // 10 s; kept
	PingEvery   time.Duration // between pings of the server: 25 s
	Silence     time.Duration // without a byte from the client: 60 s (4002)
	FirstJoin   time.Duration // from the upgrade to the first join: 10 s (4002)
	WriteTime   time.Duration // for the client to read a frame: 10 s; kept (4001)
	CloseTime   time.Duration // for the client to answer a close frame: 5 s; kept
	JoinRate    int           // joins and resumes a second: 5 (limit)
	Roots       int           // pages on a socket: 16 (limit)
	Topics      int           // topics on a socket: 64 (limit)

	// Of all sockets.
	Sockets         int // in all: 20,000 (503)
	SocketsPerLogin int // of one login: 50 (429)
	SocketsPerIP    int // without a known login, of one address: 256 (429)

	// Of pages mounted for joins, a second.
	Mounts      int // in all, a tenth of it at once; who has to wait for 2 s at most does: 500 (1013)
	MountsPerIP int // of one address, or one known login, a second's at once; at most half of Mounts: 50 (1013)

	// Of one session.
	EventRate  int           // inputs a second, over which the client is read slowly: 50 (rate)
	EventBurst int           // inputs at once: 100; kept
	RateTime   time.Duration // over the rate before the socket is closed: 5 s (4003)
	EventQueue int           // inputs waiting: 64; kept (rate)
	Mailbox    int           // messages waiting, of its client and of others each: 256; kept
	Views      int           // 10,000 (error boundary)
	Timers     int           // 256 (error boundary)

	// Of one handler and one render.
	HandlerTime time.Duration // until its context ends: 10 s
	AbandonTime time.Duration // until its session is given up: 30 s (1011)
	Renders     int           // of a view after one message: 32 (error boundary)
	RenderDepth int           // children within children: 256 (error boundary)
	RenderBytes int           // of a view's tree: 8 MiB (error boundary)

	// What is kept for clients that are not there. The bytes are those of the session: its
	// trees and what it has sent. What a component's own fields hold is not known and not
	// counted; for that the counts are the bound.
	UnjoinedTime     time.Duration // from the GET to its join: 15 s; kept
	UnjoinedPerLogin int           // 16
	UnjoinedPerIP    int           // 32
	Unjoined         int           // in all: 16,384
	UnjoinedBytes    int           // in all: 64 MiB
	DetachedTime     time.Duration // from a socket's end to the resume: 60 s; kept
	DetachedPerLogin int           // 32
	DetachedPerIP    int           // without a known login, of one address: 256
	Detached         int           // in all: 4,096
	DetachedBytes    int           // in all: 256 MiB
	KeptFrames       int           // sent and unconfirmed: 256; kept
	KeptBytes        int           // of those: 128 KiB; kept
	Queue            int           // output that does not coalesce: 1 MiB; kept

	// Of tokens and logins.
	JoinLife     time.Duration // of a join token: 24 h; kept
	ForgedTokens int           // of one address within ForgedTime, known logins let in: 10 (429)
	ForgedTime   time.Duration // 10 min; kept
	Recheck      time.Duration // between checks that a login still holds: 5 min
}

// DefaultLimits returns the defaults.
func DefaultLimits() Limits {
	return Limits{
		Message:     64 << 10,
		MessageTime: 10 * time.Second,
		ByteRate:    256 << 10,
		ByteBurst:   1 << 20,
		ErrorCount:  10,
		ErrorTime:   10 * time.Second,
		PingEvery:   25 * time.Second,
		Silence:     60 * time.Second,
		FirstJoin:   10 * time.Second,
		WriteTime:   10 * time.Second,
		CloseTime:   5 * time.Second,
		JoinRate:    5,
		Roots:       16,
		Topics:      64,

		Sockets:         20_000,
		SocketsPerLogin: 50,
		SocketsPerIP:    256,

		Mounts:      500,
		MountsPerIP: 50,

		EventRate:  50,
		EventBurst: 100,
		RateTime:   5 * time.Second,
		EventQueue: 64,
		Mailbox:    256,
		Views:      10_000,
		Timers:     256,

		HandlerTime: 10 * time.Second,
		AbandonTime: 30 * time.Second,
		Renders:     32,
		RenderDepth: 256,
		RenderBytes: 8 << 20,

		UnjoinedTime:     15 * time.Second,
		UnjoinedPerLogin: 16,
		UnjoinedPerIP:    32,
		Unjoined:         16_384,
		UnjoinedBytes:    64 << 20,
		DetachedTime:     60 * time.Second,
		DetachedPerLogin: 32,
		DetachedPerIP:    256,
		Detached:         4096,
		DetachedBytes:    256 << 20,
		KeptFrames:       256,
		KeptBytes:        128 << 10,
		Queue:            1 << 20,

		JoinLife:     24 * time.Hour,
		ForgedTokens: 10,
		ForgedTime:   10 * time.Minute,
		Recheck:      5 * time.Minute,
	}
}

// Bytes is how many a client may send: in a message, in a millisecond, at once.
type Bytes struct{ Message, Rate, Burst int }

// Bytes returns what a client may send without meeting l, and zero where that is what it keeps to by
// itself. A quarter is left for what it sends beside inputs, and for the difference of the clocks.
func (l Limits) Bytes() Bytes {
	if d := DefaultLimits(); l.Message == d.Message && l.ByteRate == d.ByteRate && l.ByteBurst == d.ByteBurst {
		return Bytes{}
	}
	b := Bytes{Rate: 1 << 20, Burst: l.ByteBurst / 4 * 3}
	if l.ByteRate >= 0 {
		b.Rate = max(l.ByteRate/4*3/1000, 1)
	}
	b.Message = min(l.Message, b.Burst)
	return b
}

// keptLimits names the fields that are never without a bound.
var keptLimits = map[string]bool{
	"Message": true, "ByteBurst": true, "ErrorTime": true, "WriteTime": true, "CloseTime": true,
	"EventBurst": true, "EventQueue": true, "Mailbox": true, "UnjoinedTime": true,
	"DetachedTime": true, "KeptFrames": true, "KeptBytes": true, "Queue": true,
	"JoinLife": true, "ForgedTime": true,
}

// Filled returns l with each zero field set to its default. The error names the first field
// that is negative and may not be, or that leaves no room for what another one allows.
func (l Limits) Filled() (Limits, error) {
	fields := reflect.ValueOf(&l).Elem()
	defaults := reflect.ValueOf(DefaultLimits())
	for i := range fields.NumField() {
		field, name := fields.Field(i), fields.Type().Field(i).Name
		switch {
		case field.IsZero():
			field.Set(defaults.Field(i))
		case field.Int() < 0 && keptLimits[name]:
			return l, fmt.Errorf("%s is negative, but there is no going without it", name)
		}
	}
	if l.ByteRate >= 0 && l.ByteBurst < l.Message {
		return l, fmt.Errorf("%s is %d, but a Message may have %d bytes", "ByteBurst", l.ByteBurst, l.Message)
	}
	if l.Queue < l.KeptBytes {
		return l, fmt.Errorf("%s is %d, but a resume may send KeptBytes of %d again", "Queue", l.Queue, l.KeptBytes)
	}
	if l.PingEvery < 0 && l.Silence >= 0 {
		return l, fmt.Errorf("%s is %v, but with PingEvery negative a silent client is never asked", "Silence", l.Silence)
	}
	if l.AbandonTime >= 0 && l.AbandonTime < l.HandlerTime {
		return l, fmt.Errorf("%s is %v, but a handler has HandlerTime of %v", "AbandonTime", l.AbandonTime, l.HandlerTime)
	}
	if l.PingEvery >= 0 && l.Silence >= 0 && l.Silence <= l.PingEvery {
		return l, fmt.Errorf("%s is %v, but a silent client is only asked each PingEvery of %v", "Silence", l.Silence, l.PingEvery)
	}
	return l, nil
}

// Over reports whether n is more than limit; a negative limit is none.
func Over[N int | int64 | time.Duration](n, limit N) bool { return limit >= 0 && n > limit }
