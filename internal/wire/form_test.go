package wire_test

import (
	"fmt"
	"net/netip"
	"reflect"
	"strings"
	"testing"

	"github.com/azu-live/azu/internal/wire"
)

type signup struct {
	Name    string `form:"name"`
	Age     int    `form:"age"`
	Price   float64
	Terms   bool       `form:"terms"`
	Colours []name     `form:"colour"`
	Sizes   []uint8    `form:"size"`
	From    netip.Addr `form:"from"`
	Secret  string     `form:"-"`
}

func input[T any](raw []byte) (any, error) {
	var v T
	err := wire.DecodeInput(raw, &v)
	return v, err
}

func TestDecodeInputReadsWhatAVisitorTyped(t *testing.T) {
	for _, c := range []struct {
		raw    string
		decode func([]byte) (any, error)
		want   string // the value, or the error's code
	}{
		{`"ann"`, input[string], `ann`},
		{`""`, input[string], ``},
		{`"ann"`, input[name], `ann`},
		{`true`, input[bool], `true`},
		{`["a","b"]`, input[[]string], `[a b]`},
		{`"17"`, input[int], `17`},
		{`" 17\n"`, input[int], `17`},
		{`"+17"`, input[int], `17`},
		{`"-17"`, input[userID], `-17`},
		{`"1.5"`, input[float64], `1.5`},
		{`".5"`, input[float64], `0.5`},
		{`"1e3"`, input[float64], `1000`},
		{`""`, input[int], `invalid`},
		{`" "`, input[float64], `invalid`},
		{`"-"`, input[int], `invalid`},
		{`"1.5"`, input[int], `invalid`},
		{`"1e3"`, input[int], `invalid`},
		{`"300"`, input[uint8], `invalid`},
		{`"1e999"`, input[float64], `invalid`},
		{`"Infinity"`, input[float64], `invalid`},
		{`"NaN"`, input[float64], `invalid`},
		{`"0x10"`, input[float64], `invalid`},
		{`"1_000"`, input[int], `invalid`},
		{`"9007199254740993"`, input[float64], `invalid`},
		{`"١٢"`, input[int], `invalid`},
		{`17`, input[int], `bad_argument`},
		{`null`, input[int], `bad_argument`},
		{`null`, input[string], `bad_argument`},
		{`"true"`, input[bool], `bad_argument`},
		{`"a"`, input[[]string], `bad_argument`},
		{`[1]`, input[[]string], `bad_argument`},
		{`"`, input[int], `bad_message`},
	} {
		v, err := c.decode([]byte(c.raw))
		got := fmt.Sprint(v)
		if err != nil {
			got = string(wire.CodeOf(err))
		}
		if got != c.want {
			t.Errorf("%s into %T: %s (%v), want %s", c.raw, v, got, err, c.want)
		}
	}
}

func TestDecodeFormFillsFieldsByExactName(t *testing.T) {
	for _, c := range []struct {
		raw  string
		want string
	}{
		{`{}`, `{Name: Age:0 Price:0 Terms:false Colours:[] Sizes:[] From:invalid IP Secret:}`},
		{`{"name":"Ann","age":"7","Price":"1.5","terms":"on","from":"192.0.2.1"}`, `{Name:Ann Age:7 Price:1.5 Terms:true Colours:[] Sizes:[] From:192.0.2.1 Secret:}`},
		{`{"colour":"red","size":["1","2"]}`, `{Name: Age:0 Price:0 Terms:false Colours:[red] Sizes:[1 2] From:invalid IP Secret:}`},
		{`{"name":["first","last"],"terms":"off"}`, `{Name:last Age:0 Price:0 Terms:false Colours:[] Sizes:[] From:invalid IP Secret:}`},
		{`{"Name":"x","NAME":"x","Secret":"x","-":"x","extension":"x"}`, `{Name: Age:0 Price:0 Terms:false Colours:[] Sizes:[] From:invalid IP Secret:}`},
		{`{"age":""}`, `invalid`},
		{`{"age":"old"}`, `invalid`},
		{`{"size":["1","300"]}`, `invalid`},
		{`{"from":"home"}`, `invalid`},
		{`{"age":7}`, `bad_argument`},
		{`{"name":null}`, `bad_argument`},
		{`{"name":{"a":1}}`, `bad_argument`},
		{`{"colour":[["red"]]}`, `bad_argument`},
		{`[]`, `bad_argument`},
		{`null`, `bad_argument`},
		{`{"name":"a","name":"b"}`, `bad_message`},
	} {
		var v signup
		err := wire.DecodeForm([]byte(c.raw), &v)
		got := fmt.Sprintf("%+v", v)
		if err != nil {
			if !reflect.ValueOf(v).IsZero() {
				t.Errorf("%s: left %s behind", c.raw, got)
			}
			got = string(wire.CodeOf(err))
		}
		if got != c.want {
			t.Errorf("%s: %s (%v)\nwant %s", c.raw, got, err, c.want)
		}
	}
}

func TestCheckFormNamesWhatIsNotRead(t *testing.T) {
	for _, c := range []struct {
		t    reflect.Type
		want string
	}{
		{reflect.TypeFor[signup](), ""},
		{reflect.TypeFor[int](), "no struct"},
		{reflect.TypeFor[struct{ A struct{} }](), ".A"},
		{reflect.TypeFor[struct{ A [][]string }](), ".A"},
		{reflect.TypeFor[struct{ A map[string]string }](), ".A"},
	} {
		err := wire.CheckForm(c.t)
		if c.want == "" && err != nil || c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)) {
			t.Errorf("CheckForm(%s) = %v, want %q in it", c.t, err, c.want)
		}
	}
}
