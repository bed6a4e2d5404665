package wire_test

import (
	"encoding/json"
	"fmt"
	"math"
	"net/netip"
	"reflect"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/azu-live/azu/internal/wire"
)

type (
	userID  int64
	name    string
	address struct {
		Street string
		Number int `json:"no"`
		Tags   []string
		inner  int //lint:ignore U1000 that nothing is decoded into it is what is tested
	}
	person struct {
		ID      userID
		Name    name `json:"name,omitempty"`
		Home    *address
		Marks   map[string]float64
		Ages    map[int8]bool
		Pair    [2]uint8
		Raw     []byte
		At      time.Time
		IP      netip.Addr
		Skipped int `json:"-"`
	}
)

// decodes lists what Decode makes of a JSON value: "error" or the value as %+v shows it.
var decodes = []struct {
	raw    string
	decode func([]byte) (any, error)
	want   string
}{
	{`"hello"`, as[string], `hello`},
	{`"\u00e9\n\"\ud83d\ude00"`, as[string], "é\n\"😀"},
	{`"row 4: \ud800 \u0000 \udc00\ud800"`, as[string], "row 4: � � ��"},
	{`"row 4: \ud800\u0041"`, as[string], "row 4: �A"},
	{`"ann"`, as[name], `ann`},
	{`1`, as[string], `error`},
	{`null`, as[string], `error`},
	{`true`, as[bool], `true`},
	{`false`, as[bool], `false`},
	{`1`, as[bool], `error`},
	{`"true"`, as[bool], `error`},
	{`17`, as[int], `17`},
	{`-17`, as[userID], `-17`},
	{`9223372036854775807`, as[int64], `9223372036854775807`},
	{`9223372036854775808`, as[int64], `error`},
	{`9007199254740993`, as[int64], `9007199254740993`}, // row 5: no rounding on the way
	{`18446744073709551615`, as[uint64], `18446744073709551615`},
	{`-1`, as[uint], `error`},
	{`127`, as[int8], `127`},
	{`128`, as[int8], `error`},
	{`-32768`, as[int16], `-32768`},
	{`65535`, as[uint16], `65535`},
	{`65536`, as[uint16], `error`},
	{`2147483648`, as[int32], `error`},
	{`4294967295`, as[uint32], `4294967295`},
	{`256`, as[uint8], `error`},
	{`1.0`, as[int], `error`},
	{`1e2`, as[int], `error`},
	{`"17"`, as[int], `error`},
	{`null`, as[int], `error`},
	{`0.1`, as[float64], `0.1`},
	{`1e300`, as[float64], `1e+300`},
	{`1e999`, as[float64], `error`},
	{`1e39`, as[float32], `error`},
	{`16777216`, as[float32], `1.6777216e+07`},
	{`16777217`, as[float32], `error`},
	{`9007199254740992`, as[float64], `9.007199254740992e+15`},
	{`9007199254740993`, as[float64], `error`}, // row 5
	{`-9007199254740993`, as[float64], `error`},
	{`1152921504606846976`, as[float64], `1.152921504606847e+18`}, // 2^60, exactly
	{`1152921504606847000`, as[float64], `1.152921504606847e+18`}, // as a browser writes it
	{`1152921504606846977`, as[float64], `error`},
	{`-1152921504606846976`, as[float64], `-1.152921504606847e+18`},
	{`1e22`, as[float64], `1e+22`},
	{`100000000000000000000000`, as[float64], `1e+23`},
	{`33554432`, as[float32], `3.3554432e+07`},
	{`null`, as[float64], `error`},
	{`["a","b"]`, as[[]string], `[a b]`},
	{`[]`, as[[]string], `[]`},
	{`["a",1]`, as[[]string], `error`},
	{`null`, as[[]string], `[]`},
	{`{}`, as[[]string], `error`},
	{`[1,2]`, as[[2]int], `[1 2]`},
	{`[1]`, as[[2]int], `error`},
	{`[1,2,3]`, as[[2]int], `error`},
	{`"AQID"`, as[[]byte], `[1 2 3]`},
	{`"A"`, as[[]byte], `error`},
	{`{"Street":"x","no":7}`, as[address], `{Street:x Number:7 Tags:[] inner:0}`},
	{`{"street":"x"}`, as[address], `error`}, // encoding/json would take it
	{`{"Number":7}`, as[address], `error`},
	{`{"inner":7}`, as[address], `error`},
	{`{"Street":"x","other":7}`, as[address], `error`},
	{`{"Street":null}`, as[address], `error`},
	{`[]`, as[address], `error`},
	{`null`, as[address], `error`},
	{`null`, as[*address], `<nil>`},
	{`{"a":1}`, as[map[string]int], `map[a:1]`},
	{`{"1":true}`, as[map[int8]bool], `map[1:true]`},
	{`{"-7":true}`, as[map[int8]bool], `map[-7:true]`},
	{`{"300":true}`, as[map[int8]bool], `error`},
	{`{"01":true}`, as[map[int8]bool], `error`},
	{`{"+1":true}`, as[map[int8]bool], `error`},
	{`{"-0":true}`, as[map[int8]bool], `error`},
	{`{"1":true,"01":false}`, as[map[int8]bool], `error`},
	{`{"18446744073709551615":1}`, as[map[uint64]int], `map[18446744073709551615:1]`},
	{`"2024-03-01T12:00:00Z"`, as[time.Time], `2024-03-01 12:00:00 +0000 UTC`},
	{`"yesterday"`, as[time.Time], `error`},
	{`"192.0.2.1"`, as[netip.Addr], `192.0.2.1`},
	{`17`, as[netip.Addr], `error`},
	{`1`, as[any], `error`},
	{`1`, as[chan int], `error`},
	{``, as[int], `error`},
	{` 1`, as[int], `error`},
	{`1 `, as[int], `error`},
	{`1,2`, as[int], `error`},
	{`[1`, as[[]int], `error`},
	{strings.Repeat(`[`, 40), as[[]int], `error`},
}

func as[T any](raw []byte) (any, error) {
	var v T
	err := wire.Decode(raw, &v)
	return v, err
}

func TestDecodeTakesWhatFitsTheType(t *testing.T) {
	for _, c := range decodes {
		v, err := c.decode([]byte(c.raw))
		got := fmt.Sprintf("%+v", v)
		if err != nil {
			if code := wire.CodeOf(err); code != wire.BadArgument && code != wire.BadMessage {
				t.Errorf("%s into %T: error %v", c.raw, v, err)
			}
			if !reflect.ValueOf(&v).Elem().IsNil() && !reflect.ValueOf(v).IsZero() {
				t.Errorf("%s into %T: left %s behind", c.raw, v, got)
			}
			got = "error"
		}
		if got != c.want {
			t.Errorf("%s into %T: %s (%v), want %s", c.raw, v, got, err, c.want)
		}
	}
}

func TestDecodeReadsWhatJSONWrites(t *testing.T) {
	at := time.Date(2024, 3, 1, 12, 0, 0, 5, time.UTC)
	full := person{
		ID: -1 << 62, Name: "Ann <&>\u2028", Home: &address{Street: "\"x\"", Number: 3, Tags: []string{"a", ""}},
		Marks: map[string]float64{"a": 1e-7, "b": 123456789012345680000, "c": math.MaxFloat64, "d": -1 << 60},
		Ages:  map[int8]bool{-3: true}, Pair: [2]uint8{0, 255}, Raw: []byte{0, 1, 2}, At: at, IP: netip.MustParseAddr("2001:db8::1"),
	}
	for _, want := range []person{{}, full} {
		raw, err := json.Marshal(want)
		if err != nil {
			t.Fatal(err)
		}
		var got person
		if err := wire.Decode(raw, &got); err != nil {
			t.Fatalf("%s: %v", raw, err)
		}
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%s was read as %+v", raw, got)
		}
	}
	for _, f := range []float32{0, 1, 16777216, 1e20, math.MaxFloat32, 0.1, math.SmallestNonzeroFloat32} {
		raw, _ := json.Marshal(f)
		var got float32
		if err := wire.Decode(raw, &got); err != nil || got != f {
			t.Errorf("%s was read as %v: %v", raw, got, err)
		}
	}
}

func TestDecodeAllocatesOnlyTheString(t *testing.T) {
	number, text, truth, real := []byte(`123456`), []byte(`"some text"`), []byte(`true`), []byte(`1.5`)
	typed := []byte(`"17"`)
	for _, c := range []struct {
		what string
		want float64
		f    func() error
	}{
		{"int", 0, func() error { var v int; return wire.Decode(number, &v) }},
		{"named int", 0, func() error { var v userID; return wire.Decode(number, &v) }},
		{"uint32", 0, func() error { var v uint32; return wire.Decode(number, &v) }},
		{"float64", 0, func() error { var v float64; return wire.Decode(real, &v) }},
		{"bool", 0, func() error { var v bool; return wire.Decode(truth, &v) }},
		{"string", 1, func() error { var v string; return wire.Decode(text, &v) }},
		{"named string", 1, func() error { var v name; return wire.Decode(text, &v) }},
		{"a bad int", 0, func() error { var v int; wire.Decode(text, &v); return nil }},
		{"typed int", 0, func() error { var v int; return wire.DecodeInput(typed, &v) }},
		{"typed string", 1, func() error { var v string; return wire.DecodeInput(typed, &v) }},
	} {
		if n := testing.AllocsPerRun(100, func() {
			if err := c.f(); err != nil {
				t.Fatal(err)
			}
		}); n != c.want {
			t.Errorf("%s: %v allocations, want %v", c.what, n, c.want)
		}
	}
}

func TestCheckTypeNamesWhatIsNotRead(t *testing.T) {
	type tree struct {
		Left, Right *tree
		Value       int
	}
	type embeds struct{ address }
	type quoted struct {
		N int `json:",string"`
	}
	for _, c := range []struct {
		t    reflect.Type
		want string // in the error; "" for none
	}{
		{reflect.TypeFor[int](), ""},
		{reflect.TypeFor[person](), ""},
		{reflect.TypeFor[tree](), ""},
		{reflect.TypeFor[*[]map[string]tree](), ""},
		{reflect.TypeFor[any](), "interface"},
		{reflect.TypeFor[func()](), "func"},
		{reflect.TypeFor[struct{ C chan int }](), ".C"},
		{reflect.TypeFor[struct{ M map[float64]int }](), "keys"},
		{reflect.TypeFor[embeds](), "embedded"},
		{reflect.TypeFor[quoted](), "string"},
		{reflect.TypeFor[complex128](), "complex128"},
		{reflect.TypeFor[uintptr](), "uintptr"},
	} {
		err := wire.CheckType(c.t)
		if c.want == "" && err != nil || c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)) {
			t.Errorf("CheckType(%s) = %v, want %q in it", c.t, err, c.want)
		}
	}
}

func FuzzDecode(f *testing.F) {
	for _, c := range decodes {
		f.Add([]byte(c.raw))
	}
	raw, _ := json.Marshal(person{Home: &address{}, Marks: map[string]float64{"a": 1}})
	f.Add(raw)
	f.Fuzz(func(t *testing.T, raw []byte) {
		if !utf8.Valid(raw) {
			return // Scan lets none through
		}
		agree[int](t, raw)
		agree[uint8](t, raw)
		agree[float64](t, raw)
		agree[float32](t, raw)
		agree[bool](t, raw)
		agree[[]int](t, raw)
		agree[map[string]int](t, raw)
		agree[person](t, raw)
		agree[*address](t, raw)
		var s string
		wire.Decode(raw, &s)
		wire.DecodeInput(raw, &s)
		var n int32
		wire.DecodeInput(raw, &n)
		var p signup
		wire.DecodeForm(raw, &p)
	})
}

// agree checks that what Decode takes, encoding/json takes as the same.
func agree[T any](t *testing.T, raw []byte) {
	var ours, theirs T
	if wire.Decode(raw, &ours) != nil {
		return
	}
	if err := json.Unmarshal(raw, &theirs); err != nil {
		t.Fatalf("%q into %T: %+v, but encoding/json says %v", raw, ours, ours, err)
	}
	a, _ := json.Marshal(ours)
	b, _ := json.Marshal(theirs)
	if string(a) != string(b) && !strings.Contains(string(raw), `\u0000`) {
		t.Fatalf("%q into %T: %s, but encoding/json says %s", raw, ours, a, b)
	}
}
