package html

import "unicode/utf8"

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
	from := 0
	for i := 0; i < len(s); {
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
