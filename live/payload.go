package live

import (
	"encoding/json"
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
	var parts []json.RawMessage
	var mask uint8
	if err := json.Unmarshal(raw, &parts); err != nil || len(parts) != 3 {
		return errBadKey
	}
	if json.Unmarshal(parts[0], &k.Key) != nil || json.Unmarshal(parts[1], &k.Code) != nil || json.Unmarshal(parts[2], &mask) != nil {
		return errBadKey
	}
	k.Alt, k.Ctrl, k.Meta = mask&maskAlt != 0, mask&maskCtrl != 0, mask&maskMeta != 0
	k.Shift, k.Repeat = mask&maskShift != 0, mask&maskRepeat != 0
	return nil
}

var (
	errNoPayload = &wire.Error{Code: wire.BadArgument, Reason: "the handler takes a payload"}
	errBadKey    = &wire.Error{Code: wire.BadArgument, Reason: "not a key"}
)
