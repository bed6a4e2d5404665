package html

import (
	"strings"
	"testing"
)

func TestMarkupThatABrowserKeepsPasses(t *testing.T) {
	for name, markup := range map[string]string{
		"nothing":                      "",
		"text only":                    "Ann",
		"a fence and text":             "<!--[-->Ann<!--]-->",
		"phrasing in a paragraph":      "<p>a <b>b</b> <a href=\"x\">c</a><br></p>",
		"a fence in a paragraph":       "<p><!--[-->x<!--]--></p>",
		"nested lists":                 "<ul><li>a<ul><li>b</li></ul></li></ul>",
		"terms":                        "<dl><dt>a</dt><dd>b</dd></dl>",
		"a whole table":                "<table><caption>c</caption><colgroup><col></colgroup><thead><tr><th>a</th></tr></thead><tbody><tr><td>b</td></tr></tbody><tfoot><tr><td>c</td></tr></tfoot></table>",
		"fences in a table":            "<table><!--[--><tbody z><!--[--><tr><!--[--><td>b</td><!--]--></tr><!--]--></tbody><!--]--></table>",
		"a table in a cell":            "<table><tbody><tr><td><table><tbody></tbody></table></td></tr></tbody></table>",
		"a row as root":                "<tr><td>x</td></tr>",
		"rows as roots":                "<tr><td>x</td></tr><tr><td>y</td></tr>",
		"a fenced row":                 "<!--[--><tr><td>x</td></tr><!--]-->",
		"cells as roots":               "<th>x</th><td>y</td>",
		"a table body as root":         "<tbody><tr><td>x</td></tr></tbody>",
		"a table head as root":         "<thead><tr><th>x</th></tr></thead>",
		"a caption as root":            "<caption>x</caption>",
		"a column group as root":       "<colgroup><col></colgroup>",
		"columns as roots":             "<col><col>",
		"an item as root":              "<li>x</li>",
		"an option as root":            "<option value=\"1\">x</option>",
		"an option group as root":      "<optgroup label=\"x\"><option>x</option></optgroup>",
		"a select":                     "<select><option>a</option><hr><optgroup label=\"x\"><option>b</option></optgroup></select>",
		"fences in a select":           "<select><!--[--><option>a</option><!--]--></select>",
		"a datalist":                   "<datalist><option>a</option></datalist>",
		"a drawing":                    "<svg><defs><linearGradient><stop></stop></linearGradient></defs><clipPath></clipPath><text>a<tspan>b</tspan></text></svg>",
		"a drawing in a paragraph":     "<p><svg><title>x</title><path></path></svg></p>",
		"a shape as root":              "<circle r=\"1\"></circle>",
		"shapes as roots":              "<linearGradient></linearGradient><path></path>",
		"an SVG image as root":         "<image href=\"x\"></image>",
		"a form with fields":           "<form><label>a<input></label><textarea>\n\nx</textarea><button>b</button></form>",
		"a document":                   "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>x</title><link href=\"x\"><script src=\"x\"></script></head><body><main>x</main></body></html>",
		"a document without a doctype": "<html><head></head><body></body></html>",
		"a head as root":               "<head><title>x</title></head><body>x</body>",
		"a paragraph in a button":      "<button><span>x</span></button>",
		"constant noscript":            "<noscript><p>Please turn it on.</p></noscript>",
		"a run-time text in noscript":  "<noscript z>x</noscript>",
		"a constant template":          "<template><tr><td>x</td></tr></template>",
		"details":                      "<details><summary>a</summary><p>b</p></details>",
		"ruby":                         "<ruby>a<rp>(</rp><rt>b</rt><rp>)</rp></ruby>",
		"an iframe":                    "<iframe src=\"x\"></iframe>",
		"a video":                      "<video><source src=\"x\"><track src=\"y\">none</video>",
		"custom elements":              "<my-card><p>x</p></my-card>",
		"preformatted lines":           "<pre>\n\nx\n</pre>",
		"less-than in texts":           "<p>a &lt;b&gt; c</p><textarea>&lt;/textarea></textarea>",
		"greater-than in an attribute": "<p title=\"a>b\">x</p>",
		"whitespace only":              "<table> <tbody> </tbody> </table>",
	} {
		if err := checkShape(markup); err != nil {
			t.Errorf("%s: %s: %v", name, markup, err)
		}
	}
}

func TestMarkupThatABrowserWouldChangeIsRefused(t *testing.T) {
	for _, c := range []struct{ name, markup, want string }{
		{"a row without a body", "<table><tr><td>x</td></tr></table>", "in <table> a browser would change the markup: rows stand in Tbody, Thead or Tfoot"},
		{"a cell without a row", "<table><tbody><td>x</td></tbody></table>", "read as: <tbody><tr><td>"},
		{"a division in a table", "<table><div>x</div></table>", "read as: <div>x</div><table></table>"},
		{"text in a table", "<table>x</table>", "read as: x<table></table>"},
		{"text in a row", "<table><tbody><tr>x</tr></tbody></table>", "read as: x<table>"},
		{"text in a row as root", "<tr>x</tr>", "read as: x<table>"},
		{"a column without a group", "<table><col></table>", "read as: <table><colgroup><col></colgroup></table>"},
		{"a division in a row as root", "<tr><div>x</div></tr>", "written: <table><tbody><tr><div>x"},
		{"a form around rows", "<table><form><tbody></tbody></form></table>", "read as: <table><form></form><tbody></tbody></table>"},
		{"a division in a paragraph", "<p><div>x</div></p>", "a paragraph can't hold <div>"},
		{"a list deeper in a paragraph", "<div><p>a <span><ul></ul></span></p></div>", "in <div> a browser would change the markup"},
		{"a paragraph in a paragraph", "<p>a<p>b</p></p>", "a paragraph can't hold <p>"},
		{"a table in a paragraph", "<!doctype html><html><head></head><body><p><table></table></p></body></html>", "a paragraph can't hold <table>"},
		{"a form in a form", "<form><div><form></form></div></form>", "written: <div><form></form></div>\n\tread as: <div></div>"},
		{"a link in a link", "<a href=\"x\"><b><a href=\"y\">z</a></b></a>", "<a> can't stand in <a>"},
		{"a button in a button", "<button>a<span><button>b</button></span></button>", "<button> can't stand in <button>"},
		{"an item in an item", "<li>a<li>b</li></li>", "read as: <li>a</li><li>b</li>"},
		{"a term in a term", "<dl><dt>a<dt>b</dt></dt></dl>", "in <dl> a browser"},
		{"a heading in a heading", "<h1>a<h2>b</h2></h1>", "read as: <h1>a</h1><h2>b</h2>"},
		{"an option in an option", "<select><option>a<option>b</option></option></select>", "read as: <select><option>a</option><option>b</option></select>"},
		{"a division in a select", "<select><div><option>a</option></div></select>", "<select> holds <div>, which most browsers drop"},
		{"a select in a select", "<select><select></select></select>", "a browser would change the markup"},
		{"a division in a drawing", "<svg><g><div>x</div></g></svg>", "read as: <svg><g></g></svg><div>x</div>"},
		{"a paragraph among shapes", "<circle></circle><p>x</p>", "<p>x</p>"},
		{"a body in a division", "<div><body>x</body></div>", "written: <div><body>x</body></div>\n\tread as: <div>x</div>"},
		{"a division in the head", "<html><head><div>x</div></head><body></body></html>", "read as: <head></head>"},
		{"a document without a head", "<html><body>x</body></html>", "read as: <html><head></head><body>x</body></html>"},
		{"a row in a division", "<div><tr><td>x</td></tr></div>", "written: <div><tr><td>x</td></tr></div>\n\tread as: <div>x</div>"},
		{"a caption in a division", "<div><caption>x</caption></div>", "in <div> a browser"},
		{"a run-time attribute in noscript", "<noscript><p z title=\"x\">a</p></noscript>", "<noscript> holds a run-time value"},
		{"a fence in noscript", "<noscript><!--[-->x<!--]-->y</noscript>", "<noscript> holds a run-time value"},
		{"a run-time text in a template", "<template><p z>x</p></template>", "<template> holds a run-time value"},
		{"a paragraph in noscript in the head", "<html><head><noscript><p>x</p></noscript></head><body></body></html>", "in <noscript> a browser"},
		{"an end without a start", "<p></div></p>", "</div> ends <p>"},
	} {
		err := checkShape(c.markup)
		if err == nil {
			t.Errorf("%s: %s passes", c.name, c.markup)
		} else if !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %s: %v\nwant %s", c.name, c.markup, err, c.want)
		}
	}
}

func TestTheMessageShowsBothShapes(t *testing.T) {
	err := checkShape(`<section><p class="a">Hello<div title="b">Ann</div></p></section>`)
	want := "in <section> a browser would change the markup: a paragraph can't hold <div>\n" +
		"\twritten: <section><p>Hello<div>Ann</div></p></section>\n" +
		"\tread as: <section><p>Hello</p><div>Ann</div><p></p></section>"
	if err == nil || !strings.HasPrefix(err.Error(), want) {
		t.Errorf("%v\nwant %s", err, want)
	}
}

func TestTheMessageStaysShort(t *testing.T) {
	err := checkShape("<p><div>" + strings.Repeat("<b>größer</b>", 1000) + "</div></p>")
	if err == nil || len(err.Error()) > 3*maxOutline {
		t.Errorf("%d bytes: %v", len(err.Error()), err)
	}
}

// FuzzCheckShape must neither panic nor take markup for kept that comes back changed.
func FuzzCheckShape(f *testing.F) {
	f.Add("<p>a<b>b</b></p>")
	f.Add("<table><!--[--><tr></tr><!--]--></table>")
	f.Add("<tr><td>x</td></tr>")
	f.Add("</p>")
	f.Add("<svg><circle></svg>")
	f.Fuzz(func(t *testing.T, markup string) {
		if checkShape(markup) != nil {
			return
		}
		before, after := surroundings(markup)
		meant, _ := asWritten(before + markup + after)
		read, _ := asRead(before + markup + after)
		if meant.String() != read.String() {
			t.Fatalf("%q passes, but %s is read as %s", markup, meant, read)
		}
	})
}
