package socket_test

import (
	"bytes"
	"encoding/binary"
	"slices"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/azu-live/azu/internal/leaktest"
	"github.com/azu-live/azu/internal/socket"
	"github.com/azu-live/azu/internal/socket/sockettest"
	"github.com/azu-live/azu/internal/wire"
)

// An exchange is what a peer sends after the handshake, and what must come of it. The tables of exchanges
// are in framing_test.go, fragments_test.go, utf8_test.go, closing_test.go and floods_test.go.
type exchange struct {
	name   string
	send   []byte
	texts  []string // text messages that the endpoint gets
	binary []string // binary messages that it gets
	pong   *string  // the data of the newest pong
	code   int      // the server closes with; 0: the socket lives on
	cut    bool     // over TCP the peer may miss the code, behind more pongs than it gets to read
}

// frame is short for what the tables are full of.
type frame = sockettest.Frame

func text(s string) frame { return frame{Op: sockettest.Text, Payload: []byte(s)} }
func ping(s string) frame { return frame{Op: sockettest.Ping, Payload: []byte(s)} }

// closing is a close frame; a code of 0 leaves it empty.
func closing(code int, reason string) frame {
	f := frame{Op: sockettest.Close}
	if code != 0 {
		f.Payload = append(binary.BigEndian.AppendUint16(nil, uint16(code)), reason...)
	}
	return f
}

// bytesOf is what the frames are on the wire.
func bytesOf(frames ...frame) (raw []byte) {
	for _, f := range frames {
		raw = f.Append(raw)
	}
	return raw
}

// hold is each exchange in memory, where time is fake and every write waits for its reader; over TCP, where
// reads and writes go past the runtime; and there again a byte at a time, if it is a short one. Each runs
// beside a healthy socket, which must not notice.
func hold(t *testing.T, exchanges []exchange) {
	t.Helper()
	holdWithin(t, wire.Limits{}, exchanges)
}

// holdWithin is hold for limits other than the default.
func holdWithin(t *testing.T, limits wire.Limits, exchanges []exchange) {
	t.Helper()
	leaktest.Check(t)
	for _, x := range exchanges {
		t.Run(x.name, func(t *testing.T) {
			t.Run("in memory", func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					s := newSite(t, socket.Config{Limits: limits})
					x.run(t, s, s.Dial("/"), s.Dial("/healthy"), len(x.send))
				})
			})
			for _, way := range []struct {
				name    string
				atOnce  int
				longest int
			}{{"over TCP", len(x.send), len(x.send)}, {"byte by byte", 1, 256}} {
				if len(x.send) > way.longest {
					continue
				}
				t.Run(way.name, func(t *testing.T) {
					s := newSite(t, socket.Config{Limits: limits})
					addr := listenTCP(t, s)
					x.run(t, s, dialTCP(t, addr, "/"), dialTCP(t, addr, "/healthy"), way.atOnce)
				})
			}
		})
	}
}

// run has the peer send so many bytes at once, and then, if all is well, close the socket itself.
func (x exchange) run(t *testing.T, s *site, peer, healthy *sockettest.Client, atOnce int) {
	healthy.Send("before")
	if got := healthy.Next(); got != "before" {
		t.Fatalf("the healthy socket echoed %q", got)
	}
	for part := range slices.Chunk(x.send, max(atOnce, 1)) {
		peer.Write(part)
	}
	code := x.code
	if code == 0 {
		code = 1000
		peer.Send("still here")
		for i, want := range append(slices.Clone(x.texts), "still here") {
			if got, ok := peer.Receive(); !ok || got != want {
				t.Fatalf("message %d came back as %s, want %s, open: %v", i, shortened(got), shortened(want), peer.Open())
			}
		}
		peer.SendFrame(closing(1000, ""))
	}
	if got := peer.Closed(); got != code && !(x.cut && got == 1006) {
		t.Errorf("closed with %d, want %d", got, code)
	}
	e := s.echo("/")
	if got := e.end(); got.Code != code && !(got.Remote && code == 1000) {
		t.Errorf("the endpoint heard of %v, want %d", got, code)
	}
	if pongs := peer.Pongs(); x.pong != nil && pongs != *x.pong && !strings.HasSuffix(pongs, " "+*x.pong) {
		t.Errorf("pongs %q, want %q as the last", pongs, *x.pong)
	}
	if x.code == 0 {
		e.texts = e.texts[:len(e.texts)-1] // that it is still here
	}
	if !slices.Equal(e.texts, x.texts) {
		t.Errorf("the endpoint got %d messages of text, want %d: %s", len(e.texts), len(x.texts), shortened(strings.Join(e.texts, ", ")))
	}
	if !slices.Equal(e.binary, x.binary) {
		t.Errorf("the endpoint got %d binary messages, want %d: %s", len(e.binary), len(x.binary), shortened(strings.Join(e.binary, ", ")))
	}
	healthy.Send("after")
	if got := healthy.Next(); got != "after" {
		t.Errorf("the healthy socket echoed %q", got)
	}
	if err := s.sockets.Drain(t.Context()); err != nil { // waits until nothing is left of either
		t.Error(err)
	}
}

// shortened is what of a message fits into a line of a report.
func shortened(s string) string {
	if len(s) > 80 {
		return s[:80] + "…"
	}
	return s
}

func many(n int, f frame) []byte { return bytes.Repeat(bytesOf(f), n) }
