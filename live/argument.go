package live

import (
	"encoding"
	"encoding/json"
	"fmt"
	"reflect"
	"strconv"
	"unsafe"

	"github.com/azu-live/azu/internal/wire"
)

// appendArg appends an event's argument as JSON. The common types, and types made of them, cost no
// allocation: a row's id is encoded on each render.
func appendArg[A any](dst []byte, arg A) []byte {
	switch p := any(&arg).(type) {
	case *int:
		return strconv.AppendInt(dst, int64(*p), 10)
	case *int64:
		return strconv.AppendInt(dst, *p, 10)
	case *string:
		return wire.AppendString(dst, *p)
	case *bool:
		return strconv.AppendBool(dst, *p)
	case json.Marshaler, encoding.TextMarshaler:
		return appendArgJSON(dst, arg)
	}
	p := unsafe.Pointer(&arg) // read below as what its kind says it is
	switch reflect.TypeFor[A]().Kind() {
	case reflect.String:
		return wire.AppendString(dst, *(*string)(p))
	case reflect.Bool:
		return strconv.AppendBool(dst, *(*bool)(p))
	case reflect.Int:
		return strconv.AppendInt(dst, int64(*(*int)(p)), 10)
	case reflect.Int8:
		return strconv.AppendInt(dst, int64(*(*int8)(p)), 10)
	case reflect.Int16:
		return strconv.AppendInt(dst, int64(*(*int16)(p)), 10)
	case reflect.Int32:
		return strconv.AppendInt(dst, int64(*(*int32)(p)), 10)
	case reflect.Int64:
		return strconv.AppendInt(dst, *(*int64)(p), 10)
	case reflect.Uint:
		return strconv.AppendUint(dst, uint64(*(*uint)(p)), 10)
	case reflect.Uint8:
		return strconv.AppendUint(dst, uint64(*(*uint8)(p)), 10)
	case reflect.Uint16:
		return strconv.AppendUint(dst, uint64(*(*uint16)(p)), 10)
	case reflect.Uint32:
		return strconv.AppendUint(dst, uint64(*(*uint32)(p)), 10)
	case reflect.Uint64:
		return strconv.AppendUint(dst, *(*uint64)(p), 10)
	}
	return appendArgJSON(dst, arg)
}

// checkArg refuses an argument type that could not be read back from a client.
func checkArg[A any]() {
	if err := wire.CheckType(reflect.TypeFor[A]()); err != nil {
		panic(fmt.Sprintf("live: an event's argument does not travel: %v (%s)", err, callSite()))
	}
}

// appendArgJSON takes a copy of its own, of which it may take the address: methods of the pointer count.
func appendArgJSON[A any](dst []byte, arg A) []byte {
	raw, err := json.Marshal(&arg)
	if err != nil {
		panic(fmt.Sprintf("live: an event's argument of type %T does not encode: %v (%s)", arg, err, callSite()))
	}
	return append(dst, raw...)
}

// decodeArg reads back what appendArg wrote, or what a client made up. An argument that is absent or
// null stands for the zero value of types that have a nil, and fits no other.
func decodeArg[A any](raw []byte, arg *A) error {
	if raw == nil {
		switch reflect.TypeFor[A]().Kind() {
		case reflect.Pointer, reflect.Slice, reflect.Map, reflect.Interface:
			return nil
		}
		return errNoArgument
	}
	return wire.Decode(raw, arg)
}

var errNoArgument = &wire.Error{Code: wire.BadArgument, Reason: "the handler takes an argument"}
