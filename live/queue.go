package live

import (
	"slices"
	"sync"

	"github.com/azu-live/azu/internal/wire"
)

// task says what a message asks for.
type task uint8

const (
	taskEvent   task = iota // a client's frame
	taskRefuse              // a client's event that is refused, in its turn
	taskAgain               // the client lost track of a view
	taskConfirm             // the client has applied the frames so far
	taskAdopt               // a browser joins
	taskResume              // a browser comes back
	taskDetach              // the socket is gone
	taskDo                  // a function from a handle
	taskTimer
	taskEnd
)

// message is one thing for a session to do.
type message struct {
	task   task
	number uint32    // of a view; taskAgain, taskRefuse
	code   wire.Code // taskRefuse
	view   *view     // taskDo
	n      uint64    // ref or seq
	peer   *peer     // whose client caused it, if one did
	join   *wire.Join
	token  string // to tell the client for its next resume
	frame  []byte // the message's own copy; for taskRefuse the event's name
	f      func(*Ctx) error
	timer  *timer
}

// queue holds what came while the session was busy. It is pooled: an idle session has none.
type queue struct {
	msgs   []message
	events int // client events among them
	client int // what else the client caused, those included
	others int // functions from handles
}

var queues = sync.Pool{New: func() any { return &queue{msgs: make([]message, 0, 8)} }}

// pushLocked queues a message.
func (s *session) pushLocked(m message) {
	if s.queue == nil {
		s.queue = queues.Get().(*queue)
	}
	s.queue.msgs = append(s.queue.msgs, m)
	switch m.task {
	case taskEvent:
		s.queue.events++
		s.queue.client++
	case taskRefuse, taskAgain:
		s.queue.client++
	case taskDo:
		s.queue.others++
	}
}

// fullLocked reports whether the client has as many messages waiting as it may. Those of others are no
// matter of its: whoever fills the mailbox of somebody slow shall not have that one's socket closed.
func (s *session) fullLocked() bool {
	return s.queue != nil && wire.Over(s.queue.client+1, s.e.limits.Mailbox)
}

// supersedeLocked drops what a client has sent over sockets that the session has not come to yet, because
// a handler takes its time and another socket has taken over since: it sends that again over the newest.
func (s *session) supersedeLocked() {
	if s.queue == nil {
		return
	}
	var past []*peer
	for i := range s.queue.msgs {
		if m := &s.queue.msgs[i]; m.task == taskResume {
			past = append(past, m.peer)
		}
	}
	if past == nil {
		return
	}
	msgs := s.queue.msgs
	*s.queue = queue{msgs: msgs[:0]}
	for _, m := range msgs {
		if m.peer == nil || !slices.Contains(past, m.peer) {
			s.pushLocked(m)
		}
	}
	clear(msgs[len(s.queue.msgs):])
}
