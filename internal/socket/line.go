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

// How many bytes of frame headers there may be that ended no message. Empty pings, pongs and fragments have few
// bytes, and each costs as much as the frame of a click. Messages are counted by who gets them.
const (
	headRate  = 16 << 10 // bytes a second, 2,730 empty pings
	headBurst = 64 << 10 // bytes at once
)

// A line is our end of the TCP or TLS connection, below frames. The WebSocket library reads
// and writes it as its net.Conn, and has no other: what comes in is metered and timed here,
// what goes out passes the outbox.
type line struct {
	net.Conn // set once in open
	outbox   outbox

	// Owned by the reader.
	buffer *bufio.Reader // the library's, to see what it holds
	raw    *rawReader    // nil where there is no raw access
	ahead  []byte        // what raw has read and Read has not yet returned
	meter  wire.Bucket
	time   time.Duration // for a message to become whole
	idle   bool          // between messages: nothing of the next has come
	renew  bool          // the next wait within a message has a deadline of its own
	timed  bool          // a read deadline is set
	heads  uint          // bytes read that were no payload
	dealt  uint          // of heads, those that are in spent already or need not be
	spent  float64       // header bytes missing to headBurst when something was heard last

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
	raw := rawConn(conn)
	if raw != nil {
		l.raw = newRawReader(raw)
	}
	l.outbox.open(conn, raw, c)
	c.timer = time.AfterFunc(time.Hour, c.beat) // startHeart sets it; a failed write may before
}

// between notes that the reader has done with a message or control frame. Bytes that are
// buffered already belong to the next.
func (l *line) between() {
	l.idle, l.renew = l.buffer.Buffered() == 0 && len(l.ahead) == 0, true
	if l.idle && l.raw != nil {
		l.raw.free()
	}
}

// await waits for bytes when none are there. It is for the reader to call between messages,
// at the bottom of its stack: of what handlers needed before, a goroutine that waits down
// there keeps 4 KB until the next pong, and one that waits within the library 8 for good.
func (l *line) await() {
	if !l.idle || l.raw == nil {
		return // Read waits
	}
	if l.deadline(); !l.closing.Load() {
		l.ahead = l.raw.wait()
	}
}

// pong takes a whole pong off the front of what await found. Every browser sends one each 25
// seconds: were they the library's to read, the reader would go on waiting there. The data is
// valid until the next call. An error is the meter's.
func (l *line) pong() (data []byte, ok bool, err error) {
	b := l.ahead
	if len(b) < 6 || b[0] != final|opPong || b[1] < masked || l.buffer.Buffered() > 0 {
		return nil, false, nil
	}
	size := 6 + int(b[1]-masked)
	if size > 6+maxControl || size > len(b) {
		return nil, false, nil
	}
	for i := 6; i < size; i++ {
		b[i] ^= b[2+(i-6)&3]
	}
	l.ahead = b[size:]
	_, err = l.took(size)
	l.payload(size - 6)
	return b[6:size], true, err
}

// Read reads what the peer sent. It waits without end between messages, where the heartbeat
// watches, and up to a deadline within one. Deadlines cost a system call's worth of time, so
// that a message which comes in one piece, as nearly all do, sets none.
func (l *line) Read(p []byte) (int, error) {
	if len(l.ahead) > 0 {
		n := copy(p, l.ahead)
		l.ahead = l.ahead[n:]
		return l.took(n)
	}
	l.deadline()
	if l.closing.Load() { // asked after the deadline is set: stop sets its own after closing
		return 0, l.fail(errClosed)
	}
	n, err := l.Conn.Read(p)
	if n > 0 {
		return l.took(n) // an error beside it comes again
	}
	switch {
	case l.closing.Load():
		err = errClosed
	case errors.Is(err, os.ErrDeadlineExceeded):
		err = errSlow
	}
	return 0, l.fail(err)
}

// deadline sets the read deadline that what comes next has, if it differs.
func (l *line) deadline() {
	switch {
	case l.idle && l.timed:
		l.timed = false
		l.Conn.SetReadDeadline(time.Time{})
	case !l.idle && l.time >= 0 && (!l.timed || l.renew):
		l.timed, l.renew = true, false
		l.Conn.SetReadDeadline(time.Now().Add(l.time))
	}
}

// took accounts for n bytes.
func (l *line) took(n int) (int, error) {
	l.idle = false
	now := time.Now()
	since := now.Sub(l.start)
	gone := since - time.Duration(l.heard.Swap(int64(since)))
	ok := l.tookHeads(gone)
	l.heads += uint(n)
	if !ok || !l.meter.Take(now, n) {
		return 0, l.fail(errFlood)
	}
	return n, nil
}

// tookHeads accounts for the headers that were parsed since bytes came last, which is so long ago, and reports
// whether they are within the limit. When bytes come, all payload that has left the buffer has been told of.
func (l *line) tookHeads(gone time.Duration) bool {
	if l.meter.Rate < 0 {
		return true
	}
	parsed := l.heads - uint(l.buffer.Buffered())
	l.spent = max(0, l.spent+float64(int(parsed-l.dealt))-gone.Seconds()*headRate)
	l.dealt = parsed
	return l.spent <= headBurst
}

// whole says that a message of n bytes has come: the header that it needs is free.
func (l *line) whole(n int) {
	switch l.dealt += 6; {
	case n > 0xFFFF:
		l.dealt += 8
	case n > maxControl:
		l.dealt += 2
	}
}

// payload says that n of the bytes read were payload.
func (l *line) payload(n int) { l.heads -= uint(n) }

// stray reports whether there was a byte beside headers and payloads. Headers have 6, 8 or 14 bytes, so that
// what is odd is not made of them alone.
func (l *line) stray() bool { return (l.heads-uint(l.buffer.Buffered()))%2 == 1 }

func (l *line) fail(err error) error {
	l.fault = err
	return err
}

// lost reports whether reading failed because of the peer or the network, and not for a reason of ours.
func (l *line) lost() bool {
	switch l.fault {
	case nil, errFlood, errSlow, errClosed:
		return false
	}
	return true
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
