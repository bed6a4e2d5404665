package socket_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/azu-live/azu/internal/socket/sockettest"
)

func TestAPeersCloseCodeComesBack(t *testing.T) {
	var all []exchange
	for _, code := range []int{1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 3000, 3999, 4000, 4004, 4999} {
		all = append(all, exchange{name: fmt.Sprint(code), send: bytesOf(closing(code, "")), code: code})
	}
	hold(t, append(all,
		exchange{name: "none, which is normal", send: bytesOf(closing(0, "")), code: 1000},
		exchange{name: "with a reason", send: bytesOf(closing(1001, "off to κόσμος")), code: 1001},
		exchange{name: "with a reason of 123 bytes", send: bytesOf(closing(1000, strings.Repeat("x", 123))), code: 1000},
		exchange{name: "behind a message", send: bytesOf(text("t"), closing(1000, "")), texts: []string{"t"}, code: 1000},
		exchange{name: "once", send: bytesOf(closing(1001, ""), closing(1000, "")), code: 1001},
		exchange{name: "and what follows is not heard", send: bytesOf(closing(1000, ""), text("late"), ping("late"), frame{Op: 3}), code: 1000},
	))
}

func TestRow1ACloseFrameHasACodeThatMayBeSent(t *testing.T) {
	var all []exchange
	for _, code := range []int{1, 999, 1004, 1005, 1006, 1014, 1015, 1016, 1100, 2000, 2999, 5000, 65535} {
		all = append(all, exchange{name: fmt.Sprint(code), send: bytesOf(closing(code, "")), code: 1002})
	}
	one := frame{Op: sockettest.Close, Payload: []byte{0x03}}
	hold(t, append(all,
		exchange{name: "0", send: bytesOf(frame{Op: sockettest.Close, Payload: []byte{0, 0}}), code: 1002},
		exchange{name: "half a code", send: bytesOf(one), code: 1002},
		exchange{name: "half a code behind messages", send: bytesOf(text("one"), ping("p"), text("three"), one), texts: []string{"one", "three"}, code: 1002},
		exchange{name: "half a code behind long messages", send: bytesOf(text(strings.Repeat("x", 301)), frame{Op: sockettest.Pong, Payload: []byte("xyz")}, text(strings.Repeat("x", 3001)), one),
			texts: []string{strings.Repeat("x", 301), strings.Repeat("x", 3001)}, code: 1002},
		exchange{name: "half a code between fragments", send: bytesOf(first("a"), next(""), ping("p"), next("bc"), one), code: 1002},
		exchange{name: "no code between such fragments", send: bytesOf(first("a"), next(""), ping("p"), next("bc"), closing(0, "")), code: 1000},
	))
}

func TestRow1ACloseFramesReasonIsShortText(t *testing.T) {
	hold(t, []exchange{
		{name: "not UTF-8", send: bytesOf(closing(1000, "\xff")), code: 1002},
		{name: "half a rune", send: bytesOf(closing(1000, "caf\xc3")), code: 1002},
		{name: "of 124 bytes", send: bytesOf(closing(1000, strings.Repeat("x", 124))), code: 1002},
		{name: "of a message's length", send: bytesOf(closing(1000, strings.Repeat("x", 65534))), code: 1002},
		{name: "on a reserved bit", send: bytesOf(frame{Op: sockettest.Close, Reserved: 1, Payload: []byte{0x03, 0xE8}}), code: 1002},
	})
}
