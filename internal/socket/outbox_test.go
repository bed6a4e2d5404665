package socket

import (
	"net"
	"testing"
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
