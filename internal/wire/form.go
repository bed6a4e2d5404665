package wire

import (
	"encoding"
	"fmt"
	"reflect"
	"strings"
	"unsafe"
)

var errText = &Error{Invalid, "text that is no such number"}

// DecodeInput reads the payload of an input or change into *v, which is of one of the types
// a control's value may be taken as: a string from text, a bool from a checkbox, []string
// from a select of several, and a number from text. Text that is no number of the type, or
// none, is the visitor's to mend: its error has the code Invalid. Otherwise as [Decode].
func DecodeInput[T any](raw []byte, v *T) error {
	if err := check(raw); err != nil {
		return err
	}
	k := reflect.TypeFor[T]().Kind()
	if k == reflect.String || k == reflect.Bool || !scalar(k) {
		return Decode(raw, v)
	}
	if err := decodeTyped(raw, k, unsafe.Pointer(v)); err != nil {
		return err
	}
	return nil
}

// decodeTyped reads a number from the text a visitor typed.
func decodeTyped(raw []byte, k reflect.Kind, p unsafe.Pointer) *Error {
	if raw[0] != '"' {
		return errKind
	}
	var room [64]byte
	typed := trimSpace(appendUnescaped(room[:0], raw[1:len(raw)-1]))
	if len(typed) == 0 || !numeric(typed) || storeNumber(typed, k, p) != nil {
		return errText
	}
	return nil
}

// numeric keeps strconv from taking words and hexadecimal: infinity is no quantity.
func numeric(s []byte) bool {
	for _, c := range s {
		if (c < '0' || c > '9') && c != '-' && c != '+' && c != '.' && c != 'e' && c != 'E' {
			return false
		}
	}
	return true
}

func trimSpace(s []byte) []byte {
	for len(s) > 0 && (s[0] == ' ' || '\t' <= s[0] && s[0] <= '\r') {
		s = s[1:]
	}
	for n := len(s) - 1; n >= 0 && (s[n] == ' ' || '\t' <= s[n] && s[n] <= '\r'); n-- {
		s = s[:n]
	}
	return s
}

// DecodeForm reads the payload of a submit, {"name":"text" or ["text",…]}, into the struct
// *v. A control's name is the field's `form` tag, else the field's own name, exactly.
// Fields are strings, numbers, booleans, types with UnmarshalText, and slices of these; a
// field that is no slice takes the last text of several, a boolean is true unless the text
// is empty, "0", "off" or "false". A control without a field is left out: extensions add
// such. A field without a control keeps its zero, as a checkbox that is not checked has it.
// Text that does not parse as its number has the code Invalid.
func DecodeForm[T any](raw []byte, v *T) error {
	if err := check(raw); err != nil {
		return err
	}
	fresh := new(T)
	if err := decodeForm(raw, reflect.ValueOf(fresh).Elem()); err != nil {
		return err
	}
	*v = *fresh
	return nil
}

func decodeForm(raw []byte, v reflect.Value) *Error {
	if raw[0] != '{' || v.Kind() != reflect.Struct {
		return errKind
	}
	fields := fieldsOf(v.Type(), "form")
	for name, value := range Members(raw) {
		i, ok := fields[name]
		if !ok {
			continue
		}
		var err *Error
		if value[0] == '[' {
			for text := range Elements(value) {
				if err = decodeControl(text, v.Field(i)); err != nil {
					break
				}
			}
		} else {
			err = decodeControl(value, v.Field(i))
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func decodeControl(raw []byte, v reflect.Value) *Error {
	if raw[0] != '"' {
		return errKind
	}
	t := v.Type()
	if v.Kind() == reflect.Slice && !custom(t) {
		next := reflect.New(t.Elem()).Elem()
		if err := decodeControl(raw, next); err != nil {
			return err
		}
		v.Set(reflect.Append(v, next))
		return nil
	}
	if custom(t) {
		s, _ := decodeString(raw)
		if v.Addr().Interface().(encoding.TextUnmarshaler).UnmarshalText([]byte(s)) != nil {
			return errText
		}
		return nil
	}
	switch v.Kind() {
	case reflect.String:
		return decodeScalar(raw, reflect.String, v.Addr().UnsafePointer())
	case reflect.Bool:
		s, _ := decodeString(raw)
		v.SetBool(s != "" && s != "0" && !strings.EqualFold(s, "off") && !strings.EqualFold(s, "false"))
		return nil
	}
	return decodeTyped(raw, v.Kind(), v.Addr().UnsafePointer())
}

// CheckForm says why forms cannot be read into t by [DecodeForm], or returns nil.
func CheckForm(t reflect.Type) error {
	if t.Kind() != reflect.Struct {
		return fmt.Errorf("%s is no struct", t)
	}
	for _, i := range fieldsOf(t, "form") {
		f := t.Field(i)
		ft := f.Type
		if ft.Kind() == reflect.Slice && !custom(ft) {
			ft = ft.Elem()
		}
		if custom(ft) && reflect.PointerTo(ft).Implements(textUnmarshaler) || !custom(ft) && scalar(ft.Kind()) {
			continue
		}
		return fmt.Errorf("%s.%s has type %s, which no text is read into", t, f.Name, f.Type)
	}
	return nil
}
