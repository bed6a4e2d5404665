package socket_test

import (
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/azu-live/azu/internal/socket"
	"github.com/azu-live/azu/internal/socket/sockettest"
	"github.com/azu-live/azu/internal/wire"
)

// echo is an endpoint that sends back what it gets, behind what is pending, and notes the rest.
type echo struct {
	conn *socket.Conn

	mu       sync.Mutex
	pending  []string
	waiting  bool
	writable int
	pongs    []string
	texts    []string
	binary   []string
	closed   []error
	done     chan struct{}
}

func (e *echo) Text(message []byte) {
	e.mu.Lock()
	e.texts = append(e.texts, string(message))
	e.mu.Unlock()
	e.send(string(message))
}

func (e *echo) send(text string) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.pending = append(e.pending, text)
	e.flushLocked()
}

func (e *echo) flushLocked() {
	for len(e.pending) > 0 && !e.waiting {
		flushed, err := e.conn.Write([]byte(e.pending[0]))
		if err != nil {
			return
		}
		e.pending = e.pending[1:]
		e.waiting = !flushed
	}
}

func (e *echo) Writable() {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.writable++
	e.waiting = false
	e.flushLocked()
}

func (e *echo) Binary(message []byte) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.binary = append(e.binary, string(message))
}

func (e *echo) Pong(data []byte) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.pongs = append(e.pongs, string(data))
}

func (e *echo) Closed(err error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.closed = append(e.closed, err)
	close(e.done) // a second Closed panics
}

// end waits for Closed and returns its error.
func (e *echo) end() *socket.CloseError {
	<-e.done
	return e.closed[0].(*socket.CloseError)
}

// site is a server of echoes.
type site struct {
	*sockettest.Server
	sockets *socket.Server

	mu      sync.Mutex
	echoes  map[string]*echo // by path
	refused []error
}

func newSite(t testing.TB, c socket.Config) *site {
	t.Helper()
	if c.Limits.FirstJoin == 0 {
		c.Limits.FirstJoin = -1 // an echo joins nothing
	}
	sockets, err := socket.New(c)
	if err != nil {
		t.Fatal(err)
	}
	s := &site{sockets: sockets, echoes: map[string]*echo{}}
	s.Server = sockettest.Serve(t, s)
	return s
}

func (s *site) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	err := s.sockets.Upgrade(w, r, func(c *socket.Conn) socket.Endpoint {
		e := &echo{conn: c, done: make(chan struct{})}
		s.mu.Lock()
		defer s.mu.Unlock()
		s.echoes[r.URL.Path] = e
		return e
	})
	if err != nil {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.refused = append(s.refused, err)
	}
}

// echo returns the endpoint of the last socket at path, which is served a moment after the
// handshake is done.
func (s *site) echo(path string) *echo {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.echoes[path]
}

func TestAConfigThatCannotBeNamesTheField(t *testing.T) {
	for _, c := range []struct {
		config socket.Config
		want   string
	}{
		{socket.Config{Origins: []string{"example.org"}}, "Origins"},
		{socket.Config{Origins: []string{"https://example.org/path"}}, "Origins"},
		{socket.Config{Limits: wire.Limits{Message: -1}}, "Message"},
	} {
		if _, err := socket.New(c.config); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("New: %v, want an error that names %s", err, c.want)
		}
	}
}
