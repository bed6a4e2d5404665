package socket

import (
	"errors"
	"fmt"
	"os"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"github.com/azu-live/azu/internal/wire"
	"github.com/gorilla/websocket"
)

// A Conn is one WebSocket connection. Its methods may be called from any goroutine.
type Conn struct {
	// Set once before the reader starts.
	server   *Server
	endpoint Endpoint
	login    string
	ip       string
	place    place
	line     line
	ws       *websocket.Conn
	timer    *time.Timer // runs beat

	within bool          // Owned by the reader. In the midst of a message.
	pingAt time.Duration // Owned by beat. When the next ping is due, since the server's start.
	joinBy time.Duration // Owned by beat. When a join is due.

	leaving bool // Guarded by server.mu. Takes no place any more, see leave.

	mark     atomic.Uint64
	joined   atomic.Bool
	relieved atomic.Uint32              // how often; tells a reader that it no longer is the one
	cause    atomic.Pointer[CloseError] // the first reason to end, which stays the reason
}

// A CloseError is why a connection ended.
type CloseError struct {
	Code   int  // of wire.CloseCodes; 1005 or 1006 when the peer gave none, or anything it made up
	Remote bool // the peer closed it
	Reason string
	Err    error // what reading or writing returned, if that was it
}

// Error returns the code, whose it is, and the reason.
func (e *CloseError) Error() string {
	by := "closed"
	if e.Remote {
		by = "closed by the peer"
	}
	s := "socket: " + by + " with " + strconv.Itoa(e.Code)
	if e.Reason != "" {
		s += ": " + strconv.Quote(e.Reason)
	}
	if e.Err != nil {
		s += ": " + e.Err.Error()
	}
	return s
}

// Unwrap returns Err.
func (e *CloseError) Unwrap() error { return e.Err }

// RemoteIP returns the address that limits count by, see [Proxies.RemoteIP].
func (c *Conn) RemoteIP() string { return c.ip }

// Login returns the login of the handshake's cookie, "" for none.
func (c *Conn) Login() string { return c.login }

// frames holds buffers that frames are put together in.
var frames = sync.Pool{New: func() any { return new([]byte) }}

// Write writes a text frame and never waits. It reports whether the kernel has taken all of
// it; if not, the rest is on its way and Endpoint.Writable will say when it is out, and until
// then Write returns ErrPending and takes nothing. After the connection ended it returns
// ErrClosed. The frame may be used again when Write returns.
func (c *Conn) Write(frame []byte) (flushed bool, err error) {
	buf := frames.Get().(*[]byte)
	*buf = appendFrame((*buf)[:0], opText, frame)
	flushed, err = c.line.outbox.write(*buf, true)
	if cap(*buf) <= 64<<10 {
		frames.Put(buf)
	}
	return flushed, err
}

// Ping sends a ping with up to 125 bytes, which come back to Endpoint.Pong. More are cut.
func (c *Conn) Ping(data []byte) {
	var room [2 + maxControl]byte
	c.line.outbox.write(appendFrame(room[:0], opPing, data[:min(len(data), maxControl)]), false)
}

// SetMark sets the number that the heartbeat's pings carry as decimal text: for a session
// the last update sent, so that the pong confirms it. It starts at 0.
func (c *Conn) SetMark(n uint64) { c.mark.Store(n) }

// Joined says that the client joined something: it may stay. Without it the connection is
// closed with 4002 when Limits.FirstJoin is over.
func (c *Conn) Joined() { c.joined.Store(true) }

// Close ends the connection with a code and a short reason, both sent to the peer after what
// is pending, and returns at once. The Endpoint hears no more but Closed. Only the first
// Close of a connection counts, or none when it had ended before.
func (c *Conn) Close(code int, reason string) {
	if c.end(&CloseError{Code: code, Reason: reason}) {
		c.sendClose(code, reason, c.hangUp)
		c.line.stop()
	}
}

// end makes e the reason of the connection's end unless there is one. What then takes too
// long, a reader that hangs in its endpoint too, is cut off by beat.
func (c *Conn) end(e *CloseError) bool {
	if !c.cause.CompareAndSwap(nil, e) {
		return false
	}
	c.timer.Reset(c.server.limits.CloseTime)
	return true
}

func (c *Conn) sendClose(code int, reason string, after func()) {
	var room [2 + maxControl]byte
	c.line.outbox.close(appendClose(room[:0], code, reason), after)
}

// hangUp says that nothing follows the close frame, where a transport can, so that a browser
// need not wait for us before it tells its page.
func (c *Conn) hangUp() {
	if half, ok := c.line.Conn.(interface{ CloseWrite() error }); ok {
		half.CloseWrite()
	}
}

// lost ends a connection that a write failed on.
func (c *Conn) lost(err error) {
	code := closeLost
	if errors.Is(err, os.ErrDeadlineExceeded) {
		code = wire.CloseSlowReader
	}
	c.end(&CloseError{Code: code, Err: fmt.Errorf("write: %w", err)})
	c.line.stop()
	c.line.Conn.Close()
}
