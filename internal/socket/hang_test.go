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
