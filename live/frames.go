package live

import (
	"encoding/binary"
	"slices"
)

// frames keeps what was sent until the client has confirmed it, for a socket that breaks. It is a chunk of a
// list, the oldest first: one buffer would be copied whole each time it grows, and take twice what is in it. In
// a chunk each frame stands behind its length. The last chunk may be an empty one, to be used next. The numbers
// are consecutive and end with the session's seq.
type frames struct {
	buf  []byte
	head int32 // where the chunk's oldest begins
	n    int32 // the chunk's
	next *frames
}

const (
	frameHead  = 4       // bytes of a length
	frameChunk = 4 << 10 // bytes in a chunk, unless a single frame is larger
	chunkHead  = 48      // bytes of a chunk beside its buffer
)

// keep has a frame kept; the oldest go when there are more, or more bytes, than the limits. A frame that is
// too large by itself is not kept, and with it goes all that came before.
func (s *session) keep(frame []byte) {
	n, size := s.frames.count()
	n, size = n+1, size+frameHead+len(frame)
	var spare *frames // a chunk that has become empty
	for s.frames != nil && (n > s.e.limits.KeptFrames || size > s.e.limits.KeptBytes) {
		n, size = n-1, size-s.frames.oldest()
		if left := s.frames.pop(); left != s.frames {
			s.frames, spare = left, s.frames
		}
	}
	if size > s.e.limits.KeptBytes {
		return
	}
	if s.frames == nil {
		s.frames, spare = spare.emptied(frameHead+len(frame)), nil
	}
	s.frames.push(frame, spare)
}

// confirm drops the frames up to number upto. With none left there is nothing to hold.
func (s *session) confirm(upto uint64) {
	if s.away != nil && s.away.seq <= upto {
		s.away = nil
	}
	n, _ := s.frames.count()
	for ; n > 0 && s.seq-uint64(n)+1 <= upto; n-- {
		s.frames = s.frames.pop()
	}
}

// has reports whether every update after number since is kept.
func (s *session) has(since uint64) bool {
	n, _ := s.frames.count()
	return since <= s.seq && s.seq-since <= uint64(n)
}

// count returns how many frames there are from this chunk on, and how many bytes with their lengths.
func (f *frames) count() (n, size int) {
	for ; f != nil; f = f.next {
		n, size = n+int(f.n), size+len(f.buf)-int(f.head)
	}
	return n, size
}

// emptied is a chunk for a frame that needs so many bytes: f, which may be nil, if it has about that size, or
// else a new one.
func (f *frames) emptied(need int) *frames {
	if f == nil || cap(f.buf) < need || cap(f.buf) > max(2*need, 2*frameChunk) {
		return &frames{}
	}
	*f = frames{buf: f.buf[:0]}
	return f
}

// push keeps a frame as the newest. An empty chunk is used for it, or kept for the next if it is small.
func (f *frames) push(frame []byte, spare *frames) {
	for f.next != nil && f.next.n > 0 {
		f = f.next
	}
	if spare == nil {
		spare = f.next
	}
	need := frameHead + len(frame)
	if live := len(f.buf) - int(f.head); len(f.buf)+need > cap(f.buf) && 2*live <= len(f.buf) {
		f.buf, f.head = append(f.buf[:0], f.buf[f.head:]...), 0 // rather than to grow
	}
	switch {
	case f.n > 0 && len(f.buf)+need > frameChunk:
		f.next = spare.emptied(need)
		f = f.next
	case spare != nil && cap(spare.buf) <= 2*frameChunk:
		*spare = frames{buf: spare.buf[:0]}
		f.next = spare
	default:
		f.next = nil
	}
	f.buf = slices.Grow(f.buf, need)
	f.buf = binary.LittleEndian.AppendUint32(f.buf, uint32(len(frame)))
	f.buf = append(f.buf, frame...)
	f.n++
}

// oldest is how many bytes the oldest frame takes, with its length.
func (f *frames) oldest() int {
	return frameHead + int(binary.LittleEndian.Uint32(f.buf[f.head:]))
}

// pop drops the oldest, and returns what is left, nil for nothing.
func (f *frames) pop() *frames {
	f.head += int32(f.oldest())
	switch f.n--; {
	case f.n > 0:
		return f
	case f.next == nil || f.next.n == 0:
		return nil
	}
	return f.next
}

// each calls do with each frame, oldest first. The frame is valid during the call.
func (f *frames) each(do func(frame []byte)) {
	for ; f != nil; f = f.next {
		at := int(f.head)
		for range f.n {
			end := at + frameHead + int(binary.LittleEndian.Uint32(f.buf[at:]))
			do(f.buf[at+frameHead : end])
			at = end
		}
	}
}

// held is how much memory there is from this chunk on.
func (f *frames) held() (size int) {
	for ; f != nil; f = f.next {
		size += chunkHead + cap(f.buf)
	}
	return size
}
