package socket_test

import (
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/azu-live/azu/internal/socket"
	"github.com/azu-live/azu/internal/socket/sockettest"
	"github.com/azu-live/azu/internal/wire"
)

// stuck is an endpoint whose Text comes back only when told.
type stuck struct {
	sink
	release chan struct{}
	closed  chan error
}

func (s stuck) Text([]byte)      { <-s.release }
func (s stuck) Closed(err error) { s.closed <- err }

func TestAnEndpointThatHangsDoesNotHoldItsClient(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		server, err := socket.New(socket.Config{})
		if err != nil {
			t.Fatal(err)
		}
		e := stuck{release: make(chan struct{}), closed: make(chan error, 1)}
		var conn *socket.Conn
		s := sockettest.Serve(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			server.Upgrade(w, r, func(c *socket.Conn) socket.Endpoint {
				conn = c
				c.Joined()
				return e
			})
		}))
		// Mute: its pong would block in the pipe, and its reader with it.
		c := s.DialWith("/", sockettest.Options{Mute: true})
		c.Send("hang")
		time.Sleep(30 * time.Second)
		start := time.Now()
		conn.Close(wire.CloseInternal, "")
		if got := c.Closed(); got != wire.CloseInternal || time.Since(start) > 5*time.Second {
			t.Errorf("closed with %d after %v", got, time.Since(start))
		}
		time.Sleep(time.Minute)
		if server.Len() != 1 {
			t.Error("the reader hangs, but its place was given away")
		}
		close(e.release)
		if got := (<-e.closed).(*socket.CloseError); got.Code != wire.CloseInternal {
			t.Errorf("Closed got %v", got)
		}
	})
}

// hanging answers each text, and is stuck in those that say so.
type hanging struct {
	sink
	conn    *socket.Conn
	stuck   chan struct{}
	release chan struct{}
	closed  chan error
}

func (e *hanging) Text(message []byte) {
	if string(message) == "hang" {
		e.stuck <- struct{}{}
		<-e.release
		return
	}
	e.conn.Write(message)
}
func (e *hanging) Closed(err error) { e.closed <- err }

func TestAReaderThatIsRelievedLeavesTheConnectionToTheNext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		server, err := socket.New(socket.Config{})
		if err != nil {
			t.Fatal(err)
		}
		e := &hanging{stuck: make(chan struct{}), release: make(chan struct{}), closed: make(chan error, 2)}
		s := sockettest.Serve(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			server.Upgrade(w, r, func(c *socket.Conn) socket.Endpoint {
				c.Joined()
				e.conn = c
				return e
			})
		}))
		c := s.Dial("/")
		for range 3 { // each reader in turn
			c.Send("hang")
			<-e.stuck
			e.conn.Relieve()
			c.Send("still there?")
			if got := c.Next(); got != "still there?" {
				t.Fatalf("got %q", got)
			}
			synctest.Wait() // until the frame's writer is done, or the next is refused
		}
		c.SendFrame(sockettest.Frame{Op: sockettest.Ping, Payload: []byte("p")})
		synctest.Wait()
		if c.Pongs() != "p" {
			t.Errorf("pongs: %q", c.Pongs())
		}
		e.release <- struct{}{} // one comes back, and does nothing more
		synctest.Wait()
		if server.Len() != 1 || len(e.closed) != 0 {
			t.Error("the reader that was relieved has closed the connection")
		}
		c.Close(wire.CloseNormal)
		synctest.Wait()
		if server.Len() != 0 || len(e.closed) != 1 {
			t.Errorf("%d connections are left, Closed was called %d times", server.Len(), len(e.closed))
		}
		if err := server.Drain(t.Context()); err != nil { // though two readers are stuck yet
			t.Error(err)
		}
		close(e.release)
	})
}

func TestAPanicWhileOpeningGivesThePlaceBack(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		server, err := socket.New(socket.Config{Limits: wire.Limits{Sockets: 1}})
		if err != nil {
			t.Fatal(err)
		}
		first := true
		s := sockettest.Serve(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			server.Upgrade(w, r, func(c *socket.Conn) socket.Endpoint {
				if first {
					first = false
					panic("not today")
				}
				return stuck{closed: make(chan error, 1)}
			})
		}))
		if got := s.Dial("/").Closed(); got != 1006 {
			t.Errorf("closed with %d", got)
		}
		synctest.Wait()
		s.Dial("/") // there is room for one
	})
}
