package wire_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/azu-live/azu/internal/wire"
)

func TestEveryMessageIsWrittenAsTheProtocolSays(t *testing.T) {
	template := wire.Template{Name: "k3F_9x", Table: []byte(`[[[0,0]]]`)}
	full := wire.Template{Name: "k3F_9x", Table: []byte(`[]`), Statics: []byte(`"<p>"`)}
	update := slices.Clip(wire.AppendUpdate(nil, 12, 7))
	for _, c := range []struct{ got, want string }{
		{string(wire.AppendEnd(update)), `[12,7]`},
		{string(wire.AppendEnd(append(wire.AppendPatch(update, 1), `[0,3]`...))), `[12,7,1,[0,3]]`},
		{string(wire.AppendEnd(wire.AppendRefusal(update, wire.Denied))), `[12,7,-1,"denied"]`},
		{string(wire.AppendEnd(wire.AppendTemplates(update, []wire.Template{template, full}))), `[12,7,-2,[["k3F_9x",[[[0,0]]]],["k3F_9x",[],"<p>"]]]`},
		{string(wire.AppendJoined(nil, wire.Joined{Resume: "r"})), `[0,"joined",{"resume":"r","fresh":false,"seq":0,"ref":0,"templates":[]}]`},
		{
			string(wire.AppendJoined(nil, wire.Joined{Resume: "r", Fresh: true, Seq: 3, Ref: 2, Templates: []wire.Template{template}, View: []byte(`["k3F_9x","a"]`), Probe: 5 * time.Second, Bytes: wire.Bytes{Message: 1024, Rate: 12, Burst: 4096}})),
			`[0,"joined",{"resume":"r","fresh":true,"seq":3,"ref":2,"templates":[["k3F_9x",[[[0,0]]]]],"view":["k3F_9x","a"],"probe":5000,"bytes":[1024,12,4096]}]`,
		},
		{string(wire.AppendResumed(nil, "r", 17, 4)), `[0,"resumed",{"resume":"r","seq":17,"ref":4}]`},
		{string(wire.AppendGone(nil)), `[0,"gone"]`},
		{string(wire.AppendStale(nil)), `[0,"stale"]`},
		{string(wire.AppendPong(nil)), `[0,"pong"]`},
		{string(wire.AppendBusy(nil, true)), `[0,"busy",true]`},
		{string(wire.AppendError(nil, wire.Limit, "")), `[0,"error","limit"]`},
		{string(wire.AppendError(nil, wire.Redirect, "/login")), `[0,"error","redirect","/login"]`},
		{string(wire.AppendEvent(nil, 1, 2, "Add", nil, nil)), `[1,2,"Add"]`},
		{string(wire.AppendEvent(nil, 1, 2, "Add", []byte("3"), nil)), `[1,2,"Add",3]`},
		{string(wire.AppendEvent(nil, 1, 2, "Add", nil, []byte(`"x"`))), `[1,2,"Add",null,"x"]`},
		{string(wire.AppendLeave(nil)), `[0,"leave"]`},
		{string(wire.AppendPing(nil)), `[0,"ping"]`},
		{string(wire.AppendAgain(nil, 3)), `[0,"view",3]`},
		{string(wire.AppendResume(nil, wire.Resume{Token: "t", Seq: 17})), `[0,"resume",{"token":"t","seq":17}]`},
		{
			string(wire.AppendJoin(nil, wire.Join{Token: "t", URL: "/a?b", Known: []string{"x"}, Full: []string{}})),
			`[0,"join",{"token":"t","url":"/a?b","known":["x"],"full":[],"seq":0}]`,
		},
	} {
		if c.got != c.want {
			t.Errorf("wrote %s\nwant  %s", c.got, c.want)
		}
	}
}

func TestAJoinIsReadAsItWasWritten(t *testing.T) {
	want := wire.Join{Token: "t", URL: "/a?b=\"<c>\"", Known: []string{"x", "y"}, Full: []string{"x"}, Seq: 9}
	m, err := wire.Scan(wire.AppendJoin(nil, want))
	if err != nil || m.Op != wire.OpJoin {
		t.Fatal(m, err)
	}
	var got wire.Join
	if err := wire.Decode(m.Body, &got); err != nil || fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("read %+v, %v", got, err)
	}
}

func TestWritingAnUpdateAllocatesNothing(t *testing.T) {
	room := make([]byte, 0, 256)
	if n := testing.AllocsPerRun(100, func() {
		b := wire.AppendPatch(wire.AppendUpdate(room[:0], 1234, 567), 3)
		b = append(b, "[0,7]"...)
		room = wire.AppendEnd(wire.AppendRefusal(b, wire.Denied))
	}); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

func ExampleScan() {
	m, err := wire.Scan([]byte(`[7,1,"Remove",17]`))
	fmt.Printf("%s %d %d %s %s %v\n", m.Op, m.Ref, m.View, m.Name, m.Arg, err)

	_, err = wire.Scan([]byte(`[7,1,"Remove",{"id":1,"id":2}]`))
	fmt.Println(wire.CodeOf(err), "-", err)
	// Output:
	// event 7 1 Remove 17 <nil>
	// bad_message - wire: bad_message: key twice in an object
}

func ExampleAppendUpdate() {
	frame := wire.AppendUpdate(nil, 12, 7)
	frame = append(wire.AppendPatch(frame, 1), "[0,3]"...) // as package diff writes it
	fmt.Println(string(wire.AppendEnd(frame)))
	// Output: [12,7,1,[0,3]]
}

func ExampleDecodeInput() {
	var age int
	fmt.Println(wire.DecodeInput([]byte(`"42"`), &age), age)
	fmt.Println(wire.CodeOf(wire.DecodeInput([]byte(`""`), &age)), age)
	// Output:
	// <nil> 42
	// invalid 42
}
