package socket_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/azu-live/azu/internal/socket/sockettest"
)

// kinds are the frames there are.
var kinds = []struct {
	op   byte
	name string
}{
	{sockettest.Continuation, "a continuation"},
	{sockettest.Text, "text"},
	{sockettest.Binary, "binary"},
	{sockettest.Close, "a close"},
	{sockettest.Ping, "a ping"},
	{sockettest.Pong, "a pong"},
}

func TestMessagesOfEveryLengthOfALengthArrive(t *testing.T) {
	var all []exchange
	for _, n := range []int{0, 1, 125, 126, 127, 128, 65534, 65535, 65536} {
		body := strings.Repeat("*", n)
		all = append(all,
			exchange{name: fmt.Sprint(n, " bytes of text"), send: bytesOf(text(body)), texts: []string{body}},
			exchange{name: fmt.Sprint(n, " bytes of binary"), send: bytesOf(frame{Op: sockettest.Binary, Payload: []byte(body)}), binary: []string{body}})
	}
	hold(t, append(all,
		exchange{name: "several in one piece", send: bytesOf(text("one"), text(""), text("three"), text(strings.Repeat("4", 300))),
			texts: []string{"one", "", "three", strings.Repeat("4", 300)}},
		// Senders must use the shortest form; that a receiver minds is nowhere said, and no library does.
		exchange{name: "a length of 3 in two bytes", send: append([]byte{0x81, 0x80 | 126, 0, 3}, 0, 0, 0, 0, 'a', 'b', 'c'), texts: []string{"abc"}},
		exchange{name: "a length of 3 in eight bytes", send: append([]byte{0x81, 0x80 | 127, 0, 0, 0, 0, 0, 0, 0, 3}, 0, 0, 0, 0, 'a', 'b', 'c'), texts: []string{"abc"}},
	))
}

func TestPingsOfEveryLengthAreAnswered(t *testing.T) {
	var all []exchange
	for n := range 126 {
		body := strings.Repeat("p", n)
		all = append(all, exchange{name: fmt.Sprint(n, " bytes"), send: bytesOf(ping(body)), pong: &body})
	}
	hold(t, append(all,
		exchange{name: "ten, of which the newest must be answered", send: slices.Concat(many(9, ping("old")), bytesOf(ping("new"))), pong: new("new")},
		exchange{name: "before a message", send: bytesOf(ping("p"), text("t")), texts: []string{"t"}, pong: new("p")},
		exchange{name: "before a close", send: bytesOf(ping("p"), closing(1000, "")), pong: new("p"), code: 1000},
		exchange{name: "row 1: 126 bytes", send: bytesOf(ping(strings.Repeat("p", 126))), code: 1002},
		exchange{name: "row 1: 65536 bytes", send: bytesOf(ping(strings.Repeat("p", 65536))), code: 1002},
		exchange{name: "row 1: 126 bytes announced", send: bytesOf(frame{Op: sockettest.Ping, Length: 126}), code: 1002},
	))
}

func TestPongsNobodyAskedForAreNothing(t *testing.T) {
	pong := func(n int) frame { return frame{Op: sockettest.Pong, Payload: make([]byte, n)} }
	hold(t, []exchange{
		{name: "empty", send: bytesOf(pong(0))},
		{name: "with data", send: bytesOf(pong(9))},
		{name: "125 bytes", send: bytesOf(pong(125))},
		{name: "a hundred", send: many(100, pong(3))},
		{name: "around messages and a ping", send: bytesOf(pong(1), text("a"), pong(2), ping("p"), pong(3), text("b")), texts: []string{"a", "b"}, pong: new("p")},
		{name: "row 1: 126 bytes", send: bytesOf(pong(126)), code: 1002},
	})
}

func TestRow1ReservedBitsEndTheSocket(t *testing.T) {
	var all []exchange
	for _, kind := range kinds {
		for bits := byte(1); bits < 8; bits++ {
			f := frame{Op: kind.op, Reserved: bits}
			all = append(all,
				exchange{name: fmt.Sprintf("%03b on %s", bits, kind.name), send: bytesOf(f), code: 1002},
				exchange{name: fmt.Sprintf("%03b on %s behind a message", bits, kind.name), send: bytesOf(text("before"), f, text("after")), texts: []string{"before"}, code: 1002})
		}
	}
	hold(t, append(all, exchange{name: "as compressed text has it", code: 1002,
		send: bytesOf(frame{Op: sockettest.Text, Reserved: 4, Payload: []byte{0xCA, 0x48, 0xCD, 0xC9, 0xC9, 0x07, 0x00}})}))
}

func TestRow1ReservedOpcodesEndTheSocket(t *testing.T) {
	var all []exchange
	for _, op := range []byte{3, 4, 5, 6, 7, 11, 12, 13, 14, 15} {
		data, fragment := frame{Op: op, Payload: []byte("data")}, frame{Op: op, More: true}
		all = append(all,
			exchange{name: fmt.Sprint(op), send: bytesOf(frame{Op: op}), code: 1002},
			exchange{name: fmt.Sprint(op, " with data"), send: bytesOf(data), code: 1002},
			exchange{name: fmt.Sprint(op, " as a fragment"), send: bytesOf(fragment), code: 1002},
			exchange{name: fmt.Sprint(op, " behind a message"), send: bytesOf(text("before"), data, ping("after")), texts: []string{"before"}, code: 1002})
	}
	hold(t, all)
}

func TestRow1ClientsMask(t *testing.T) {
	var all []exchange
	for _, kind := range kinds {
		all = append(all,
			exchange{name: "not " + kind.name, send: bytesOf(frame{Op: kind.op, Unmasked: true}), code: 1002},
			exchange{name: "not " + kind.name + " with data", send: bytesOf(frame{Op: kind.op, Unmasked: true, Payload: []byte{0x03, 0xE8}}), code: 1002})
	}
	hold(t, append(all,
		exchange{name: "with a key of zeros", send: []byte{0x81, 0x83, 0, 0, 0, 0, 'a', 'b', 'c'}, texts: []string{"abc"}},
		exchange{name: "with a key of ones", send: []byte{0x81, 0x83, 255, 255, 255, 255, 0x9E, 0x9D, 0x9C}, texts: []string{"abc"}},
		exchange{name: "each frame with its own key", send: []byte{0x01, 0x82, 1, 2, 3, 4, 'a' ^ 1, 'b' ^ 2, 0x80, 0x81, 9, 8, 7, 6, 'c' ^ 9}, texts: []string{"abc"}},
	))
}

func TestRow1WhatIsNoFrameEndsTheSocket(t *testing.T) {
	hold(t, []exchange{
		{name: "a request", send: []byte("GET / HTTP/1.1\r\n\r\n"), code: 1002},
		{name: "a TLS handshake", send: []byte{0x16, 0x03, 0x01, 0x02, 0x00, 0x01, 0x00, 0x01, 0xFC, 0x03, 0x03}, code: 1002},
		{name: "zeros", send: make([]byte, 100), code: 1002},
		{name: "ones", send: slices.Repeat([]byte{0xFF}, 100), code: 1002},
		{name: "a message and then JSON without a frame", send: append(bytesOf(text("t")), `[1,1,"Add"]`...), texts: []string{"t"}, code: 1002},
	})
}
