package html

import (
	"math/bits"
	"unicode/utf8"
)

// What a byte needs in text and in a quoted attribute: nothing, its entry in escapes,
// or, from 0x80 on, a look at the whole rune.
const (
	plain     = 0
	multibyte = 255
)

var escapes = [...]string{
	1: "&amp;",
	2: "&lt;",
	3: "&gt;",
	4: "&#34;",
	5: "&#13;",  // a parser would turn a bare CR into LF
	6: "\uFFFD", // NUL: dropped or replaced by the parser, depending on where it stands
}

var inTextEscape, inAttrEscape = func() (text, attr [256]uint8) {
	for c := 0x80; c < 256; c++ {
		text[c] = multibyte
	}
	text['&'], text['<'], text['>'], text['\r'], text[0] = 1, 2, 3, 5, 6
	attr = text
	attr['"'] = 4
	return
}()

// appendText appends s as a browser's parser reads it back between tags: also in
// textarea and title, but not in script and style, which have no run-time content.
// Invalid UTF-8 and NUL become U+FFFD.
func appendText(dst []byte, s string) []byte { return appendEscaped(dst, s, &inTextEscape) }

// appendAttr appends s as it is read back between double quotes. It escapes '<' too, so
// that in our own markup only a tag or a comment has one.
func appendAttr(dst []byte, s string) []byte { return appendEscaped(dst, s, &inAttrEscape) }

func appendEscaped(dst []byte, s string, class *[256]uint8) []byte {
	if len(s) >= 8 {
		return appendLong(dst, s, class)
	}
	for i := range len(s) { // a number or a word: shorter than the way to copy it
		c := s[i]
		if class[c] != plain {
			return appendLong(dst, s[i:], class)
		}
		dst = append(dst, c)
	}
	return dst
}

func appendLong(dst []byte, s string, class *[256]uint8) []byte {
	from := 0
	for i := 0; i < len(s); {
		if len(s)-i >= 8 {
			bad := suspects(s[i:])
			if bad == 0 {
				i += 8
				continue
			}
			i += bits.TrailingZeros64(bad) / 8
		}
		switch k := class[s[i]]; k {
		case plain:
			i++
		case multibyte:
			if r, n := utf8.DecodeRuneInString(s[i:]); r != utf8.RuneError || n > 1 {
				i += n
				continue
			}
			dst = append(append(dst, s[from:i]...), "\uFFFD"...)
			i++
			from = i
		default:
			dst = append(append(dst, s[from:i]...), escapes[k]...)
			i++
			from = i
		}
	}
	return append(dst, s[from:]...)
}

// suspects looks at the first eight bytes of s at once, which on prose is twice as fast:
// the lowest bit that is set lies in the first byte that is not plain, in text or
// attribute. Adding 0x7f carries into a
// byte's high bit unless the byte is 0; a carry out of a byte only spoils later ones.
func suspects(s string) uint64 {
	const ones, low, high = 0x0101010101010101, 0x7f7f7f7f7f7f7f7f, 0x8080808080808080
	_ = s[7]
	w := uint64(s[0]) | uint64(s[1])<<8 | uint64(s[2])<<16 | uint64(s[3])<<24 |
		uint64(s[4])<<32 | uint64(s[5])<<40 | uint64(s[6])<<48 | uint64(s[7])<<56
	null := w + low
	cr := (w ^ '\r'*ones) + low
	angle := (w&^(2*ones) ^ '<'*ones) + low // '<' and '>' differ in one bit
	quote := (w&^(4*ones) ^ '"'*ones) + low // so do '"' and '&'
	return (^(null & cr & angle & quote) | w) & high
}
