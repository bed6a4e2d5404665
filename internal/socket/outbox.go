package socket

import (
	"errors"
	"net"
	"sync"
	"syscall"
	"time"

	"github.com/azu-live/azu/internal/wire"
)

// What Write returns.
var (
	// ErrPending means that a frame is still being written: wait for Writable.
	ErrPending = errors.New("socket: a frame is pending")
	// ErrClosed means that nothing is written to the connection any more.
	ErrClosed = errors.New("socket: closed")
)

// An outbox writes to a connection without waiting for it. What the kernel does not take at
// once is kept and finished by one goroutine; whatever is written meanwhile is kept behind
// it, so that nothing interleaves. At most one frame is kept, and beside it a pong, a ping
// every half minute and a close frame.
type outbox struct {
	conn net.Conn        // set once in open
	raw  syscall.RawConn // set once in open; nil where writes always wait, as on TLS
	c    *Conn           // set once in open

	mu      sync.Mutex
	rest    []byte // Guarded by mu. What finish has to write next.
	pong    []byte // Guarded by mu. The newest pong to write after rest; older ones need no answer.
	running bool   // Guarded by mu. finish runs.
	owed    bool   // Guarded by mu. A frame is kept, its sender waits for Writable.
	closed  bool   // Guarded by mu. Nothing is taken any more.
	after   func() // Guarded by mu. What to do when closed and written.
}

// restPool holds buffers for what is kept: frames that came back from a full kernel, and on
// TLS every frame.
var restPool = sync.Pool{New: func() any { return new([]byte) }}

func (o *outbox) open(conn net.Conn, raw syscall.RawConn, c *Conn) {
	o.conn, o.raw, o.c = conn, raw, c
}

// write takes bytes and reports whether the kernel has them all. A frame is what Writable
// answers for; anything else is a handshake or control frame.
func (o *outbox) write(p []byte, frame bool) (flushed bool, err error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	switch {
	case o.closed:
		return false, ErrClosed
	case frame && o.owed:
		return false, ErrPending
	}
	flushed, err = o.pushLocked(p)
	o.owed = o.owed || frame && !flushed
	return flushed, err
}

// writePong takes a pong's bytes. While others are kept it replaces the one before.
func (o *outbox) writePong(p []byte) {
	o.mu.Lock()
	defer o.mu.Unlock()
	switch {
	case o.closed:
	case o.running:
		o.pong = append(o.pong[:0], p...)
	default:
		o.pushLocked(p)
	}
}

// close writes a close frame, after which nothing is taken, and calls after when the kernel
// has it.
func (o *outbox) close(p []byte, after func()) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.closed {
		return
	}
	o.rest, o.pong = append(o.rest, o.pong...), nil // a pong that waits would come too late
	flushed, err := o.pushLocked(p)
	o.closed, o.owed, o.after = true, false, after
	if flushed && err == nil {
		after()
	}
}

// end closes the connection, but not before what is kept has been written or has failed.
func (o *outbox) end() {
	o.mu.Lock()
	o.closed, o.owed = true, false
	running := o.running
	o.after = func() { o.conn.Close() }
	o.mu.Unlock()
	if !running {
		o.conn.Close() // which on TLS may take its time
	}
}

// pushLocked hands bytes to the kernel, or keeps what it does not take.
func (o *outbox) pushLocked(p []byte) (flushed bool, err error) {
	if o.running {
		o.rest = append(o.rest, p...)
		return false, nil
	}
	if o.raw != nil {
		n, err := rawWrite(o.raw, p)
		if err != nil {
			o.closed = true
			o.c.lost(err)
			return false, ErrClosed
		}
		if n == len(p) {
			return true, nil
		}
		p = p[n:]
	}
	o.running = true
	kept := restPool.Get().(*[]byte)
	*kept = append((*kept)[:0], p...)
	o.c.server.tasks.Go(func() { o.finish(kept) })
	return false, nil
}

// finish writes what is kept and then says so. It ends when nothing is left, or when the
// peer has not read in time; Drain waits for it.
func (o *outbox) finish(kept *[]byte) {
	for {
		o.conn.SetWriteDeadline(time.Now().Add(o.c.server.limits.WriteTime))
		if _, err := o.conn.Write(*kept); err != nil {
			o.mu.Lock()
			o.closed = true
			o.mu.Unlock()
			o.c.lost(err)
			return
		}
		o.mu.Lock()
		if len(o.pong) > 0 {
			o.rest = append(o.rest, o.pong...)
			o.pong = nil
		}
		if len(o.rest) == 0 {
			break
		}
		*kept, o.rest = append((*kept)[:0], o.rest...), nil
		o.mu.Unlock()
	}
	o.conn.SetWriteDeadline(time.Time{}) // or the next raw write would find it passed
	owed, after := o.owed, o.after
	o.running, o.owed = false, false
	o.mu.Unlock()

	if cap(*kept) <= 64<<10 {
		restPool.Put(kept)
	}
	if owed && o.c.tellWritable() != nil {
		o.c.Close(wire.CloseInternal, "")
	}
	if after != nil {
		after()
	}
}
