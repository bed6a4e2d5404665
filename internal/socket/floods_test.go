package socket_test

import (
	"slices"
	"strings"
	"testing"

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
		{name: "but not a message of 60,000 fragments", send: slices.Concat(bytesOf(first("")), many(60_000, next("x")), bytesOf(last(""))), texts: []string{strings.Repeat("x", 60_000)}},
	})
}
