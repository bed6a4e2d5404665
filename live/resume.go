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

// proveToken has the token that the client came with be good no longer, once it is known to have the next.
// Until then the answer may be lost, and the client come with the old one again. Called by the reader.
func (p *peer) proveToken() {
	if p.proves.CompareAndSwap(true, false) {
		p.e.dropFormer(p.sess, p)
	}
}

// away is a redirect of which the client is not known to have heard.
type away struct {
	to  string
	seq uint64 // of the update that acknowledges its input
}

// resumed sends a client that came back what it has missed: the frames it did not get, or everything
// whole when they are not kept; what changed meanwhile is rendered after that.
func (w *worker) resumed(m *message) {
	s := w.s
	s.out = m.peer
	clear(s.again) // what was asked for on the old line may be asked for again on this one
	w.ack, s.owes = w.ack || s.owes, false
	s.out.say(wire.AppendResumed(nil, m.token, s.seq, s.ref))
	s.out.proves.Store(true) // not before: what comes meanwhile is no answer to this
	if s.away != nil && m.n < s.away.seq {
		s.out.say(wire.AppendError(nil, wire.Redirect, s.away.to))
	}
	switch {
	case !s.has(m.n):
		// Templates may have been in the frames that are lost.
		s.templates, s.frames = nil, nil
		s.root().whole = true
		s.root().mark()
	default:
		s.confirm(m.n)
		no := m.n
		s.frames.each(func(frame []byte) {
			no++
			s.out.update(frame, no)
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
	s.e.keepDetached(s, p)
}
