package diff_test

import (
	"encoding/binary"
	"fmt"
	"io"
	"log/slog"
	"slices"
	"strings"
	"testing"

	"github.com/azu-live/azu/diff"
	"github.com/azu-live/azu/html"
)

// world is a program that renders and the browser that shows it.
type world struct {
	reg    *html.Registry
	set    *html.Set
	b      html.Builder
	differ diff.Differ
	views  map[uint32][]byte // trees of other views, by number
	used   []string          // templates that the patch inserted
	shown  map[uint32][]byte // trees of other views that the browser got
}

func newWorld() *world { return newWorldOf(0) }

var _ diff.Env = (*world)(nil)

// newWorldOf is newWorld with a limit of templates, past which instances are markup.
func newWorldOf(limit int) *world {
	w := &world{reg: html.NewRegistry(), views: map[uint32][]byte{}, shown: map[uint32][]byte{}}
	w.set = w.reg.Set("test", html.SetOptions{Limit: limit, Marks: true, Log: slog.New(slog.NewTextHandler(io.Discard, nil))})
	return w
}

func (w *world) render(f func(h *html.Builder) html.Node) []byte {
	w.b.Begin(w.set)
	return slices.Clone(w.b.End(f(&w.b)))
}

// world is the Env of its patches.

func (w *world) AppendView(dst []byte, n uint32) []byte {
	return w.differ.AppendView(dst, w.reg, n, w.views[n], w)
}

func (w *world) Use(t *html.Template) { w.used = append(w.used, t.Name()) }

func (w *world) patch(old, new []byte) (patch string, changed bool) {
	w.used = w.used[:0]
	p, changed := w.differ.Append([]byte("before"), w.reg, old, new, w)
	if string(p[:6]) != "before" {
		panic("Append touched what stood before")
	}
	return string(p[6:]), changed
}

func (w *world) apply(tree []byte, patch string) ([]byte, error) {
	return diff.Apply(w.reg, tree, []byte(patch), func(n uint32, tree []byte) { w.shown[n] = tree })
}

// markup is the HTML of a tree, with that of its views.
func (w *world) markup(tree []byte, views map[uint32][]byte) string {
	return string(w.reg.AppendHTML(nil, tree, "", viewsOf{w, views}))
}

type viewsOf struct {
	w     *world
	trees map[uint32][]byte
}

func (v viewsOf) AppendView(dst []byte, n uint32) []byte {
	attrs := fmt.Sprintf(` z-view="%d"`, n)
	return v.w.reg.AppendHTML(dst, v.trees[n], attrs, v)
}

// travels is what of a tree reaches the browser: names of templates, no keys, nothing in
// slots that stand nowhere, no names of handlers in markup, no invalid UTF-8.
func (w *world) travels(tree []byte) []byte {
	out, end := w.travel(nil, tree, 0)
	if end != len(tree) {
		panic("a tree ends before its slice")
	}
	return out
}

func (w *world) travel(dst, tree []byte, i int) ([]byte, int) {
	text := func(nul string) {
		n, j := html.Uvarint(tree, i)
		i = j + n
		s := strings.ReplaceAll(runes(tree[j:i]), "\x00", nul)
		dst = append(binary.AppendUvarint(dst, uint64(len(s))), s...)
	}
	number := func() int {
		n, j := html.Uvarint(tree, i)
		i = j
		dst = binary.AppendUvarint(dst, uint64(n))
		return n
	}
	id, i := html.Uvarint(tree, i)
	if id != 0 { // two templates may be one for the browser
		dst = append(dst, w.reg.Template(uint32(id)).Name()...)
	} else {
		dst = append(dst, 0)
		_, from := html.Uvarint(tree, i)
		text("\x00")
		for range number() {
			var at int
			at, i = html.Uvarint(tree, i)
			dst = binary.AppendUvarint(dst, uint64(len(runes(tree[from:from+at]))))
			number()
		}
		n, j := html.Uvarint(tree, i)
		for range n {
			l, k := html.Uvarint(tree, j)
			j = k + l
		}
		return append(dst, 0), j
	}
	for _, s := range w.reg.Template(uint32(id)).Slots() {
		if !s.Placed {
			i = w.reg.SkipSlot(tree, i, s.Kind)
			continue
		}
		switch s.Kind {
		case html.KindText:
			text("\uFFFD")
		case html.KindRaw:
			text("\x00")
		case html.KindRegion:
			if number() == 1 {
				dst, i = w.travel(dst, tree, i)
			}
		case html.KindList:
			for range number() {
				l, j := html.Uvarint(tree, i)
				dst, i = w.travel(append(dst, 0), tree, j+l)
			}
		default:
			number()
		}
	}
	return dst, i
}

// runes is text as the wire carries it.
func runes(b []byte) string { return string([]rune(string(b))) }

// browser is what the browser holds: it starts with a tree and takes patches.
type browser struct {
	t    *testing.T
	w    *world
	tree []byte
	at   []byte // the server's tree that it shows
}

func (w *world) browse(t *testing.T, tree []byte) *browser {
	t.Helper()
	b := &browser{t: t, w: w}
	b.change(tree)
	return b
}

// change brings the browser to a new tree by a patch and checks that it got there.
func (b *browser) change(tree []byte) (patch string) {
	b.t.Helper()
	patch, changed := b.w.patch(b.at, tree)
	if changed != (patch != "") {
		b.t.Fatalf("changed is %v, the patch %q", changed, patch)
	}
	if changed {
		got, err := b.w.apply(b.tree, patch)
		if err != nil {
			b.t.Fatalf("%v\npatch %s", err, patch)
		}
		b.tree = got
	}
	if b.at = tree; string(b.w.travels(b.tree)) != string(b.w.travels(tree)) {
		b.t.Fatalf("patch %s\n shows %s\n not   %s\n(%x,\n %x)", patch, b.w.markup(b.tree, b.w.shown), b.w.markup(tree, b.w.views), b.w.travels(b.tree), b.w.travels(tree))
	}
	return patch
}
