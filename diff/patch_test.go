package diff_test

import (
	"strings"
	"testing"

	"github.com/azu-live/azu/html"
)

func TestListPatches(t *testing.T) {
	for _, c := range []struct{ name, old, new, want string }{
		{"a swap costs two moves", "abcdef", "aecdbf", `[0,["m",4,1,"m",2,4]]`},
		{"a removal costs one op", "abcdef", "abdef", `[0,["r",2,1]]`},
		{"a run of removals costs one op", "abcdef", "af", `[0,["r",1,4]]`},
		{"removals far apart go from the back", "abcdef", "bcdf", `[0,["r",4,1,"r",0,1]]`},
		{"clearing costs one op", "abcdef", "", `[0,["r",0,6]]`},
		{"the last becomes the first by one move", "abcdef", "fabcde", `[0,["m",5,0]]`},
		{"the first becomes the last by one move", "abcdef", "bcdefa", `[0,["m",0,5]]`},
		{"a run of insertions of one template is one op", "abc", "abxyzc", `[0,["i",2,"NAME",3,"x","y","z"]]`},
		{"insertions into nothing", "", "ab", `[0,["i",0,"NAME",2,"a","b"]]`},
		{"another template starts another op", "a", "axXYy", `[0,["i",1,"NAME",1,"x","i",2,"BIG!",2,"X","Y","i",4,"NAME",1,"y"]]`},
		{"other rows are removed, then inserted", "abc", "xy", `[0,["r",0,3,"i",0,"NAME",2,"x","y"]]`},
		{"all at once, each with the indices of its moment", "abcdef", "xedcyb", `[0,["r",5,1,"r",0,1,"m",3,0,"m",3,1,"m",3,2,"i",0,"NAME",1,"x","i",4,"NAME",1,"y"]]`},
		{"the same key twice: the rows keep their order", "aab", "baa", `[0,["m",2,0]]`},
		{"a key too many is inserted", "ab", "aba", `[0,["i",2,"NAME",1,"a"]]`},
		{"nothing", "abc", "abc", ``},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := newWorld()
			b := w.browse(t, w.render(list(items(c.old))))
			got := b.change(w.render(list(items(c.new))))
			for _, name := range w.used {
				as := "NAME"
				if strings.Contains(string(w.reg.Named(name).Statics()), "big") {
					as = "BIG!"
				}
				got = strings.ReplaceAll(got, name, as)
			}
			if got != c.want {
				t.Errorf("%s\nwant %s", got, c.want)
			}
		})
	}
}

func TestRowPatchesFollowByFinalIndex(t *testing.T) {
	w := newWorld()
	b := w.browse(t, w.render(list([]item{{"a", "1"}, {"b", "2"}, {"c", "3"}, {"d", "4"}, {"e", "5"}})))
	got := b.change(w.render(list([]item{{"a", "one"}, {"d", "four"}, {"c", "3"}, {"e", "five"}})))
	if want := `[0,["r",1,1,"m",2,1,0,[0,"one"],1,[0,"four"],3,[0,"five"]]]`; got != want {
		t.Errorf("%s\nwant %s", got, want)
	}
}

func TestARowOfAnotherTemplateIsReplacedInItsPlace(t *testing.T) {
	w := newWorld()
	row := func(big bool) func(h *html.Builder) html.Node {
		return func(h *html.Builder) html.Node {
			return h.Ul(html.Each(h, items("ab"), key, func(h *html.Builder, x *item) html.Node {
				if big && x.key == "b" {
					return h.Li(h.Span(h.Text(x.text)))
				}
				return h.Li(h.Text(x.text))
			}))
		}
	}
	b := w.browse(t, w.render(row(false)))
	got := b.change(w.render(row(true)))
	if want := `[0,[1,["` + w.used[0] + `","b"]]]`; got != want {
		t.Errorf("%s\nwant %s", got, want)
	}
}

func TestTextPatches(t *testing.T) {
	long := strings.Repeat("é", 100)
	for _, c := range []struct{ name, old, new, want string }{
		{"a number goes bare", "1", "-12", `-12`},
		{"zero", "1", "0", `0`},
		{"minus zero is text", "1", "-0", `"-0"`},
		{"leading zeros are text", "1", "007", `"007"`},
		{"fifteen digits go bare", "1", "-123456789012345", `-123456789012345`},
		{"sixteen digits are text", "1", "1234567890123456", `"1234567890123456"`},
		{"nothing", "1", "", `""`},
		{"a minus alone", "1", "-", `"-"`},
		{"a fraction", "1", "1.5", `"1.5"`},
		{"an exponent", "1", "1e3", `"1e3"`},
		{"a text that grew sends its end", "hello", "hello!!!", `["!!!"]`},
		{"a short one does not", "ab", "abc", `"abc"`},
		{"the shorter of both", "abc", "abcd", `["d"]`},
		{"a number that grew", "123", "1234", `1234`},
		{"a long number that grew", "12345", "123456", `["6"]`},
		{"a suffix of digits is a string", "hello", "hello1", `["1"]`},
		{"an emoji is never split", "abc😀", "abc😁", `"abc😁"`},
		{"an emoji that grew", "abc👩", "abc👩‍💻", "[\"\u200d💻\"]"},
		{"half a character that was completed", "abc\xf0\x9f\x98", "abc😀", `"abc😀"`},
		{"half a character that stays", "abc\xf0\x9f", "abc\xf0\x9fd", `["d"]`},
		{"a combining mark", "cafe", "cafe\u0301", "[\"\u0301\"]"},
		{"escapes", "", "\"\\\n\u2028<&>", `"\"\\\n` + "\u2028" + `<&>"`},
		{"a NUL", "", "a\x00b", "\"a\uFFFDb\""},
		{"a text that shrank", long + "a", long, `"` + long + `"`},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := newWorld()
			show := func(s string) []byte {
				return w.render(func(h *html.Builder) html.Node { return h.P(h.Text(s)) })
			}
			b := w.browse(t, show(c.old))
			if got := b.change(show(c.new)); got != "[0,"+c.want+"]" {
				t.Errorf("%s\nwant [0,%s]", got, c.want)
			}
		})
	}
}

// part is a page with one slot of each kind that holds no others.
type part struct {
	on   bool
	kid  string // in the region, unless empty
	alt  bool   // which of two templates the region has
	view uint32
	raw  html.Markup
	lost string // a text that is placed nowhere
	name string
}

func (p part) render(h *html.Builder) html.Node {
	h.Text(p.lost)
	return h.Div(h.ClassIf("on", p.on), h.Title(p.name),
		h.P(html.If(h, p.kid != "", func(h *html.Builder) html.Node {
			if p.alt {
				return h.Span(h.Title(p.kid))
			}
			return h.Span(h.Text(p.kid))
		})),
		h.Div(h.View(p.view)),
		h.P(h.Raw(p.raw)))
}

func TestSlotPatches(t *testing.T) {
	for _, c := range []struct {
		name     string
		old, new part
		want     string
	}{
		{"a bool", part{}, part{on: true}, `[1,1]`},
		{"a bool back", part{on: true}, part{}, `[1,0]`},
		{"an attribute", part{name: "abcd"}, part{name: "abcd efg"}, `[2,[" efg"]]`},
		{"a region appears", part{}, part{kid: "x"}, `[3,["NAME","x"]]`},
		{"a region vanishes", part{kid: "x"}, part{}, `[3,0]`},
		{"a region changes inside", part{kid: "x"}, part{kid: "y"}, `[3,[0,"y"]]`},
		{"a region gets another template", part{kid: "x"}, part{kid: "x", alt: true}, `[3,["NAME","x"]]`},
		{"a view appears with its content", part{}, part{view: 7}, `[4,[7,"NAME","seven"]]`},
		{"another view", part{view: 7}, part{view: 8}, `[4,[8,"NAME","eight"]]`},
		{"a view vanishes", part{view: 7}, part{}, `[4,0]`},
		{"raw markup is never a number", part{}, part{raw: "12"}, `[5,"12"]`},
		{"raw markup has no suffix", part{raw: "<b>12</b>"}, part{raw: "<b>12</b>3"}, `[5,"<b>12</b>3"]`},
		{"what stands nowhere changes nothing", part{lost: "a"}, part{lost: "b"}, ``},
		{"only what changed", part{kid: "x", view: 7, raw: "r", lost: "a"}, part{on: true, kid: "x", view: 7, raw: "s", lost: "b"}, `[1,1,5,"s"]`},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := newWorld()
			view := func(s string) []byte {
				return w.render(func(h *html.Builder) html.Node { return h.P(h.Text(s)) })
			}
			w.views[7], w.views[8] = view("seven"), view("eight")
			b := w.browse(t, w.render(c.old.render))
			got := b.change(w.render(c.new.render))
			for _, name := range w.used {
				got = strings.ReplaceAll(got, name, "NAME")
			}
			if got != c.want {
				t.Errorf("%s\nwant %s", got, c.want)
			}
		})
	}
}

func TestTheWholeEndsWithTheLastSlotThatStandsSomewhere(t *testing.T) {
	w := newWorld()
	page := func(s string) []byte {
		return w.render(func(h *html.Builder) html.Node {
			n := h.Div(h.Text(s))
			h.Text("nowhere")
			each(h, nil)
			return n
		})
	}
	got := w.browse(t, page("a")).change(page("b"))
	if want := `[0,"b"]`; got != want {
		t.Errorf("%s\nwant %s", got, want)
	}
	got = string(w.differ.AppendWhole(nil, w.reg, page("a"), w))
	if want := `["` + w.used[0] + `","a"]`; got != want {
		t.Errorf("%s\nwant %s", got, want)
	}
}

func TestTheWholeCarriesEverySlotInOrder(t *testing.T) {
	w := newWorld()
	tree := w.render(part{on: true, name: "12", raw: "12", lost: "gone"}.render)
	got := string(w.differ.AppendWhole(nil, w.reg, tree, w))
	if want := `["` + w.used[0] + `",0,1,12,0,0,"12"]`; got != want {
		t.Errorf("%s\nwant %s", got, want)
	}
}

func TestMarkupIsReplacedButKeepsItsViews(t *testing.T) {
	w := newWorldOf(1)
	w.views[7] = w.render(func(h *html.Builder) html.Node { return h.P(h.Text("seven")) })
	w.views[8] = w.views[7]
	page := func(n int, views ...uint32) []byte {
		return w.render(func(h *html.Builder) html.Node {
			kids := []html.Node{h.Int(n)}
			for _, v := range views {
				kids = append(kids, h.Span(h.View(v)))
			}
			return h.Div(kids...)
		})
	}
	b := w.browse(t, page(1))
	for _, c := range []struct {
		tree []byte
		want string
	}{
		{page(1, 7), `,[7,"NAME","seven"]]`},
		{page(2, 7), `]`},
		{page(2, 7), ``},
		{page(2, 8, 7), `,[8,"NAME","seven"]]`},
	} {
		got := b.change(c.tree)
		for _, name := range w.used {
			got = strings.ReplaceAll(got, name, "NAME")
		}
		if c.want == "" && got != "" || c.want != "" && !(strings.HasPrefix(got, `["","<div`) && strings.HasSuffix(got, `</div>"`+c.want)) {
			t.Errorf("%s\nwant the end %s", got, c.want)
		}
	}
}

func TestAnotherRootIsSentWhole(t *testing.T) {
	w := newWorld()
	b := w.browse(t, w.render(func(h *html.Builder) html.Node { return h.P(h.Text("a")) }))
	got := b.change(w.render(func(h *html.Builder) html.Node { return h.Div(h.Text("a")) }))
	if want := `["` + w.used[0] + `","a"]`; got != want {
		t.Errorf("%s\nwant %s", got, want)
	}
}
