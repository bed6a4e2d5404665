package wire_test

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/azu-live/azu/internal/wire"
)

var texts = []string{
	"", "hello", "a\"b\\c/d", "tab\tline\nreturn\r", "\x00\x01\x1f\x7f", "€ 😀 ü", "</script><!--", "\u2028\u2029",
	"\xff", "a\xc0\x80b", "\xed\xa0\x80", "\xe2\x82", "half\xf0\x9f\x98", "�", strings.Repeat("long ", 100),
}

func TestAppendStringWritesWhatJSONReads(t *testing.T) {
	for _, s := range texts {
		checkString(t, s)
	}
}

func checkString(t *testing.T, s string) {
	t.Helper()
	raw := wire.AppendString([]byte("x"), s)
	if !bytes.Equal(raw, wire.AppendString([]byte("x"), []byte(s))) {
		t.Errorf("%q is written otherwise as bytes", s)
	}
	var got string
	if err := json.Unmarshal(raw[1:], &got); err != nil || !utf8.Valid(raw) {
		t.Fatalf("AppendString(%q) = %s: %v", s, raw, err)
	}
	if want := strings.ToValidUTF8(s, "\uFFFD"); !utf8.ValidString(s) {
		// One U+FFFD per bad byte, as Go ranges over strings; a run of them may be any number.
		squeeze := func(s string) string {
			return strings.ReplaceAll(strings.Join(strings.FieldsFunc(s+" ", func(r rune) bool { return r == '\uFFFD' }), "\uFFFD"), "\uFFFD\uFFFD", "\uFFFD")
		}
		if squeeze(got) != squeeze(want) {
			t.Errorf("AppendString(%q) reads as %q", s, got)
		}
	} else if got != s {
		t.Errorf("AppendString(%q) reads as %q", s, got)
	}
}

func TestAppendStringAllocatesNothing(t *testing.T) {
	room := make([]byte, 0, 1<<12)
	raw := []byte("bytes € \xff \"")
	for _, s := range texts {
		if n := testing.AllocsPerRun(10, func() { room = wire.AppendString(wire.AppendString(room[:0], s), raw) }); n != 0 {
			t.Errorf("AppendString(%q) allocates %v times", s, n)
		}
	}
}

func FuzzAppendString(f *testing.F) {
	for _, s := range texts {
		f.Add(s)
	}
	f.Fuzz(checkString)
}

var values = []string{
	`null`, `true`, `0`, `-0`, `17`, `-1.5e-3`, `1E+400`, `1e308`, `"x"`, `"\ud800"`, `"\ud83d\ude00"`, `"\u0000"`, `[]`, `[1,[2,[]]]`,
	`{}`, `{"a":1,"b":{"a":1}}`, `{"a":1,"a":1}`, `{"\ud800":1,"\udfff":2}`, `{"a\/b":1,"a/b":2}`, ` 1`, `1 `, `01`, `.5`, `"`, `"\u00`, `{"a":}`, `[1,]`, `nul`,
	strings.Repeat("[", 32) + strings.Repeat("]", 32), strings.Repeat("[", 33) + strings.Repeat("]", 33),
}

func FuzzValue(f *testing.F) {
	for _, v := range values {
		f.Add([]byte(v))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		end, err := wire.Value(raw, 0, 0)
		if err == nil && (!utf8.Valid(raw[:end]) || !json.Valid(raw[:end])) {
			t.Fatalf("Value took %q", raw[:end])
		}
		if err == nil && end == len(raw) {
			for range wire.Elements(raw) {
			}
			for range wire.Members(raw) {
			}
			return
		}
		// What JSON has and Value has not is named in its documentation.
		if json.Valid(raw) && utf8.Valid(raw) && !slices.ContainsFunc([]string{"nested", "twice", "beyond"}, func(why string) bool {
			return err != nil && strings.Contains(err.Error(), why)
		}) && len(bytes.TrimSpace(raw)) == len(raw) {
			t.Fatalf("Value refused %q: %v", raw, err)
		}
	})
}

func TestElementsAndMembersWalkInOrder(t *testing.T) {
	var got []string
	for raw := range wire.Elements([]byte(` [ 1 , [2,3] ,{"a":4} , "]" ] `[1:])) {
		got = append(got, string(raw))
	}
	if want := []string{"1", "[2,3]", `{"a":4}`, `"]"`}; !slices.Equal(got, want) {
		t.Errorf("Elements: %q", got)
	}
	got = nil
	for key, raw := range wire.Members([]byte(`{ "a" : 1 , "b\u0063" :{"d":"}"} }`)) {
		got = append(got, key, string(raw))
	}
	if want := []string{"a", "1", "bc", `{"d":"}"}`}; !slices.Equal(got, want) {
		t.Errorf("Members: %q", got)
	}
	for range wire.Elements([]byte(`{"a":1}`)) {
		t.Error("an object has elements")
	}
	for range wire.Members([]byte(`["a",1]`)) {
		t.Error("an array has members")
	}
}
