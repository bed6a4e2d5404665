package diff_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/azu-live/azu/diff"
	"github.com/azu-live/azu/html"
)

// every is a page with one slot of each kind, in this order: 0 text, 1 bool, 2 region,
// 3 list, 4 view, 5 raw, 6 a text that stands nowhere, 7 a text that stays.
func every(text string, rows string) func(*html.Builder) html.Node {
	return func(h *html.Builder) html.Node {
		kids := []html.Node{
			h.P(h.Text(text)), h.P(h.Hidden(true)),
			html.If(h, true, func(h *html.Builder) html.Node { return h.P(h.Text("inside")) }),
			h.Ul(html.Each(h, items(rows), key, func(h *html.Builder, x *item) html.Node { return h.Li(h.Text(x.text)) })),
			h.P(h.View(7)),
			h.P(h.Raw("<b>raw</b>")),
		}
		h.Text("nowhere")
		return h.Div(append(kids, h.P(h.Text("end")))...)
	}
}

func TestApplyRefusesWhatIsNoPatch(t *testing.T) {
	w := newWorld()
	tree := w.render(every("text", "abc"))
	hr := w.render(func(h *html.Builder) html.Node { return h.Hr() })
	nameOf := func(tree []byte) string {
		id, _ := html.Uvarint(tree, 0)
		return w.reg.Template(uint32(id)).Name()
	}
	kept := slices.Clone(tree)
	for _, c := range []struct{ patch, want string }{
		{``, "ends too early"},
		{`{}`, `'{' stands where '[' belongs`},
		{`[`, "ends too early"},
		{`[]`, `']' starts no integer`},
		{`[0]`, `']' stands where ',' belongs`},
		{`[0,"x"`, "ends too early"},
		{`[0,"x"],`, "more follows"},
		{`[ 0,"x"]`, `' ' starts no integer`},
		{`[8,"x"]`, "8 is more than 7"},
		{`[-1,"x"]`, "-1 is negative"},
		{`[00,"x"]`, "starts no integer"},
		{`[9999999999999999,"x"]`, "starts no integer"},
		{`[1,1,0,"x"]`, "slot 0 comes after slot 1"},
		{`[0,"x",0,"x"]`, "slot 0 comes after slot 0"},
		{`[6,"x"]`, "slot 6: it stands nowhere"},
		{`[0,1.5]`, `'.' stands where ']' belongs`},
		{`[0,null]`, `'n' starts no integer`},
		{`[0,-0]`, `'-' starts no integer`},
		{`[0,["x","y"]]`, `',' stands where ']' belongs`},
		{`[0,[1]]`, `'1' stands where '"' belongs`},
		{"[0,\"a\nb\"]", "control byte 0xa"},
		{"[0,\"\xff\"]", "not valid UTF-8"},
		{`[0,"\x"]`, `escape \x`},
		{`[0,"\u00g0"]`, "no hexadecimal digit"},
		{`[0,"\ud83d"]`, "half of a surrogate pair"},
		{`[0,"\ude00\ud83d"]`, "half of a surrogate pair"},
		{`[0,"\ud83d\ud83d"]`, "half of a surrogate pair"},
		{`[0,"\u12`, "ends too early"},
		{`[0,"\`, "ends too early"},
		{`[1,2]`, "2 is more than 1"},
		{`[1,"1"]`, "starts no integer"},
		{`[2,1]`, "1 is more than 0"},
		{`[2,[9,"x"]]`, "9 is more than 0"},
		{`[2,["......"]]`, `no template is named "......"`},
		{`[2,["` + nameOf(hr) + `",1]]`, `',' stands where ']' belongs`},
		{`[2,[""]]`, `']' stands where ',' belongs`},
		{`[3,[]]`, `']' starts no integer`},
		{`[3,["x",0,1]]`, `"x" is no op`},
		{`[3,["r",0,0]]`, "0 rows from 0 of 3"},
		{`[3,["r",2,2]]`, "2 rows from 2 of 3"},
		{`[3,["r",4,1]]`, "4 is more than 3"},
		{`[3,["m",3,0]]`, "3 is more than 2"},
		{`[3,["m",0,3]]`, "3 is more than 2"},
		{`[3,["i",4,"` + nameOf(hr) + `",1]]`, "4 is more than 3"},
		{`[3,["i",0,"` + nameOf(hr) + `",0]]`, "no rows"},
		{`[3,["i",0,"` + nameOf(hr) + `",1048577]]`, "1048577 is more than 1048576"},
		{`[3,["i",0,"` + nameOf(hr) + `",1048576,"i",0,"` + nameOf(hr) + `",1]]`, "1 is more than 0"},
		{`[3,["i",0,"",2,"x"]]`, `']' stands where ',' belongs`},
		{`[3,[3,[0,"x"]]]`, "3 is more than 2"},
		{`[3,[1,[0,"x"],1,[0,"y"]]]`, "row 1 comes after row 1"},
		{`[3,[1,[0,"x"],"r",0,1]]`, "before they are patched"},
		{`[4,5]`, "5 is more than 0"},
		{`[4,[0,"` + nameOf(hr) + `"]]`, "view 0 has no content"},
		{`[4,[4294967296,"` + nameOf(hr) + `"]]`, "4294967296 is more than 4294967295"},
		{`[4,[7,[0,"x"]]]`, `'[' stands where '"' belongs`},
		{`[5,7]`, `'7' stands where '"' belongs`},
		{`["` + nameOf(tree) + `"]`, `slot 0: ']' stands where ',' belongs`},
		{`["` + nameOf(tree) + `","",0,0,[],0,"","nowhere"]`, `slot 6: '"' starts no integer`},
		{`["","x",[7,"` + nameOf(hr) + `"]]`, "view 7 is not in its markup"},
		{`["","<!--[v7--><!--]-->",[7,"` + nameOf(hr) + `"],[7,"` + nameOf(hr) + `"]]`, "or comes again"},
		{strings.Repeat(`["`+nameOf(tree)+`","",0,`, 600), "deeper than 512"},
	} {
		out, err := diff.Apply(w.reg, tree, []byte(c.patch), nil)
		if err == nil || out != nil || !strings.Contains(err.Error(), c.want) || !strings.HasPrefix(err.Error(), "diff: apply patch, byte ") {
			t.Errorf("%.60s: %v, want an error with: %s", c.patch, err, c.want)
		}
	}
	if string(tree) != string(kept) {
		t.Error("Apply changed the tree that it was given")
	}
	if _, err := diff.Apply(w.reg, nil, []byte(`[0,"x"]`), nil); err == nil {
		t.Error("a patch makes something of nothing")
	}
}

func TestApplyTakesEveryFormThatJSONHasForAString(t *testing.T) {
	w := newWorld()
	tree := w.render(func(h *html.Builder) html.Node { return h.P(h.Text("")) })
	out, err := diff.Apply(w.reg, tree, []byte(`[0,"\"\\\/\b\f\n\r\t\u0041\u00e9\uD83D\ude00 é😀"]`), nil)
	if err != nil {
		t.Fatal(err)
	}
	want := w.render(func(h *html.Builder) html.Node { return h.P(h.Text("\"\\/\b\f\n\r\tAé😀 é😀")) })
	if string(out) != string(want) {
		t.Errorf("%q", out)
	}
}
