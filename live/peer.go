package live

import (
	"errors"
	"net/http"
	"strconv"
	"sync"
	"sync/atomic"

	"github.com/azu-live/azu/internal/socket"
	"github.com/azu-live/azu/internal/wire"
)

// peer is one socket: the way from its reader to the session, and from the session to its writer.
type peer struct {
	// Set once when the socket opens.
	e    *Engine
	conn transport

	// Owned by the reader.
	sess  *session // once joined
	meter meter

	// owner is sess, for the writer.
	owner atomic.Pointer[session]

	// busy tells that say queues: the session lets messages wait and renders coalesce.
	busy atomic.Bool

	mu     sync.Mutex
	later  []outgoing // Guarded by mu. What could not be handed to the socket yet.
	size   int        // Guarded by mu. Bytes in later.
	faults int        // Guarded by mu. Errors of the client since faulted.
	since  int64      // Guarded by mu. When the first of these was.
}

// outgoing is a frame that waits for the socket.
type outgoing struct {
	frame []byte
	seq   uint64 // of an update, else 0
}

var _ socket.Endpoint = (*peer)(nil)

// transport is what a session needs of a browser's connection; *socket.Conn has it.
type transport interface {
	Write(frame []byte) (flushed bool, err error)
	SetMark(seq uint64)
	Joined()
	Relieve()
	Close(code int, reason string)
	Login() string
	RemoteIP() string
}

// serveSocket upgrades a request.
func (e *Engine) serveSocket(w http.ResponseWriter, r *http.Request) {
	if e.forges(e.remoteIP(r)) {
		http.Error(w, "too many forged tokens", http.StatusTooManyRequests)
		return
	}
	err := e.sockets.Upgrade(w, r, func(c *socket.Conn) socket.Endpoint {
		return e.newPeer(c)
	})
	if refused, ok := errors.AsType[*socket.Refused](err); ok {
		e.log.Debug("socket refused", "status", refused.Status, "err", refused.Reason)
	}
}

func (e *Engine) newPeer(c transport) *peer {
	return &peer{e: e, conn: c}
}

// Text takes a client's frame.
func (p *peer) Text(frame []byte) {
	m, err := wire.Scan(frame)
	if err != nil {
		p.reject(wire.BadMessage)
		return
	}
	now := p.e.now()
	rate := p.e.event(&p.meter, now)
	if rate == overTime {
		p.close(wire.CloseFlood, "too many messages")
		return
	}
	if m.Op == wire.OpEvent {
		code := wire.Code("")
		if rate != withinRate {
			code = wire.Rate
		}
		if p.sess == nil {
			p.reject(wire.BadMessage)
			return
		}
		p.sess.postEvent(p, &m, code, now, frame)
		return
	}
	if rate == withinRate {
		p.control(&m)
	}
}

// control does what is no event.
func (p *peer) control(m *wire.Message) {
	switch m.Op {
	case wire.OpJoin:
		p.join(m.Body)
	case wire.OpResume:
		p.resume(m.Body)
	case wire.OpPing:
		p.say(wire.AppendPong(nil))
	case wire.OpLeave:
		if p.sess != nil {
			p.e.dismiss(p.sess, p)
		}
		p.close(wire.CloseNormal, "")
	case wire.OpView:
		if p.sess == nil {
			p.reject(wire.BadMessage)
		} else if !p.sess.postFrom(p, message{task: taskAgain, number: m.View}) {
			p.close(wire.CloseFlood, "mailbox full")
		}
	}
}

// hold makes s the session that the socket speaks for. Called by the reader.
func (p *peer) hold(s *session) {
	p.sess = s
	p.owner.Store(s)
	p.conn.Joined()
}

// Binary refuses what this version has no use for.
func (p *peer) Binary([]byte) { p.reject(wire.BadMessage) }

// Pong takes the number of the last update the client is known to have got.
func (p *peer) Pong(data []byte) {
	if n, err := strconv.ParseUint(string(data), 10, 64); err == nil && p.sess != nil {
		p.sess.postConfirm(p, n)
	}
}

// Closed detaches the session from the socket.
func (p *peer) Closed(error) {
	if s := p.sess; s != nil {
		s.postDetach(p)
	}
}

// Writable hands on what has waited, and lets the session go on when that was all.
func (p *peer) Writable() {
	p.mu.Lock()
	free := p.flushLocked()
	p.mu.Unlock()
	if free {
		if s := p.owner.Load(); s != nil {
			s.unblock(p)
		}
	}
}

// say sends a frame that is no update.
func (p *peer) say(frame []byte) { p.send(frame, 0) }

// send hands a frame to the socket, or keeps a copy until the socket takes it. What waits is bounded:
// beyond it the client is not reading and the socket is closed.
func (p *peer) send(frame []byte, seq uint64) {
	if p == nil {
		return
	}
	p.mu.Lock()
	if len(p.later) == 0 {
		flushed, err := p.conn.Write(frame)
		if err == nil {
			p.sentLocked(seq)
			if !flushed {
				p.busy.Store(true)
			}
			p.mu.Unlock()
			return
		}
		if !errors.Is(err, socket.ErrPending) {
			p.mu.Unlock()
			return // Closed is on its way
		}
	}
	p.later = append(p.later, outgoing{append([]byte(nil), frame...), seq})
	p.size += len(frame)
	p.busy.Store(true)
	full := wire.Over(p.size, p.e.limits.Queue)
	p.mu.Unlock()
	if full {
		p.close(wire.CloseSlowReader, "output queue full")
	}
}

// sentLocked has the heartbeat's ping ask for a confirmation of this update.
func (p *peer) sentLocked(seq uint64) {
	if seq > 0 {
		p.conn.SetMark(seq)
	}
}

// flushLocked hands over what waits and reports whether nothing is left.
func (p *peer) flushLocked() bool {
	for len(p.later) > 0 {
		o := p.later[0]
		flushed, err := p.conn.Write(o.frame)
		if err != nil {
			return false
		}
		p.sentLocked(o.seq)
		p.later[0] = outgoing{}
		p.later = p.later[1:]
		p.size -= len(o.frame)
		if !flushed {
			return false
		}
	}
	p.later = nil
	p.busy.Store(false)
	return true
}

// reject refuses a message that has no ref of its own, or no session to answer for it.
func (p *peer) reject(code wire.Code) {
	if p.fault() {
		p.say(wire.AppendError(nil, code, ""))
	}
}

// fault counts an error of the client and reports whether it is let go on. A client that keeps on is
// not ours.
func (p *peer) fault() bool {
	if p == nil {
		return false
	}
	limits, now := &p.e.limits, p.e.now()
	p.mu.Lock()
	if p.faults == 0 || now-p.since > int64(limits.ErrorTime) {
		p.faults, p.since = 0, now
	}
	p.faults++
	full := wire.Over(p.faults, limits.ErrorCount)
	p.mu.Unlock()
	if full {
		p.close(wire.CloseFlood, "too many errors")
	}
	return !full
}

func (p *peer) close(code int, reason string) { p.conn.Close(code, reason) }
