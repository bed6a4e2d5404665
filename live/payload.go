package live

import (
	"fmt"
	"reflect"

	"github.com/azu-live/azu/internal/wire"
)

// payload says what a browser sends with an event.
type payload uint8

const (
	asValue payload = iota // a control's value: string, boolean, or several strings
	asForm                 // a form's fields by name
	asKey                  // key, code, modifiers
)

// decodePayload reads a payload into the type its handler takes.
func decodePayload[P any](as payload, raw []byte, p *P) error {
	if raw == nil {
		return errNoPayload
	}
	switch as {
	case asForm:
		return wire.DecodeForm(raw, p)
	case asKey:
		return decodeKey(raw, any(p).(*Key))
	}
	return wire.DecodeInput(raw, p)
}

// checkPayload panics when P cannot hold such a payload, at the first render and not at the first event.
func checkPayload[P any](as payload) {
	if as != asForm {
		return // Value and Key are checked by the compiler
	}
	if err := wire.CheckForm(reflect.TypeFor[P]()); err != nil {
		panic(fmt.Sprintf("live: Submit into %s: %v (%s)", reflect.TypeFor[P](), err, callSite()))
	}
}

// Bits of the mask in a key's payload.
const (
	maskAlt = 1 << iota
	maskCtrl
	maskMeta
	maskShift
	maskRepeat
)

// decodeKey reads ["key","code",mask].
func decodeKey(raw []byte, k *Key) error {
	var key Key
	var mask uint8
	n := 0
	for part := range wire.Elements(raw) {
		var err error
		switch n++; n {
		case 1:
			err = wire.Decode(part, &key.Key)
		case 2:
			err = wire.Decode(part, &key.Code)
		case 3:
			err = wire.Decode(part, &mask)
		}
		if err != nil {
			return errBadKey
		}
	}
	if n != 3 {
		return errBadKey
	}
	key.Alt, key.Ctrl, key.Meta = mask&maskAlt != 0, mask&maskCtrl != 0, mask&maskMeta != 0
	key.Shift, key.Repeat = mask&maskShift != 0, mask&maskRepeat != 0
	*k = key
	return nil
}

var (
	errNoPayload = &wire.Error{Code: wire.BadArgument, Reason: "the handler takes a payload"}
	errBadKey    = &wire.Error{Code: wire.BadArgument, Reason: "not a key"}
)
