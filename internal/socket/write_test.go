package socket_test

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/azu-live/azu/internal/socket"
	"github.com/azu-live/azu/internal/socket/sockettest"
	"github.com/azu-live/azu/internal/wire"
)

// unread is a client's connection that can stop reading.
type unread struct {
	net.Conn
	mu      sync.Mutex
	stopped chan struct{} // Guarded by mu. Nil while it reads.
}

func (u *unread) Read(p []byte) (int, error) {
	u.mu.Lock()
	stopped := u.stopped
	u.mu.Unlock()
	if stopped != nil {
		<-stopped
	}
	return u.Conn.Read(p)
}

// stop lets nothing be read from now on: conn's ping ends the read that waits.
func (u *unread) stop(conn *socket.Conn) {
	u.mu.Lock()
	u.stopped = make(chan struct{})
	u.mu.Unlock()
	conn.Ping([]byte("first"))
	synctest.Wait()
}

func (u *unread) goOn() {
	u.mu.Lock()
	defer u.mu.Unlock()
	close(u.stopped)
	u.stopped = nil
}

func TestAPendingFrameKeepsItsPlace(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newSite(t, socket.Config{})
		u := &unread{}
		c := s.DialWith("/", sockettest.Options{Wrap: func(nc net.Conn) net.Conn { u.Conn = nc; return u }})
		synctest.Wait()
		conn := s.echo("/").conn
		u.stop(conn)

		if flushed, err := conn.Write([]byte("one")); flushed || err != nil {
			t.Fatalf("Write to a peer that does not read: %v, %v", flushed, err)
		}
		if _, err := conn.Write([]byte("two")); err != socket.ErrPending {
			t.Fatalf("Write while another is pending: %v", err)
		}
		for i := range 5 {
			c.SendFrame(sockettest.Frame{Op: sockettest.Ping, Payload: fmt.Append(nil, i)})
		}
		time.Sleep(5 * time.Second)
		synctest.Wait()
		if n := s.echo("/").writable; n != 0 {
			t.Fatalf("Writable was called %d times while nothing was read", n)
		}
		u.goOn()
		if got := c.Next(); got != "one" {
			t.Errorf("got %q", got)
		}
		synctest.Wait()
		if n := s.echo("/").writable; n != 1 {
			t.Errorf("Writable was called %d times", n)
		}
		if got := c.Pongs(); got != "4" {
			t.Errorf("pongs %q, want the newest only", got)
		}
		s.echo("/").send("three")
		if got := c.Next(); got != "three" {
			t.Errorf("got %q", got)
		}
	})
}

func TestCloseComesAfterWhatIsPending(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newSite(t, socket.Config{})
		c := s.Dial("/")
		synctest.Wait()
		conn := s.echo("/").conn
		conn.Write([]byte("last words"))
		conn.Close(wire.CloseReplaced, "")
		if got := c.Next(); got != "last words" {
			t.Errorf("got %q", got)
		}
		if got := c.Closed(); got != wire.CloseReplaced {
			t.Errorf("closed with %d", got)
		}
	})
}

// Browsers take any frame behind the close for an error, and then tell their page nothing of its code.
func TestNothingComesAfterTheClose(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newSite(t, socket.Config{})
		u := &unread{}
		c := s.DialWith("/", sockettest.Options{Wrap: func(nc net.Conn) net.Conn { u.Conn = nc; return u }})
		synctest.Wait()
		conn := s.echo("/").conn
		u.stop(conn)
		conn.Write([]byte("pending"))
		c.SendFrame(ping("unanswered so far"))
		synctest.Wait()
		conn.Close(wire.CloseReplaced, "")
		u.goOn()
		if got := c.Next(); got != "pending" {
			t.Errorf("got %q", got)
		}
		if got := c.Closed(); got != wire.CloseReplaced {
			t.Errorf("closed with %d", got)
		}
		if got := c.Pongs(); got != "unanswered so far" {
			t.Errorf("pongs before the close: %q", got)
		}
	})
}

func TestRow27APeerThatDoesNotReadIsClosedAndTheRestGetAll(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newSite(t, socket.Config{})
		const readers, deaf = 20, 3
		var clients []*sockettest.Client
		var echoes []*echo
		for i := range readers + deaf {
			u := &unread{}
			path := fmt.Sprint("/", i)
			clients = append(clients, s.DialWith(path, sockettest.Options{Wrap: func(nc net.Conn) net.Conn { u.Conn = nc; return u }}))
			synctest.Wait()
			echoes = append(echoes, s.echo(path))
			if i >= readers {
				u.stop(s.echo(path).conn)
				defer u.goOn()
			}
		}
		start := time.Now()
		for n := range 50 {
			for _, e := range echoes {
				e.send(fmt.Sprintf("update %d", n))
			}
			time.Sleep(100 * time.Millisecond)
		}
		for i, c := range clients[:readers] {
			for n := range 50 {
				if got := c.Next(); got != fmt.Sprintf("update %d", n) {
					t.Fatalf("client %d got %q as message %d", i, got, n)
				}
			}
		}
		for _, e := range echoes[readers:] {
			if got := e.end(); got.Code != wire.CloseSlowReader {
				t.Errorf("Closed got %v", got)
			}
		}
		if took := time.Since(start); took > 11*time.Second {
			t.Errorf("it took %v", took)
		}
	})
}

func TestDrainClosesAllAndRefusesTheRest(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newSite(t, socket.Config{})
		a, b := s.Dial("/a"), s.Dial("/b")
		synctest.Wait()
		s.echo("/b").send("pending")
		if err := s.sockets.Drain(t.Context()); err != nil {
			t.Fatal(err)
		}
		for _, c := range []*sockettest.Client{a, b} {
			if got := c.Closed(); got != wire.CloseRestart {
				t.Errorf("closed with %d", got)
			}
		}
		if got := b.Next(); got != "pending" {
			t.Errorf("got %q", got)
		}
		_, resp, err := s.Try("/", sockettest.Options{})
		if err != nil || resp.StatusCode != http.StatusServiceUnavailable {
			t.Errorf("after Drain: %v, %v", resp, err)
		}
	})
}

func TestDrainGivesUpOnHandshakesToo(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		server, err := socket.New(socket.Config{})
		if err != nil {
			t.Fatal(err)
		}
		e := stuck{closed: make(chan error, 1)}
		var conn *socket.Conn
		opened := make(chan struct{})
		s := sockettest.Serve(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			server.Upgrade(w, r, func(c *socket.Conn) socket.Endpoint {
				conn = c
				<-opened // Drain has begun meanwhile
				return e
			})
		}))
		u := &unread{}
		s.DialWith("/", sockettest.Options{Wrap: func(nc net.Conn) net.Conn { u.Conn = nc; return u }})
		synctest.Wait()
		u.stop(conn)
		defer u.goOn()
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		go func() {
			time.Sleep(time.Second / 2)
			close(opened)
		}()
		if err := server.Drain(ctx); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("Drain: %v", err)
		}
		start := time.Now()
		<-e.closed
		for server.Len() > 0 {
			time.Sleep(time.Millisecond)
		}
		if took := time.Since(start); took > time.Second {
			t.Errorf("the socket lived %v longer than Drain", took)
		}
	})
}

func TestDrainGivesUpWithItsContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newSite(t, socket.Config{})
		u := &unread{}
		s.DialWith("/", sockettest.Options{Mute: true, Wrap: func(nc net.Conn) net.Conn { u.Conn = nc; return u }})
		synctest.Wait()
		u.stop(s.echo("/").conn)
		defer u.goOn()
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		start := time.Now()
		if err := s.sockets.Drain(ctx); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("Drain: %v", err)
		}
		if took := time.Since(start); took != time.Second {
			t.Errorf("it took %v", took)
		}
		s.echo("/").end()
	})
}
