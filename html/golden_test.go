package html_test

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	parser "golang.org/x/net/html"

	"github.com/azu-live/azu/html"
)

var update = flag.Bool("update", false, "write the golden files")

// golden compares with testdata/golden/name, byte by byte. The last line break is the
// file's own.
func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", "golden", name)
	got += "\n"
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatalf("%v: run go test -update", err)
	}
	wantEqual(t, path, got, string(want))
}

// goldens are pages whose markup, table and statics are kept as files.
var goldens = map[string]func(h *html.Builder) html.Node{
	"counter": func(h *html.Builder) html.Node {
		return h.Div(h.Class("counter"),
			h.Button(h.Type("button"), h.AddEvent("click", "Decrement", 1, nil, false), h.Lit("-")),
			h.Output(h.Lit("Count: "), h.Int(3), h.Lit(" clicks")),
			h.Button(h.Type("button"), h.AddEvent("click", "Increment", 2, nil, false), h.Lit("+")))
	},
	"users": func(h *html.Builder) html.Node {
		return h.Section(h.Class("user-list"), h.ClassIf("empty", false),
			h.Input(h.Type("search"), h.Name("filter"), h.Placeholder("Filter"), h.Value("ann"), h.AddEvent("input", "Search", 3, nil, false), h.ModifyInt("debounce", 300)),
			html.If(h, true, func(h *html.Builder) html.Node { return h.P(h.Int(2), h.Lit(" users")) }),
			h.Ul(html.EachSeq(h, count(2), func(i int) int { return i }, func(h *html.Builder, i int) html.Node {
				return h.Li(h.Text([]string{"Ann", "<Bob>"}[i]), h.Lit(" "),
					h.Button(h.AddEvent("click", "Remove", 4, []byte{byte('1' + i)}, true), h.Modify("confirm", "Really?"), h.Lit("Remove")))
			})))
	},
	"form": func(h *html.Builder) html.Node {
		return h.Form(h.Method("post"), h.Action("/users?a=1&b=2"), h.AddEvent("submit", "Save", 5, nil, false),
			h.Label(h.For("name"), h.Lit("Name")),
			h.Input(h.ID("name"), h.Name("name"), h.Required(true), h.Disabled(false), h.Maxlength(80), h.Value(`Ann "A" <Smith>`)),
			h.Textarea(h.Name("about"), h.Rows(3), h.Value("\nfirst line empty\r\n</textarea>")),
			h.Select(h.Name("role"), h.Value("b"), h.Option(h.Value("a"), h.Lit("Reader")), h.Option(h.Value("b"), h.Lit("Writer"))),
			h.Input(h.Type("checkbox"), h.Name("news"), h.Checked(true)),
			h.Progress(h.Max("100"), h.ValueInt(40), h.Style("width", "40%")))
	},
	"table": func(h *html.Builder) html.Node {
		return h.Table(h.Caption(h.Lit("Chess")), h.Tbody(html.EachSeq(h, count(2), func(i int) int { return i }, func(h *html.Builder, row int) html.Node {
			return h.Tr(html.EachSeq(h, count(2), func(i int) int { return i }, func(h *html.Builder, col int) html.Node {
				return h.Td(h.ClassIfElse((row+col)%2 == 0, "white", "black"), h.Int(row*2+col))
			}))
		})))
	},
	"mixed content": func(h *html.Builder) html.Node {
		return h.Fragment(h.Text("first "), h.B(h.Lit("bold")), h.Text(" then "), h.Int(2), h.View(0),
			html.IfElse(h, false, nil, func(h *html.Builder) html.Node { return h.Fragment(h.Lit("no "), h.Br(), h.Text("more")) }),
			h.Comment("[ a comment like a fence"), h.Div(h.Raw("<i>trusted</i>")), h.Wbr())
	},
	"drawing": func(h *html.Builder) html.Node {
		return h.SVG(h.ViewBox("0 0 20 10"), h.Role("img"),
			h.SvgTitle(h.Lit("A line & a dot")),
			h.SvgLinearGradient(h.ID("g"), h.SvgStop(h.Offset(0), h.StopColor("red")), h.SvgStop(h.Offset(1), h.StopColor("blue"))),
			h.SvgPath(h.D("M0 0L20 10"), h.StrokeWidth(0.5), h.Stroke("url(#g)"), h.Fill("none")),
			h.SvgCircle(h.Cx(10), h.Cy(5), h.R(1.25)),
			h.SvgA(h.Href("javascript:alert(1)"), h.SvgText(h.TextAnchor("middle"), h.Text("<x>"))))
	},
}

func TestGolden(t *testing.T) {
	for name, view := range goldens {
		t.Run(name, func(t *testing.T) {
			c := newComponent(view)
			tree := c.tree()
			got := string(c.reg.AppendHTML(nil, tree, "", nil))
			for id := uint32(1); int(id) <= c.set.Len(); id++ {
				tmpl := c.reg.Template(id)
				got += "\n\n" + tmpl.Name() + "\n" + string(tmpl.Table()) + "\n" + string(tmpl.Statics())
			}
			golden(t, strings.ReplaceAll(name, " ", "_")+".txt", got)
		})
	}
}

func TestALayoutIsADocumentWithoutMarks(t *testing.T) {
	golden(t, "layout.txt", plain(func(h *html.Builder) html.Node {
		return h.Fragment(h.Doctype(), h.HTML(h.Lang("en"),
			h.Head(h.Meta(h.Charset("utf-8")), h.Meta(h.Name("viewport"), h.Content("width=device-width")),
				h.TitleEl(h.Text("</title><script>"), h.Lit(" | Azu")),
				h.Link(h.Rel("stylesheet"), h.Href("/app.css")),
				h.Script(h.Src("/app.js"), h.Defer(true), h.Nonce(`"x`))),
			h.Body(h.Main(h.ID("main"), h.Lit("Hello")))))
	}))
}

// payloads are what a visitor may put into any value; none may leave its place.
var payloads = []string{
	`<script>alert(1)</script>`, `</script><script>alert(1)</script>`, `"><img src=x onerror=alert(1)>`, `' onmouseover='alert(1)`, `" autofocus onfocus="alert(1)`,
	`</textarea><script>alert(1)</script>`, `</title><script>alert(1)</script>`, `</option></select><script>alert(1)</script>`, `</style><script>alert(1)</script>`,
	`<!--[-->`, `<!--]-->`, `--><script>alert(1)</script>`, `<!-->`, `]]><script>alert(1)</script>`, `<![CDATA[<script>]]>`, `{"a":"</script>"}`, `\u003cscript\u003e`,
	`&lt;script&gt;`, `&#60;script&#62;`, `&notit`, "\x01javascript:alert(1)", "java\nscript:alert(1)", "java\x00script:alert(1)", "data:text/html,<script>alert(1)</script>", `//evil.example`,
	"\x00<\x00b\x00>", "\xc0\xbcscript\xc0\xbe", "\xed\xa0\x80", "<b\xff>", "`onclick=alert(1)", "<svg/onload=alert(1)>", `<math><mtext></p><style><img src=x onerror=alert(1)>`,
	`expression(alert(1))`, `red;background:url(javascript:alert(1))`, `z-click="Remove"`, ` z="aaaaaa"`, "\r\n\r\n<b>", `Remove 1" z-view="1`,
}

// everywhere puts one run-time value into each place that takes one.
func everywhere(s string) func(h *html.Builder) html.Node {
	return func(h *html.Builder) html.Node {
		return h.Div(h.Title(s), h.Data("value", s), h.Aria("label", s), h.Attr("data-json", s), h.Style("color", s),
			h.AddEvent("click", "Remove", 1, []byte(s), true), h.Modify("confirm", s),
			h.P(h.Text(s)), h.P(h.Lit("before "), h.Text(s), h.Lit(" after")), h.P(h.Text(s), h.Br(), h.Textf("%s", s)),
			h.A(h.Href(s), h.Lit("link")), h.Img(h.Src(s), h.Alt(s)), h.Form(h.Action(s), h.Button(h.Formaction(s))), h.Blockquote(h.CiteAttr(s)),
			h.Object(h.DataAttr(s)), h.Video(h.Poster(s)), h.A(h.Attr("href", s)), h.Iframe(h.Src(s)), h.Script(h.Src(s)),
			h.Input(h.Value(s), h.Placeholder(s)), h.Textarea(h.Value(s)), h.Textarea(h.Text(s)), h.Pre(h.Text(s)),
			h.Select(h.Value(s), h.Option(h.Value(s), h.Text(s))),
			h.SVG(h.SvgTitle(h.Text(s)), h.SvgA(h.Attr("xlink:href", s)), h.SvgUse(h.Href(s)), h.SvgPath(h.D(s), h.Fill(s), h.Filter(s)), h.SvgText(h.Text(s))),
			html.EachSeq(h, count(1), func(int) string { return s }, func(h *html.Builder, _ int) html.Node { return h.Fragment(h.Text(s), h.Hr()) }),
			h.Noscript(h.Text(s)))
	}
}

// contexts has one place of each kind.
func contexts(s string) func(h *html.Builder) html.Node {
	return func(h *html.Builder) html.Node {
		return h.P(h.AddEvent("click", "Remove", 1, []byte(s), true), h.Style("color", s), h.A(h.Href(s), h.Title(s), h.Lit("a "), h.Text(s)), h.Textarea(h.Value(s)))
	}
}

func TestRow16PayloadsAreInertEverywhere(t *testing.T) {
	var all strings.Builder
	want := structure(t, render(everywhere("x")))
	for _, p := range payloads {
		got := render(everywhere(p))
		wantEqual(t, "elements and attribute names with "+p, structure(t, got), want)
		all.WriteString(withoutNames(render(contexts(p))) + "\n\n")
	}
	golden(t, "payloads.txt", strings.TrimSuffix(all.String(), "\n\n"))
}

func FuzzRow16Payload(f *testing.F) {
	for _, p := range payloads {
		f.Add(p)
	}
	f.Fuzz(func(t *testing.T, s string) {
		wantEqual(t, "elements and attribute names", structure(t, render(everywhere(s))), structure(t, render(everywhere("x"))))
	})
}

// structure is what a parser finds but for texts and values, and fails at a URL with
// another scheme. Which option is selected may vary, and so may names of templates.
func structure(t *testing.T, markup string) string {
	t.Helper()
	doc, err := parser.Parse(strings.NewReader(markup))
	if err != nil {
		t.Fatal(err)
	}
	var w strings.Builder
	for n := range doc.Descendants() {
		if n.Type == parser.CommentNode && len(n.Data) != len("[nnnnnn") {
			w.WriteString("<!--" + n.Data + "-->\n")
		}
		if n.Type != parser.ElementNode {
			continue
		}
		w.WriteString(n.Data)
		for _, a := range n.Attr {
			if a.Key == "selected" {
				continue
			}
			w.WriteString(" " + a.Key)
			switch a.Key {
			case "href", "src", "action", "formaction", "cite", "poster", "data":
				if a.Val != refused && !allowedScheme(browserScheme(a.Val)) {
					t.Errorf("%s=%q", a.Key, a.Val)
				}
			}
		}
		w.WriteString("\n")
	}
	return w.String()
}
