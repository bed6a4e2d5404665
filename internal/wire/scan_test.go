package wire_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/azu-live/azu/internal/wire"
)

// frames holds messages of clients, good and bad, for the tests and as seeds of the fuzzers.
var frames = []struct {
	name, frame, want string // want is the message as show writes it; "" means bad_message
}{
	{"event", `[1,2,"Add"]`, `event ref=1 view=2 name=Add`},
	{"event with argument", `[7,1,"Remove",17]`, `event ref=7 view=1 name=Remove arg=17`},
	{"event with payload only", `[7,1,"Search",null,"ann"]`, `event ref=7 view=1 name=Search payload="ann"`},
	{"event with both", `[7,1,"Rename",17,"ann"]`, `event ref=7 view=1 name=Rename arg=17 payload="ann"`},
	{"event with a payload of null", `[7,1,"Search",null,null]`, `event ref=7 view=1 name=Search payload=null`},
	{"event with structures", `[7,1,"Save",{"a":[1,{}]},{"name":["x","y"]}]`, `event ref=7 view=1 name=Save arg={"a":[1,{}]} payload={"name":["x","y"]}`},
	{"space between", " [ 1 ,\t2 , \"Add\" ,\r\n3 ] ", `event ref=1 view=2 name=Add arg=3`},
	{"name beyond ASCII", `[1,2,"Größer"]`, `event ref=1 view=2 name=Größer`},
	{"reserved name", `[1,2,"azu.retry"]`, `event ref=1 view=2 name=azu.retry`},
	{"highest numbers", `[9007199254740992,2147483648,"A"]`, `event ref=9007199254740992 view=2147483648 name=A`},
	{"surrogates by escape", `[1,2,"A","\ud83d\ude00","\ud800"]`, `event ref=1 view=2 name=A arg="\ud83d\ude00" payload="\ud800"`},
	{"join", `[0,"join",{"token":"t","url":"/"}]`, `join body={"token":"t","url":"/"}`},
	{"resume", `[0,"resume",{"token":"t","seq":17}]`, `resume body={"token":"t","seq":17}`},
	{"leave", `[0,"leave"]`, `leave`},
	{"ping", `[0,"ping"]`, `ping`},
	{"view", `[0,"view",3]`, `view view=3`},

	{"empty", ``, ``},
	{"space", ` `, ``},
	{"no array", `{}`, ``},
	{"empty array", `[]`, ``},
	{"not closed", `[1,2,"Add"`, ``},
	{"comma at the end", `[1,2,"Add",]`, ``},
	{"comma at the start", `[,1,2,"Add"]`, ``},
	{"two messages", `[1,2,"Add"][2,2,"Add"]`, ``},
	{"bytes after", `[1,2,"Add"]x`, ``},
	{"no commas", `[1 2 "Add"]`, ``},
	{"too many parts", `[1,2,"Add",3,4,5]`, ``},
	{"too many parts of a ping", `[0,"ping",1]`, ``},
	{"too many parts of a join", `[0,"join",{},1]`, ``},
	{"ref of text", `["1",2,"Add"]`, ``},
	{"ref of null", `[null,2,"Add"]`, ``},
	{"ref below zero", `[-1,2,"Add"]`, ``},
	{"ref of minus zero", `[-0,"ping"]`, ``},
	{"ref with fraction", `[1.0,2,"Add"]`, ``},
	{"ref with exponent", `[1e3,2,"Add"]`, ``},
	{"ref with leading zero", `[01,2,"Add"]`, ``},
	{"row 5: ref 2^53+1", `[9007199254740993,2,"Add"]`, ``},
	{"ref of 2^64+1", `[18446744073709551617,2,"Add"]`, ``},
	{"view 0", `[1,0,"Add"]`, ``},
	{"view above 2^31", `[1,2147483649,"Add"]`, ``},
	{"view of text", `[1,"2","Add"]`, ``},
	{"no name", `[1,2]`, ``},
	{"empty name", `[1,2,""]`, ``},
	{"name of a number", `[1,2,3]`, ``},
	{"long name", `[1,2,"` + strings.Repeat("n", 129) + `"]`, ``},
	{"escaped name", `[1,2,"\u0041dd"]`, ``},
	{"unknown word", `[0,"shout"]`, ``},
	{"no word", `[0]`, ``},
	{"join without body", `[0,"join"]`, ``},
	{"join of an array", `[0,"join",[]]`, ``},
	{"view without number", `[0,"view"]`, ``},
	{"view again of 0", `[0,"view",0]`, ``},
	{"row 4: invalid UTF-8", "[1,2,\"Add\",\"\xff\"]", ``},
	{"row 4: invalid UTF-8 in a name", "[1,2,\"Add\xff\"]", ``},
	{"row 4: invalid UTF-8 in a key", "[1,2,\"Add\",{\"\xff\":1}]", ``},
	{"row 4: invalid UTF-8 in a body", "[0,\"join\",{\"token\":\"\xc3\"}]", ``},
	{"row 4: invalid UTF-8 before an escape", "[1,2,\"Add\",\"\xc3\\n\"]", ``},
	{"row 4: half a character at the end", "[1,2,\"Add\",\"\xe2\x82\"]", ``},
	{"row 4: invalid UTF-8 between parts", "[1,2,\xff\"Add\"]", ``},
	{"row 4: invalid UTF-8 behind", "[1,2,\"Add\"]\xff", ``},
	{"characters of all lengths", `[1,2,"Add","é€😀"]`, `event ref=1 view=2 name=Add arg="é€😀"`},
	{"row 4: raw surrogate", "[1,2,\"Add\",\"\xed\xa0\x80\"]", ``},
	{"raw NUL", "[1,2,\"Add\",\"\x00\"]", ``},
	{"raw line end", "[1,2,\"Add\",\"\n\"]", ``},
	{"bad escape", `[1,2,"Add","\x41"]`, ``},
	{"short escape", `[1,2,"Add","\u12"]`, ``},
	{"row 5: deep", `[1,2,"Add",` + strings.Repeat("[", 32) + strings.Repeat("]", 32) + `]`, ``},
	{"row 5: very deep", `[1,2,"Add",` + strings.Repeat("[", 30_000), ``},
	{"row 5: very deep objects", `[1,2,"Add",` + strings.Repeat(`{"a":`, 10_000), ``},
	{"as deep as may be", `[1,2,"Add",` + strings.Repeat("[", 31) + strings.Repeat("]", 31) + `]`, `event ref=1 view=2 name=Add arg=` + strings.Repeat("[", 31) + strings.Repeat("]", 31)},
	{"row 5: duplicate key", `[1,2,"Add",{"a":1,"a":2}]`, ``},
	{"row 5: duplicate key by escape", `[1,2,"Add",{"a":1,"\u0061":2}]`, ``},
	{"row 5: duplicate key in depth", `[1,2,"Add",null,[{"x":{"b":1,"c":2,"b":3}}]]`, ``},
	{"row 5: duplicate among many", `[1,2,"Add",{` + keys(40) + `,"k17":0}]`, ``},
	{"many keys", `[1,2,"Add",{` + keys(40) + `}]`, `event ref=1 view=2 name=Add arg={` + keys(40) + `}`},
	{"row 5: 1e999", `[1,2,"Add",1e999]`, ``},
	{"row 5: -1e999", `[1,2,"Add",null,[-1e999]]`, ``},
	{"row 5: 400 digits", `[1,2,"Add",` + strings.Repeat("9", 400) + `]`, ``},
	{"very small", `[1,2,"Add",1e-999]`, `event ref=1 view=2 name=Add arg=1e-999`},
	{"NaN", `[1,2,"Add",NaN]`, ``},
	{"half a number", `[1,2,"Add",1.]`, ``},
	{"number with plus", `[1,2,"Add",+1]`, ``},
	{"lone minus", `[1,2,"Add",-]`, ``},
	{"half a word", `[1,2,"Add",tru]`, ``},
	{"key without value", `[1,2,"Add",{"a"}]`, ``},
	{"key without quotes", `[1,2,"Add",{a:1}]`, ``},
	{"comma in object", `[1,2,"Add",{"a":1,}]`, ``},
}

func keys(n int) string {
	var list []string
	for i := range n {
		list = append(list, fmt.Sprintf(`"k%d":%d`, i, i))
	}
	return strings.Join(list, ",")
}

func show(m wire.Message) string {
	s := m.Op.String()
	if m.Ref != 0 {
		s += fmt.Sprintf(" ref=%d", m.Ref)
	}
	if m.View != 0 {
		s += fmt.Sprintf(" view=%d", m.View)
	}
	for _, part := range []struct {
		name string
		raw  []byte
	}{{"name", m.Name}, {"arg", m.Arg}, {"payload", m.Payload}, {"body", m.Body}} {
		if part.raw != nil {
			s += fmt.Sprintf(" %s=%s", part.name, part.raw)
		}
	}
	return s
}

func TestScanTakesOnlyMessagesOfTheProtocol(t *testing.T) {
	for _, c := range frames {
		t.Run(c.name, func(t *testing.T) {
			m, err := wire.Scan([]byte(c.frame))
			if c.want == "" {
				if wire.CodeOf(err) != wire.BadMessage {
					t.Errorf("Scan = %s, %v, want bad_message", show(m), err)
				}
				return
			}
			if err != nil || show(m) != c.want {
				t.Errorf("Scan = %s, %v\nwant   %s", show(m), err, c.want)
			}
		})
	}
}

func TestScanAllocatesNothing(t *testing.T) {
	for _, frame := range []string{
		`[17,1,"Add"]`,
		`[18,3,"Rename",17,"a longer text, with \"escapes\""]`,
		`[19,3,"Save",null,{"name":"ann","mail":"ann@example.org","age":"7"}]`,
		`[20,1,"Save",null,{` + keys(40) + `}]`, // from the pool, which the race detector empties
		`[0,"join",{"token":"abc","url":"/","known":["a","b"],"full":[],"seq":0}]`,
		`[21,1,"Broken",`,
	} {
		b := []byte(frame)
		if n := testing.AllocsPerRun(100, func() { wire.Scan(b) }); n != 0 && !raceEnabled {
			t.Errorf("Scan(%s) allocates %v times", frame, n)
		}
	}
}

// A message of 10,000 keys must not cost the square of them.
func BenchmarkScanManyKeys(b *testing.B) {
	frame := []byte(`[1,2,"Save",null,{` + keys(5000) + `}]`)
	b.SetBytes(int64(len(frame)))
	for b.Loop() {
		if _, err := wire.Scan(frame); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkScanClick(b *testing.B) {
	frame := []byte(`[17,1,"Increment"]`)
	b.ReportAllocs()
	for b.Loop() {
		wire.Scan(frame)
	}
}

func FuzzScan(f *testing.F) {
	for _, c := range frames {
		f.Add([]byte(c.frame))
	}
	f.Fuzz(func(t *testing.T, frame []byte) {
		before := string(frame)
		m, err := wire.Scan(frame)
		if string(frame) != before {
			t.Fatal("Scan changed the frame")
		}
		if err != nil {
			if wire.CodeOf(err) != wire.BadMessage || show(m) != "event" {
				t.Fatalf("Scan = %s, %v", show(m), err)
			}
			return
		}
		var parts []json.RawMessage
		if err := json.Unmarshal(frame, &parts); err != nil || !utf8.Valid(frame) {
			t.Fatalf("Scan took what is no JSON: %v", err)
		}
		if m.Op == wire.OpEvent {
			again, err := wire.Scan(wire.AppendEvent(nil, m.Ref, m.View, string(m.Name), m.Arg, m.Payload))
			if err != nil || show(again) != show(m) {
				t.Fatalf("%s was written and read again as %s, %v", show(m), show(again), err)
			}
		}
	})
}
