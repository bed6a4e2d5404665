package live

import (
	"strconv"
	"testing"

	"github.com/azu-live/azu/internal/wire"
)

func TestAKeyIsWhatTheBrowserSent(t *testing.T) {
	for raw, want := range map[string]Key{
		`["a","KeyA",0]`:                 {Key: "a", Code: "KeyA"},
		`["A","KeyA",8]`:                 {Key: "A", Code: "KeyA", Shift: true},
		`[ "Enter" , "" , 31 ]`:          {Key: "Enter", Alt: true, Ctrl: true, Meta: true, Shift: true, Repeat: true},
		`["\"","Quote",2]`:               {Key: `"`, Code: "Quote", Ctrl: true},
		`["ß","Minus",0]`:                {Key: "ß", Code: "Minus"},
		`["\ud83d\ude00","",0]`:          {Key: "😀"},
		`["\u0000","\ud800",0]`:          {Key: "\ufffd", Code: "\ufffd"}, // docs/protocol.md, "Up"
		`["a\u0000b","Key\u0000A\\n",1]`: {Key: "a\ufffdb", Code: "Key\ufffdA\\n", Alt: true},
	} {
		var got Key
		if err := decodeKey([]byte(raw), &got); err != nil || got != want {
			t.Errorf("%s is %+v, %v; want %+v", raw, got, err, want)
		}
	}
}

func TestWhatIsNoKeyIsRefused(t *testing.T) {
	for _, raw := range []string{
		`"a"`, `{}`, `[]`, `["a","KeyA"]`, `["a","KeyA",0,0]`, `[1,"KeyA",0]`, `["a",2,0]`, `["a","KeyA","0"]`,
		`["a","KeyA",-1]`, `["a","KeyA",256]`, `["a","KeyA",0.5]`, `["a","KeyA",true]`,
		`[null,"KeyA",0]`, `["a",null,0]`, `["a","KeyA",null]`, `[["a"],"KeyA",0]`,
	} {
		var got Key
		if err := decodeKey([]byte(raw), &got); wire.CodeOf(err) != wire.BadArgument || got != (Key{}) {
			t.Errorf("%s is %+v, %v; want a bad argument", raw, got, err)
		}
	}
}

func FuzzKey(f *testing.F) {
	f.Add("a", "KeyA", uint8(0))
	f.Add("\x00", "\xff", uint8(255))
	f.Add(`"\`, "\u2028", uint8(31))
	f.Fuzz(func(t *testing.T, key, code string, mask uint8) {
		raw := wire.AppendString([]byte("["), key)
		raw = wire.AppendString(append(raw, ','), code)
		raw = append(strconv.AppendUint(append(raw, ','), uint64(mask), 10), ']')
		var got Key
		if err := decodeKey(raw, &got); err != nil {
			t.Fatalf("%s: %v", raw, err)
		}
		var wantKey, wantCode string // as every other string of the wire
		if wire.Decode(wire.AppendString(nil, key), &wantKey) != nil || wire.Decode(wire.AppendString(nil, code), &wantCode) != nil {
			t.Fatal("a string does not decode")
		}
		if got.Key != wantKey || got.Code != wantCode {
			t.Errorf("%s is %+v", raw, got)
		}
		held := []bool{got.Alt, got.Ctrl, got.Meta, got.Shift, got.Repeat}
		for bit, on := range held {
			if on != (mask>>bit&1 == 1) {
				t.Errorf("%s is %+v", raw, got)
			}
		}
	})
}
