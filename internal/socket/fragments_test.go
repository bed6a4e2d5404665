package socket_test

import (
	"strings"
	"testing"

	"github.com/azu-live/azu/internal/socket/sockettest"
)

// first, next and last are the fragments of a text message.
func first(s string) frame { return frame{Op: sockettest.Text, Payload: []byte(s), More: true} }
func next(s string) frame {
	return frame{Op: sockettest.Continuation, Payload: []byte(s), More: true}
}
func last(s string) frame { return frame{Op: sockettest.Continuation, Payload: []byte(s)} }

func TestMessagesInFragmentsArriveWhole(t *testing.T) {
	long := strings.Repeat("0123456789", 400) // each fragment beyond what one read returns
	hold(t, []exchange{
		{name: "two", send: bytesOf(first("he"), last("llo")), texts: []string{"hello"}},
		{name: "one for each letter", send: bytesOf(first("h"), next("e"), next("l"), next("l"), last("o")), texts: []string{"hello"}},
		{name: "all of them empty", send: bytesOf(first(""), next(""), last("")), texts: []string{""}},
		{name: "empty before, between and after", send: bytesOf(first(""), next("he"), next(""), next("llo"), last("")), texts: []string{"hello"}},
		{name: "long ones", send: bytesOf(first(long), next(long), last(long)), texts: []string{long + long + long}},
		{name: "a rune in two", send: bytesOf(first("\xe2\x82"), last("\xac")), texts: []string{"€"}},
		{name: "binary", send: bytesOf(frame{Op: sockettest.Binary, Payload: []byte{0, 0xFF}, More: true}, last("\x01")), binary: []string{"\x00\xff\x01"}},
		{name: "one message after the other", send: bytesOf(first("a"), last("b"), text("c"), first("d"), last("e")), texts: []string{"ab", "c", "de"}},
	})
}

func TestControlFramesStandBetweenFragments(t *testing.T) {
	pong := frame{Op: sockettest.Pong, Payload: []byte("o")}
	hold(t, []exchange{
		{name: "a ping", send: bytesOf(first("he"), ping("p"), last("llo")), texts: []string{"hello"}, pong: new("p")},
		{name: "a ping between each", send: bytesOf(first("h"), ping("1"), next("el"), ping("2"), next("l"), ping("3"), last("o")), texts: []string{"hello"}, pong: new("3")},
		{name: "pongs", send: bytesOf(first("he"), pong, pong, last("llo")), texts: []string{"hello"}},
		{name: "a close, and the message is none", send: bytesOf(first("he"), closing(1001, "bye"), last("llo")), code: 1001},
		{name: "a close without a code", send: bytesOf(first("he"), closing(0, "")), code: 1000},
	})
}

func TestRow1ControlFramesAreInOnePiece(t *testing.T) {
	hold(t, []exchange{
		{name: "a ping", send: bytesOf(frame{Op: sockettest.Ping, Payload: []byte("p"), More: true}, last("p")), code: 1002},
		{name: "an empty ping", send: bytesOf(frame{Op: sockettest.Ping, More: true}), code: 1002},
		{name: "a pong", send: bytesOf(frame{Op: sockettest.Pong, More: true}), code: 1002},
		{name: "a close", send: bytesOf(frame{Op: sockettest.Close, Payload: []byte{0x03, 0xE8}, More: true}), code: 1002},
		{name: "a ping within a message", send: bytesOf(first("he"), frame{Op: sockettest.Ping, More: true}, last("llo")), code: 1002},
	})
}

// Every order of up to three frames that carry messages is tried. In its name T is text, B binary, C a
// continuation; a small letter has more to follow.
func TestRow1FragmentsComeInOrder(t *testing.T) {
	var all []exchange
	var extend func(order string)
	extend = func(order string) {
		if order != "" {
			all = append(all, inOrder(order))
		}
		if len(order) < 3 {
			for _, letter := range "TtBbCc" {
				extend(order + string(letter))
			}
		}
	}
	extend("")
	hold(t, all)
}

// inOrder works out what must come of frames: a message begins with text or binary, and goes on in
// continuations until one is final. A message left open is closed by one.
func inOrder(order string) exchange {
	x := exchange{name: order}
	var within byte // the opcode that began the message at hand
	message := ""
	take := func(f frame) {
		x.send = f.Append(x.send)
		if x.code != 0 {
			return
		}
		if (within == 0) == (f.Op == sockettest.Continuation) {
			x.code = 1002
			return
		}
		within = max(within, f.Op)
		message += string(f.Payload)
		if f.More {
			return
		}
		if within == sockettest.Text {
			x.texts = append(x.texts, message)
		} else {
			x.binary = append(x.binary, message)
		}
		within, message = 0, ""
	}
	ops := map[string]byte{"T": sockettest.Text, "B": sockettest.Binary, "C": sockettest.Continuation}
	for _, letter := range order {
		take(frame{Op: ops[strings.ToUpper(string(letter))], More: letter >= 'a', Payload: []byte(string(letter))})
	}
	if within != 0 {
		take(last("!"))
	}
	return x
}
