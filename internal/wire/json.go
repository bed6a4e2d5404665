package wire

import (
	"strconv"
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

// text lets strconv read bytes without copying them. strconv keeps its argument only in an
// error, and copies it then.
func text(b []byte) string { return unsafe.String(unsafe.SliceData(b), len(b)) }
