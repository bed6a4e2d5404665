package live

import (
	"errors"

	"github.com/azu-live/azu/internal/socket"
	"github.com/azu-live/azu/internal/wire"
)

// outgoing is a frame for the socket.
type outgoing struct {
	frame  []byte
	seq    uint64 // of an update, else 0
	answer bool   // to a join
}

// say sends a frame that is no update.
func (p *peer) say(frame []byte) { p.send(outgoing{frame: frame}) }

// update sends an update.
func (p *peer) update(frame []byte, seq uint64) { p.send(outgoing{frame: frame, seq: seq}) }

// answer sends what a join is answered with, once.
func (p *peer) answer(frame []byte) { p.send(outgoing{frame: frame, answer: true}) }

// send hands a frame to the socket, or keeps a copy until the socket takes it. What waits is bounded:
// beyond it the client is not reading and the socket is closed.
func (p *peer) send(o outgoing) {
	if p == nil {
		return
	}
	p.mu.Lock()
	if len(p.later) == 0 {
		flushed, err := p.conn.Write(o.frame)
		if err == nil {
			p.sentLocked(o.seq)
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
	o.frame = append([]byte(nil), o.frame...)
	p.later = append(p.later, o)
	p.busy.Store(true)
	full := p.fullLocked()
	p.mu.Unlock()
	if full {
		p.close(wire.CloseSlowReader, "output queue full")
	}
}

// fullLocked reports whether more waits than may. What coalesces does not count, it is as large as the page:
// the answer to a join, and one update, the largest; a batch makes more than one only to refuse inputs.
func (p *peer) fullLocked() bool {
	size, largest := 0, 0
	for _, o := range p.later {
		switch n := len(o.frame); {
		case o.answer:
		case o.seq > 0 && n > largest:
			size, largest = size+largest, n
		default:
			size += n
		}
	}
	return wire.Over(size, p.e.limits.Queue)
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
		if !flushed {
			return false
		}
	}
	p.later = nil
	p.busy.Store(false)
	return true
}

// sentLocked has the heartbeat's ping ask for a confirmation of this update.
func (p *peer) sentLocked(seq uint64) {
	if seq > 0 {
		p.conn.SetMark(seq)
	}
}
