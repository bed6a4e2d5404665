package live

import (
	"context"
	"errors"
	"maps"
	"slices"
	"time"

	"github.com/azu-live/azu/internal/seal"
	"github.com/azu-live/azu/internal/wire"
)

// newSession makes a session without views. It counts as running: the caller, on p's reader if p isn't
// nil, starts and mounts it. Until a browser joins, messages wait.
func (e *Engine) newSession(page Page, params map[string]string, login, url string, p *peer) *session {
	s := &session{e: e, page: page, params: params, login: login, url: url, running: true, blocked: true}
	s.stint = stintFrom(e.now(), p)
	s.stint.mounting = true
	e.mu.Lock()
	defer e.mu.Unlock()
	e.all[s] = struct{}{}
	e.watchLocked()
	return s
}

// forget takes an ended session from all lists.
func (e *Engine) forget(s *session) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.forgetLocked(s)
}

func (e *Engine) forgetLocked(s *session) {
	if s.kept != nil {
		s.kept.shelf.take(s.kept)
	}
	e.unnameLocked(s)
	if delete(e.all, s); len(e.all) == 0 && e.empty != nil {
		close(e.empty)
		e.empty = nil
	}
}

// nameLocked gives a session the id that its next join or resume must bring.
func (e *Engine) nameLocked(s *session, id seal.ID) {
	e.unnameLocked(s)
	s.id = id
	e.sessions[id] = s
}

// unnameLocked takes a session's ids from it.
func (e *Engine) unnameLocked(s *session) {
	if e.sessions[s.id] == s {
		delete(e.sessions, s.id)
	}
	e.dropFormerLocked(s)
}

func (e *Engine) dropFormerLocked(s *session) {
	if id, ok := e.former[s]; ok {
		delete(e.sessions, id)
		delete(e.former, s)
	}
}

// dropFormer has only the newest id of p's session lead to it.
func (e *Engine) dropFormer(s *session, p *peer) {
	e.mu.Lock()
	defer e.mu.Unlock()
	s.mu.Lock()
	mine := s.peer == p
	s.mu.Unlock()
	if mine {
		e.dropFormerLocked(s)
	}
}

// keepUnjoined lets a session that runs wait for its browser.
func (w *worker) keepUnjoined(id seal.ID, ip string) {
	s, e := w.s, w.s.e
	size := s.size()
	var out []*kept
	e.mu.Lock()
	if _, alive := e.all[s]; alive { // and was not given up while it was mounted
		e.nameLocked(s, id)
		out = e.shelveLocked(&e.unjoined, &kept{s: s, login: s.login, ip: ip, bytes: size})
	}
	e.mu.Unlock()
	endAll(out)
	w.drain()
}

// keepDetached lets a session that runs, and has lost its socket p, wait for a resume.
func (e *Engine) keepDetached(s *session, p *peer) {
	size := s.size()
	e.mu.Lock()
	s.mu.Lock()
	free := s.peer == nil && !s.ended
	s.mu.Unlock()
	var out []*kept
	if free && s.kept == nil {
		out = e.shelveLocked(&e.detached, &kept{s: s, login: s.login, ip: p.countedIP(), bytes: size})
	}
	e.mu.Unlock()
	if free {
		s.observeState(SessionDetached)
	}
	endAll(out)
}

// resize notes what a session takes that has run, or come to rest, without a socket.
func (e *Engine) resize(s *session, bytes int) {
	var out []*kept
	e.mu.Lock()
	if s.kept != nil {
		out = s.kept.shelf.resize(s.kept, bytes)
	}
	e.mu.Unlock()
	endAll(out)
}

// shelveLocked puts a session on a shelf, and sees that somebody looks when its time is over. It returns
// the sessions that are to end: others, or this one when it cannot be kept.
func (e *Engine) shelveLocked(sh *shelf, k *kept) (out []*kept) {
	if e.draining {
		return []*kept{k}
	}
	if out = sh.put(k, e.now()); k.shelf != nil {
		k.s.kept = k
		e.armLocked(k.until)
	}
	return out
}

// armLocked has sweep run at a time by the engine's clock, if it would not before.
func (e *Engine) armLocked(at int64) {
	switch d := time.Duration(max(0, at-e.now())); {
	case e.sweeper == nil:
		e.sweeper = time.AfterFunc(d, e.sweep)
	case e.sweepAt == 0 || at < e.sweepAt:
		e.sweeper.Reset(d)
	default:
		return
	}
	e.sweepAt = at
}

// sweep ends the sessions that nobody came for.
func (e *Engine) sweep() {
	e.mu.Lock()
	e.sweepAt = 0
	var out []*kept
	for _, sh := range [...]*shelf{&e.unjoined, &e.detached} {
		due, next := sh.due(e.now())
		out = append(out, due...)
		if next > 0 {
			e.armLocked(next)
		}
	}
	e.mu.Unlock()
	endAll(out)
}

func endAll(ks []*kept) {
	for _, k := range ks {
		k.s.postEnd()
	}
}

// adopt gives a socket the unjoined session of a join token, once, or reports that there is none.
func (e *Engine) adopt(p *peer, id seal.ID, j *wire.Join) bool {
	e.mu.Lock()
	s := e.sessions[id]
	if s == nil || s.kept == nil || s.kept.shelf != &e.unjoined || s.login != p.conn.Login() {
		e.mu.Unlock()
		return false
	}
	return e.attachAndUnlock(s, p, seal.ID{}, message{task: taskAdopt, join: j})
}

// reattach gives a socket the session of a resume token, or reports that there is none.
func (e *Engine) reattach(p *peer, id seal.ID, seq uint64) bool {
	e.mu.Lock()
	s := e.sessions[id]
	if s == nil || s.kept != nil && s.kept.shelf == &e.unjoined || s.login != p.conn.Login() {
		e.mu.Unlock()
		return false
	}
	return e.attachAndUnlock(s, p, id, message{task: taskResume, n: seq})
}

// attachAndUnlock makes p the session's socket, under a new id, and runs the message that tells the
// session so. The id it came with, if any, stays good until the new one is known to have arrived. It
// releases e.mu, and reports false when the session has just ended.
func (e *Engine) attachAndUnlock(s *session, p *peer, former seal.ID, m message) bool {
	s.mu.Lock()
	if s.ended {
		s.mu.Unlock()
		e.mu.Unlock()
		return false
	}
	e.nameLocked(s, seal.NewID())
	if former != (seal.ID{}) {
		e.former[s], e.sessions[former] = former, s
	}
	if s.kept != nil {
		s.kept.shelf.take(s.kept)
	}
	m.peer, m.token = p, s.id.String()
	if !s.running {
		s.login = p.conn.Login() // which is the same: one of the two can go
	}
	old := s.peer
	p.hold(s)
	s.peer, s.blocked = p, false
	s.supersedeLocked()
	s.pushLocked(m)
	e.mu.Unlock()
	if old != nil {
		old.close(wire.CloseReplaced, "")
	}
	s.runAndUnlock(p)
	return true
}

// admit gives p a session that was just mounted for it, and returns the token for its resume; false
// when the session was given up meanwhile.
func (e *Engine) admit(s *session, p *peer) (token string, ok bool) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if _, alive := e.all[s]; !alive {
		return "", false
	}
	e.nameLocked(s, seal.NewID())
	p.hold(s)
	s.mu.Lock()
	s.peer, s.blocked, s.stint.mounting = p, false, false
	s.mu.Unlock()
	return s.id.String(), true
}

// dismiss ends a session whose browser says that it leaves.
func (e *Engine) dismiss(s *session, p *peer) {
	s.mu.Lock()
	mine := s.peer == p
	if mine {
		s.peer = nil
	}
	s.mu.Unlock()
	if mine {
		s.postEnd()
	}
}

// drain ends every session. Those that nobody holds end first: a socket whose handler hangs may use up
// all of ctx.
func (e *Engine) drain(ctx context.Context) error {
	e.mu.Lock()
	if !e.draining {
		e.draining = true
		close(e.down)
	}
	var waiting []*kept
	for s := range e.all {
		if s.kept != nil {
			waiting = append(waiting, s.kept)
		}
	}
	e.mu.Unlock()
	endAll(waiting)
	err := e.sockets.Drain(ctx)

	e.mu.Lock()
	done := make(chan struct{})
	if len(e.all) == 0 {
		close(done)
	} else if e.empty == nil {
		e.empty = done
	} else {
		done = e.empty // of another who waits
	}
	all := slices.Collect(maps.Keys(e.all))
	e.mu.Unlock()
	for _, s := range all {
		s.postEnd()
	}
	select {
	case <-done:
		return err
	case <-ctx.Done():
		return errors.Join(err, ctx.Err())
	}
}

// end unmounts the views and forgets the session.
func (w *worker) end() {
	s := w.s
	if s.over {
		return
	}
	s.over = true
	if len(s.views) > 0 {
		w.unmount(s.root())
		s.delist()
		w.settleFaults()
	}
	s.out, s.frames, s.templates, s.again = nil, nil, nil, nil // a handle may keep the session
	s.mu.Lock()
	before := s.ended
	s.ended, s.blocked = true, false
	p := s.peer
	s.mu.Unlock()
	if before {
		return // it was given up, and came back after all
	}
	s.observeState(SessionEnded)
	if p != nil {
		p.close(wire.CloseRestart, "")
	}
	s.e.forget(s)
}

// abandon ends a session that nobody was told of, and the run.
func (w *worker) abandon() {
	w.end()
	w.drain()
}
