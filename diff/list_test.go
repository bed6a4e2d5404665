package diff_test

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/azu-live/azu/html"
)

// item is a row: its key, and a text that shows it.
type item struct{ key, text string }

func key(x *item) string { return x.key }

// list renders rows; a key that is upper case has another template.
func list(xs []item) func(*html.Builder) html.Node {
	return func(h *html.Builder) html.Node {
		return h.Ul(html.Each(h, xs, key, func(h *html.Builder, x *item) html.Node {
			if x.key != "" && x.key[0] >= 'A' && x.key[0] <= 'Z' {
				return h.Li(h.Class("big"), h.Text(x.text))
			}
			return h.Li(h.Text(x.text))
		}))
	}
}

// items are rows with one letter each, the text being the key.
func items(keys string) []item {
	xs := make([]item, len(keys))
	for i := range keys {
		xs[i] = item{keys[i : i+1], keys[i : i+1]}
	}
	return xs
}

func TestEveryShortListBecomesEveryOther(t *testing.T) {
	w := newWorld()
	var trees [][]byte
	var keys []string
	var all func(prefix string, n int)
	all = func(prefix string, n int) {
		xs := items(prefix)
		for i := range xs {
			xs[i].text += "x" // so that rows of other lists differ in content too
			if len(prefix)%2 == 0 {
				xs[i].text += prefix
			}
		}
		trees, keys = append(trees, w.render(list(xs))), append(keys, prefix)
		if n > 0 {
			for _, k := range "abcD" {
				all(prefix+string(k), n-1)
			}
		}
	}
	all("", 4) // keys come more than once too
	wholes := make([][]byte, len(trees))
	for i, tree := range trees {
		wholes[i] = w.browse(t, tree).tree
	}
	for i := range trees {
		for j := range trees {
			b := browser{t: t, w: w, tree: wholes[i], at: trees[i]}
			patch := b.change(trees[j])
			if t.Failed() {
				t.Fatalf("from %q to %q: %s", keys[i], keys[j], patch)
			}
		}
	}
}

func TestAPermutationMovesAsFewRowsAsPossible(t *testing.T) {
	w := newWorld()
	const all = "abcdefg"
	tree := w.render(list(items(all)))
	start := w.browse(t, tree).tree
	permute([]byte(all), func(order string) {
		b := browser{t: t, w: w, tree: start, at: tree}
		patch := b.change(w.render(list(items(order))))
		if got, want := strings.Count(patch, `"m"`), len(all)-longest(order); got != want {
			t.Fatalf("%s: %d moves, %d are needed: %s", order, got, want, patch)
		}
		if strings.Contains(patch, `"i"`) || strings.Contains(patch, `"r"`) {
			t.Fatalf("%s: a permutation inserts or removes: %s", order, patch)
		}
	})
}

func permute(s []byte, f func(string)) {
	var rec func(n int)
	rec = func(n int) {
		if n == len(s) {
			f(string(s))
			return
		}
		for i := n; i < len(s); i++ {
			s[n], s[i] = s[i], s[n]
			rec(n + 1)
			s[n], s[i] = s[i], s[n]
		}
	}
	rec(0)
}

// longest is the length of the longest increasing subsequence, found the slow way.
func longest(s string) int {
	best, at := 0, make([]int, len(s))
	for i := range s {
		at[i] = 1
		for j := range i {
			if s[j] < s[i] {
				at[i] = max(at[i], at[j]+1)
			}
		}
		best = max(best, at[i])
	}
	return best
}

func TestLongListsArriveAfterAnyShuffle(t *testing.T) {
	w := newWorld()
	r := rand.New(rand.NewPCG(1, 2))
	next := 0
	fresh := func() item {
		next++
		return item{string(rune('ā' + next%3000)), strings.Repeat("x", r.IntN(4))}
	}
	var xs []item
	b := w.browse(t, w.render(list(xs)))
	for range 300 {
		for range r.IntN(4) {
			switch r.IntN(6) {
			case 0:
				for range r.IntN(60) {
					xs = slices.Insert(xs, r.IntN(len(xs)+1), fresh())
				}
			case 1:
				for range min(len(xs), r.IntN(60)) {
					k := r.IntN(len(xs))
					xs = slices.Delete(xs, k, k+1)
				}
			case 2:
				r.Shuffle(len(xs), func(i, j int) { xs[i], xs[j] = xs[j], xs[i] })
			case 3:
				if len(xs) > 0 {
					i, j := r.IntN(len(xs)), r.IntN(len(xs))
					xs[i], xs[j] = xs[j], xs[i]
				}
			case 4:
				for k := range xs {
					if r.IntN(10) == 0 {
						xs[k].text += "!"
					}
				}
			case 5:
				if len(xs) > 2 {
					k := r.IntN(len(xs))
					xs = slices.Concat(xs[k:], xs[:k]) // a rotation
				}
			}
		}
		b.change(w.render(list(xs)))
	}
}
