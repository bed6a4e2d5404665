package socket

import (
	"bufio"
	"bytes"
	"strings"
	"testing"

	"github.com/azu-live/azu/internal/wire"
)

func TestAPongIsTakenOffTheFrontOnlyWhole(t *testing.T) {
	const heads = "\x8a\x83\x00\x20\x00\x00" // final pong of 3 bytes, and a mask
	for _, c := range []struct {
		name, frame, data string
		ours              bool // not left to the library
	}{
		{"of three bytes", heads + "AbC", "ABC", true},
		{"empty", "\x8a\x80\x01\x02\x03\x04", "", true},
		{"of 125 bytes", "\x8a\xfd\x00\x00\x00\x00" + strings.Repeat("x", 125), strings.Repeat("x", 125), true},
		{"of 126 bytes", "\x8a\xfe\x00\x7e\x00\x00\x00\x00" + strings.Repeat("x", 126), "", false},
		{"without a mask", "\x8a\x03ABC", "", false},
		{"not final", "\x0a\x83\x00\x00\x00\x00ABC", "", false},
		{"with a reserved bit", "\xca\x83\x00\x00\x00\x00ABC", "", false},
		{"a ping", "\x89\x83\x00\x00\x00\x00ABC", "", false},
	} {
		const behind = "\x81\x80\x00\x00\x00\x00" // an empty text
		for _, all := range []string{c.frame, c.frame + behind} {
			for n := range len(all) + 1 {
				l := &line{buffer: bufio.NewReader(new(bytes.Buffer)), meter: wire.Bucket{Rate: -1}, ahead: []byte(all[:n])}
				data, ok, err := l.pong()
				want := c.ours && n >= len(c.frame)
				rest := all[:n]
				if want {
					rest = all[len(c.frame):n]
				}
				if ok != want || err != nil || want && string(data) != c.data || string(l.ahead) != rest {
					t.Errorf("%s, %d bytes of it: %q, %v, %v; %q is left", c.name, n, data, ok, err, l.ahead)
				}
			}
		}
	}
}

func TestAPongIsLeftToTheLibraryThatHoldsBytesBeforeIt(t *testing.T) {
	l := &line{buffer: bufio.NewReader(strings.NewReader("\x81")), meter: wire.Bucket{Rate: -1}, ahead: []byte("\x8a\x80\x00\x00\x00\x00")}
	if _, err := l.buffer.Peek(1); err != nil {
		t.Fatal(err)
	}
	if data, ok, err := l.pong(); ok || err != nil || len(l.ahead) != 6 {
		t.Errorf("%q, %v, %v", data, ok, err)
	}
}
