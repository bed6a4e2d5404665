package sockettest

import (
	"bufio"
	"encoding/binary"
	"io"
)

// Opcodes of RFC 6455.
const (
	Continuation = 0
	Text         = 1
	Binary       = 2
	Close        = 8
	Ping         = 9
	Pong         = 10
)

// A Frame is a WebSocket frame, possibly a wrong one.
type Frame struct {
	Op       byte
	Payload  []byte
	More     bool   // FIN is not set: fragments follow
	Reserved byte   // RSV1 to RSV3 as bits 4, 2, 1
	Unmasked bool   // as no client may be
	Length   uint64 // announced instead of the payload's, when not 0
}

// Append appends the frame's bytes, masked with a fixed key.
func (f Frame) Append(dst []byte) []byte {
	first := f.Op | f.Reserved<<4
	if !f.More {
		first |= 0x80
	}
	mask := byte(0x80)
	if f.Unmasked {
		mask = 0
	}
	n := uint64(len(f.Payload))
	if f.Length != 0 {
		n = f.Length
	}
	switch {
	case n <= 125:
		dst = append(dst, first, mask|byte(n))
	case n <= 0xFFFF:
		dst = binary.BigEndian.AppendUint16(append(dst, first, mask|126), uint16(n))
	default:
		dst = binary.BigEndian.AppendUint64(append(dst, first, mask|127), n)
	}
	if f.Unmasked {
		return append(dst, f.Payload...)
	}
	key := [4]byte{0x37, 0xFA, 0x21, 0x3D}
	dst = append(dst, key[:]...)
	for i, c := range f.Payload {
		dst = append(dst, c^key[i&3])
	}
	return dst
}

// ReadFrame reads a frame of a server, which is neither masked nor fragmented.
func ReadFrame(r *bufio.Reader) (Frame, error) {
	var head [8]byte
	if _, err := io.ReadFull(r, head[:2]); err != nil {
		return Frame{}, err
	}
	f := Frame{Op: head[0] & 15, More: head[0]&0x80 == 0, Reserved: head[0] >> 4 & 7}
	n := uint64(head[1] & 0x7F)
	switch n {
	case 126:
		if _, err := io.ReadFull(r, head[:2]); err != nil {
			return f, err
		}
		n = uint64(binary.BigEndian.Uint16(head[:2]))
	case 127:
		if _, err := io.ReadFull(r, head[:8]); err != nil {
			return f, err
		}
		n = binary.BigEndian.Uint64(head[:8])
	}
	f.Payload = make([]byte, n)
	_, err := io.ReadFull(r, f.Payload)
	return f, err
}
