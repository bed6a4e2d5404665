package live

import (
	"time"

	"github.com/azu-live/azu/internal/wire"
)

// Observer is told what sessions do, for metrics and development tools. Each field may be nil. The
// callbacks run where it happens, on several goroutines at once: they return quickly and do not block. A
// panic in one is logged and changes nothing else. The page is its Name, the view its number.
type Observer struct {
	// Session is called when a session's state changes.
	Session func(page string, state SessionState)
	// Event is called once for each event of a client, when it has been dealt with. The code is "" when
	// the handler has run and there was nothing to refuse, else the one that docs/protocol.md has for what
	// the client is told: "rate", "denied", "bad_argument", "redirect", … took is the time within the
	// handler, 0 when none was called.
	//
	// The name is the handler's, or RetryEvent. With "unknown_view", "unknown_event" and "rate" it is
	// whatever the client has made up, up to 128 bytes: no label for a metric.
	//
	// Not told are events that call nothing and are nobody's fault: those sent again after a resume that
	// had been dealt with before, and those that crossed with the update that took their view or handler
	// away. Nor are messages that are no events, and those that close the socket.
	Event func(page string, view uint32, name, code string, took time.Duration)
	// Memory is called when a session has been idle for ten seconds after it had something to do, with an
	// estimate of the bytes that it takes. The component's own fields, and what they point to, are left
	// out. Large trees have just been let go of. It is called for sessions without a browser as well: each
	// that has waited ten seconds for its first join, and those that wait for a resume.
	Memory func(page string, bytes int)
	// Frame is called for each update that is sent to a browser, with its size in bytes; what a resume
	// sends again does not count twice.
	Frame func(page string, bytes int)
	// Fault is called for each fault that is logged as "view failed": a panic in a component's method, or
	// an error that nobody took, neither the component's Failed nor, as NotFound, Forbidden or a Redirect,
	// the visitor. The error of a page's Mount or Params is the HTTP answer and no fault.
	Fault func(page string, view uint32, err error)
}

// RetryEvent is the name of the event with which a visitor asks for a fresh view in the place of an error
// boundary.
const RetryEvent = "azu.retry"

func (s *session) observeState(state SessionState) {
	if f := s.e.observe.Session; f != nil {
		defer s.e.observed()
		f(s.page.Name(), state)
	}
}

func (s *session) observeEvent(view uint32, name string, code wire.Code, took time.Duration) {
	if f := s.e.observe.Event; f != nil {
		defer s.e.observed()
		f(s.page.Name(), view, name, string(code), took)
	}
}

func (s *session) observeFrame(bytes int) {
	if f := s.e.observe.Frame; f != nil {
		defer s.e.observed()
		f(s.page.Name(), bytes)
	}
}

func (s *session) observeMemory(bytes int) {
	if f := s.e.observe.Memory; f != nil {
		defer s.e.observed()
		f(s.page.Name(), bytes)
	}
}

func (s *session) observeFault(view uint32, err error) {
	if f := s.e.observe.Fault; f != nil {
		defer s.e.observed()
		f(s.page.Name(), view, err)
	}
}

// observed keeps an observer's panic from whom it observes.
func (e *Engine) observed() {
	if v := recover(); v != nil {
		err := asPanic(v)
		e.log.Error("observer failed", "err", err, "stack", string(err.stack))
	}
}

// SessionState is what Observer.Session reports.
type SessionState uint8

// The states of a session, in the order they usually come.
const (
	SessionMounted   SessionState = iota + 1 // mounted for an HTTP request or a join
	SessionJoined                            // its browser has joined
	SessionDetached                          // its socket is gone, it waits for a resume
	SessionResumed                           // its browser came back, mostly after it was detached
	SessionEnded                             // its views are unmounted, its memory is free
	SessionAbandoned                         // instead of ended: a method takes longer than Limits.AbandonTime
)

// String is the state's name in lower case, such as "joined".
func (s SessionState) String() string {
	switch s {
	case SessionMounted:
		return "mounted"
	case SessionJoined:
		return "joined"
	case SessionDetached:
		return "detached"
	case SessionResumed:
		return "resumed"
	case SessionEnded:
		return "ended"
	case SessionAbandoned:
		return "abandoned"
	}
	return "unknown"
}
