package live

import (
	"fmt"
	"math"
	"net/url"
	"reflect"
	"strconv"
)

// paramsMethod is a component's Params(*Ctx, P) error with what P's fields ask of the address. Set once.
type paramsMethod struct {
	call   reflect.Value // the method as a function: Value.Method would have the linker keep all methods
	typ    reflect.Type  // P
	fields []paramsField
}

type paramsField struct {
	index      int
	path, name string // of these one is set: a route's parameter or a key of the query
}

// paramsMethodOf finds the method, or returns nil when there is none or it has another shape.
func paramsMethodOf(ptr reflect.Type) *paramsMethod {
	m, ok := ptr.MethodByName("Params")
	if !ok {
		return nil
	}
	t := m.Type
	if t.NumIn() != 3 || t.NumOut() != 1 || t.In(1) != reflect.TypeFor[*Ctx]() || t.In(2).Kind() != reflect.Struct || t.Out(0) != reflect.TypeFor[error]() {
		return nil
	}
	p := &paramsMethod{call: m.Func, typ: t.In(2)}
	for i := range p.typ.NumField() {
		f := p.typ.Field(i)
		path, name := f.Tag.Get("path"), f.Tag.Get("query")
		if path != "" || name != "" {
			p.fields = append(p.fields, paramsField{i, path, name})
		}
	}
	return p
}

// check refuses fields that could never be filled.
func (p *paramsMethod) check(component string) error {
	for _, f := range p.fields {
		sf := p.typ.Field(f.index)
		t := sf.Type
		if t.Kind() == reflect.Slice && f.name != "" {
			t = t.Elem()
		}
		switch {
		case !sf.IsExported():
			return fmt.Errorf("component %s: Params: the field %s is not exported", component, sf.Name)
		case f.path != "" && f.name != "":
			return fmt.Errorf("component %s: Params: the field %s has a path and a query tag", component, sf.Name)
		case !settable(t.Kind()):
			return fmt.Errorf("component %s: Params: the field %s has the type %s, want a string, boolean or number", component, sf.Name, sf.Type)
		}
	}
	return nil
}

func settable(k reflect.Kind) bool {
	return k == reflect.String || k >= reflect.Bool && k <= reflect.Float64 && k != reflect.Uintptr
}

// apply fills a P from the address and calls the component's Params with it.
func (p *paramsMethod) apply(comp any, ctx *Ctx, path map[string]string, rawQuery string) error {
	v := reflect.New(p.typ).Elem()
	query, _ := url.ParseQuery(rawQuery) // what parses counts
	for _, f := range p.fields {
		field := v.Field(f.index)
		if f.path != "" {
			if s, ok := path[f.path]; ok && !setParam(field, s) {
				return fmt.Errorf("path parameter %s: %w", f.path, NotFound)
			}
			continue
		}
		values := query[f.name]
		switch {
		case len(values) == 0 || len(values) == 1 && values[0] == "" && field.Kind() != reflect.String:
			continue // "?page=" is as good as none
		case field.Kind() == reflect.Slice:
			field.Set(reflect.MakeSlice(field.Type(), len(values), len(values)))
			for i, s := range values {
				if !setParam(field.Index(i), s) {
					return fmt.Errorf("query parameter %s: %w", f.name, NotFound)
				}
			}
		default:
			if !setParam(field, values[0]) {
				return fmt.Errorf("query parameter %s: %w", f.name, NotFound)
			}
		}
	}
	out := p.call.Call([]reflect.Value{reflect.ValueOf(comp), reflect.ValueOf(ctx), v})
	err, _ := out[0].Interface().(error)
	return err
}

// setParam parses s into v, or reports that it does not fit.
func setParam(v reflect.Value, s string) bool {
	switch v.Kind() {
	case reflect.String:
		v.SetString(s)
	case reflect.Bool:
		b, err := strconv.ParseBool(s)
		if s == "on" || s == "off" { // a form's checkbox sends "on"
			b, err = s == "on", nil
		}
		if err != nil {
			return false
		}
		v.SetBool(b)
	case reflect.Float32, reflect.Float64:
		f, err := strconv.ParseFloat(s, v.Type().Bits())
		if err != nil || math.IsNaN(f) || math.IsInf(f, 0) {
			return false // words are no quantity
		}
		v.SetFloat(f)
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		n, err := strconv.ParseUint(s, 10, v.Type().Bits())
		if err != nil {
			return false
		}
		v.SetUint(n)
	default:
		n, err := strconv.ParseInt(s, 10, v.Type().Bits())
		if err != nil {
			return false
		}
		v.SetInt(n)
	}
	return true
}
