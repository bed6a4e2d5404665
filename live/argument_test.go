package live

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"net/http/httptest"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/azu-live/azu/html"
)

type (
	word  string
	flag  bool
	small int8
	wide  uint64
)

// hexed writes itself, by methods of its pointer.
type hexed struct{ n int }

func (x *hexed) MarshalText() ([]byte, error) { return fmt.Appendf(nil, "0x%x", x.n), nil }
func (x *hexed) UnmarshalText(b []byte) error {
	_, err := fmt.Sscanf(string(b), "0x%x", &x.n)
	return err
}

type place struct {
	X, Y  int
	Names []string
	At    *time.Time
}

// roundTrip fails unless an argument comes back from the wire as it was written.
func roundTrip[A any](t *testing.T, arg A, want string) {
	t.Helper()
	raw := appendArg([]byte("x"), arg)
	if string(raw) != "x"+want {
		t.Errorf("%T %v is written as %s, want %s", arg, arg, raw[1:], want)
	}
	var got A
	raw = raw[1:]
	if string(raw) == "null" {
		raw = nil // as Scan gives it
	}
	if err := decodeArg(raw, &got); err != nil || !reflect.DeepEqual(got, arg) {
		t.Errorf("%T %v comes back as %v, %v", arg, arg, got, err)
	}
}

func TestAnArgumentComesBackAsItWas(t *testing.T) {
	roundTrip(t, "", `""`)
	roundTrip(t, "a \"b\" \\ <é>\n\u2028😀", `"a \"b\" \\ <é>\n`+"\u2028"+`😀"`)
	roundTrip(t, word("w"), `"w"`)
	roundTrip(t, true, `true`)
	roundTrip(t, flag(false), `false`)
	roundTrip(t, 0, `0`)
	roundTrip(t, math.MinInt64, `-9223372036854775808`)
	roundTrip(t, int8(-128), `-128`)
	roundTrip(t, small(127), `127`)
	roundTrip(t, int16(-1), `-1`)
	roundTrip(t, int32(math.MaxInt32), `2147483647`)
	roundTrip(t, int64(math.MaxInt64), `9223372036854775807`)
	roundTrip(t, time.Minute, `60000000000`)
	roundTrip(t, uint(7), `7`)
	roundTrip(t, uint8(255), `255`)
	roundTrip(t, uint16(1), `1`)
	roundTrip(t, uint32(2), `2`)
	roundTrip(t, wide(math.MaxUint64), `18446744073709551615`)
	roundTrip(t, 0.1, `0.1`)
	roundTrip(t, float32(-2.5), `-2.5`)
	roundTrip(t, []int{3, 1}, `[3,1]`)
	roundTrip(t, [2]bool{true, false}, `[true,false]`)
	roundTrip(t, map[string]int{"a": 1}, `{"a":1}`)
	roundTrip(t, place{X: 1, Names: []string{"n"}}, `{"X":1,"Y":0,"Names":["n"],"At":null}`)
	roundTrip(t, hexed{255}, `"0xff"`)
	roundTrip(t, time.Date(2024, 2, 29, 1, 2, 3, 4, time.UTC), `"2024-02-29T01:02:03.000000004Z"`)
	roundTrip(t, (*place)(nil), `null`)
	roundTrip(t, &place{Y: 2}, `{"X":0,"Y":2,"Names":null,"At":null}`)
	roundTrip(t, json.RawMessage(`{"a":[1]}`), `{"a":[1]}`)
}

func TestAnArgumentThatIsAbsentFitsOnlyWhatCanBeNil(t *testing.T) {
	var p *place
	var s []int
	var m map[string]int
	if decodeArg(nil, &p) != nil || decodeArg(nil, &s) != nil || decodeArg(nil, &m) != nil {
		t.Error("nil is refused")
	}
	var n int
	var text string
	var v place
	for _, err := range []error{decodeArg(nil, &n), decodeArg(nil, &text), decodeArg(nil, &v)} {
		if !errors.Is(err, errNoArgument) {
			t.Errorf("got %v", err)
		}
	}
}

type stray struct{ how string }

func (c *stray) Channel(*Ctx, chan int) error { return nil }
func (c *stray) Number(*Ctx, float64) error   { return nil }
func (c *stray) Any(*Ctx, any) error          { return nil }
func (c *stray) Render(h *H[stray]) html.Node {
	switch c.how {
	case "channel":
		return h.P(ClickWith(h, (*stray).Channel, nil))
	case "any":
		return h.P(ClickWith(h, (*stray).Any, nil))
	}
	return h.P(ClickWith(h, (*stray).Number, math.NaN()))
}

func TestAnArgumentThatDoesNotTravelPanicsWhereItStands(t *testing.T) {
	for how, want := range map[string]string{
		"channel": "live: an event's argument of type chan int does not encode: ",
		"any":     "live: an event's argument does not travel: ",
		"number":  "live: an event's argument of type float64 does not encode: ",
	} {
		page := NewPage(func() *stray { return &stray{how} })
		var fault error
		e := newEngine(t, page, Limits{})
		e.observe.Fault = func(_ string, _ uint32, err error) { fault = err }
		if _, err := e.Mount(httptest.NewRequest("GET", "/", nil), page, nil); err != nil {
			t.Fatal(err)
		}
		if fault == nil || !strings.HasPrefix(fault.Error(), "panic: "+want) || !strings.HasSuffix(fault.Error(), ")") {
			t.Errorf("%s: %v; want %q and a place", how, fault, want)
		}
	}
}
