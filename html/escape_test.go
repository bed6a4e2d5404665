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

// FuzzEscape has what was escaped read back by a parser: it must be the same text, and
// only text, in every place where a value can stand.
func FuzzEscape(f *testing.F) {
	for _, s := range []string{
		"", "Ann", "\n", "\r\n", "\x00", "<b>", "</textarea><b>", "</title>", "<!--[-->", "<!--]-->", "-->", "]]>", "&lt;", "&#13;", `"`, `'`, "` onclick=alert(1) `",
		`" onload="alert(1)`, "\xff\xfe", "\xed\xa0\x80", "Größe\u2028", "<![CDATA[", "</script><script>alert(1)</script>", "&notit;", "&ampx", "a&", "&#", "&#x3c",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		want := strings.ReplaceAll(string([]rune(s)), "\x00", "\uFFFD") // each stray byte becomes one U+FFFD
		text, attr := string(appendText(nil, s)), string(appendAttr(nil, s))
		if !utf8.ValidString(text) || !utf8.ValidString(attr) {
			t.Fatalf("%q leaves invalid UTF-8: %q, %q", s, text, attr)
		}
		for _, markup := range []string{"<p>" + text + "</p>", "<title>" + text + "</title>", "<textarea>\n" + text + "</textarea>", "<pre>\n" + text + "</pre>", "<svg><text>" + text + "</text></svg>"} {
			if got := readText(t, markup); got != want {
				t.Fatalf("%q is read back from %s as %q", s, markup, got)
			}
		}
		for _, markup := range []string{`<p a="` + attr + `">`, `<svg><path a="` + attr + `" />`} {
			z := parser.NewTokenizer(strings.NewReader(markup))
			for z.Next() != parser.ErrorToken {
				for _, a := range z.Token().Attr {
					if a.Key != "a" || a.Val != want {
						t.Fatalf("%q is read back from %s as %s=%q", s, markup, a.Key, a.Val)
					}
				}
			}
		}
	})
}

// readText parses markup of one element in another and returns the only text in it.
func readText(t *testing.T, markup string) string {
	t.Helper()
	doc, err := parser.Parse(strings.NewReader(markup))
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
		case parser.CommentNode:
			t.Fatalf("%s holds a comment", markup)
		}
	}
	if want := 3 + strings.Count(markup, "<") - strings.Count(markup, "</"); elements != want {
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
