package html

import (
	"strings"
	"testing"
	"unicode/utf8"

	parser "golang.org/x/net/html"
)

func TestTextAndAttributesAreEscapedByTheirContext(t *testing.T) {
	for _, c := range []struct{ name, in, text, attr string }{
		{"nothing", "", "", ""},
		{"plain words", "a plain sentence, longer than a word", "a plain sentence, longer than a word", "a plain sentence, longer than a word"},
		{"markup", `<b a="1">&amp;</b>`, "&lt;b a=\"1\"&gt;&amp;amp;&lt;/b&gt;", "&lt;b a=&#34;1&#34;&gt;&amp;amp;&lt;/b&gt;"},
		{"end of a script", "</script>", "&lt;/script&gt;", "&lt;/script&gt;"},
		{"comment", "<!--[-->", "&lt;!--[--&gt;", "&lt;!--[--&gt;"},
		{"single quote", "it's", "it's", "it's"},
		{"tab and line feed", "a\tb\nc", "a\tb\nc", "a\tb\nc"},
		{"carriage return", "a\rb\r\n", "a&#13;b&#13;\n", "a&#13;b&#13;\n"},
		{"NUL", "java\x00script", "java\uFFFDscript", "java\uFFFDscript"},
		{"letters beyond ASCII", "Größe 東京 🙂", "Größe 東京 🙂", "Größe 東京 🙂"},
		{"replacement character", "a\uFFFDb", "a\uFFFDb", "a\uFFFDb"},
		{"stray bytes", "a\x80\xffb", "a\uFFFD\uFFFDb", "a\uFFFD\uFFFDb"},
		{"cut rune", "abc\xe6\x9d", "abc\uFFFD\uFFFD", "abc\uFFFD\uFFFD"},
		{"cut rune before markup", "\xe6\x9d<b>", "\uFFFD\uFFFD&lt;b&gt;", "\uFFFD\uFFFD&lt;b&gt;"},
		{"lone surrogate", "a\xed\xa0\x80b", "a\uFFFD\uFFFD\uFFFDb", "a\uFFFD\uFFFD\uFFFDb"},
		{"slash in too many bytes", "\xc0\xaf", "\uFFFD\uFFFD", "\uFFFD\uFFFD"},
	} {
		if got := string(appendText([]byte("x"), c.in)); got != "x"+c.text {
			t.Errorf("%s: text %q, want %q", c.name, got, "x"+c.text)
		}
		if got := string(appendAttr([]byte("x"), c.in)); got != "x"+c.attr {
			t.Errorf("%s: attribute %q, want %q", c.name, got, "x"+c.attr)
		}
	}
}

// Eight bytes are looked at together: each special byte must be found at each place,
// whatever stands beside it.
func TestSpecialBytesAreFoundAtEveryPlace(t *testing.T) {
	for c := range 256 {
		for _, around := range []byte{'a', 0x01, 0x7f, 0x80, '"', 0} {
			for at := range 19 {
				s := []byte(strings.Repeat(string([]byte{around}), 19))
				s[at] = byte(c)
				if got, want := string(appendText(nil, string(s))), slowly(string(s), false); got != want {
					t.Fatalf("text %q: %q, want %q", s, got, want)
				}
				if got, want := string(appendAttr(nil, string(s))), slowly(string(s), true); got != want {
					t.Fatalf("attribute %q: %q, want %q", s, got, want)
				}
			}
		}
	}
}

// slowly escapes rune by rune.
func slowly(s string, attr bool) string {
	var w strings.Builder
	for _, r := range s { // ranging turns stray bytes into U+FFFD
		switch {
		case r == '&':
			w.WriteString("&amp;")
		case r == '<':
			w.WriteString("&lt;")
		case r == '>':
			w.WriteString("&gt;")
		case r == '"' && attr:
			w.WriteString("&#34;")
		case r == '\r':
			w.WriteString("&#13;")
		case r == 0:
			w.WriteRune(utf8.RuneError)
		default:
			w.WriteRune(r)
		}
	}
	return w.String()
}

func TestEscapingAllocatesNothing(t *testing.T) {
	dst := make([]byte, 0, 256)
	if n := testing.AllocsPerRun(100, func() {
		dst = appendText(dst[:0], "a < b and \xff beyond")
		dst = appendAttr(dst, `"quoted" & more`)
	}); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

// around has a value in every kind of place, with the text and the attribute title that a
// browser reads there.
var around = []struct {
	view func(h *Builder, s string) Node
	want func(s string) string
}{
	{func(h *Builder, s string) Node { return h.P(h.Text(s)) }, itself},
	{func(h *Builder, s string) Node { return h.P(h.Lit("a"), h.Text(s), h.B(), h.Text(s)) }, func(s string) string { return "a" + s + s }},
	{func(h *Builder, s string) Node { return h.TitleEl(h.Text(s)) }, itself},
	{func(h *Builder, s string) Node { return h.Textarea(h.Value(s)) }, itself},
	{func(h *Builder, s string) Node { return h.Textarea(h.Text(s)) }, itself},
	{func(h *Builder, s string) Node { return h.Textarea(h.Text(s), h.Lit("\nb")) }, func(s string) string { return s + "\nb" }},
	{func(h *Builder, s string) Node { return h.Textarea(h.Lit("\na"), h.Text(s)) }, func(s string) string { return "\na" + s }},
	{func(h *Builder, s string) Node { return h.Pre(h.Text(s)) }, itself},
	{func(h *Builder, s string) Node { return h.Pre(h.Text(s), h.B()) }, itself},
	{func(h *Builder, s string) Node { return h.Pre(h.Text(s), h.Lit("\nb")) }, func(s string) string { return s + "\nb" }},
	{func(h *Builder, s string) Node { return h.Pre(h.Text(s), h.Lit("\nb"), h.B()) }, func(s string) string { return s + "\nb" }},
	{func(h *Builder, s string) Node { return h.Pre(h.Lit(""), h.Lit("\na"), h.Text(s)) }, func(s string) string { return "\na" + s }},
	{func(h *Builder, s string) Node { return h.Pre(h.Lit(""), h.Lit("\na"), h.B(), h.Text(s)) }, func(s string) string { return "\na" + s }},
	{func(h *Builder, s string) Node { return h.Pre(h.Text(""), h.B(), h.Text(s)) }, itself},
	{func(h *Builder, s string) Node { return h.Pre(h.B(), h.Text(s)) }, itself},
	{func(h *Builder, s string) Node { return h.Pre(If(h, true, func(h *Builder) Node { return h.Text(s) })) }, itself},
	{func(h *Builder, s string) Node {
		return h.Pre(If(h, false, func(h *Builder) Node { return h.Text(s) }), h.Lit("\nb"))
	}, func(string) string { return "\nb" }},
	{func(h *Builder, s string) Node {
		return h.Pre(Each(h, []string{s, s}, func(s *string) string { return *s }, func(h *Builder, s *string) Node { return h.Text(*s) }))
	}, func(s string) string { return s + s }},
	{func(h *Builder, s string) Node { return h.SVG(h.SvgText(h.Text(s))) }, itself},
	{func(h *Builder, s string) Node { return h.P(h.Title(s)) }, itself},
	{func(h *Builder, s string) Node { return h.SVG(h.Attr("title", s)) }, itself},
}

func itself(s string) string { return s }

// FuzzEscape has what was rendered read back by a parser: it must be the same text, and
// only text, in every place where a value can stand.
func FuzzEscape(f *testing.F) {
	for _, s := range []string{
		"", "Ann", "\n", "\nAnn", "\n\n", "\r", "\r\n", "\x00", "<b>", "</textarea><b>", "</title>", "<!--[-->", "<!--]-->", "-->", "]]>", "&lt;", "&#13;", `"`, `'`, "` onclick=alert(1) `",
		`" onload="alert(1)`, "\xff\xfe", "\xb5\xd3", "\xed\xa0\x80", "Größe\u2028", "<![CDATA[", "</script><script>alert(1)</script>", "&notit;", "&ampx", "a&", "&#", "&#x3c",
	} {
		f.Add(s)
	}
	reg := NewRegistry()
	var sets [2][]*Set
	for i := range sets {
		for range around {
			sets[i] = append(sets[i], reg.Set("test", SetOptions{Marks: i > 0}))
		}
	}
	f.Fuzz(func(t *testing.T, s string) {
		shown := strings.ReplaceAll(string([]rune(s)), "\x00", "\uFFFD") // each stray byte becomes one U+FFFD
		for i, set := range sets {
			for j, place := range around {
				var b Builder
				b.Begin(set[j])
				markup := string(reg.AppendHTML(nil, b.End(place.view(&b, s)), "", nil))
				if !utf8.ValidString(markup) {
					t.Fatalf("%q leaves invalid UTF-8: %q", s, markup)
				}
				if got, want := readBack(t, markup), place.want(shown); got != want {
					t.Fatalf("place %d, marks %d: %q is read back from %q as %q", j, i, s, markup, got)
				}
			}
		}
	})
}

// readBack parses markup and returns the text in it and what attributes title say.
func readBack(t *testing.T, markup string) string {
	t.Helper()
	doc, err := parser.Parse(strings.NewReader("<body>" + markup))
	if err != nil {
		t.Fatal(err)
	}
	text, elements := "", 0
	for n := range doc.Descendants() {
		switch n.Type {
		case parser.TextNode:
			text += n.Data
		case parser.ElementNode:
			elements++
			for _, a := range n.Attr {
				if a.Key == "title" {
					text += a.Val
				} else if a.Key != "z" {
					t.Fatalf("%s holds the attribute %s", markup, a.Key)
				}
			}
		}
	}
	if want := 3 + strings.Count(markup, "<") - strings.Count(markup, "</") - strings.Count(markup, "<!--"); elements != want {
		t.Fatalf("%s has %d elements, not %d", markup, elements, want)
	}
	return text
}

func BenchmarkAppendText(b *testing.B) {
	for _, c := range []struct{ name, s string }{
		{"name", "Ann Smith"},
		{"prose", strings.Repeat("plain words in a row ", 50)},
		{"escapes", strings.Repeat("a < b && c > d ", 10)},
		{"beyond ASCII", strings.Repeat("größer über Übung ", 10)},
	} {
		b.Run(c.name, func(b *testing.B) {
			b.SetBytes(int64(len(c.s)))
			b.ReportAllocs()
			var dst []byte
			for b.Loop() {
				dst = appendText(dst[:0], c.s)
			}
		})
	}
}
