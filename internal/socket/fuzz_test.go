package socket_test

import (
	"net"
	"testing"
	"time"

	"github.com/azu-live/azu/internal/socket"
	"github.com/azu-live/azu/internal/socket/sockettest"
	"github.com/azu-live/azu/internal/wire"
)

// FuzzFrames sends arbitrary bytes after the handshake, in two writes, and hangs up: nothing
// may panic, and the endpoint hears of its end exactly once.
func FuzzFrames(f *testing.F) {
	type frame = sockettest.Frame
	for _, seed := range [][]byte{
		frame{Op: sockettest.Text, Payload: []byte("hello")}.Append(nil),
		frame{Op: sockettest.Text, Payload: []byte("he"), More: true}.Append(nil),
		append(frame{Op: sockettest.Binary, More: true}.Append(nil), frame{Op: sockettest.Continuation, Payload: []byte("x")}.Append(nil)...),
		frame{Op: sockettest.Ping, Payload: []byte("?")}.Append(nil),
		frame{Op: sockettest.Pong, Payload: []byte("17")}.Append(nil),
		frame{Op: sockettest.Close, Payload: []byte{0x03, 0xE8, 'x'}}.Append(nil),
		frame{Op: sockettest.Text, Length: 1 << 63}.Append(nil),
		frame{Op: sockettest.Text, Reserved: 4, Payload: []byte("x")}.Append(nil),
		frame{Op: sockettest.Text, Unmasked: true, Payload: []byte("x")}.Append(nil),
		frame{Op: 3}.Append(nil),
		frame{Op: sockettest.Text, Payload: []byte("\xff")}.Append(nil),
	} {
		f.Add(seed, len(seed)/2)
	}
	f.Fuzz(func(t *testing.T, raw []byte, at int) {
		s := newSite(t, socket.Config{Log: quiet, Limits: wire.Limits{CloseTime: time.Second}})
		var nc net.Conn
		c := s.DialWith("/", sockettest.Options{Wrap: func(conn net.Conn) net.Conn { nc = conn; return conn }})
		c.Send("here") // its echo says that the endpoint is there
		c.Next()
		e := s.echo("/")
		at = min(max(at, 0), len(raw))
		nc.SetWriteDeadline(time.Now().Add(10 * time.Second))
		c.Write(raw[:at])
		c.Write(raw[at:])
		c.Cut()
		if end := e.end(); end == nil || end.Error() == "" {
			t.Fatal("ended without a reason")
		}
	})
}
