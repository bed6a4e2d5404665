package live

import (
	"time"

	"github.com/azu-live/azu/internal/wire"
)

// postEvent handles a client's event on the caller's goroutine, the socket's reader, when the session
// is idle; else it queues a copy. code refuses the event in its turn; now is the engine's clock.
func (s *session) postEvent(p *peer, m *wire.Message, code wire.Code, now int64, frame []byte) {
	s.mu.Lock()
	if s.peer != p || s.ended {
		s.mu.Unlock()
		return // a newer socket has taken over: the client sends it again there
	}
	if !s.running && !s.blocked {
		s.running = true
		s.stint = stintFrom(now, p)
		s.mu.Unlock()
		w := s.start()
		defer w.crash()
		w.now = now
		if s.resting {
			s.doing.Store(nil)
			w.rouse()
		}
		w.event(m, code)
		w.drain()
		return
	}
	full := s.fullLocked()
	if !full {
		if code == "" && s.queue != nil && wire.Over(s.queue.events+1, s.e.limits.EventQueue) {
			code = wire.Rate
		}
		if code != "" {
			s.pushLocked(message{task: taskRefuse, peer: p, code: code, n: m.Ref, number: m.View, frame: append([]byte(nil), m.Name...)})
		} else {
			s.pushLocked(message{task: taskEvent, peer: p, frame: append([]byte(nil), frame...)})
		}
	}
	s.mu.Unlock()
	if full {
		p.close(wire.CloseFlood, "mailbox full")
	}
}

// post queues a function for a view from any goroutine, and has the session run on one of its own:
// whoever calls Do never runs another's handler.
func (v *view) post(f func(*Ctx) error) error {
	s := v.sess
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.ended || v.gone.Load() {
		return ErrGone
	}
	limit := s.e.limits.Mailbox
	if s.peer == nil && s.blocked {
		limit = min(limit, unjoinedMailbox)
	}
	if s.queue != nil && wire.Over(s.queue.others+1, limit) {
		return ErrFull
	}
	s.pushLocked(message{task: taskDo, view: v, f: f})
	s.wakeLocked()
	return nil
}

// postTimer queues a timer, of which there is a bounded number, unless it is queued already, and reports
// false when the session has ended: one that was given up has dropped what was queued. It runs the session
// on the caller's goroutine when nobody else does.
func (s *session) postTimer(t *timer, queued bool) bool {
	s.mu.Lock()
	if s.ended || queued {
		defer s.mu.Unlock()
		return !s.ended
	}
	s.pushLocked(message{task: taskTimer, timer: t})
	s.runAndUnlock(nil)
	return true
}

// postConfirm tells which updates a client has. The caller is a reader amid a control frame, which can't
// be relieved: whatever else there is to do is left to another goroutine.
func (s *session) postConfirm(p *peer, seq uint64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case s.ended || s.peer != p:
	case s.running || s.blocked:
		if s.queue != nil { // the last one says it all
			for i := range s.queue.msgs {
				if m := &s.queue.msgs[i]; m.task == taskConfirm && m.peer == p {
					m.n = max(m.n, seq)
					return
				}
			}
		}
		s.pushLocked(message{task: taskConfirm, peer: p, n: seq})
	case s.out == p: // which is ours to ask, with mu held and nobody running
		s.confirm(seq)
	}
}

// postDetach tells that a socket is gone. What follows from that is for another goroutine too.
func (s *session) postDetach(p *peer) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.ended {
		return
	}
	if s.peer == p {
		s.peer, s.blocked = nil, false
	}
	s.pushLocked(message{task: taskDetach, peer: p})
	s.wakeLocked()
}

// postFrom is post for what a client causes, and reports whether there was room for it.
func (s *session) postFrom(p *peer, m message) bool {
	m.peer = p
	s.mu.Lock()
	if s.ended || s.peer != p {
		s.mu.Unlock()
		return true
	}
	if s.fullLocked() {
		s.mu.Unlock()
		return false
	}
	s.pushLocked(m)
	s.runAndUnlock(p)
	return true
}

// runAndUnlock releases mu and works off the mailbox unless somebody does or nobody may. The reader is
// the one whose goroutine this is, if any; it does nothing of its own afterwards.
func (s *session) runAndUnlock(reader *peer) {
	if s.running || s.blocked {
		s.mu.Unlock()
		return
	}
	s.running = true
	s.stint = stintFrom(s.e.now(), reader)
	s.mu.Unlock()
	w := s.start()
	defer w.crash()
	w.drain()
}

// postEnd has the session end, on a goroutine of its own: Unmount methods may take their time.
func (s *session) postEnd() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.ended {
		return
	}
	s.blocked = false
	s.pushLocked(message{task: taskEnd})
	s.wakeLocked()
}

// wakeLocked runs the session on a goroutine of its own unless somebody runs it or nobody may. The
// goroutine ends when the mailbox is empty.
func (s *session) wakeLocked() {
	if s.running || s.blocked {
		return
	}
	s.running = true
	s.stint = stintFrom(s.e.now(), nil)
	go func() {
		w := s.start()
		defer w.crash()
		w.drain()
	}()
}

// unblock has the session go on after a write to p.
func (s *session) unblock(p *peer) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.peer == p && s.blocked {
		s.blocked = false
		if s.queue != nil {
			s.wakeLocked()
		}
	}
}

// drain works off the mailbox: a batch of messages, one render, one write, until nothing is left or
// the socket takes no more.
//
// A run that goes on and on, because functions and timers bring about each other, pauses between batches:
// what comes then is rendered together, and others have their turn.
func (w *worker) drain() {
	s := w.s
	for batches, paused := 0, false; ; {
		w.settle()
		if s.out == nil && s.joined && !s.over {
			s.e.resize(s, s.size())
		}
		s.mu.Lock()
		if s.out != nil && s.out == s.peer && s.out.busy.Load() {
			s.blocked = true // unblock comes after busy is cleared, and waits for mu
		}
		if s.ended && !s.over {
			s.mu.Unlock()
			w.cameBack()
			continue
		}
		q := s.queue
		if q == nil || s.blocked {
			w.stopLocked()
			return
		}
		long := batches >= manyBatches && w.now-s.stint.since >= int64(longRun) && s.stint.reader == nil
		if paused = long && !paused; paused {
			s.mu.Unlock()
			time.Sleep(shortest)
			continue
		}
		batches++
		s.queue = nil
		s.mu.Unlock()
		for i := range q.msgs {
			w.handle(&q.msgs[i])
			q.msgs[i] = message{}
		}
		*q = queue{msgs: q.msgs[:0]}
		queues.Put(q)
	}
}

// stopLocked ends the run and releases mu.
func (w *worker) stopLocked() {
	s := w.s
	s.running, s.w = false, nil
	s.atRestLocked()
	s.stint.reader = nil
	s.mu.Unlock()
	w.release()
}
