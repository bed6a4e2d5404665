package live

import (
	"maps"
	"time"

	"github.com/azu-live/azu/internal/wire"
)

// watchEvery is how often the engine looks at the sessions that run. A run that takes longer gives its
// socket's reader away.
const watchEvery = time.Second

// A session that runs for longRun without a rest, and through manyBatches, is slowed down.
const (
	longRun     = time.Second
	manyBatches = 100
)

// stint is how long a session has been running, and at one message, and what was done about that. Guarded
// by the session's mu.
type stint struct {
	since    int64 // when the run began, by the engine's clock
	began    int64 // when the message at hand did
	reader   *peer // whose reader runs the session; nil for another goroutine, or once it was relieved
	mounting bool  // the reader has yet to be given the session, and can't be relieved
	told     *peer // who knows that the session is busy
}

// stintFrom is a run that begins now, on a reader's goroutine unless that is nil.
func stintFrom(now int64, reader *peer) stint { return stint{since: now, began: now, reader: reader} }

// beginLocked begins the work on a message.
func (s *session) beginLocked(now int64) {
	s.stint.began = now
	s.atRestLocked()
}

// atRestLocked takes back what was said about being busy.
func (s *session) atRestLocked() {
	if s.stint.told != nil {
		s.stint.told.say(wire.AppendBusy(nil, false))
		s.stint.told = nil
	}
}

// watchLocked has watch run from now on, as long as there are sessions.
func (e *Engine) watchLocked() {
	if e.watcher == nil {
		e.watcher = time.AfterFunc(watchEvery, e.watch)
	} else if !e.watching {
		e.watcher.Reset(watchEvery)
	}
	e.watching = true
}

// watch looks after sessions whose handlers take long: the browser is told, and those that seem never
// to come back are given up. It runs on a timer's goroutine.
func (e *Engine) watch() {
	e.mu.Lock()
	now, giveUp := e.now(), e.limits.AbandonTime
	if wait := e.limits.HandlerTime; e.draining && wait >= 0 && (giveUp < 0 || wait < giveUp) {
		giveUp = wait // the process shall end
	}
	var lost, idle []*session
	for s := range e.all {
		switch s.look(now, giveUp) {
		case isOverdue:
			lost = append(lost, s)
		case isIdle:
			idle = append(idle, s)
		}
	}
	for _, s := range lost {
		e.forgetLocked(s)
	}
	maps.DeleteFunc(e.shares, func(_ payer, sh share) bool { return sh.over(now) })
	if e.watching = len(e.all) > 0; e.watching {
		e.watcher.Reset(watchEvery)
	}
	e.mu.Unlock()
	for _, s := range lost {
		s.abandoned(giveUp)
	}
	for _, s := range idle {
		e.rest(s, now)
	}
}

// rest puts a session to rest, wherever it is kept.
func (e *Engine) rest(s *session, now int64) {
	freed, left := s.rest(now)
	if freed > 0 {
		e.resize(s, left)
	}
	if left > 0 {
		s.observeMemory(left)
	}
}

// state is what watch has to know of a session.
type state uint8

const (
	isFine state = iota
	isOverdue
	isIdle
)

// look does what a long run asks for, and reports what else there is to do. One that is overdue has ended
// for everyone but its run, which is stuck in a method of a component.
func (s *session) look(now int64, giveUp time.Duration) state {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case s.idle(now):
		return isIdle
	case !s.running || s.ended:
		return isFine
	}
	// A reader goes back to its socket also when what it does are many short things that never end.
	if p := s.stint.reader; p != nil && !s.stint.mounting && now-s.stint.since >= int64(watchEvery) {
		s.stint.reader = nil
		p.conn.Relieve()
	}
	took := time.Duration(now - s.stint.began)
	if limit := s.e.limits.HandlerTime; limit >= 0 && took >= limit && s.peer != s.stint.told {
		s.stint.told = s.peer
		s.peer.say(wire.AppendBusy(nil, true))
	}
	if giveUp < 0 || took < giveUp {
		return isFine
	}
	s.ended, s.blocked, s.queue, s.stint.told = true, false, nil, nil
	return isOverdue
}

// abandoned tells of a session that was given up. Its views are unmounted should its run ever come back.
func (s *session) abandoned(after time.Duration) {
	s.mu.Lock()
	p, reader := s.peer, s.stint.reader
	if s.stint.reader = nil; reader != nil {
		reader.conn.Relieve() // with mu held: it may not leave its Text before
		p = reader
	}
	s.mu.Unlock()
	attrs := []any{"page", s.page.Name(), "after", after}
	if h := s.doing.Load(); h != nil {
		attrs = append(attrs, "event", h.name)
	}
	s.e.log.Error("session abandoned: a method does not come back", attrs...)
	if p != nil {
		p.close(wire.CloseInternal, "")
	}
	s.observeState(SessionAbandoned)
}

// cameBack ends a run that came back after its session was given up.
func (w *worker) cameBack() {
	s := w.s
	s.e.log.Warn("the method of an abandoned session came back", "page", s.page.Name())
	w.end()
}
