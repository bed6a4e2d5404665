package wire

import (
	"strconv"
	"unicode/utf8"
	"unsafe"
)

// What Value refuses. The errors are shared, so that nonsense costs us no memory.
var (
	errEnd       = &Error{BadMessage, "ends too early"}
	errToken     = &Error{BadMessage, "not JSON"}
	errDepth     = &Error{BadMessage, "nested deeper than 32"}
	errString    = &Error{BadMessage, "bad string"}
	errNumber    = &Error{BadMessage, "bad number"}
	errRange     = &Error{BadMessage, "number beyond a float64"}
	errDuplicate = &Error{BadMessage, "key twice in an object"}
	errTrailing  = &Error{BadMessage, "bytes after the end"}
	errUTF8      = &Error{BadMessage, "not UTF-8"}
)

// Value returns the index after the JSON value that starts at b[i]; white space before it
// is the caller's. It is stricter than JSON: strings are UTF-8, a key stands once in its
// object however it is escaped, numbers are within a float64, and arrays and objects nest
// at most MaxDepth deep, depth of them being around the value already. It allocates
// nothing. Its errors are an [*Error] with BadMessage.
func Value(b []byte, i, depth int) (int, error) {
	i, err := value(b, i, depth)
	if err != nil {
		return i, err
	}
	return i, nil
}

func space(b []byte, i int) int {
	for i < len(b) && b[i] <= ' ' && (b[i] == ' ' || b[i] == '\t' || b[i] == '\n' || b[i] == '\r') {
		i++
	}
	return i
}

func value(b []byte, i, depth int) (int, *Error) {
	if i >= len(b) {
		return i, errEnd
	}
	switch c := b[i]; {
	case c == '"':
		return stringAt(b, i)
	case c == '-' || '0' <= c && c <= '9':
		return numberAt(b, i)
	case c == '[':
		return arrayAt(b, i, depth)
	case c == '{':
		return objectAt(b, i, depth)
	case c == 't':
		return wordAt(b, i, "true")
	case c == 'f':
		return wordAt(b, i, "false")
	case c == 'n':
		return wordAt(b, i, "null")
	}
	return i, errToken
}

func wordAt(b []byte, i int, word string) (int, *Error) {
	if len(b)-i < len(word) || string(b[i:i+len(word)]) != word {
		return i, errToken
	}
	return i + len(word), nil
}

func arrayAt(b []byte, i, depth int) (int, *Error) {
	if depth >= MaxDepth {
		return i, errDepth
	}
	i = space(b, i+1)
	if i < len(b) && b[i] == ']' {
		return i + 1, nil
	}
	for {
		var err *Error
		if i, err = value(b, space(b, i), depth+1); err != nil {
			return i, err
		}
		if i = space(b, i); i >= len(b) {
			return i, errEnd
		}
		if b[i] == ']' {
			return i + 1, nil
		}
		if b[i] != ',' {
			return i, errToken
		}
		i++
	}
}

func objectAt(b []byte, i, depth int) (int, *Error) {
	if depth >= MaxDepth {
		return i, errDepth
	}
	i = space(b, i+1)
	if i < len(b) && b[i] == '}' {
		return i + 1, nil
	}
	var keys keySet
	defer keys.free()
	for {
		start := space(b, i)
		if start >= len(b) {
			return start, errEnd
		}
		if b[start] != '"' {
			return start, errToken
		}
		var err *Error
		if i, err = stringAt(b, start); err != nil {
			return i, err
		}
		if !keys.add(b[start+1 : i-1]) {
			return start, errDuplicate
		}
		if i = space(b, i); i >= len(b) {
			return i, errEnd
		}
		if b[i] != ':' {
			return i, errToken
		}
		if i, err = value(b, space(b, i+1), depth+1); err != nil {
			return i, err
		}
		if i = space(b, i); i >= len(b) {
			return i, errEnd
		}
		if b[i] == '}' {
			return i + 1, nil
		}
		if b[i] != ',' {
			return i, errToken
		}
		i++
	}
}

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

// numberAt checks the number at b[i], of which the first byte is a digit or a minus.
func numberAt(b []byte, i int) (int, *Error) {
	start := i
	if b[i] == '-' {
		i++
	}
	whole := digits(b, i)
	if whole == i || b[i] == '0' && whole > i+1 {
		return i, errNumber
	}
	i = whole
	wide := i-start > 300 // 1e308 has 309 digits: only these and exponents can be too big
	if i < len(b) && b[i] == '.' {
		fraction := digits(b, i+1)
		if fraction == i+1 {
			return i, errNumber
		}
		i = fraction
	}
	if i < len(b) && (b[i] == 'e' || b[i] == 'E') {
		if i++; i < len(b) && (b[i] == '+' || b[i] == '-') {
			i++
		}
		exponent := digits(b, i)
		if exponent == i {
			return i, errNumber
		}
		i, wide = exponent, true
	}
	if wide {
		if _, err := strconv.ParseFloat(text(b[start:i]), 64); err != nil {
			return start, errRange
		}
	}
	return i, nil
}

func digits(b []byte, i int) int {
	for i < len(b) && '0' <= b[i] && b[i] <= '9' {
		i++
	}
	return i
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

// text lets strconv read bytes without copying them. strconv keeps its argument only in an
// error, and copies it then.
func text(b []byte) string { return unsafe.String(unsafe.SliceData(b), len(b)) }
