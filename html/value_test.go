package html_test

import (
	"testing"
	"time"

	"github.com/azu-live/azu/html"
)

func TestValuesAreWrittenByTheirKind(t *testing.T) {
	day := time.Date(2026, 3, 9, 8, 5, 0, 0, time.UTC)
	for _, c := range []struct {
		name string
		node func(h *html.Builder) html.Node
		want string
	}{
		{"constant text", func(h *html.Builder) html.Node { return h.P(h.Lit("a < b")) }, "<p>a &lt; b</p>"},
		{"text", func(h *html.Builder) html.Node { return h.P(h.Text("a < b")) }, "<p>a &lt; b</p>"},
		{"int", func(h *html.Builder) html.Node { return h.P(h.Int(-5)) }, "<p>-5</p>"},
		{"one digit", func(h *html.Builder) html.Node { return h.P(h.Int(9)) }, "<p>9</p>"},
		{"int64", func(h *html.Builder) html.Node { return h.P(h.Int64(-9223372036854775808)) }, "<p>-9223372036854775808</p>"},
		{"float", func(h *html.Builder) html.Node { return h.P(h.Float(2.5, 2)) }, "<p>2.50</p>"},
		{"shortest float", func(h *html.Builder) html.Node { return h.P(h.Float(0.1, -1)) }, "<p>0.1</p>"},
		{"format", func(h *html.Builder) html.Node { return h.P(h.Textf("%d < %s", 3, "four")) }, "<p>3 &lt; four</p>"},
		{"time", func(h *html.Builder) html.Node { return h.P(h.Timef(day, "2 Jan 15:04")) }, "<p>9 Mar 08:05</p>"},
		{"nothing", func(h *html.Builder) html.Node { return h.P(html.Node{}) }, "<p></p>"},
		{"no node at all", func(h *html.Builder) html.Node { return html.Node{} }, ""},
		{"fragment", func(h *html.Builder) html.Node {
			return h.P(h.Fragment(h.Lit("a"), h.Fragment(h.Text("b")), h.Fragment()))
		}, "<p>ab</p>"},
		{"attributes in a fragment", func(h *html.Builder) html.Node {
			return h.P(h.Fragment(h.ID("x"), h.Class("y")), h.Lit("z"))
		}, `<p id="x" class="y">z</p>`},
		{"attribute after content", func(h *html.Builder) html.Node { return h.P(h.Lit("z"), h.ID("x")) }, `<p id="x">z</p>`},
		{"comment", func(h *html.Builder) html.Node { return h.P(h.Comment("note")) }, "<p><!--note--></p>"},
		{"custom element", func(h *html.Builder) html.Node { return h.El("my-card", h.Text("x")) }, "<my-card>x</my-card>"},
		{"markup", func(h *html.Builder) html.Node { return h.Div(h.Raw("<b>x</b>")) }, "<div><b>x</b></div>"},
		{"void element", func(h *html.Builder) html.Node { return h.Br() }, "<br>"},
		{"named attributes", func(h *html.Builder) html.Node {
			return h.P(h.Attr("popover", "auto"), h.AttrInt("data-n", 3), h.AttrIf("inert", true), h.AttrIf("hidden", false), h.Data("a", "1"), h.DataInt("b", 2), h.Aria("label", "c"), h.AriaBool("busy", true))
		}, `<p popover="auto" data-n="3" inert data-a="1" data-b="2" aria-label="c" aria-busy="true"></p>`},
		{"constants passed on", func(h *html.Builder) html.Node { return h.P(h.Class(html.C("a").V())) }, `<p class="a"></p>`},
		{"classes", func(h *html.Builder) html.Node {
			return h.P(h.ClassIf("on", true), h.Class("a b"), h.ClassIf("off", false), h.ClassIfElse(false, "yes", "no"))
		}, `<p class="a b on no"></p>`},
		{"only conditional classes", func(h *html.Builder) html.Node { return h.P(h.ClassIf("on", true), h.ClassIf("off", false)) }, `<p class="on "></p>`},
		{"style", func(h *html.Builder) html.Node { return h.P(h.Style("width", "50%"), h.Style("--n", `"`)) }, `<p z-style z-style-width="50%" z-style---n="&#34;"></p>`},
		{"value", func(h *html.Builder) html.Node { return h.Input(h.Value(`a"b`)) }, `<input value="a&#34;b">`},
		{"numeric value", func(h *html.Builder) html.Node { return h.Li(h.ValueInt(4)) }, `<li value="4"></li>`},
		{"value of a textarea", func(h *html.Builder) html.Node { return h.Textarea(h.Value("a<")) }, "<textarea>a&lt;</textarea>"},
		{"first line of a textarea empty", func(h *html.Builder) html.Node { return h.Textarea(h.Value("\na")) }, "<textarea>\n\na</textarea>"},
		{"first line of preformatted text empty", func(h *html.Builder) html.Node { return h.Pre(h.Text("\na")) }, "<pre>\n\na</pre>"},
		{"first constant line of preformatted text empty", func(h *html.Builder) html.Node { return h.Pre(h.Lit("\na")) }, "<pre>\n\na</pre>"},
		{"first line of a textarea's constant empty behind no text", func(h *html.Builder) html.Node { return h.Textarea(h.Text(""), h.Lit("\na")) }, "<textarea>\n\na</textarea>"},
		{"value of a select", func(h *html.Builder) html.Node {
			return h.Select(h.Value("b"), h.Option(h.Value("a"), h.Lit("A")), h.Option(h.Value("b"), h.Lit("B")))
		}, `<select><option value="a">A</option><option selected value="b">B</option></select>`},
		{"value of a select by text", func(h *html.Builder) html.Node {
			return h.Select(h.Value("B & C"), h.Option(h.Lit("A")), h.Option(h.Text("B & C")))
		}, `<select><option>A</option><option selected>B &amp; C</option></select>`},
		{"value of a select by text with spaces around", func(h *html.Builder) html.Node {
			return h.Select(h.Value("B C"), h.Option(h.Text("\n B \t C ")))
		}, "<select><option selected>\n B \t C </option></select>"},
		{"value of a select behind a comment that looks like an option", func(h *html.Builder) html.Node {
			return h.Select(h.Value("b"), h.Comment(`<option value="b"> `), h.Option(h.Value("b")))
		}, `<select><!--<option value="b"> --><option selected value="b"></option></select>`},
		{"value of a select behind markup that does not end", func(h *html.Builder) html.Node {
			return h.Select(h.Value("b"), h.Optgroup(h.Raw(`<option value="b`)))
		}, `<select><optgroup><option value="b</optgroup></select>`},
		{"value of a select beside markup that does not end", func(h *html.Builder) html.Node {
			return h.Select(h.Value("b"), h.Option(h.Value("b")), h.Optgroup(h.Raw(`<option><!-- <b title="`)))
		}, `<select><option selected value="b"></option><optgroup><option><!-- <b title="</optgroup></select>`},
		{"value of a select by text with a no-break space", func(h *html.Builder) html.Node {
			return h.Select(h.Value("10\u00a0km"), h.Option(h.Text("10 km")), h.Option(h.Text("10\u00a0km")))
		}, "<select><option>10 km</option><option selected>10\u00a0km</option></select>"},
	} {
		t.Run(c.name, func(t *testing.T) {
			wantEqual(t, "markup", plain(c.node), c.want)
		})
	}
}
