package socket

import (
	"bufio"
	"fmt"
	"net"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/azu-live/azu/internal/wire"
	"github.com/gorilla/websocket"
)

// A Refused is why a request was not upgraded. It has been answered.
type Refused struct {
	Status int // HTTP status
	Reason string
}

// Error returns the status and the reason.
func (e *Refused) Error() string {
	return fmt.Sprintf("socket: refused with %d: %s", e.Status, e.Reason)
}

// readBuffer holds a click's frame and then some. The library takes a reader of ours only if
// it is above 256 bytes; 288 is the allocator's next size.
const readBuffer = 288

// Upgrade makes a request a connection and serves it after it returned. Who may not is
// answered before: 403 for the origin, 429 and 503 for too many, 426 and 400 for what is no
// handshake; the error is then a [*Refused]. Open is called with the handshake done and
// before anything is read; it must not write yet. What it needs of r it must copy, or the
// request stays in memory as long as the connection.
func (s *Server) Upgrade(w http.ResponseWriter, r *http.Request, open func(*Conn) Endpoint) error {
	if !websocket.IsWebSocketUpgrade(r) {
		w.Header().Set("Upgrade", "websocket")
		w.Header().Set("Connection", "Upgrade")
		return refuse(w, http.StatusUpgradeRequired, "no WebSocket handshake")
	}
	if r.Method != http.MethodGet || !r.ProtoAtLeast(1, 1) {
		return refuse(w, http.StatusBadRequest, "no GET over HTTP/1.1")
	}
	if why := s.allowed(r); why != "" {
		return refuse(w, http.StatusForbidden, why)
	}
	c := &Conn{server: s, ip: s.config.RemoteIP(r)}
	login, known := s.config.Login(r)
	c.login = strings.Clone(login) // a piece of a header would hold all of it
	c.place = place{login: c.login, ip: c.ip}
	if known {
		c.place.ip = ""
	}
	if status := s.add(c); status != 0 {
		w.Header().Set("Retry-After", "30")
		return refuse(w, status, "too many sockets")
	}

	h := &hijacker{ResponseWriter: w, c: c}
	ws, err := upgrader.Upgrade(h, r, nil)
	if err != nil {
		s.remove(c)
		if h.status == 0 {
			h.status = http.StatusBadRequest
		}
		return &Refused{h.status, err.Error()}
	}
	c.serve(ws, open)
	return nil
}

func refuse(w http.ResponseWriter, status int, why string) error {
	http.Error(w, http.StatusText(status), status)
	return &Refused{status, why}
}

// add takes the connection's place, or returns the HTTP status that refuses it.
func (s *Server) add(c *Conn) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.draining {
		return http.StatusServiceUnavailable
	}
	if status := s.count.take(c.place, &s.limits); status != 0 {
		return status
	}
	s.tasks.Add(1) // until remove, so that a Drain that begins now waits for it
	return 0
}

// track lets Drain see the connection, or closes it when Drain has looked already.
func (s *Server) track(c *Conn) {
	s.mu.Lock()
	s.conns[c] = struct{}{}
	draining := s.draining
	s.mu.Unlock()
	if draining {
		c.Close(wire.CloseRestart, "")
	}
}

// leavers is how many times as many of one login or address may await their end as may be open: a network that
// fails once may fail again before they have.
const leavers = 8

// leave frees the place of a connection that awaits its end: its client may be there again. Its descriptor
// stays open. Who opens and cuts without end would have ever more of them wait, so that there are no more in all
// that wait than may be open, and whoever is beyond keeps the place.
func (s *Server) leave(c *Conn) {
	l := s.limits
	l.SocketsPerLogin *= leavers
	l.SocketsPerIP *= leavers
	s.mu.Lock()
	defer s.mu.Unlock()
	if c.leaving = s.leaving.take(c.place, &l) == 0; c.leaving {
		s.count.free(c.place)
	}
}

func (s *Server) remove(c *Conn) {
	if c.timer != nil {
		c.timer.Stop()
	}
	s.mu.Lock()
	if c.leaving {
		s.leaving.free(c.place)
	} else {
		s.count.free(c.place)
	}
	delete(s.conns, c)
	s.mu.Unlock()
	s.tasks.Done()
}

// upgrader does the handshake and nothing else: origins are checked before, compression stays
// off (52 MB came out of a 51 KB message), and frames are written by the outbox. The pool keeps
// the library from holding a write buffer per connection that it never uses.
var upgrader = websocket.Upgrader{
	CheckOrigin:     func(*http.Request) bool { return true },
	WriteBufferPool: new(sync.Pool),
}

// hijacker hands the library our end of the connection and a small read buffer.
type hijacker struct {
	http.ResponseWriter
	c      *Conn
	status int // what the library answered instead
}

func (h *hijacker) WriteHeader(status int) {
	h.status = status
	h.ResponseWriter.WriteHeader(status)
}

func (h *hijacker) Hijack() (net.Conn, *bufio.ReadWriter, error) {
	conn, rw, err := http.NewResponseController(h.ResponseWriter).Hijack()
	if err != nil {
		return nil, nil, err
	}
	if rw.Reader.Buffered() > 0 {
		return conn, rw, nil // data before the handshake's end: the library closes
	}
	conn.SetDeadline(time.Time{}) // the HTTP server's
	h.c.line.open(conn, h.c)
	return &h.c.line, bufio.NewReadWriter(h.c.line.buffer, rw.Writer), nil
}
