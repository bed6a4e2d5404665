package socket_test

import (
	"bufio"
	"io"
	"net"
	"net/http"
	"runtime"
	"testing"

	"github.com/azu-live/azu/internal/socket"
	"github.com/azu-live/azu/internal/socket/sockettest"
	"github.com/azu-live/azu/internal/wire"
)

// sink takes everything and keeps nothing.
type sink struct{ heard chan struct{} }

// Text needs as much stack as a render may.
func (s sink) Text(message []byte) {
	deep(len(message))
	s.heard <- struct{}{}
}

//go:noinline
func deep(n int) byte {
	var room [512]byte
	if n > 0 {
		room[n&511] = deep(n - 1)
	}
	return room[7]
}

func (sink) Binary([]byte) {}
func (s sink) Pong([]byte) { s.heard <- struct{}{} }
func (sink) Writable()     {}
func (sink) Closed(error)  {}

// sinks serves sinks over TCP, and hands out their connections. Heard has an element for each
// message and pong.
func sinks(t testing.TB) (addr string, conns <-chan *socket.Conn, heard <-chan struct{}) {
	t.Helper()
	server, err := socket.New(socket.Config{Limits: wire.Limits{FirstJoin: -1, SocketsPerIP: -1, ByteRate: -1}})
	if err != nil {
		t.Fatal(err)
	}
	opened := make(chan *socket.Conn, 1)
	hears := make(chan struct{}, 1)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	hs := &http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var conn *socket.Conn
		if err := server.Upgrade(w, r, func(c *socket.Conn) socket.Endpoint {
			conn = c
			return sink{hears}
		}); err != nil {
			t.Error(err)
		}
		opened <- conn
	})}
	done := make(chan struct{})
	go func() {
		hs.Serve(l)
		close(done)
	}()
	t.Cleanup(func() {
		hs.Close()
		<-done
		server.Drain(t.Context()) // cuts off: the context has ended
	})
	return l.Addr().String(), opened, hears
}

const handshake = "GET / HTTP/1.1\r\nHost: " + sockettest.Host + "\r\nOrigin: http://" + sockettest.Host +
	"\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAECAwQFBgcICQoLDA0ODw==\r\n\r\n"

// dialBare makes a socket whose client costs next to nothing.
func dialBare(t testing.TB, addr string) net.Conn {
	t.Helper()
	nc, err := net.Dial("tcp", addr)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { nc.Close() })
	if _, err := io.WriteString(nc, handshake); err != nil {
		t.Fatal(err)
	}
	resp, err := http.ReadResponse(bufio.NewReader(nc), nil)
	if err != nil || resp.StatusCode != http.StatusSwitchingProtocols {
		t.Fatal(resp, err)
	}
	return nc
}

func TestWritingAFrameAllocatesNothing(t *testing.T) {
	addr, conns, _ := sinks(t)
	nc := dialBare(t, addr)
	conn := <-conns
	go io.Copy(io.Discard, nc) // ends when nc is closed
	frame := []byte(`[12,7,1,[0,3]]`)
	allocs := testing.AllocsPerRun(1000, func() {
		if flushed, err := conn.Write(frame); !flushed || err != nil {
			t.Fatal(flushed, err)
		}
	})
	if allocs > 0.1 && !raceEnabled {
		t.Errorf("%v allocations", allocs)
	}
}

func TestAConnectionThatAnsweredAPingWaitsWithTheLeastStack(t *testing.T) {
	if raceEnabled {
		t.Skip("the race detector needs stack by itself")
	}
	const n, most = 400, 7 << 9
	addr, conns, heard := sinks(t)
	stacks := func() uint64 {
		for range 6 { // the handshakes' goroutines have to end, and spans to be given back
			runtime.GC()
		}
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return m.StackInuse
	}
	before := stacks()
	for range n {
		idle(t, addr, conns, heard)
	}
	if each := (stacks() - before) / n; each > most {
		t.Errorf("%d bytes of stack each, more than %d", each, most)
	}
}

// idle makes a connection that has handled a message and answered a ping.
func idle(t testing.TB, addr string, conns <-chan *socket.Conn, heard <-chan struct{}) {
	nc := dialBare(t, addr)
	<-conns
	nc.Write(sockettest.Frame{Op: sockettest.Text, Payload: make([]byte, 40)}.Append(nil))
	<-heard
	nc.Write(sockettest.Frame{Op: sockettest.Pong}.Append(nil))
	<-heard
}

// The metric is what an idle connection holds, heap and stack, when it has handled a message
// and answered a ping. Both ends are in this process; the client's is the lesser part.
func BenchmarkIdleConnection(b *testing.B) {
	const n = 400
	addr, conns, heard := sinks(b)
	measure := func() uint64 {
		for range 6 { // each halves stacks that are mostly unused
			runtime.GC()
		}
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return m.HeapAlloc + m.StackInuse
	}
	for b.Loop() {
		before := measure()
		for range n {
			idle(b, addr, conns, heard)
		}
		b.ReportMetric(float64(measure()-before)/n, "B/conn")
	}
}

func BenchmarkWrite(b *testing.B) {
	addr, conns, _ := sinks(b)
	nc := dialBare(b, addr)
	conn := <-conns
	go io.Copy(io.Discard, nc)
	frame := []byte(`[12,7,1,[0,3]]`)
	b.ReportAllocs()
	for b.Loop() {
		for {
			if _, err := conn.Write(frame); err == nil {
				break
			}
			runtime.Gosched()
		}
	}
}
