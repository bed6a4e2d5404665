package socket

import (
	"bufio"
	"errors"
	"net"
	"os"
	"sync/atomic"
	"time"

	"github.com/azu-live/azu/internal/wire"
)

var (
	errFlood  = errors.New("more bytes than the limit")
	errSlow   = errors.New("message not whole in time")
	errClosed = errors.New("closed by us")
)

// A line is our end of the TCP or TLS connection, below frames. The WebSocket library reads
// and writes it as its net.Conn, and has no other: what comes in is metered and timed here,
// what goes out passes the outbox.
type line struct {
	net.Conn // set once in open
	outbox   outbox

	// Owned by the reader.
	buffer *bufio.Reader // the library's, to see what it holds
	meter  wire.Bucket
	time   time.Duration // for a message to become whole
	idle   bool          // between messages: nothing of the next has come
	renew  bool          // the next wait within a message has a deadline of its own
	timed  bool          // a read deadline is set

	fault error // what Read failed with

	upgraded bool         // the handshake is over; set before the reader starts
	start    time.Time    // what heard counts from; set once in open
	heard    atomic.Int64 // when the last bytes came, in nanoseconds since start
	closing  atomic.Bool  // reads fail from now on
}

func (l *line) open(conn net.Conn, c *Conn) {
	limits := &c.server.limits
	l.Conn = conn
	l.buffer = bufio.NewReaderSize(l, readBuffer)
	l.meter = wire.Bucket{Rate: limits.ByteRate, Burst: limits.ByteBurst}
	l.time = limits.MessageTime
	l.idle = true
	l.start = c.server.started
	l.heard.Store(int64(time.Since(l.start)))
	l.outbox.open(conn, c)
	c.timer = time.AfterFunc(time.Hour, c.beat) // startHeart sets it; a failed write may before
}

// between notes that the reader has done with a message or control frame. Bytes that are
// buffered already belong to the next.
func (l *line) between() {
	l.idle, l.renew = l.buffer.Buffered() == 0, true
}

// Read reads what the peer sent. It waits without end between messages, where the heartbeat
// watches, and up to a deadline within one. Deadlines cost a system call's worth of time, so
// that a message which comes in one piece, as nearly all do, sets none.
func (l *line) Read(p []byte) (int, error) {
	switch {
	case l.idle && l.timed:
		l.timed = false
		l.Conn.SetReadDeadline(time.Time{})
	case !l.idle && l.time >= 0 && (!l.timed || l.renew):
		l.timed, l.renew = true, false
		l.Conn.SetReadDeadline(time.Now().Add(l.time))
	}
	if l.closing.Load() { // asked after the deadline is set: stop sets its own after closing
		return 0, l.fail(errClosed)
	}
	n, err := l.Conn.Read(p)
	if n > 0 {
		l.idle = false
		now := time.Now()
		l.heard.Store(int64(now.Sub(l.start)))
		if !l.meter.Take(now, n) {
			return 0, l.fail(errFlood)
		}
	}
	if err == nil {
		return n, nil
	}
	switch {
	case l.closing.Load():
		err = errClosed
	case errors.Is(err, os.ErrDeadlineExceeded):
		err = errSlow
	}
	return n, l.fail(err)
}

func (l *line) fail(err error) error {
	l.fault = err
	return err
}

// stop wakes the reader, now and whenever it reads again.
func (l *line) stop() {
	l.closing.Store(true)
	l.Conn.SetReadDeadline(time.Unix(1, 0))
}

// discard reads and forgets what the peer still sends, until it hangs up, so that the close
// frame is not lost: a TCP connection closed with bytes unread is reset.
func (l *line) discard(most int, wait time.Duration) {
	end := time.Now().Add(wait)
	l.Conn.SetReadDeadline(end)
	var scrap [512]byte
	for most > 0 {
		n, err := l.Conn.Read(scrap[:])
		if errors.Is(err, os.ErrDeadlineExceeded) && time.Now().Before(end) {
			l.Conn.SetReadDeadline(end) // stop, on another goroutine, was late
		} else if err != nil {
			return
		}
		most -= n
	}
}

// silent returns how long nothing has come.
func (l *line) silent() time.Duration {
	return time.Since(l.start) - time.Duration(l.heard.Load())
}

// Write is the library's door. The handshake's answer passes; afterwards the library writes
// only close frames, which the reader sends by itself when the library returns.
func (l *line) Write(p []byte) (int, error) {
	if l.upgraded {
		return len(p), nil
	}
	if _, err := l.outbox.write(p, false); err != nil {
		return 0, err
	}
	return len(p), nil
}

// SetDeadline, SetReadDeadline and SetWriteDeadline do nothing: the line has its own.
func (l *line) SetDeadline(time.Time) error      { return nil }
func (l *line) SetReadDeadline(time.Time) error  { return nil }
func (l *line) SetWriteDeadline(time.Time) error { return nil }
