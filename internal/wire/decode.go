package wire

import (
	"bytes"
	"encoding"
	"encoding/json"
	"reflect"
	"strconv"
	"unsafe"
)

var (
	errKind   = &Error{BadArgument, "another kind of JSON value than the type takes"}
	errWidth  = &Error{BadArgument, "integer beyond the type's range"}
	errWhole  = &Error{BadArgument, "no integer"}
	errRound  = &Error{BadArgument, "number the type would round"}
	errFloat  = &Error{BadArgument, "number beyond the type's range"}
	errField  = &Error{BadArgument, "field the type has not"}
	errLength = &Error{BadArgument, "array of another length"}
	errType   = &Error{BadArgument, "type that takes no JSON"}
	errCustom = &Error{BadArgument, "the type's own decoder refuses it"}
)

// Decode reads raw, one JSON value as [Value] lets through, into *v. It takes what
// encoding/json writes for the type, and only that: fields by their exact names and none
// that the type lacks (a missing one leaves its zero), integers in range and without a
// fraction, no number that a float would have to round to another integer, arrays of their
// length, and null only for what can be nil. Strings have U+FFFD for NUL and lone surrogates.
//
// Numbers, strings and booleans, named types of these too, cost no allocation but the
// string's. After an error, which is an [*Error], *v is as it was.
func Decode[T any](raw []byte, v *T) error {
	if c := check(raw); c != nil {
		return c
	}
	t := reflect.TypeFor[T]()
	if k := t.Kind(); scalar(k) && !custom(t) {
		if err := decodeScalar(raw, k, unsafe.Pointer(v)); err != nil {
			return err
		}
		return nil
	}
	fresh := new(T) // reflection would move the caller's variable to the heap, for scalars too
	if err := decodeInto(raw, reflect.ValueOf(fresh).Elem()); err != nil {
		return err
	}
	*v = *fresh
	return nil
}

// check refuses what is not one JSON value, so that the decoders may trust its shape.
func check(raw []byte) *Error {
	end, err := value(raw, 0, 0)
	if err == nil && end != len(raw) {
		err = errTrailing
	}
	return err
}

func scalar(k reflect.Kind) bool {
	return k >= reflect.Bool && k <= reflect.Float64 && k != reflect.Uintptr || k == reflect.String
}

var (
	jsonUnmarshaler = reflect.TypeFor[json.Unmarshaler]()
	textUnmarshaler = reflect.TypeFor[encoding.TextUnmarshaler]()
)

// custom reports whether t decodes itself. Types of the language have no name's package and
// need no look at their methods.
func custom(t reflect.Type) bool {
	if t.PkgPath() == "" {
		return false
	}
	p := reflect.PointerTo(t)
	return p.Implements(jsonUnmarshaler) || p.Implements(textUnmarshaler)
}

// decodeScalar stores raw at p, which points to a variable of kind k.
func decodeScalar(raw []byte, k reflect.Kind, p unsafe.Pointer) *Error {
	switch k {
	case reflect.String:
		s, err := decodeString(raw)
		if err == nil {
			*(*string)(p) = s
		}
		return err
	case reflect.Bool:
		switch raw[0] {
		case 't':
			*(*bool)(p) = true
		case 'f':
			*(*bool)(p) = false
		default:
			return errKind
		}
		return nil
	}
	if raw[0] != '-' && (raw[0] < '0' || raw[0] > '9') {
		return errKind
	}
	return storeNumber(raw, k, p)
}

// storeNumber parses the digits of a number and stores it at p.
func storeNumber(digits []byte, k reflect.Kind, p unsafe.Pointer) *Error {
	bits := numberBits(k)
	switch {
	case k >= reflect.Int && k <= reflect.Int64:
		n, err := strconv.ParseInt(text(digits), 10, bits)
		if err != nil {
			return numberError(err, errWhole)
		}
		switch bits {
		case 8:
			*(*int8)(p) = int8(n)
		case 16:
			*(*int16)(p) = int16(n)
		case 32:
			*(*int32)(p) = int32(n)
		default:
			*(*int64)(p) = n
		}
	case k >= reflect.Uint && k <= reflect.Uint64:
		n, err := strconv.ParseUint(text(digits), 10, bits)
		if err != nil {
			return numberError(err, errWhole)
		}
		switch bits {
		case 8:
			*(*uint8)(p) = uint8(n)
		case 16:
			*(*uint16)(p) = uint16(n)
		case 32:
			*(*uint32)(p) = uint32(n)
		default:
			*(*uint64)(p) = n
		}
	case k == reflect.Float32 || k == reflect.Float64:
		f, err := parseFloat(digits, bits)
		if err != nil {
			return err
		}
		if bits == 32 {
			*(*float32)(p) = float32(f)
		} else {
			*(*float64)(p) = f
		}
	default:
		return errKind // p is only written as what it points to
	}
	return nil
}

func numberBits(k reflect.Kind) int {
	switch k {
	case reflect.Int8, reflect.Uint8:
		return 8
	case reflect.Int16, reflect.Uint16:
		return 16
	case reflect.Int32, reflect.Uint32, reflect.Float32:
		return 32
	case reflect.Int, reflect.Uint:
		return strconv.IntSize
	}
	return 64
}

func numberError(err error, otherwise *Error) *Error {
	if e, ok := err.(*strconv.NumError); ok && e.Err == strconv.ErrRange {
		return errWidth
	}
	return otherwise
}

// parseFloat refuses an integer that the float cannot hold exactly: 2^53+1 is somebody's
// number, and 2^53 somebody else's.
func parseFloat(raw []byte, bits int) (float64, *Error) {
	f, err := strconv.ParseFloat(text(raw), bits)
	if err != nil {
		if e, ok := err.(*strconv.NumError); ok && e.Err == strconv.ErrRange {
			return 0, errFloat
		}
		return 0, errKind
	}
	exact := float64(1 << 53)
	if bits == 32 {
		exact = 1 << 24
	}
	if f < exact && f > -exact {
		return f, nil
	}
	i := 0
	if raw[0] == '-' || raw[0] == '+' {
		i++
	}
	if digits(raw, i) < len(raw) {
		return f, nil // written with a fraction or an exponent: meant as a float
	}
	// The float itself may have been written out, or the fewest digits that mean it.
	var room [512]byte
	for _, precision := range [...]int{-1, 0} {
		if string(strconv.AppendFloat(room[:0], f, 'f', precision, bits)) == string(trimPlus(raw)) {
			return f, nil
		}
	}
	return 0, errRound
}

func trimPlus(raw []byte) []byte {
	if raw[0] == '+' {
		return raw[1:]
	}
	return raw
}

func decodeString(raw []byte) (string, *Error) {
	if raw[0] != '"' {
		return "", errKind
	}
	inside := raw[1 : len(raw)-1]
	if bytes.IndexByte(inside, '\\') < 0 {
		return string(inside), nil
	}
	var room [128]byte
	return string(appendUnescaped(room[:0], inside)), nil
}

// AppendUnquoted appends what the JSON string raw means; see [Decode] for what becomes
// U+FFFD. False means that raw is no string.
func AppendUnquoted(dst, raw []byte) ([]byte, bool) {
	if len(raw) < 2 || raw[0] != '"' || check(raw) != nil {
		return dst, false
	}
	return appendUnescaped(dst, raw[1:len(raw)-1]), true
}
