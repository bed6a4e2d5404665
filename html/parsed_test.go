package html_test

import (
	"strings"
	"testing"

	parser "golang.org/x/net/html"

	"github.com/azu-live/azu/html"
)

// The first element of a body in a drawing may be one that HTML has, too.
func TestDrawingsWithLinksAreNotRefused(t *testing.T) {
	for name, body := range map[string]func(h *html.Builder) html.Node{
		"a link around an image": func(h *html.Builder) html.Node {
			return h.SvgA(h.Href("/a"), h.SvgImage(h.Href("/a.png")))
		},
		"a title before an image": func(h *html.Builder) html.Node {
			return h.Fragment(h.SvgTitle(h.Lit("t")), h.SvgImage(h.Href("/a.png")))
		},
		"a title before elements": func(h *html.Builder) html.Node {
			return h.Fragment(h.SvgTitle(h.Lit("t")), h.SvgPath(h.D("M0 0")))
		},
	} {
		t.Run(name, func(t *testing.T) {
			defer func() {
				if x := recover(); x != nil {
					t.Errorf("refused: %v", x)
				}
			}()
			render(func(h *html.Builder) html.Node { return h.SVG(html.If(h, true, body)) })
		})
	}
}

// The same without a body of its own.
func TestALinkAroundAnImageIsNotRefused(t *testing.T) {
	render(func(h *html.Builder) html.Node {
		return h.SVG(h.SvgA(h.Href("/a"), h.SvgImage(h.Href("/a.png"))))
	})
}

// Markup in pre is read from the page as the client puts it there.
func TestRawInPreKeepsItsFirstLine(t *testing.T) {
	for _, raw := range []string{"\nfoo", "\r\nfoo", "\rfoo", "foo", "", "\n"} {
		for what, markup := range map[string]string{
			"marks": render(func(h *html.Builder) html.Node { return h.Pre(h.Raw(html.Markup(raw))) }),
			"plain": plain(func(h *html.Builder) html.Node { return h.Pre(h.Raw(html.Markup(raw))) }),
		} {
			doc, err := parser.Parse(strings.NewReader(markup))
			if err != nil {
				t.Fatal(err)
			}
			got := ""
			for n := range doc.Descendants() {
				if n.Type == parser.TextNode {
					got += n.Data
				}
			}
			// What innerHTML makes of it, as the client's patch does.
			want := strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(raw)
			if got != want {
				t.Errorf("%s: %q is read from %q as %q", what, raw, markup, got)
			}
		}
	}
}
