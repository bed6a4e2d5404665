package crowd

import (
	"bufio"
	"encoding/binary"
	"io"
)

// Opcodes of RFC 6455.
const (
	opText  = 1
	opClose = 8
	opPing  = 9
	opPong  = 10
)

// appendFrame appends a client's frame. The masking key is zero, which leaves the payload as it is: the
// server's work stays the same, ours does not count.
func appendFrame(dst []byte, op byte, payload []byte) []byte {
	dst = append(dst, 0x80|op)
	if n := len(payload); n < 126 {
		dst = append(dst, 0x80|byte(n))
	} else {
		dst = binary.BigEndian.AppendUint16(append(dst, 0x80|126), uint16(n))
	}
	return append(append(dst, 0, 0, 0, 0), payload...)
}

// readFrame returns the next frame of a server, which fragments nothing. The payload is valid until the
// next read.
func readFrame(r *bufio.Reader) (op byte, payload []byte, err error) {
	head, err := r.Peek(2)
	if err != nil {
		return 0, nil, err
	}
	op, skip, size := head[0]&15, 2, int(head[1])
	switch size {
	case 126:
		if head, err = r.Peek(4); err != nil {
			return 0, nil, err
		}
		skip, size = 4, int(binary.BigEndian.Uint16(head[2:]))
	case 127:
		if head, err = r.Peek(10); err != nil {
			return 0, nil, err
		}
		skip, size = 10, int(binary.BigEndian.Uint64(head[2:]))
	}
	if skip+size > r.Size() {
		r.Discard(skip)
		payload = make([]byte, size)
		_, err = io.ReadFull(r, payload)
		return op, payload, err
	}
	if payload, err = r.Peek(skip + size); err != nil {
		return 0, nil, err
	}
	r.Discard(skip + size)
	return op, payload[skip:], nil
}
