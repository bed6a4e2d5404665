package socket_test

import (
	"crypto/tls"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/azu-live/azu/internal/leaktest"
	"github.com/azu-live/azu/internal/socket"
	"github.com/azu-live/azu/internal/socket/sockettest"
	"github.com/azu-live/azu/internal/tcpfault"
	"github.com/azu-live/azu/internal/wire"
)

// These run over TCP, where the kernel takes what it can and raw writes are in use.

func listenTCP(t *testing.T, s *site) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	hs := &http.Server{Handler: s}
	done := make(chan struct{})
	go func() {
		hs.Serve(l)
		close(done)
	}()
	t.Cleanup(func() {
		hs.Close()
		<-done
	})
	return l.Addr().String()
}

func dialTCP(t *testing.T, addr, path string) *sockettest.Client {
	t.Helper()
	nc, err := net.Dial("tcp", addr)
	if err != nil {
		t.Fatal(err)
	}
	c, resp, err := sockettest.Open(t, nc, path, sockettest.Options{})
	if err != nil || c == nil {
		t.Fatal(resp, err)
	}
	return c
}

func TestOverTCPSmallFramesAreFlushedAtOnce(t *testing.T) {
	s := newSite(t, socket.Config{})
	c := dialTCP(t, listenTCP(t, s), "/")
	c.Send("hello")
	c.Next()
	conn := s.echo("/").conn
	for i := range 100 {
		if flushed, err := conn.Write(fmt.Append(nil, i)); !flushed || err != nil {
			t.Fatalf("Write %d: %v, %v", i, flushed, err)
		}
	}
	for i := range 100 {
		if got := c.Next(); got != fmt.Sprint(i) {
			t.Fatalf("got %q, want %d", got, i)
		}
	}
	conn.Close(wire.CloseReplaced, "")
	if got := c.Closed(); got != wire.CloseReplaced {
		t.Errorf("closed with %d", got)
	}
}

func TestOverTCPPongsArriveHoweverTheyAreCut(t *testing.T) {
	pong := func(s string) []byte { return sockettest.Frame{Op: sockettest.Pong, Payload: []byte(s)}.Append(nil) }
	text := sockettest.Frame{Op: sockettest.Text, Payload: []byte("text")}.Append(nil)
	all := slices.Concat(pong("1"), text, pong(""), pong(strings.Repeat("x", 125)), text, text, pong("2"))
	for at := range len(all) + 1 {
		s := newSite(t, socket.Config{})
		line, err := tcpfault.Listen(listenTCP(t, s))
		if err != nil {
			t.Fatal(err)
		}
		c := dialTCP(t, line.Addr(), "/")
		c.Send("first")
		c.Next()
		if at == len(all) {
			line.Split(tcpfault.Up) // everywhere
		} else {
			line.At(tcpfault.Up, line.Passed(tcpfault.Up)+int64(at), func() {
				line.Freeze(tcpfault.Up)
				line.After(2*time.Millisecond, line.Heal)
			})
		}
		c.Write(all)
		for range 3 {
			if got := c.Next(); got != "text" {
				t.Fatalf("cut at %d: got %q", at, got)
			}
		}
		c.Close(1000) // comes after the last pong
		e := s.echo("/")
		e.end()
		if got := strings.Join(e.pongs, ","); got != "1,,"+strings.Repeat("x", 125)+",2" {
			t.Fatalf("cut at %d: pongs %q", at, got)
		}
		line.Close()
	}
}

func TestOverTCPAFrameBeyondTheKernelIsFinishedInOrder(t *testing.T) {
	s := newSite(t, socket.Config{})
	c := dialTCP(t, listenTCP(t, s), "/")
	c.Send("hello")
	c.Next()
	e := s.echo("/")
	big := strings.Repeat("0123456789abcdef", 1<<20) // 16 MiB
	for i := range 4 {
		e.send(big[:len(big)>>(2*i)])
		e.send(fmt.Sprint(i))
	}
	for i := range 4 {
		if got := c.Next(); got != big[:len(big)>>(2*i)] {
			t.Fatalf("frame %d came back otherwise: %d bytes", i, len(got))
		}
		if got := c.Next(); got != fmt.Sprint(i) {
			t.Fatalf("got %q, want %d", got, i)
		}
	}
	if e.writable == 0 {
		t.Error("16 MiB went out in one raw write")
	}
}

func TestRow27OverTCPAPeerThatDoesNotReadIsClosed(t *testing.T) {
	leaktest.Check(t)
	const writeTime = 300 * time.Millisecond
	s := newSite(t, socket.Config{Limits: wire.Limits{WriteTime: writeTime}})
	addr := listenTCP(t, s)
	line, err := tcpfault.Listen(addr)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(line.Close)
	healthy := dialTCP(t, addr, "/healthy")
	deaf := dialTCP(t, line.Addr(), "/")
	deaf.Send("hello")
	deaf.Next()
	line.Freeze(tcpfault.Down)
	start := time.Now()
	e := s.echo("/")
	e.send(strings.Repeat("x", 32<<20)) // more than the kernels on the way take
	for open := true; open; {
		healthy.Send("hello")
		if got := healthy.Next(); got != "hello" {
			t.Fatalf("the healthy socket echoed %q", got)
		}
		select {
		case <-e.done:
			open = false
		case <-time.After(10 * time.Millisecond):
		}
	}
	if got := e.end(); got.Code != wire.CloseSlowReader {
		t.Errorf("Closed got %v", got)
	}
	if took := time.Since(start); took < writeTime {
		t.Errorf("it was closed after %v", took)
	}
}

func TestOverTCPNothingIsLeftBehind(t *testing.T) {
	leaktest.Check(t)
	s := newSite(t, socket.Config{})
	addr := listenTCP(t, s)
	var ends []func()
	for i := range 40 {
		path := fmt.Sprint("/", i)
		c := dialTCP(t, addr, path)
		c.Send("x")
		c.Next()
		switch i % 4 {
		case 0:
			ends = append(ends, c.Cut)
		case 1:
			ends = append(ends, func() { c.Close(1000) })
		case 2:
			ends = append(ends, func() { s.echo(path).conn.Close(1008, "") })
		}
	}
	for _, end := range ends {
		end()
	}
	// Drain waits for readers and writers: that it returns says that none hangs.
	if err := s.sockets.Drain(t.Context()); err != nil {
		t.Fatal(err)
	}
	if n := s.sockets.Len(); n != 0 {
		t.Errorf("%d sockets left", n)
	}
	for i := range 40 {
		s.echo(fmt.Sprint("/", i)).end()
	}
}

func TestOverTLSFramesArriveInOrder(t *testing.T) {
	s := newSite(t, socket.Config{Origins: []string{"http://" + sockettest.Host}})
	server := httptest.NewTLSServer(s)
	t.Cleanup(server.Close)
	config := server.Client().Transport.(*http.Transport).TLSClientConfig.Clone()
	config.NextProtos = []string{"http/1.1"}
	config.ServerName = "example.com" // of httptest's certificate
	nc, err := tls.Dial("tcp", server.Listener.Addr().String(), config)
	if err != nil {
		t.Fatal(err)
	}
	c, resp, err := sockettest.Open(t, nc, "/", sockettest.Options{})
	if err != nil || c == nil {
		t.Fatal(resp, err)
	}
	c.Send("hello")
	c.Next()
	for i := range 100 {
		s.echo("/").send(fmt.Sprint(i))
	}
	for i := range 100 {
		if got := c.Next(); got != fmt.Sprint(i) {
			t.Fatalf("got %q, want %d", got, i)
		}
	}
	s.echo("/").conn.Close(wire.CloseReplaced, "")
	if got := c.Closed(); got != wire.CloseReplaced {
		t.Errorf("closed with %d", got)
	}
}
