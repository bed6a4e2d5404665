package live

import (
	"errors"
	"net/http"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"github.com/azu-live/azu/internal/socket"
	"github.com/azu-live/azu/internal/wire"
)

// peer is one socket: the way from its reader to the session, and from the session to its writer.
type peer struct {
	// Owned by the reader.
	sess  *session // once joined
	meter meter

	// Set once when the socket opens.
	e     *Engine
	conn  transport
	known bool // its login is a user's, see Config.Known

	// proves tells that the next that comes shows that the client has the token for its next resume.
	proves atomic.Bool

	// owner is sess, for the writer.
	owner atomic.Pointer[session]

	// busy tells that say queues: the session lets messages wait and renders coalesce.
	busy atomic.Bool

	mu     sync.Mutex
	later  []outgoing // Guarded by mu. What could not be handed to the socket yet.
	faults []int64    // Guarded by mu. When the client's last errors were.
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
	known := e.known(r)
	if !known && e.forges(e.remoteIP(r)) {
		http.Error(w, "too many forged tokens", http.StatusTooManyRequests)
		return
	}
	err := e.sockets.Upgrade(w, r, func(c *socket.Conn) socket.Endpoint {
		p := e.newPeer(c)
		p.known = known
		return p
	})
	if refused, ok := errors.AsType[*socket.Refused](err); ok {
		e.log.Debug("socket refused", "status", refused.Status, "err", refused.Reason)
	}
}

func (e *Engine) newPeer(c transport) *peer {
	return &peer{e: e, conn: c}
}

// countedIP is the address that a client counts for, "" when it is a known login or its address is not
// counted.
func (p *peer) countedIP() string {
	if p.known {
		return ""
	}
	return p.conn.RemoteIP()
}

// Text takes a client's frame.
func (p *peer) Text(frame []byte) {
	p.proveToken()
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
	// A view that never came would stay as it is, and who leaves is gone: these two are not dropped, nor slowed.
	lasting := m.Op == wire.OpView || m.Op == wire.OpLeave
	switch {
	case m.Op != wire.OpEvent:
		if rate == withinRate || lasting {
			p.control(&m)
		}
	case p.sess == nil:
		p.reject(wire.BadMessage)
	case rate == withinRate:
		p.sess.postEvent(p, &m, "", now, frame)
	default:
		p.sess.postEvent(p, &m, wire.Rate, now, frame)
	}
	if rate == overRate && !lasting {
		time.Sleep(p.e.eventPace.slowness())
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
	p.proveToken()
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

// reject refuses a message that has no ref of its own, or no session to answer for it.
func (p *peer) reject(code wire.Code) {
	if p.fault() {
		p.say(wire.AppendError(nil, code, ""))
	}
}

// fault notes an error of the client and reports whether it is let go on: the ErrorCount-th within any
// ErrorTime is the last.
func (p *peer) fault() bool {
	if p == nil {
		return false
	}
	limits, now := &p.e.limits, p.e.now()
	if limits.ErrorCount < 0 {
		return true
	}
	p.mu.Lock()
	for len(p.faults) > 0 && now-p.faults[0] > int64(limits.ErrorTime) {
		p.faults = p.faults[1:]
	}
	p.faults = append(p.faults, now)
	full := len(p.faults) >= limits.ErrorCount
	p.mu.Unlock()
	if full {
		p.close(wire.CloseFlood, "too many errors")
	}
	return !full
}

func (p *peer) close(code int, reason string) { p.conn.Close(code, reason) }
