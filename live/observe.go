package live

import "time"

// Observer is told what sessions do, for metrics and development tools. Each field may be nil. The
// callbacks run on the session's goroutine of the moment, several sessions' at once: they return
// quickly and do not block. What they are given is theirs to keep.
type Observer struct {
	// Session is called when a session's state changes.
	Session func(page string, state SessionState)
	// Event is called after each client event, with the handler's name and the refusal's code ("" when
	// the handler ran). The time is the handler's alone.
	Event func(page string, view uint32, name, code string, took time.Duration)
	// Frame is called for each frame sent to a browser, with its size in bytes.
	Frame func(page string, bytes int)
	// Fault is called for each panic, and each error that a handler returned.
	Fault func(page string, view uint32, err error)
}

// SessionState is what Observer.Session reports.
type SessionState uint8

// The states of a session, in the order they usually come.
const (
	SessionMounted   SessionState = iota + 1 // mounted for an HTTP request or a join
	SessionJoined                            // its browser has joined
	SessionDetached                          // its socket is gone, it waits for a resume
	SessionResumed                           // its browser came back
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
