package socket

import (
	"math/rand/v2"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/azu-live/azu/internal/socket/sockettest"
	"github.com/azu-live/azu/internal/wire"
)

// A headCount compares what the line takes for headers with what they are, message by message.
type headCount struct {
	t          *testing.T
	c          *Conn
	all, empty []int // header bytes up to the end of each message, and those of frames that ended none
	texts      int
	done       chan struct{}
}

func (h *headCount) Text(message []byte) {
	l := &h.c.line
	if got := int(l.heads) - l.buffer.Buffered(); got != h.all[h.texts] {
		h.t.Errorf("message %d: %d bytes of headers, want %d", h.texts, got, h.all[h.texts])
	}
	// The message's own header, of 8 bytes at most, is given back with the next read.
	if most := float64(h.empty[h.texts] + 8); l.spent > most {
		h.t.Errorf("message %d: %v bytes of headers are spent, want %v at most", h.texts, l.spent, most)
	}
	h.texts++
}

func (*headCount) Binary([]byte) {}
func (*headCount) Pong([]byte)   {}
func (*headCount) Writable()     {}
func (h *headCount) Closed(error) {
	close(h.done)
}

func TestOnlyHeadersAreTakenForHeaders(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	sizes := []int{0, 1, 2, 100, 125, 126, 127, 280, 288, 300, 2000, 2048, 5000, 12000}
	h := &headCount{t: t, done: make(chan struct{})}
	var stream []byte
	all, empty := 0, 0
	add := func(f sockettest.Frame, ends bool) {
		before := len(stream)
		stream = f.Append(stream)
		head := len(stream) - before - len(f.Payload)
		if all += head; !ends {
			empty += head
		}
	}
	control := func() {
		for random.IntN(3) == 0 {
			op := []byte{sockettest.Ping, sockettest.Pong, sockettest.Pong}[random.IntN(3)]
			add(sockettest.Frame{Op: op, Payload: make([]byte, random.IntN(126))}, false)
		}
	}
	const messages = 400
	for range messages {
		op := byte(sockettest.Text)
		for fragments := random.IntN(4); fragments >= 0; fragments-- {
			control()
			size := sizes[random.IntN(len(sizes))]
			add(sockettest.Frame{Op: op, More: fragments > 0, Payload: []byte(strings.Repeat("x", size))}, fragments == 0)
			op = sockettest.Continuation
		}
		h.all, h.empty = append(h.all, all), append(h.empty, empty)
	}

	server, err := New(Config{Limits: wire.Limits{FirstJoin: -1, ByteRate: 1 << 30, ByteBurst: 1 << 30}})
	if err != nil {
		t.Fatal(err)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0") // over TCP there are reads beside the library's
	if err != nil {
		t.Fatal(err)
	}
	hs := &http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		server.Upgrade(w, r, func(c *Conn) Endpoint {
			h.c = c
			return h
		})
	})}
	go hs.Serve(l) // ends with Close
	defer hs.Close()
	nc, err := net.Dial("tcp", l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	client, _, err := sockettest.Open(t, nc, "/", sockettest.Options{Mute: true})
	if err != nil || client == nil {
		t.Fatal(err)
	}
	for len(stream) > 0 {
		n := min(len(stream), 1+random.IntN(20_000))
		client.Write(stream[:n])
		stream = stream[n:]
		if random.IntN(4) == 0 {
			time.Sleep(100 * time.Microsecond) // so that the reader comes to wait
		}
	}
	client.Close(wire.CloseNormal)
	<-h.done
	if h.texts != messages {
		t.Errorf("%d messages of %d came: %v", h.texts, messages, h.c.cause.Load())
	}
}
