package diff_test

import (
	"encoding/binary"
	"testing"

	"github.com/azu-live/azu/diff"
)

// FuzzApply gives Apply any bytes as a patch: it must not panic, and what it accepts must
// be a tree that can be shown and changed further.
func FuzzApply(f *testing.F) {
	w := newWorld()
	w.views[7] = w.render(list(items("seven")))
	tree := w.render(every("text", "abc"))
	for _, next := range [][]byte{
		w.render(every("text!", "cab")),
		w.render(every("12", "xbyz")),
		w.render(every("\u2028\"\n", "")),
		w.render(part{}.render),
	} {
		patch, _ := w.patch(tree, next)
		f.Add([]byte(patch))
		f.Add(w.differ.AppendWhole(nil, w.reg, next, w))
	}
	f.Add([]byte(`["","<p z=\"!\"><!--[v7--><!--]--></p>"]`))
	f.Add([]byte(`[3,["i",0,"",2,"<!--[v7--><!--]-->","x"]]`))
	f.Fuzz(func(t *testing.T, patch []byte) {
		out, err := diff.Apply(w.reg, tree, patch, func(n uint32, tree []byte) {
			if end := w.reg.Skip(tree, 0); n == 0 || end != len(tree) {
				t.Errorf("view %d ends at %d of %d", n, end, len(tree))
			}
		})
		if err != nil {
			return
		}
		if end := w.reg.Skip(out, 0); end != len(out) {
			t.Fatalf("the tree ends at %d of %d: %x", end, len(out), out)
		}
		w.reg.AppendHTML(nil, out, "", nil)
		b := browser{t: t, w: w, tree: out, at: out}
		b.change(tree)
	})
}

// FuzzAppend has the input choose two pages and checks the patch between them.
func FuzzAppend(f *testing.F) {
	f.Add([]byte{})
	f.Add([]byte("a page, and what becomes of it when a few things change"))
	f.Fuzz(func(t *testing.T, choices []byte) {
		if len(choices) > 4096 {
			return
		}
		wander(t, newWorldOf(8), chance{&script{choices}}, 3)
	})
}

// script is a source of choices: two bytes of the input each, then the first choice.
type script struct{ rest []byte }

func (s *script) Uint64() uint64 {
	if len(s.rest) < 2 {
		return 0
	}
	v := binary.LittleEndian.Uint16(s.rest)
	s.rest = s.rest[2:]
	return uint64(v)
}
