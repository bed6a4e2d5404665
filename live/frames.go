package live

import "encoding/binary"

// frames keeps what was sent until the client has confirmed it, for a socket that breaks: each frame
// behind its length, the oldest first. The numbers are consecutive and end with the session's seq.
type frames struct {
	buf  []byte
	head int // where the oldest begins
	n    int
}

const frameHead = 4 // bytes of a length

// keep is push for frames that may have none yet.
func (s *session) keep(frame []byte) {
	if s.frames == nil {
		s.frames = &frames{}
	}
	s.frames.push(frame, s.e.limits.KeptFrames, s.e.limits.KeptBytes)
}

// confirm drops the frames up to number upto. With none left there is nothing to hold.
func (s *session) confirm(upto uint64) {
	if s.away != nil && s.away.seq <= upto {
		s.away = nil
	}
	f := s.frames
	if f == nil {
		return
	}
	for f.n > 0 && s.seq-uint64(f.n)+1 <= upto {
		f.pop()
	}
	if f.n == 0 {
		s.frames = nil
	}
}

// has reports whether every update after number since is kept.
func (s *session) has(since uint64) bool {
	n := 0
	if s.frames != nil {
		n = s.frames.n
	}
	return since <= s.seq && s.seq-since <= uint64(n)
}

// push keeps a frame; the oldest go when there are more, or more bytes, than the limits. A frame that
// is too large by itself is not kept, and with it goes all that came before.
func (f *frames) push(frame []byte, maxFrames, maxBytes int) {
	need := frameHead + len(frame)
	if need > maxBytes {
		*f = frames{}
		return
	}
	for f.n >= maxFrames || len(f.buf)-f.head+need > maxBytes {
		f.pop()
	}
	if f.head > 0 && len(f.buf)+need > cap(f.buf) {
		// Twice the room of what stays, or every few frames would have all of it moved.
		to := f.buf[:0]
		if live := len(f.buf) - f.head; 2*live > cap(f.buf) {
			to = make([]byte, 0, 2*live+need)
		}
		f.buf, f.head = append(to, f.buf[f.head:]...), 0
	}
	f.buf = binary.LittleEndian.AppendUint32(f.buf, uint32(len(frame)))
	f.buf = append(f.buf, frame...)
	f.n++
}

// pop drops the oldest.
func (f *frames) pop() {
	f.head += frameHead + int(binary.LittleEndian.Uint32(f.buf[f.head:]))
	if f.n--; f.n == 0 {
		f.buf, f.head = f.buf[:0], 0
	}
}

// each calls do with each frame, oldest first. The frame is valid during the call.
func (f *frames) each(do func(frame []byte)) {
	at := f.head
	for range f.n {
		end := at + frameHead + int(binary.LittleEndian.Uint32(f.buf[at:]))
		do(f.buf[at+frameHead : end])
		at = end
	}
}
