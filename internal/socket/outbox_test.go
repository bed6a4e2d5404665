package socket

import (
	"io"
	"net"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

// slowToClose is a connection that takes its time to close, as TLS does behind a full kernel.
type slowToClose struct {
	net.Conn
	closing, done chan struct{}
}

func (c slowToClose) Close() error {
	c.closing <- struct{}{}
	<-c.done
	return c.Conn.Close()
}

func TestAConnectionThatIsSlowToCloseHoldsUpNobody(t *testing.T) {
	s, err := New(Config{})
	if err != nil {
		t.Fatal(err)
	}
	near, far := net.Pipe()
	defer far.Close()
	conn := slowToClose{near, make(chan struct{}), make(chan struct{})}
	c := &Conn{server: s}
	c.line.open(conn, c)
	defer c.timer.Stop()

	go c.line.outbox.end() // ends with done
	<-conn.closing
	defer close(conn.done)
	written := make(chan error, 1)
	go func() {
		_, err := c.Write([]byte("x"))
		written <- err
	}()
	select {
	case err := <-written:
		if err != ErrClosed {
			t.Errorf("Write: %v", err)
		}
	case <-time.After(10 * time.Second):
		t.Error("Write waits for the connection to close")
	}
}

// owed counts what it is told when its frames are out.
type owed struct{ writable atomic.Int32 }

func (o *owed) Text([]byte)   {}
func (o *owed) Binary([]byte) {}
func (o *owed) Pong([]byte)   {}
func (o *owed) Writable()     { o.writable.Add(1) }
func (o *owed) Closed(error)  {}

func TestAfterACloseNoWritableIsHeard(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, err := New(Config{})
		if err != nil {
			t.Fatal(err)
		}
		near, far := net.Pipe()
		e := &owed{}
		c := &Conn{server: s, endpoint: e}
		c.line.open(near, c)
		if flushed, err := c.Write([]byte("x")); flushed || err != nil { // nobody reads yet
			t.Fatal(flushed, err)
		}
		c.Close(1000, "")
		read := make(chan struct{})
		go func() { // ends with far
			defer close(read)
			io.Copy(io.Discard, far)
		}()
		synctest.Wait()
		if n := e.writable.Load(); n != 0 {
			t.Errorf("Writable was called %d times after Close", n)
		}
		near.Close()
		far.Close()
		c.timer.Stop()
		<-read
	})
}
