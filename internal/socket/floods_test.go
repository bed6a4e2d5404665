package socket_test

import (
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/azu-live/azu/internal/socket"
	"github.com/azu-live/azu/internal/socket/sockettest"
	"github.com/azu-live/azu/internal/wire"
)

func TestRow2AMessageHasALargestSize(t *testing.T) {
	const most = 64 << 10
	full := strings.Repeat("x", most)
	half := strings.Repeat("x", most/2)
	binary := func(announced uint64) []byte { return bytesOf(frame{Op: sockettest.Binary, Length: announced}) }
	hold(t, []exchange{
		{name: "and may have that", send: bytesOf(text(full)), texts: []string{full}},
		{name: "and so may the next one", send: bytesOf(text(full), text(full), text(full)), texts: []string{full, full, full}},
		{name: "in fragments too", send: bytesOf(first(half), ping("p"), last(half)), texts: []string{full}},
		{name: "a byte too many", send: bytesOf(text(full + "x")), code: 1009},
		{name: "a byte too many in fragments", send: bytesOf(first(half), next(half), last("x")), code: 1009},
		{name: "a byte too many announced", send: binary(most + 1), code: 1009},
		{name: "a fragment that will be too many", send: slices.Concat(bytesOf(first("x")), bytesOf(frame{Op: sockettest.Continuation, Length: most})), code: 1009},
		{name: "10 MB announced", send: binary(10 << 20), code: 1009},
		{name: "2^31 announced", send: binary(1 << 31), code: 1009},
		{name: "2^32 announced", send: binary(1 << 32), code: 1009},
		{name: "2^63-1 announced", send: binary(1<<63 - 1), code: 1009},
		{name: "2^63-1 announced by two fragments", send: slices.Concat(bytesOf(first("x")), bytesOf(frame{Op: sockettest.Continuation, Length: 1<<63 - 1})), code: 1009},
		{name: "2^63 announced", send: binary(1 << 63), code: 1009},
		{name: "2^64-1 announced", send: binary(1<<64 - 1), code: 1009},
	})
}

func TestRow3FloodsEndTheSocket(t *testing.T) {
	// The default rate is one that a slow machine may not even read at: then nothing is too much.
	limits := wire.Limits{ByteRate: 1, ByteBurst: 512 << 10}
	long := strings.Repeat("p", 100)
	holdWithin(t, limits, []exchange{
		{name: "a million empty fragments", send: slices.Concat(bytesOf(first("")), many(1_000_000, next(""))), code: 4003},
		{name: "empty pings", send: many(100_000, ping("")), code: 4003, cut: true},
		{name: "long pings", send: many(10_000, ping(long)), code: 4003, cut: true},
		{name: "empty pongs", send: many(100_000, frame{Op: sockettest.Pong}), code: 4003},
		{name: "long pongs", send: many(10_000, frame{Op: sockettest.Pong, Payload: []byte(long)}), code: 4003},
		{name: "pings between fragments", send: slices.Concat(bytesOf(first("")), many(100_000, ping("p"))), code: 4003, cut: true},
		{name: "but not a message of 10,000 fragments", send: slices.Concat(bytesOf(first("")), many(10_000, next("x")), bytesOf(last(""))), texts: []string{strings.Repeat("x", 10_000)}},
	})
}

// each writes to a socket every so often until it is closed or most has passed, and returns how long that took.
func each(c *sockettest.Client, every, most time.Duration, write []byte) time.Duration {
	start := time.Now()
	for time.Since(start) < most && c.Write(write) && c.Open() {
		time.Sleep(every)
	}
	return time.Since(start)
}

func TestRow3AFloodIsOneBelowTheByteRateToo(t *testing.T) {
	const perSecond, soon = 20_000, 2 * time.Second // 117 KiB a second
	opening := bytesOf(first(""))
	for _, c := range []struct {
		name   string
		before []byte
		frame  frame
	}{
		{"empty pings", nil, ping("")},
		{"pings with a byte", nil, ping("p")},
		{"empty pongs", nil, frame{Op: sockettest.Pong}},
		{"empty fragments", opening, next("")},
		{"fragments with a byte", opening, next("x")},
		{"pings between fragments", opening, ping("")},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := newSite(t, socket.Config{})
				peer, healthy := s.Dial("/"), s.Dial("/healthy")
				peer.Write(c.before)
				took := each(peer, 10*time.Millisecond, time.Minute, many(perSecond/100, c.frame))
				if code := peer.Closed(); code != wire.CloseFlood || took > soon {
					t.Errorf("closed with %d after %v", code, took)
				}
				healthy.Send("hello")
				if got := healthy.Next(); got != "hello" {
					t.Errorf("the healthy one beside was answered %q", got)
				}
			})
		})
	}
}

func TestWhatIsNoFloodStays(t *testing.T) {
	small := text(`[1,12,"Increment",{"by":1}]`)
	long := text(strings.Repeat("*", 8<<10))
	large := slices.Concat(bytesOf(first("")), many(50, next(strings.Repeat("*", 1000))), bytesOf(last("")))
	for _, c := range []struct {
		name        string
		every, most time.Duration
		write       []byte
		limits      wire.Limits
	}{
		{"100 pings a second for an hour", time.Second, time.Hour, many(100, ping("")), wire.Limits{}},
		{"2,700 pings a second for a minute", 10 * time.Millisecond, time.Minute, many(27, ping("")), wire.Limits{}},
		{"50 small messages a second", 20 * time.Millisecond, time.Minute, bytesOf(small, ping("")), wire.Limits{}},
		{"large messages in fragments, nearly at the rate of bytes", 200 * time.Millisecond, time.Minute, large, wire.Limits{}},
		{"large messages, nearly at the rate of bytes", 33 * time.Millisecond, time.Minute, bytesOf(long), wire.Limits{}},
		{"5,000 messages a second, which others count", 10 * time.Millisecond, 10 * time.Second, many(50, small), wire.Limits{}},
		{"any number of pings where no bytes are counted", 10 * time.Millisecond, 5 * time.Second, many(200, ping("")), wire.Limits{ByteRate: -1}},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := newSite(t, socket.Config{Limits: c.limits})
				peer := s.Dial("/")
				took := each(peer, c.every, c.most, c.write)
				if synctest.Wait(); !peer.Open() {
					t.Errorf("closed with %d after %v", peer.Closed(), took)
				}
			})
		})
	}
}
