package live

import (
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"github.com/azu-live/azu/html"
)

// address asks for a value of each kind that an address can hold.
type address struct {
	ID     int64    `path:"id"`
	Slug   string   `path:"slug"`
	Text   string   `query:"text"`
	On     bool     `query:"on"`
	Small  int8     `query:"small"`
	Count  uint16   `query:"count"`
	Ratio  float64  `query:"ratio"`
	Short  float32  `query:"short"`
	Tags   []string `query:"tag"`
	Pages  []int    `query:"page"`
	Unread int
}

type addressed struct{ got address }

func (c *addressed) Params(_ *Ctx, a address) error   { c.got = a; return nil }
func (c *addressed) Render(h *H[addressed]) html.Node { return h.P() }

func TestAnAddressIsReadIntoItsFields(t *testing.T) {
	p := paramsMethodOf(reflect.TypeFor[*addressed]())
	if err := p.check("addressed"); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		path  map[string]string
		query string
		want  address
	}{
		{nil, "", address{}},
		{map[string]string{"id": "-9007199254740993", "slug": "a b", "other": "x"}, "", address{ID: -9007199254740993, Slug: "a b"}},
		{nil, "text=a+b%26c&unknown=1", address{Text: "a b&c"}},
		{nil, "text=first&text=second", address{Text: "first"}},
		{nil, "on=true&small=-128&count=65535&ratio=1e3&short=0.5", address{On: true, Small: -128, Count: 65535, Ratio: 1000, Short: 0.5}},
		{nil, "on=1", address{On: true}},
		{nil, "on=on", address{On: true}}, // what a form's checkbox sends
		{nil, "on=off", address{}},
		{nil, "on=&small=&ratio=&page=&tag=", address{}}, // as good as none
		{nil, "tag=a&tag=b&page=3&page=1", address{Tags: []string{"a", "b"}, Pages: []int{3, 1}}},
		{nil, "tag=&tag=b", address{Tags: []string{"", "b"}}},
		{nil, "%zz=1&text=x", address{Text: "x"}}, // what parses counts
	} {
		comp := &addressed{}
		if err := p.apply(comp, nil, c.path, c.query); err != nil || !reflect.DeepEqual(comp.got, c.want) {
			t.Errorf("%v?%s: %+v, %v; want %+v", c.path, c.query, comp.got, err, c.want)
		}
	}
	for _, query := range []string{
		"on=maybe", "small=128", "small=1.5", "count=-1", "count=65536", "ratio=x", "short=1e39", "page=1&page=x", "page=&page=1",
		"ratio=NaN", "ratio=Inf", "ratio=-infinity", "short=nan", "ratio=1e999",
	} {
		comp := &addressed{got: address{Unread: 1}}
		if err := p.apply(comp, nil, nil, query); !errors.Is(err, NotFound) || comp.got.Unread != 1 {
			t.Errorf("%s: %+v, %v; want NotFound, and Params not called", query, comp.got, err)
		}
	}
	if err := p.apply(&addressed{}, nil, map[string]string{"id": "x"}, ""); !errors.Is(err, NotFound) {
		t.Errorf("a path that does not fit: %v", err)
	}
}

type paramsOf[P any] struct{}

func (c *paramsOf[P]) Params(*Ctx, P) error               { return nil }
func (c *paramsOf[P]) Render(h *H[paramsOf[P]]) html.Node { return h.P() }

func TestParamsThatCouldNeverBeFilledAreRefused(t *testing.T) {
	for want, make := range map[string]func(){
		"the field hidden is not exported": func() {
			NewPage(func() *paramsOf[struct {
				hidden int `query:"x"`
			}] {
				return nil
			})
		},
		"the field Both has a path and a query tag": func() {
			NewPage(func() *paramsOf[struct {
				Both int `query:"x" path:"x"`
			}] {
				return nil
			})
		},
		"the field Map has the type map[string]int, want a string, boolean or number": func() {
			NewPage(func() *paramsOf[struct {
				Map map[string]int `query:"x"`
			}] {
				return nil
			})
		},
		"the field Parts has the type []string, want a string, boolean or number": func() {
			NewPage(func() *paramsOf[struct {
				Parts []string `path:"x"`
			}] {
				return nil
			})
		},
		"Params has the signature func(*live.Ctx, *int) error, want func(*live.Ctx, P) error with P a struct": func() {
			NewPage(func() *paramsOf[*int] { return nil })
		},
	} {
		func() {
			defer func() {
				if got := fmt.Sprint(recover()); !strings.HasPrefix(got, "live: component ") || !strings.HasSuffix(got, want) {
					t.Errorf("panics with %q, want %q", got, want)
				}
			}()
			make()
		}()
	}
}
