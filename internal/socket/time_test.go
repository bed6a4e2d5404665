package socket_test

import (
	"io"
	"log/slog"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/azu-live/azu/internal/socket"
	"github.com/azu-live/azu/internal/socket/sockettest"
	"github.com/azu-live/azu/internal/wire"
)

var quiet = slog.New(slog.NewTextHandler(io.Discard, nil))

// lives measures how long a socket stays open.
func lives(c *sockettest.Client) (seconds int, code int) {
	start := time.Now()
	code = c.Closed()
	return int(time.Since(start).Round(time.Second).Seconds()), code
}

func TestPingsCarryTheMarkAndPongsBringItBack(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newSite(t, socket.Config{})
		c := s.Dial("/")
		time.Sleep(24 * time.Second)
		synctest.Wait()
		s.echo("/").conn.SetMark(1234)
		time.Sleep(30 * time.Second)
		synctest.Wait()
		if got := c.Pings(); got != "1234 1234" {
			t.Errorf("pings %q", got)
		}
		if got := strings.Join(s.echo("/").pongs, " "); got != "1234 1234" {
			t.Errorf("pongs %q", got)
		}
		s.echo("/").conn.Ping([]byte("now"))
		synctest.Wait()
		if got := c.Pings(); !strings.HasSuffix(got, " now") {
			t.Errorf("pings %q", got)
		}
	})
}

func TestRow28APeerThatVanishedIsNoticedInAMinute(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newSite(t, socket.Config{})
		healthy := s.Dial("/healthy")
		c := s.DialWith("/", sockettest.Options{Mute: true})
		if after, code := lives(c); after != 60 || code != wire.CloseSilence {
			t.Errorf("lived %d s, closed with %d", after, code)
		}
		time.Sleep(time.Hour)
		if !healthy.Open() {
			t.Error("the healthy socket, which answers pings, was closed")
		}
	})
}

func TestASocketMustJoinInTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newSite(t, socket.Config{Limits: wire.Limits{FirstJoin: 10 * time.Second}})
		joins, idles := s.Dial("/"), s.Dial("/idle")
		synctest.Wait()
		s.echo("/").conn.Joined()
		if after, code := lives(idles); after != 10 || code != wire.CloseSilence {
			t.Errorf("lived %d s, closed with %d", after, code)
		}
		time.Sleep(time.Hour)
		if !joins.Open() {
			t.Error("the socket that joined was closed")
		}
	})
}

func TestRow22AMessageArrivesWithinTenSeconds(t *testing.T) {
	whole := sockettest.Frame{Op: sockettest.Text, Payload: []byte("hello, world")}.Append(nil)
	fragment := sockettest.Frame{Op: sockettest.Text, Payload: []byte("hello"), More: true}.Append(nil)
	ping := sockettest.Frame{Op: sockettest.Ping}.Append(nil)
	for _, c := range []struct {
		name string
		drip [][]byte // a second between each
	}{
		{"one byte of a header", [][]byte{whole[:1]}},
		{"a header, no payload", [][]byte{whole[:6]}},
		{"byte by byte", split(append(whole[:6:6], make([]byte, 20)...), 1)},
		{"a fragment, then pings", append([][]byte{fragment}, split(repeat(ping, 20), len(ping))...)},
		{"a whole message and the start of another", [][]byte{append(whole[:len(whole):len(whole)], whole[:7]...)}},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := newSite(t, socket.Config{})
				peer := s.DialWith("/", sockettest.Options{Mute: true})
				go func() { // ends with the connection at the latest
					for _, part := range c.drip {
						peer.Write(part)
						time.Sleep(time.Second)
					}
				}()
				if after, code := lives(peer); after < 9 || after > 11 || code != wire.CloseSilence {
					t.Errorf("lived %d s, closed with %d", after, code)
				}
				time.Sleep(time.Minute)
			})
		})
	}
}

func TestSlowButWholeMessagesAreFine(t *testing.T) {
	whole := sockettest.Frame{Op: sockettest.Text, Payload: []byte("hello")}.Append(nil)
	ping := sockettest.Frame{Op: sockettest.Ping}.Append(nil)
	// Messages overlap in what one read returns, so that the line is never between them.
	stream := repeat(append(append([]byte(nil), whole...), ping...), 60)
	synctest.Test(t, func(t *testing.T) {
		s := newSite(t, socket.Config{})
		c := s.DialWith("/", sockettest.Options{Mute: true}) // a pong would fall into a frame
		for _, part := range split(stream, 13) {
			c.Write(part)
			time.Sleep(4 * time.Second)
		}
		for range 60 {
			c.Next()
		}
		time.Sleep(50 * time.Second)
		if !c.Open() {
			t.Errorf("closed with %d", c.Closed())
		}
	})
}

func TestSteadyBytesUnderTheRateAreFine(t *testing.T) {
	message := sockettest.Frame{Op: sockettest.Binary, Payload: make([]byte, 50<<10)}.Append(nil)
	synctest.Test(t, func(t *testing.T) {
		s := newSite(t, socket.Config{})
		// A pong would wait behind what the server reads no more, and its close frame for the pong.
		c := s.DialWith("/", sockettest.Options{Mute: true})
		for range 500 {
			if !c.Write(message) {
				t.Fatalf("closed with %d", c.Closed())
			}
			time.Sleep(200 * time.Millisecond) // 250 KiB/s
		}
		for range 100 {
			c.Write(message) // 5 MiB at once
		}
		if code := c.Closed(); code != wire.CloseFlood {
			t.Errorf("closed with %d", code)
		}
	})
}

func repeat(b []byte, n int) (out []byte) {
	for range n {
		out = append(out, b...)
	}
	return out
}

func split(b []byte, size int) (parts [][]byte) {
	for len(b) > 0 {
		n := min(size, len(b))
		parts, b = append(parts, b[:n]), b[n:]
	}
	return parts
}
