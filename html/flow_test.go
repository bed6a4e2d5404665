package html_test

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/azu-live/azu/html"
)

func TestControlFlowRendersWhatItIsGiven(t *testing.T) {
	word := func(w string) func(h *html.Builder) html.Node {
		return func(h *html.Builder) html.Node { return h.B(h.Text(w)) }
	}
	choose := func(v string) func(h *html.Builder) html.Node {
		return func(h *html.Builder) html.Node {
			return h.P(html.Switch(h, v, html.When("a", word("A")), html.When("b", word("B")), html.Otherwise[*html.Builder, string](word("?"))))
		}
	}
	for _, c := range []struct {
		name string
		node func(h *html.Builder) html.Node
		want string
	}{
		{"if", func(h *html.Builder) html.Node { return h.P(html.If(h, true, word("x"))) }, "<p><b>x</b></p>"},
		{"if not", func(h *html.Builder) html.Node { return h.P(html.If(h, false, word("x"))) }, "<p></p>"},
		{"if at the root", func(h *html.Builder) html.Node { return html.If(h, true, word("x")) }, "<b>x</b>"},
		{"if with nothing inside", func(h *html.Builder) html.Node {
			return h.P(html.If(h, true, func(h *html.Builder) html.Node { return html.Node{} }))
		}, "<p></p>"},
		{"if else, yes", func(h *html.Builder) html.Node { return h.P(html.IfElse(h, true, word("x"), word("y"))) }, "<p><b>x</b></p>"},
		{"if else, no", func(h *html.Builder) html.Node { return h.P(html.IfElse(h, false, word("x"), word("y"))) }, "<p><b>y</b></p>"},
		{"switch, first", choose("a"), "<p><b>A</b></p>"},
		{"switch, second", choose("b"), "<p><b>B</b></p>"},
		{"switch, otherwise", choose("c"), "<p><b>?</b></p>"},
		{"switch without a match", func(h *html.Builder) html.Node {
			return h.P(html.Switch(h, 3, html.When(1, word("x"))))
		}, "<p></p>"},
		{"each of nothing", func(h *html.Builder) html.Node { return h.Ul(items(h, nil)) }, "<ul></ul>"},
		{"each", func(h *html.Builder) html.Node { return h.Ul(items(h, []string{"a", "b"})) }, "<ul><li>a</li><li>b</li></ul>"},
		{"each over a sequence of pointers", func(h *html.Builder) html.Node {
			a, b := "a", "b"
			return h.Ul(html.EachSeq(h, slices.Values([]*string{&a, &b}), func(s *string) string { return *s },
				func(h *html.Builder, s *string) html.Node { return h.Li(h.Text(*s)) }))
		}, "<ul><li>a</li><li>b</li></ul>"},
		{"each over a map", func(h *html.Builder) html.Node {
			return h.Ul(html.EachSeq(h, maps.Keys(map[int]bool{7: true}), func(n int) int { return n },
				func(h *html.Builder, n int) html.Node { return h.Li(h.Int(n)) }))
		}, "<ul><li>7</li></ul>"},
		{"each that stops early at no time", func(h *html.Builder) html.Node {
			return h.Ul(html.EachSeq(h, count(200), func(n int) int { return n },
				func(h *html.Builder, n int) html.Node { return h.Li(h.Int(n % 10)) }))
		}, "<ul>" + strings.Repeat("<li>0</li><li>1</li><li>2</li><li>3</li><li>4</li><li>5</li><li>6</li><li>7</li><li>8</li><li>9</li>", 20) + "</ul>"},
		{"lists in lists", func(h *html.Builder) html.Node {
			rows := []int{1, 2}
			return h.Table(h.Tbody(html.Each(h, rows, func(n *int) int { return *n }, func(h *html.Builder, row *int) html.Node {
				return h.Tr(html.Each(h, rows, func(n *int) int { return *n }, func(h *html.Builder, col *int) html.Node {
					return h.Td(h.Int(*row * *col))
				}))
			})))
		}, "<table><tbody><tr><td>1</td><td>2</td></tr><tr><td>2</td><td>4</td></tr></tbody></table>"},
	} {
		t.Run(c.name, func(t *testing.T) {
			wantEqual(t, "markup", plain(c.node), c.want)
		})
	}
}

func items(h *html.Builder, words []string) html.Node {
	return html.Each(h, words, func(s *string) string { return *s }, func(h *html.Builder, s *string) html.Node { return h.Li(h.Text(*s)) })
}

func count(n int) func(yield func(int) bool) {
	return func(yield func(int) bool) {
		for i := range n {
			if !yield(i) {
				return
			}
		}
	}
}

func TestKeysOfEveryTypeAreTaken(t *testing.T) {
	type name string
	type id uint32
	li := func(h *html.Builder) html.Node { return h.Li() }
	got := plain(func(h *html.Builder) html.Node {
		return h.Ul(
			html.Each(h, []name{"a"}, func(k *name) name { return *k }, func(h *html.Builder, _ *name) html.Node { return li(h) }),
			html.Each(h, []id{1}, func(k *id) id { return *k }, func(h *html.Builder, _ *id) html.Node { return li(h) }),
			html.Each(h, []int32{-1}, func(k *int32) int32 { return *k }, func(h *html.Builder, _ *int32) html.Node { return li(h) }),
			html.Each(h, []int64{-1 << 63}, func(k *int64) int64 { return *k }, func(h *html.Builder, _ *int64) html.Node { return li(h) }),
			html.Each(h, []uint64{1 << 63}, func(k *uint64) uint64 { return *k }, func(h *html.Builder, _ *uint64) html.Node { return li(h) }),
			html.Each(h, []uint{1}, func(k *uint) uint { return *k }, func(h *html.Builder, _ *uint) html.Node { return li(h) }),
		)
	})
	wantEqual(t, "markup", got, "<ul>"+strings.Repeat("<li></li>", 6)+"</ul>")
}
