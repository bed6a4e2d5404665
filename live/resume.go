package live

import (
	"github.com/azu-live/azu/internal/seal"
	"github.com/azu-live/azu/internal/wire"
)

// resume brings a client back to its session. The newest socket wins: whoever held the session hears
// that it was replaced.
func (p *peer) resume(body []byte) {
	var r wire.Resume
	if !request(p, body, &r) {
		return
	}
	id, ok := seal.ParseID(r.Token)
	if !ok || !p.e.reattach(p, id, r.Seq) {
		p.say(wire.AppendGone(nil))
	}
}

// resumed sends a client that came back what it has missed: the frames it did not get, or everything
// whole when they are not kept; what changed meanwhile is rendered after that.
func (w *worker) resumed(m *message) {
	s := w.s
	s.out = m.peer
	clear(s.again) // what was asked for on the old line may be asked for again on this one
	w.ack, s.owes = s.owes, false
	s.out.say(wire.AppendResumed(nil, m.token, s.seq, s.ref))
	switch {
	case !s.has(m.n):
		// Templates may have been in the frames that are lost.
		s.templates, s.frames = nil, nil
		s.root().whole = true
		s.root().mark()
	default:
		s.confirm(m.n)
		if s.frames == nil {
			break // it has everything
		}
		no := s.seq - uint64(s.frames.n)
		s.frames.each(func(frame []byte) {
			no++
			s.out.send(frame, no)
		})
	}
	s.observeState(SessionResumed)
}

// detach leaves the session without a socket. Its timers go on; nothing is rendered.
func (w *worker) detach(p *peer) {
	s := w.s
	if s.out != p {
		return // a newer one took over
	}
	s.out = nil
	s.e.keepDetached(s)
}
