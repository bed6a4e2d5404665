package socket_test

import (
	"encoding/binary"
	"slices"
	"testing"
	"testing/synctest"
	"unicode/utf8"

	"github.com/azu-live/azu/internal/socket"
	"github.com/azu-live/azu/internal/socket/sockettest"
)

// FuzzFrames sends arbitrary bytes after the handshake, in two writes, and hangs up: the endpoint gets what
// RFC 6455 makes of them and hears of its end exactly once, with the code that foresee has.
func FuzzFrames(f *testing.F) {
	for _, seed := range [][]byte{
		bytesOf(text("hello")),
		bytesOf(first("he"), ping("?"), last("llo"), closing(1001, "bye")),
		bytesOf(frame{Op: sockettest.Binary, More: true}, last("x")),
		bytesOf(frame{Op: sockettest.Pong, Payload: []byte("17")}, text("")),
		bytesOf(closing(0, "")),
		bytesOf(text("x"), frame{Op: sockettest.Close, Payload: []byte{3}}),
		bytesOf(closing(1005, "")),
		bytesOf(closing(1000, "\xff")),
		bytesOf(frame{Op: sockettest.Text, Length: 1 << 63}),
		bytesOf(frame{Op: sockettest.Text, Length: 65537}),
		bytesOf(frame{Op: sockettest.Text, Reserved: 4, Payload: []byte("x")}),
		bytesOf(frame{Op: sockettest.Text, Unmasked: true, Payload: []byte("x")}),
		bytesOf(frame{Op: 3}),
		bytesOf(text("\xff")),
		{0x81, 0xFE, 0, 1, 0, 0, 0, 0, 'x', 0x81, 0xFF, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 'y'},
	} {
		f.Add(seed, len(seed)/2)
	}
	f.Fuzz(func(t *testing.T, raw []byte, at int) {
		synctest.Test(t, func(t *testing.T) {
			s := newSite(t, socket.Config{Log: quiet})
			c := s.Dial("/")
			at = min(max(at, 0), len(raw))
			c.Write(raw[:at])
			c.Write(raw[at:])
			synctest.Wait()
			c.Cut()
			e := s.echo("/")
			end := e.end()
			texts, binaries, code := foresee(raw)
			if end.Code != code {
				t.Errorf("ended with %v, want %d", end, code)
			}
			if !slices.Equal(e.texts, texts) || !slices.Equal(e.binary, binaries) {
				t.Errorf("got %q and %q, want %q and %q", e.texts, e.binary, texts, binaries)
			}
		})
	})
}

// foresee reads frames by the letter of RFC 6455, all at once and with no care for cost: the messages that
// are whole, and the code of the end, 1006 when the bytes end before anything else does.
func foresee(raw []byte) (texts, binaries []string, code int) {
	const most = 64 << 10
	var within byte // the opcode that began the message at hand
	var message []byte
	for {
		if len(raw) < 2 {
			return texts, binaries, 1006
		}
		final, op, size := raw[0]&0x80 != 0, raw[0]&15, uint64(raw[1]&0x7F)
		control := op >= 8
		switch {
		case raw[0]&0x70 != 0, raw[1]&0x80 == 0, op > 2 && op < 8, op > 10,
			control && (!final || size > 125),
			!control && (op == 0) != (within != 0):
			return texts, binaries, 1002
		}
		head := 2
		switch size {
		case 126:
			head = 4
		case 127:
			head = 10
		}
		if len(raw) < head {
			return texts, binaries, 1006
		}
		switch size {
		case 126:
			size = uint64(binary.BigEndian.Uint16(raw[2:]))
		case 127:
			size = binary.BigEndian.Uint64(raw[2:])
		}
		if len(raw) < head+4 && size < 1<<63 {
			return texts, binaries, 1006
		}
		if !control && (size > most || uint64(len(message))+size > most) {
			return texts, binaries, 1009
		}
		payload := raw[head+4:]
		if uint64(len(payload)) < size {
			return texts, binaries, 1006
		}
		payload = slices.Clone(payload[:size])
		for i := range payload {
			payload[i] ^= raw[head+i&3]
		}
		raw = raw[head+4+int(size):]
		switch {
		case op == sockettest.Close:
			return texts, binaries, foreseeClose(payload)
		case control:
			continue
		}
		within = max(within, op)
		message = append(message, payload...)
		if !final {
			continue
		}
		if within == sockettest.Binary {
			binaries = append(binaries, string(message))
		} else if !utf8.Valid(message) {
			return texts, binaries, 1007
		} else {
			texts = append(texts, string(message))
		}
		within, message = 0, nil
	}
}

// foreseeClose is the code that a close frame ends with.
func foreseeClose(payload []byte) int {
	if len(payload) == 0 {
		return 1005
	}
	if len(payload) == 1 || !utf8.Valid(payload[2:]) {
		return 1002
	}
	switch code := int(binary.BigEndian.Uint16(payload)); {
	case code >= 1000 && code <= 1003, code >= 1007 && code <= 1013, code >= 3000 && code <= 4999:
		return code
	}
	return 1002
}
