package socket_test

import (
	"fmt"
	"net/http"
	"slices"
	"testing"
	"testing/synctest"

	"github.com/azu-live/azu/internal/socket"
	"github.com/azu-live/azu/internal/socket/sockettest"
	"github.com/azu-live/azu/internal/wire"
)

func TestEndpointsHearOfTheirEndOnceAndWhy(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newSite(t, socket.Config{})
		for i, end := range []struct {
			by     func(*sockettest.Client, *echo)
			code   int
			remote bool
		}{
			{func(c *sockettest.Client, _ *echo) { c.Close(1001) }, 1001, true},
			{func(c *sockettest.Client, _ *echo) { c.Cut() }, 1006, false},
			{func(_ *sockettest.Client, e *echo) { e.conn.Close(wire.CloseReplaced, "newer") }, 4004, false},
			{func(c *sockettest.Client, _ *echo) { c.Send("\xff") }, 1007, false},
		} {
			path := fmt.Sprint("/", i)
			c := s.Dial(path)
			synctest.Wait()
			e := s.echo(path)
			end.by(c, e)
			if got := e.end(); got.Code != end.code || got.Remote != end.remote {
				t.Errorf("Closed got %v, want code %d, remote %v", got, end.code, end.remote)
			}
		}
		synctest.Wait()
		if n := s.sockets.Len(); n != 0 {
			t.Errorf("%d sockets left", n)
		}
	})
}

func TestNothingIsHeardAfterClose(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newSite(t, socket.Config{})
		c := s.Dial("/")
		synctest.Wait()
		e := s.echo("/")
		e.conn.Close(1008, "")
		e.conn.Close(1011, "a second reason")
		c.Send("late")
		if got := c.Closed(); got != 1008 {
			t.Errorf("closed with %d, want 1008", got)
		}
		if len(c.Waiting()) > 0 {
			t.Error("a message after Close was delivered")
		}
		if _, err := e.conn.Write([]byte("x")); err != socket.ErrClosed {
			t.Errorf("Write after Close: %v", err)
		}
	})
}

// closer closes its socket at the first message.
type closer struct {
	sink
	conn  *socket.Conn
	texts []string
	ended chan struct{}
}

func (c *closer) Text(message []byte) {
	c.texts = append(c.texts, string(message))
	c.conn.Close(1008, "")
}
func (c *closer) Closed(error) { close(c.ended) }

func TestWhatCameWithTheMessageThatCausedACloseIsNotHeard(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		server, err := socket.New(socket.Config{})
		if err != nil {
			t.Fatal(err)
		}
		e := &closer{ended: make(chan struct{})}
		s := sockettest.Serve(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			server.Upgrade(w, r, func(c *socket.Conn) socket.Endpoint {
				e.conn = c
				return e
			})
		}))
		c := s.Dial("/")
		text := sockettest.Frame{Op: sockettest.Text, Payload: []byte("x")}.Append(nil)
		c.Write(slices.Concat(text, text))
		if got := c.Closed(); got != 1008 {
			t.Errorf("closed with %d, want 1008", got)
		}
		<-e.ended
		if len(e.texts) != 1 {
			t.Errorf("heard %q", e.texts)
		}
	})
}

func TestAPanickingEndpointEndsItsSocketOnly(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newSite(t, socket.Config{Log: quiet})
		healthy, c := s.Dial("/healthy"), s.Dial("/")
		synctest.Wait()
		s.echo("/").conn = nil // so that its next message panics
		c.Send("x")
		if got := c.Closed(); got != 1011 {
			t.Errorf("closed with %d, want 1011", got)
		}
		healthy.Send("still here")
		healthy.Next()
	})
}

// jammed is an endpoint that fails when its frame is out.
type jammed struct {
	sink
	conn   *socket.Conn
	closed chan error
}

func (j *jammed) Text(message []byte) { j.conn.Write(message) }
func (j *jammed) Writable()           { panic("of the writer") }
func (j *jammed) Closed(err error)    { j.closed <- err }

func TestAPanicOnTheWriterEndsItsSocketOnly(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		server, err := socket.New(socket.Config{Log: quiet})
		if err != nil {
			t.Fatal(err)
		}
		e := &jammed{closed: make(chan error, 1)}
		s := sockettest.Serve(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			server.Upgrade(w, r, func(c *socket.Conn) socket.Endpoint {
				e.conn = c
				return e
			})
		}))
		c := s.Dial("/")
		c.Send("x") // every frame to a pipe is left to the writer
		if got := c.Next(); got != "x" {
			t.Errorf("got %q", got)
		}
		if got := c.Closed(); got != wire.CloseInternal {
			t.Errorf("closed with %d, want 1011", got)
		}
		if got := (<-e.closed).(*socket.CloseError); got.Code != wire.CloseInternal {
			t.Errorf("Closed got %v", got)
		}
	})
}
