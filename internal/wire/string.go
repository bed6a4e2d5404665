package wire

import "unicode/utf8"

// What a byte is in a string.
const (
	plain   = iota
	quote   // ends it
	escape  // has more to look at
	wide    // part of a character that has to be UTF-8
	control // must not stand there
)

var inString = func() (kinds [256]uint8) {
	for c := range kinds {
		switch {
		case c < ' ':
			kinds[c] = control
		case c >= utf8.RuneSelf:
			kinds[c] = wide
		}
	}
	kinds['"'], kinds['\\'] = quote, escape
	return
}()

// stringAt checks the string whose quote is b[i].
func stringAt(b []byte, i int) (int, *Error) {
	from, ascii := i, true
	for i++; i < len(b); i++ {
		switch inString[b[i]] {
		case plain:
		case quote:
			if !ascii && !utf8.Valid(b[from:i]) {
				return from, errUTF8
			}
			return i + 1, nil
		case wide:
			ascii = false
		case escape:
			if i++; i >= len(b) {
				return i, errEnd
			}
			switch b[i] {
			case '"', '\\', '/', 'b', 'f', 'n', 'r', 't':
			case 'u':
				if _, ok := hex4(b, i+1); !ok {
					return i, errString
				}
				i += 4
			default:
				return i, errString
			}
		default:
			return i, errString
		}
	}
	return i, errEnd
}

func hex4(b []byte, i int) (rune, bool) {
	if len(b)-i < 4 {
		return 0, false
	}
	var r rune
	for _, c := range b[i : i+4] {
		switch {
		case '0' <= c && c <= '9':
			c -= '0'
		case 'a' <= c && c <= 'f':
			c -= 'a' - 10
		case 'A' <= c && c <= 'F':
			c -= 'A' - 10
		default:
			return 0, false
		}
		r = r<<4 | rune(c)
	}
	return r, true
}

// appendUnescaped appends what the inside of a checked JSON string means. A surrogate
// without its other half and NUL, which no HTML can hold, become U+FFFD.
func appendUnescaped(dst, s []byte) []byte {
	for i := 0; i < len(s); i++ {
		c := s[i]
		if c != '\\' {
			dst = append(dst, c)
			continue
		}
		i++
		switch c = s[i]; c {
		case 'b':
			dst = append(dst, '\b')
		case 'f':
			dst = append(dst, '\f')
		case 'n':
			dst = append(dst, '\n')
		case 'r':
			dst = append(dst, '\r')
		case 't':
			dst = append(dst, '\t')
		case 'u':
			r, _ := hex4(s, i+1)
			i += 4
			if 0xD800 <= r && r < 0xDC00 && len(s)-i > 2 && s[i+1] == '\\' && s[i+2] == 'u' {
				if low, _ := hex4(s, i+3); 0xDC00 <= low && low < 0xE000 {
					r = 0x10000 + (r-0xD800)<<10 + low - 0xDC00
					i += 6
				}
			}
			if r == 0 {
				r = utf8.RuneError
			}
			dst = utf8.AppendRune(dst, r) // writes U+FFFD for a lone surrogate
		default: // quote, backslash, slash
			dst = append(dst, c)
		}
	}
	return dst
}
