package live

import (
	"errors"
	"time"

	"github.com/azu-live/azu/internal/wire"
)

// handle does one queued message.
func (w *worker) handle(m *message) {
	s := w.s
	w.now = s.e.now()
	s.mu.Lock()
	ended := s.ended
	s.beginLocked(w.now)
	s.mu.Unlock()
	if ended {
		return
	}
	s.doing.Store(nil)
	w.unasked = m.task == taskDo || m.task == taskTimer
	if s.resting && m.task != taskDetach && m.task != taskEnd {
		w.rouse()
	}
	switch m.task {
	case taskEvent:
		if msg, err := wire.Scan(m.frame); err == nil { // it was scanned before it was queued
			w.event(&msg, "")
		}
	case taskRefuse:
		w.event(&wire.Message{Ref: m.n, View: m.number, Name: m.frame}, m.code)
	case taskAgain:
		w.again(m.number)
	case taskConfirm:
		if m.peer == s.out {
			s.confirm(m.n)
		}
	case taskAdopt:
		w.adopted(m)
	case taskResume:
		w.resumed(m)
	case taskDetach:
		w.detach(m.peer)
	case taskDo:
		if !m.view.gone.Load() && !m.view.failed {
			w.call(m.view, "Do", m.f)
		}
	case taskTimer:
		w.tick(m.timer)
	case taskEnd:
		w.end()
	}
}

// event applies a client's input, once: whatever becomes of it, its ref counts as applied. The code,
// unless empty, refuses it.
func (w *worker) event(m *wire.Message, code wire.Code) {
	s := w.s
	if m.Ref <= s.ref {
		return // sent again after a resume, and applied before
	}
	s.ref, w.ack, w.refused = m.Ref, true, ""
	if code != "" {
		w.refuse(code)
		s.observeEvent(m.View, string(m.Name), code, 0)
		return
	}
	v := s.find(m.View)
	if v == nil {
		if m.View > s.last {
			w.unknown(m, wire.UnknownView)
		}
		return // else it has gone while the event was on its way
	}
	if v.failed {
		if string(m.Name) == RetryEvent {
			w.retry(v)
			s.observeEvent(v.n, RetryEvent, "", time.Duration(s.e.now()-w.now))
		}
		return
	}
	if string(m.Name) == RetryEvent && w.now-v.changed <= raceTime {
		return // the second click of a double click
	}
	h := v.kind.handler(m.Name)
	if h == nil {
		w.unknown(m, wire.UnknownEvent)
		return
	}
	if !s.e.reg.HasEvent(v.tree, h.name) {
		if w.now-v.changed > raceTime {
			w.unknown(m, wire.UnknownEvent)
		}
		return // else a render has just removed it
	}
	w.callEvent(v, h, m)
}

// callEvent decodes an event's argument and payload, calls the handler, and has the view rendered.
func (w *worker) callEvent(v *view, h *handler, m *wire.Message) {
	s := w.s
	f := h.calls[takesNothing]
	switch {
	case m.Arg != nil && m.Payload != nil:
		f = h.calls[takesBoth]
	case m.Arg != nil:
		f = h.calls[takesArg]
	case m.Payload != nil:
		if f = h.calls[takesPayload]; f == nil {
			f = h.calls[takesBoth] // the argument was null
		}
	case f == nil:
		f = h.calls[takesArg]
	}
	if f == nil {
		w.unfit(v, h.name, errNoArgument)
		s.observeEvent(v.n, h.name, w.refused, 0)
		return
	}
	s.doing.Store(h)
	ctx := s.enter(v, w.now)
	refused, err, p := callGuarded(f, v.comp, ctx, m)
	s.leave(ctx)
	var took time.Duration
	if s.e.observe.Event != nil {
		took = time.Duration(s.e.now() - w.now)
	}
	switch {
	case p != nil:
		w.fail(v, h.name, p)
		w.refuse(wire.Failed)
	case refused != nil:
		w.unfit(v, h.name, refused)
	default:
		v.mark()
		if err != nil {
			w.returned(v, h.name, err)
		}
	}
	w.settleFaults()
	s.observeEvent(v.n, h.name, w.refused, took)
}

// returned deals with the error of a client's event: what the client may know is told to it.
func (w *worker) returned(v *view, name string, err error) {
	switch {
	case errors.Is(err, Forbidden):
		w.refuse(wire.Denied)
	case errors.Is(err, NotFound):
		w.refuse(wire.NotFound)
	case Location(err) != "":
		w.refused = wire.Redirect
		w.s.away = &away{to: Location(err), seq: w.s.seq + 1}
		w.s.out.say(wire.AppendError(nil, wire.Redirect, w.s.away.to))
		return
	default:
		w.fail(v, name, err)
		if v.failed {
			w.refuse(wire.Failed)
		}
		return
	}
	if _, ok := v.comp.(Failer); ok {
		w.fail(v, name, err)
	}
}

// unfit refuses an event whose argument or payload does not fit its handler.
func (w *worker) unfit(v *view, name string, err error) {
	code := wire.CodeOf(err)
	w.refuse(code)
	if code != wire.Invalid { // which is the visitor's typing, and no error
		v.log().Debug("event refused", "event", name, "err", err)
		w.s.out.fault()
	}
}

// unknown refuses an event that was never offered. Only the first of a session is logged: a hostile
// client shall not fill the log.
func (w *worker) unknown(m *wire.Message, code wire.Code) {
	s := w.s
	w.refuse(code)
	s.out.fault()
	s.observeEvent(m.View, string(m.Name), code, 0)
	if !s.reported {
		s.reported = true
		s.e.log.Warn("unknown event refused", "page", s.page.Name(), "view", m.View, "event", string(m.Name), "code", string(code))
	}
}

// refuse says that the last input was not applied as meant. A refusal ends the frame being made, for it
// concerns the frame's ref.
func (w *worker) refuse(code wire.Code) {
	w.code, w.refused = code, code
	w.ack = true
	w.settle()
}
