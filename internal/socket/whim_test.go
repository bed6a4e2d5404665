package socket_test

import (
	"fmt"
	"math/rand/v2"
	"net"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/azu-live/azu/internal/leaktest"
	"github.com/azu-live/azu/internal/socket"
	"github.com/azu-live/azu/internal/socket/sockettest"
	"github.com/azu-live/azu/internal/tcpfault"
	"github.com/azu-live/azu/internal/wire"
)

// A hundred peers talk over lines that do as they please, and at last the server is drained in the midst of
// it: each endpoint hears of its end once, and nothing is left.
func TestOverTCPWhateverLinesDoEachSocketEndsOnce(t *testing.T) {
	leaktest.Check(t)
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	limits := wire.Limits{
		PingEvery: 20 * time.Millisecond, Silence: 200 * time.Millisecond, MessageTime: 100 * time.Millisecond,
		WriteTime: 100 * time.Millisecond, CloseTime: 100 * time.Millisecond, SocketsPerIP: -1,
	}
	s := newSite(t, socket.Config{Limits: limits})
	addr := listenTCP(t, s)
	var peers sync.WaitGroup
	var opened sync.WaitGroup
	for i := range 100 {
		opened.Add(1)
		peers.Go(func() {
			whim(t, s, addr, fmt.Sprint("/", i), rand.New(rand.NewPCG(seed, uint64(i))), sync.OnceFunc(opened.Done))
		})
	}
	opened.Wait()
	<-time.After(200 * time.Millisecond)
	if err := s.sockets.Drain(t.Context()); err != nil {
		t.Error(err)
	}
	peers.Wait()
	s.mu.Lock()
	defer s.mu.Unlock()
	for path, e := range s.echoes {
		e.end()
		if len(e.closed) != 1 {
			t.Errorf("%s heard %d times of its end", path, len(e.closed))
		}
	}
}

// whim is one peer's life on a line that has its own will. It tells when its socket is open, or will never be.
func whim(t *testing.T, s *site, addr, path string, r *rand.Rand, opened func()) {
	defer opened()
	line, err := tcpfault.Listen(addr)
	if err != nil {
		t.Error(err)
		return
	}
	defer line.Close()
	nc, err := net.Dial("tcp", line.Addr())
	if err != nil {
		t.Error(err)
		return
	}
	c, resp, err := sockettest.Open(t, nc, path, sockettest.Options{Mute: r.IntN(4) == 0})
	if err != nil || c == nil {
		t.Errorf("%s did not open: %v, %v", path, resp, err)
		return
	}
	opened()
	faults := []func(){
		line.Reset, line.Finish, line.Heal,
		func() { line.Freeze(1 + tcpfault.Direction(r.IntN(3))) },
		func() { line.Swallow(1 + tcpfault.Direction(r.IntN(3))) },
		func() { line.Split(tcpfault.Both) },
		func() { line.Delay(tcpfault.Both, time.Duration(r.IntN(3))*time.Millisecond) },
		func() { line.Heal() }, func() { line.Heal() },
		func() { s.echo(path).conn.Close(1008, "whim") },
		func() { s.echo(path).send(strings.Repeat("y", r.IntN(1<<20))) },
		func() { s.echo(path).conn.Ping([]byte("ping")) },
		func() { c.SendFrame(closing(1000, "")) },
		func() { c.Send(strings.Repeat("z", r.IntN(70<<10))) },
		func() {
			c.SendFrame(frame{Op: byte(r.IntN(16)), More: r.IntN(3) == 0, Payload: make([]byte, r.IntN(200))})
		},
		func() { c.Write(make([]byte, r.IntN(30))) },
		func() { c.Cut() },
	}
	c.Send("hello")
	if _, ok := c.Receive(); !ok {
		return
	}
	for c.Open() {
		if r.IntN(4) > 0 {
			go c.Send("hello") // may wait for the line, at most until its end
		} else {
			faults[r.IntN(len(faults))]()
		}
		<-time.After(time.Duration(r.IntN(5)) * time.Millisecond)
	}
}
