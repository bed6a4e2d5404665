package socket

import (
	"context"
	"fmt"
	"log/slog"
	"maps"
	"net/http"
	"runtime"
	"slices"
	"strconv"
	"sync"
	"time"

	"github.com/azu-live/azu/internal/wire"
)

// An Endpoint is told what happens on its connection. Text, Binary, Pong and Closed are
// called one after the other on the connection's reader; a slow one holds up the peer's next
// message. After a [Conn.Close] only Closed is still called. A panic in one of them ends the
// connection with 1011, and nothing else.
type Endpoint interface {
	// Text takes a whole message of valid UTF-8. The slice is valid during the call.
	Text(message []byte)
	// Binary takes a whole binary message. The slice is valid during the call.
	Binary(message []byte)
	// Pong takes the data of a pong, up to 125 bytes, valid during the call: what a ping of
	// ours carried, or what the peer made up.
	Pong(data []byte)
	// Writable says that the frame of which Write returned false has been written. It is
	// called on another goroutine than the rest, not after the connection failed, and may
	// cross with Closed.
	Writable()
	// Closed is called exactly once, when no message will come any more. Of many connections
	// that are lost in one moment it is called a few at a time, after a second: on two processors
	// the last of 20,000 is told 9 seconds later, and none anywhere more than 10. The error is a
	// *CloseError.
	Closed(err error)
}

// Config is what a Server is made of. It is copied by New.
type Config struct {
	// Origins are the public origins whose pages may open a socket, such as
	// "https://example.org". Empty (development): the origin must be the request's own.
	Origins []string

	// Proxies are trusted to say for whom they forward, and by which scheme.
	Proxies Proxies

	// RemoteIP is the address that limits count by; "" is not counted. Nil: Proxies.RemoteIP.
	RemoteIP func(*http.Request) string

	// Login says who a request is from, as its cookie has it: the login's id, "" for none,
	// and whether it is a known user's, whose sockets are not counted by address. Nil:
	// nobody is known.
	Login func(*http.Request) (login string, known bool)

	// Limits bounds sockets; zero fields have their defaults.
	Limits wire.Limits

	// Log gets what happens, without payloads. Nil: slog.Default().
	Log *slog.Logger
}

// A Server upgrades requests and serves their connections. Its methods may be called from
// any goroutine.
type Server struct {
	// Set once in New.
	origins map[string]bool
	config  Config
	limits  wire.Limits
	log     *slog.Logger
	started time.Time // what the heartbeats' monotonic times count from
	turns   *turns

	mu       sync.Mutex
	draining bool               // Guarded by mu.
	conns    map[*Conn]struct{} // Guarded by mu. Those whose handshake is done.
	count    counts             // Guarded by mu.
	leaving  counts             // Guarded by mu. Those that await their turn to end.

	tasks sync.WaitGroup // handshakes, readers and writers
}

// New makes a Server. The error names the field of c that cannot be.
func New(c Config) (*Server, error) {
	limits, err := c.Limits.Filled()
	if err != nil {
		return nil, fmt.Errorf("socket: Limits.%w", err)
	}
	s := &Server{
		origins: map[string]bool{},
		config:  c,
		limits:  limits,
		log:     c.Log,
		started: time.Now(),
		conns:   map[*Conn]struct{}{},
		count:   newCounts(),
		leaving: newCounts(),
	}
	s.turns = newTurns(spacing(limits.Sockets, runtime.GOMAXPROCS(0)))
	for _, o := range c.Origins {
		origin, err := ParseOrigin(o)
		if err != nil {
			return nil, fmt.Errorf("socket: Origins: %w", err)
		}
		s.origins[origin] = true
	}
	if s.log == nil {
		s.log = slog.Default()
	}
	if s.config.RemoteIP == nil {
		s.config.RemoteIP = c.Proxies.RemoteIP
	}
	if s.config.Login == nil {
		s.config.Login = func(*http.Request) (string, bool) { return "", false }
	}
	return s, nil
}

// Drain refuses upgrades from now on, closes every connection with 1012 so that its client
// comes back to another process, and waits until the last one's goroutines have ended, or
// until ctx does; then the rest are cut off and the error is ctx's. An Endpoint's Closed runs
// before Drain returns. It must not be called from an Endpoint's methods.
func (s *Server) Drain(ctx context.Context) error {
	s.mu.Lock()
	if !s.draining {
		s.draining = true
		close(s.turns.over)
	}
	s.mu.Unlock()
	n := 0
	for _, c := range s.open() {
		if c.cause.Load() == nil { // not one that awaits its turn to end
			c.Close(wire.CloseRestart, s.comeBack(n))
			n++
		}
	}
	done := make(chan struct{})
	go func() { // ends when the last task has: at latest CloseTime after the sockets are cut
		s.tasks.Wait()
		close(done)
	}()
	select {
	case <-done:
		return nil
	case <-ctx.Done():
	}
	for _, c := range s.open() { // those too whose handshakes were on the way
		c.line.Conn.Close()
	}
	return ctx.Err()
}

// open returns the connections that there are.
func (s *Server) open() []*Conn {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Collect(maps.Keys(s.conns))
}

// comeBack is the reason that asks the nth client to come back in its turn: as many a second
// as the next process mounts pages, all within half a minute.
func (s *Server) comeBack(n int) string {
	if s.limits.Mounts <= 0 {
		return ""
	}
	wait := min(time.Duration(n)*time.Second/time.Duration(s.limits.Mounts), 30*time.Second)
	return strconv.FormatInt(wait.Milliseconds(), 10)
}

// Len returns the number of open connections.
func (s *Server) Len() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.conns)
}
