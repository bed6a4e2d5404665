package live

import (
	"errors"
	"slices"

	"github.com/azu-live/azu/internal/wire"
)

// settle renders what the messages so far have changed and sends one frame, if there is anything to
// say. While nobody listens the views stay marked, and only refusals make frames.
func (w *worker) settle() {
	s := w.s
	if s.out == nil {
		if w.code != "" {
			w.send()
		}
		s.owes = s.owes || w.ack
		w.ack, w.code = false, ""
		return
	}
	w.renderDirty()
	if w.ack || len(w.recs) > 0 {
		w.send()
	}
	w.forgetRecords()
}

// record finds or makes v's record for the frame being made.
func (w *worker) record(v *view) *record {
	if v.rec > 0 {
		return &w.recs[v.rec-1]
	}
	w.recs = append(w.recs, record{view: v, old: -1, fresh: v.tree == nil})
	v.rec = int32(len(w.recs))
	return &w.recs[v.rec-1]
}

func (w *worker) forgetRecords() {
	for i := range w.recs {
		w.recs[i].view.rec = 0
		w.recs[i] = record{}
	}
	w.recs, w.olds = w.recs[:0], w.olds[:0]
}

// send makes the frame of what was rendered since the last, keeps it and hands it to the socket.
func (w *worker) send() {
	s := w.s
	frame := wire.AppendUpdate(w.frame[:0], s.seq+1, s.ref)
	head := len(frame)
	if len(w.recs) > 1 {
		slices.SortFunc(w.recs, byNumber)
	}
	for i := range w.recs {
		r := &w.recs[i]
		v := r.view
		if v.gone.Load() || v.sent == uint32(s.seq+1) {
			continue
		}
		var old []byte
		switch {
		case v.whole:
			v.whole = false
		case r.fresh || r.old < 0:
			// A new view comes with its parent. It stays to be sent whole if that was asked for: a client drops the
			// patches of a view that it asked for until it has it by itself.
			continue
		default:
			old = w.olds[r.old:r.end]
		}
		at := len(frame)
		frame = wire.AppendPatch(frame, v.n)
		changed := false
		if frame, changed = w.differ.Append(frame, s.e.reg, old, v.tree, w); !changed {
			frame = frame[:at]
		}
	}
	if len(w.fresh) > 0 {
		bring := wire.AppendTemplates(nil, w.fresh)
		frame = slices.Insert(frame, head, bring...)
		w.fresh = w.fresh[:0]
	}
	if w.code != "" {
		frame = wire.AppendRefusal(frame, w.code)
	}
	if len(frame) > head || w.ack {
		frame = wire.AppendEnd(frame)
		s.seq++
		s.keep(frame)
		if s.out != nil {
			s.out.update(frame, s.seq)
			s.observeFrame(len(frame))
		}
	}
	w.frame, w.ack, w.code = frame, false, ""
}

func byNumber(a, b record) int { return int(int64(a.view.n) - int64(b.view.n)) }

// again sends a view whole that the client lost track of. A view that is asked for a third time within a
// short time shows its boundary: something about it cannot be patched, and whole views shall not loop.
func (w *worker) again(n uint32) {
	s := w.s
	v := s.find(n)
	if v == nil {
		if n > s.last {
			s.out.fault()
		}
		return
	}
	asked := append(s.again[n], w.now)
	if len(asked) > 2 {
		if w.now-asked[0] < againTime && !v.failed {
			w.looped(v)
		}
		asked = asked[1:]
	}
	if s.again == nil {
		s.again = map[uint32][]int64{}
	}
	s.again[n] = asked
	v.whole = true
	v.mark()
}

// looped has a view show its boundary because its client asks for it again and again. Only the first of a
// session is logged: a hostile client shall not fill the log.
func (w *worker) looped(v *view) {
	if s := w.s; !s.looped {
		s.looped = true
		w.logFault(v, "view", errors.New("the browser asked for the view three times in ten seconds"))
	}
	w.bound(v)
}
