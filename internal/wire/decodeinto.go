package wire

import (
	"encoding"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"reflect"
	"strconv"
	"strings"
	"sync"

	"github.com/azu-live/azu/internal/decimal"
)

// decodeInto is Decode for types that need reflection. Depth is bounded by the check of raw.
func decodeInto(raw []byte, v reflect.Value) *Error {
	t := v.Type()
	if custom(t) {
		return decodeCustom(raw, v)
	}
	if k := t.Kind(); scalar(k) {
		return decodeScalar(raw, k, v.Addr().UnsafePointer())
	}
	if raw[0] == 'n' {
		switch t.Kind() {
		case reflect.Pointer, reflect.Slice, reflect.Map:
			v.SetZero()
			return nil
		}
		return errKind
	}
	switch t.Kind() {
	case reflect.Pointer:
		p := reflect.New(t.Elem())
		if err := decodeInto(raw, p.Elem()); err != nil {
			return err
		}
		v.Set(p)
		return nil
	case reflect.Struct:
		return decodeStruct(raw, v)
	case reflect.Map:
		return decodeMap(raw, v)
	case reflect.Slice:
		if t.Elem().Kind() == reflect.Uint8 && !custom(t.Elem()) {
			return decodeBytes(raw, v)
		}
		return decodeSlice(raw, v)
	case reflect.Array:
		return decodeArray(raw, v)
	}
	return errType
}

func decodeCustom(raw []byte, v reflect.Value) *Error {
	var err error
	switch p := v.Addr().Interface().(type) {
	case json.Unmarshaler:
		err = p.UnmarshalJSON(raw)
	case encoding.TextUnmarshaler:
		s, bad := decodeString(raw)
		if bad != nil {
			return bad
		}
		err = p.UnmarshalText([]byte(s))
	}
	if err != nil {
		return errCustom
	}
	return nil
}

// decodeBytes reads base64, which is what encoding/json makes of bytes.
func decodeBytes(raw []byte, v reflect.Value) *Error {
	s, err := decodeString(raw)
	if err != nil {
		return err
	}
	b, bad := base64.StdEncoding.DecodeString(s)
	if bad != nil {
		return errKind
	}
	v.SetBytes(b)
	return nil
}

func decodeSlice(raw []byte, v reflect.Value) *Error {
	if raw[0] != '[' {
		return errKind
	}
	list := reflect.MakeSlice(v.Type(), 0, 0)
	for element := range Elements(raw) {
		next := reflect.New(v.Type().Elem()).Elem()
		if err := decodeInto(element, next); err != nil {
			return err
		}
		list = reflect.Append(list, next)
	}
	v.Set(list)
	return nil
}

func decodeArray(raw []byte, v reflect.Value) *Error {
	if raw[0] != '[' {
		return errKind
	}
	n := 0
	for element := range Elements(raw) {
		if n == v.Len() {
			return errLength
		}
		if err := decodeInto(element, v.Index(n)); err != nil {
			return err
		}
		n++
	}
	if n < v.Len() {
		return errLength
	}
	return nil
}

func decodeMap(raw []byte, v reflect.Value) *Error {
	if raw[0] != '{' {
		return errKind
	}
	t := v.Type()
	if custom(t.Key()) {
		return errKind // CheckType has said so
	}
	m := reflect.MakeMap(t)
	for key, element := range Members(raw) {
		k := reflect.New(t.Key()).Elem()
		if t.Key().Kind() == reflect.String {
			k.SetString(key)
		} else if err := decodeKey(key, k); err != nil {
			return err
		}
		next := reflect.New(t.Elem()).Elem()
		if err := decodeInto(element, next); err != nil {
			return err
		}
		m.SetMapIndex(k, next)
	}
	v.Set(m)
	return nil
}

// decodeKey reads an integer that is a map's key. It has one spelling: with another, an
// object could have a key twice.
func decodeKey(key string, k reflect.Value) *Error {
	if err := storeNumber([]byte(key), k.Kind(), k.Addr().UnsafePointer()); err != nil {
		return err
	}
	var room [20]byte
	spelt := room[:0]
	if k.CanInt() {
		spelt = decimal.AppendInt(spelt, k.Int())
	} else {
		spelt = decimal.Append(spelt, k.Uint())
	}
	if string(spelt) != key {
		return errWhole
	}
	return nil
}

func decodeStruct(raw []byte, v reflect.Value) *Error {
	if raw[0] != '{' {
		return errKind
	}
	fields := fieldsOf(v.Type(), "json")
	for key, element := range Members(raw) {
		i, ok := fields[key]
		if !ok {
			return errField
		}
		if err := decodeInto(element, v.Field(i)); err != nil {
			return err
		}
	}
	return nil
}

// fieldsOf maps the names of t's fields to their index: the name in the tag, else the
// field's own. Names are exact: encoding/json's folding of case would let one field be named
// twice. A tag of "-" leaves a field out.
func fieldsOf(t reflect.Type, tag string) map[string]int {
	type entry struct {
		t   reflect.Type
		tag string
	}
	if m, ok := structFields.Load(entry{t, tag}); ok {
		return m.(map[string]int)
	}
	m := make(map[string]int, t.NumField())
	for i := range t.NumField() {
		f := t.Field(i)
		if !f.IsExported() {
			continue
		}
		name, _, _ := strings.Cut(f.Tag.Get(tag), ",")
		if name == "-" {
			continue
		}
		if name == "" {
			name = f.Name
		}
		m[name] = i
	}
	structFields.Store(entry{t, tag}, m)
	return m
}

var structFields sync.Map // from type and tag to map[string]int

// CheckType says why values of t cannot be read by [Decode], or returns nil. It is for
// start-up and first renders: the error names the place within t.
func CheckType(t reflect.Type) error { return checkType(t, t.String(), map[reflect.Type]bool{}) }

func checkType(t reflect.Type, at string, seen map[reflect.Type]bool) error {
	if seen[t] || scalar(t.Kind()) || custom(t) {
		return nil
	}
	seen[t] = true
	switch t.Kind() {
	case reflect.Pointer, reflect.Slice, reflect.Array:
		return checkType(t.Elem(), at, seen)
	case reflect.Map:
		if k := t.Key(); custom(k) || !scalar(k.Kind()) || k.Kind() == reflect.Bool || k.Kind() >= reflect.Float32 && k.Kind() != reflect.String {
			return fmt.Errorf("%s has keys of type %s, which are neither strings nor integers", at, k)
		}
		return checkType(t.Elem(), at, seen)
	case reflect.Struct:
		for i := range t.NumField() {
			f := t.Field(i)
			name, options, _ := strings.Cut(f.Tag.Get("json"), ",")
			if !f.IsExported() && !f.Anonymous || name == "-" && options == "" {
				continue
			}
			place := at + "." + f.Name
			if f.Anonymous && name == "" && !custom(f.Type) {
				return fmt.Errorf("%s is embedded: name it, or give it a json tag", place)
			}
			if strings.Contains(","+options+",", ",string,") {
				return fmt.Errorf("%s has the json option string, which is not read", place)
			}
			if err := checkType(f.Type, place, seen); err != nil {
				return err
			}
		}
		return nil
	}
	return fmt.Errorf("%s is %s, which no JSON is read into", at, withArticle(t))
}

func withArticle(t reflect.Type) string {
	if s := t.Kind().String(); strings.ContainsRune("aeiou", rune(s[0])) {
		return "an " + s + " (" + strconv.Quote(t.String()) + ")"
	}
	return "a " + t.Kind().String()
}
