package socket_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/azu-live/azu/internal/socket/sockettest"
)

// inFragments are text frames of so many bytes of a message each.
func inFragments(s string, size int) (raw []byte) {
	f := frame{Op: sockettest.Text}
	for len(s) > size {
		f.Payload, f.More = []byte(s[:size]), true
		raw = f.Append(raw)
		f.Op, s = sockettest.Continuation, s[size:]
	}
	f.Payload, f.More = []byte(s), false
	return f.Append(raw)
}

func TestTextOfEveryKindArrives(t *testing.T) {
	var all []exchange
	for name, s := range map[string]string{
		"the first and last of one byte":    "\x00\x7f",
		"the first and last of two bytes":   "\u0080\u07ff",
		"the first and last of three bytes": "\u0800\uffff",
		"the first and last of four bytes":  "\U00010000\U0010ffff",
		"around the surrogates":             "\ud7ff\ue000",
		"what is no character":              "\ufdd0\ufffe\uffff\U0001fffe\U0010fffe",
		"the replacement character":         "\ufffd",
		"a mark of the byte order":          "\ufeffx",
		"Greek":                             "κόσμε",
		"an emoji of several runes":         "👩\u200d👩\u200d👧",
		"combining marks":                   "e\u0301\u0327",
	} {
		all = append(all,
			exchange{name: name, send: bytesOf(text(s)), texts: []string{s}},
			exchange{name: name + ", a byte a fragment", send: inFragments(s, 1), texts: []string{s}},
			exchange{name: name + ", two bytes a fragment", send: inFragments(s, 2), texts: []string{s}})
	}
	hold(t, all)
}

func TestRow4TextThatIsNotUTF8EndsTheSocket(t *testing.T) {
	var all []exchange
	for _, s := range []string{
		"\x80", "\xbf", "\x80\xbf", // a continuation of nothing
		"\xc3", "\xe2\x82", "\xe2", "\xf0\x9f\x92", "\xf0\x9f", "\xf0", // not to its end
		"\xc3(", "\xe2\x82(", "\xe2(\xac", "\xf0\x9f\x92(", "\xf0(\x92\x96", // something else in its midst
		"\xc0\x80", "\xc0\xaf", "\xc1\xbf", "\xe0\x80\x80", "\xe0\x9f\xbf", "\xf0\x80\x80\x80", "\xf0\x8f\xbf\xbf", // longer than needed
		"\xed\xa0\x80", "\xed\xad\xbf", "\xed\xae\x80", "\xed\xbf\xbf", "\xed\xa0\x80\xed\xb0\x80", // surrogates, alone and in pairs
		"\xf4\x90\x80\x80", "\xf5\x80\x80\x80", "\xf7\xbf\xbf\xbf", // beyond U+10FFFF
		"\xf8\x88\x80\x80\x80", "\xfb\xbf\xbf\xbf\xbf", "\xfc\x84\x80\x80\x80\x80", "\xfd\xbf\xbf\xbf\xbf\xbf", // of five and six bytes
		"\xfe", "\xff", "\xfe\xfe\xff\xff",
	} {
		within := "Hello-" + s + "-κόσμε"
		all = append(all,
			exchange{name: fmt.Sprintf("%x", s), send: bytesOf(text(s)), code: 1007},
			exchange{name: fmt.Sprintf("%x within text", s), send: bytesOf(text("good"), text(within), text("late")), texts: []string{"good"}, code: 1007},
			exchange{name: fmt.Sprintf("%x a byte a fragment", s), send: inFragments(within, 1), code: 1007})
	}
	hold(t, append(all,
		exchange{name: "each fragment alone would do, not both", send: bytesOf(first("\xe2\x82"), last("")), code: 1007},
		exchange{name: "a ping within half a rune", send: slices.Concat(bytesOf(first("\xe2"), ping("p"), last("("))), code: 1007},
		exchange{name: "in binary it is nobody's business", send: bytesOf(frame{Op: sockettest.Binary, Payload: []byte("\xff\xfe")}), binary: []string{"\xff\xfe"}},
		exchange{name: "nor in pings", send: bytesOf(ping("\xff\xfe")), pong: new("\xff\xfe")},
	))
}
