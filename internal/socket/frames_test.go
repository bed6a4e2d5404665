package socket_test

import (
	"bytes"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/azu-live/azu/internal/socket"
	"github.com/azu-live/azu/internal/socket/sockettest"
)

// TestWhatAPeerMaySend is the table of raw frames. The number before a name is the row of
// the fault table it stands for; each runs beside a healthy socket, which must not notice.
func TestWhatAPeerMaySend(t *testing.T) {
	type frame = sockettest.Frame
	text := func(s string) frame { return frame{Op: sockettest.Text, Payload: []byte(s)} }
	many := func(n int, f frame) []byte { return bytes.Repeat(f.Append(nil), n) }

	for _, c := range []struct {
		name   string
		frames []frame
		raw    []byte
		code   int      // of the close, 0 when the socket lives on
		echoed []string // what must come back
	}{
		{name: "text", frames: []frame{text("hello"), text("")}, echoed: []string{"hello", ""}},
		{name: "text in fragments, a ping between", frames: []frame{
			{Op: sockettest.Text, Payload: []byte("he"), More: true},
			{Op: sockettest.Ping, Payload: []byte("?")},
			{Op: sockettest.Continuation, Payload: []byte("l"), More: true},
			{Op: sockettest.Continuation, Payload: []byte("lo")},
		}, echoed: []string{"hello"}},
		{name: "a rune split over fragments", frames: []frame{
			{Op: sockettest.Text, Payload: []byte("\xe2\x82"), More: true},
			{Op: sockettest.Continuation, Payload: []byte("\xac")},
		}, echoed: []string{"€"}},
		{name: "a message of the limit", frames: []frame{text(strings.Repeat("x", 64<<10))}, echoed: []string{strings.Repeat("x", 64<<10)}},
		{name: "125 bytes of ping", frames: []frame{{Op: sockettest.Ping, Payload: make([]byte, 125)}, text("a")}, echoed: []string{"a"}},
		{name: "row 1: opcode 3", frames: []frame{{Op: 3}}, code: 1002},
		{name: "row 1: opcode 11", frames: []frame{{Op: 11}}, code: 1002},
		{name: "row 1: RSV1, as compressed", frames: []frame{{Op: sockettest.Text, Reserved: 4, Payload: []byte("x")}}, code: 1002},
		{name: "row 1: RSV2", frames: []frame{{Op: sockettest.Text, Reserved: 2}}, code: 1002},
		{name: "row 1: RSV3 on a ping", frames: []frame{{Op: sockettest.Ping, Reserved: 1}}, code: 1002},
		{name: "row 1: unmasked", frames: []frame{{Op: sockettest.Text, Unmasked: true, Payload: []byte("hello")}}, code: 1002},
		{name: "row 1: long ping", frames: []frame{{Op: sockettest.Ping, Payload: make([]byte, 126)}}, code: 1002},
		{name: "row 1: fragmented ping", frames: []frame{{Op: sockettest.Ping, More: true}}, code: 1002},
		{name: "row 1: continuation of nothing", frames: []frame{{Op: sockettest.Continuation}}, code: 1002},
		{name: "row 1: text within text", frames: []frame{{Op: sockettest.Text, More: true}, text("x")}, code: 1002},
		{name: "row 1: close code 1005", frames: []frame{{Op: sockettest.Close, Payload: []byte{0x03, 0xED}}}, code: 1002},
		{name: "row 1: close code 999", frames: []frame{{Op: sockettest.Close, Payload: []byte{0x03, 0xE7}}}, code: 1002},
		{name: "row 1: close reason not UTF-8", frames: []frame{{Op: sockettest.Close, Payload: []byte{0x03, 0xE8, 0xFF}}}, code: 1002},
		{name: "row 1: not frames at all", raw: []byte("GET / HTTP/1.1\r\n\r\n"), code: 1002},
		{name: "row 2: 2^63 bytes announced", frames: []frame{{Op: sockettest.Text, Length: 1 << 63}}, code: 1009},
		{name: "row 2: 10 MB announced", frames: []frame{{Op: sockettest.Binary, Length: 10 << 20}}, code: 1009},
		{name: "row 2: one byte too many", frames: []frame{text(strings.Repeat("x", 64<<10+1))}, code: 1009},
		{name: "row 2: too many in fragments", frames: []frame{
			{Op: sockettest.Text, Payload: make([]byte, 60<<10), More: true},
			{Op: sockettest.Continuation, Payload: make([]byte, 60<<10)},
		}, code: 1009},
		{name: "row 3: a million empty fragments", frames: []frame{{Op: sockettest.Text, More: true}}, raw: many(1_000_000, frame{Op: sockettest.Continuation, More: true}), code: 4003},
		{name: "row 3: a flood of pings", raw: many(200_000, frame{Op: sockettest.Ping}), code: 4003},
		{name: "row 3: a flood of pongs", raw: many(10_000, frame{Op: sockettest.Pong, Payload: make([]byte, 125)}), code: 4003},
		{name: "row 4: overlong", frames: []frame{text("\xc0\x80")}, code: 1007},
		{name: "row 4: a surrogate", frames: []frame{text("\xed\xa0\x80")}, code: 1007},
		{name: "row 4: half a rune", frames: []frame{text("\xe2\x82")}, code: 1007},
		{name: "peer closes", frames: []frame{{Op: sockettest.Close, Payload: []byte{0x03, 0xE8}}}, code: 1000},
		{name: "peer leaves", frames: []frame{{Op: sockettest.Close, Payload: []byte{0x03, 0xE9}}}, code: 1001},
		{name: "peer closes without a code", frames: []frame{{Op: sockettest.Close}}, code: 1000},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := newSite(t, socket.Config{})
				healthy := s.Dial("/healthy")
				healthy.Send("before")
				if got := healthy.Next(); got != "before" {
					t.Fatalf("the healthy socket echoed %q", got)
				}
				peer := s.Dial("/")
				for _, f := range c.frames {
					peer.SendFrame(f)
				}
				peer.Write(c.raw)
				for _, want := range c.echoed {
					if got := peer.Next(); got != want {
						t.Errorf("echoed %d bytes, want %d", len(got), len(want))
					}
				}
				synctest.Wait()
				if c.code == 0 {
					if !peer.Open() {
						t.Errorf("closed with %d", peer.Closed())
					}
				} else if got := peer.Closed(); got != c.code {
					t.Errorf("closed with %d, want %d", got, c.code)
				}
				if extra := peer.Waiting(); len(extra) > 0 {
					t.Errorf("echoed %q", extra)
				}
				healthy.Send("after")
				if got := healthy.Next(); got != "after" {
					t.Errorf("the healthy socket echoed %q", got)
				}
			})
		})
	}
}
