package socket

import "encoding/binary"

// Opcodes of RFC 6455, section 5.2.
const (
	opText  = 1
	opClose = 8
	opPing  = 9
	opPong  = 10

	final      = 1 << 7
	masked     = 1 << 7
	maxControl = 125 // bytes of a control frame's payload

	closeLost = 1006 // stands for no close frame at all
)

// appendHeader appends the header of an unfragmented frame from a server, which masks
// nothing.
func appendHeader(dst []byte, opcode byte, size int) []byte {
	dst = append(dst, final|opcode)
	switch {
	case size <= maxControl:
		return append(dst, byte(size))
	case size <= 0xFFFF:
		return binary.BigEndian.AppendUint16(append(dst, 126), uint16(size))
	}
	return binary.BigEndian.AppendUint64(append(dst, 127), uint64(size))
}

func appendFrame[D []byte | string](dst []byte, opcode byte, payload D) []byte {
	return append(appendHeader(dst, opcode, len(payload)), payload...)
}

// appendClose appends a close frame. A reason too long for a control frame is cut.
func appendClose(dst []byte, code int, reason string) []byte {
	if len(reason) > maxControl-2 {
		reason = reason[:maxControl-2]
		for len(reason) > 0 && reason[len(reason)-1] >= 0x80 {
			reason = reason[:len(reason)-1] // no half of a rune
		}
	}
	dst = appendHeader(dst, opClose, 2+len(reason))
	return append(binary.BigEndian.AppendUint16(dst, uint16(code)), reason...)
}
