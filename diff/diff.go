package diff

import (
	"encoding/binary"
	"math/bits"
	"slices"

	"github.com/azu-live/azu/html"
	"github.com/azu-live/azu/internal/decimal"
	"github.com/azu-live/azu/internal/wire"
)

// Env is what a patch needs to know about the browser it goes to. Its methods are
// called during Append, on the caller's goroutine, in the order of the patch.
type Env interface {
	// AppendView appends the content of view n, which has just come to stand in the
	// tree: [n,"name",value,…]. It may use the Differ that calls it, for
	// Differ.AppendView only.
	AppendView(dst []byte, n uint32) []byte
	// Use tells that the patch inserts an instance of t: the browser needs its statics
	// before it applies the patch. It is called once per run of rows, not per row.
	Use(t *html.Template)
}

// Differ finds the difference of two trees. It owns the scratch that takes, which grows
// with the longest list it has seen: up to 120 bytes a row. The zero value is ready; it
// serves one call at a time. A Differ that has seen lists of a size allocates nothing
// for lists of that size, up to some 10,000 rows; what takes more is let go of after use.
type Differ struct {
	rows  []row   // of the lists being compared, innermost last
	pairs []pair  // changed rows of their common beginnings, innermost last
	ints  []int32 // what belongs to those rows, innermost last
	table []entry // of the list being matched
}

// maxKept is how many rows a Differ keeps room for, those of the old list and of the new.
const maxKept = 1 << 15

// Append appends to dst the patch that makes old into new, and reports whether there is
// one: trees that differ only in slots that stand nowhere need none. Both trees hold
// templates of reg. An old tree of another template, or nil, makes the patch a whole.
// Views are compared by number alone; each has its own patch.
//
// env may be nil when neither tree holds a view.
func (d *Differ) Append(dst []byte, reg *html.Registry, old, new []byte, env Env) (out []byte, changed bool) {
	if old == nil {
		return d.AppendWhole(dst, reg, new, env), true
	}
	if string(old) == string(new) {
		return dst, false
	}
	d.rows, d.pairs, d.ints = d.rows[:0], d.pairs[:0], d.ints[:0]
	p := pass{encoder: encoder{reg: reg, env: env}, d: d, a: old, b: new}
	start := len(dst)
	dst, _, _ = p.instance(dst, 0, 0)
	if cap(d.rows) > maxKept || cap(d.pairs) > maxKept {
		*d = Differ{} // or a pool of them would keep the memory of a huge list
	}
	return dst, len(dst) > start
}

// AppendWhole appends the whole tree as a value: ["name",value,…].
func (d *Differ) AppendWhole(dst []byte, reg *html.Registry, tree []byte, env Env) []byte {
	e := encoder{reg: reg, env: env}
	dst, _ = e.whole(dst, tree, 0, nil)
	return dst
}

// AppendView appends view n with its tree, as Env.AppendView has to:
// [n,"name",value,…].
func (d *Differ) AppendView(dst []byte, reg *html.Registry, n uint32, tree []byte, env Env) []byte {
	dst = decimal.Append(append(dst, '['), uint64(n))
	at := len(dst)
	dst = d.AppendWhole(dst, reg, tree, env)
	dst[at] = ',' // was the whole's own bracket
	return dst
}

// pass is one comparison: a is the old tree, b the new one.
type pass struct {
	encoder
	d    *Differ
	a, b []byte
}

// instance appends what makes the instance at i of the old tree into the one at j of
// the new tree, or nothing, and returns the ends of both.
func (p *pass) instance(dst []byte, i, j int) ([]byte, int, int) {
	idA, x := html.Uvarint(p.a, i)
	idB, y := html.Uvarint(p.b, j)
	if idA == 0 || !p.sameTemplate(idA, idB) {
		endA, endB := p.reg.Skip(p.a, i), p.reg.Skip(p.b, j)
		var had []byte
		if idA == 0 {
			had = p.a[i:endA]
			if idB == 0 && sameMarkup(had, p.b[j:endB]) {
				return dst, endA, endB
			}
		}
		dst, _ = p.whole(dst, p.b, j, had)
		return dst, endA, endB
	}
	start := len(dst)
	dst, i, j = p.slots(append(dst, '['), p.reg.Template(uint32(idA)), x, y)
	if len(dst) == start+1 {
		return dst[:start], i, j
	}
	return append(dst, ']'), i, j
}

// sameTemplate reports whether two templates are one for the browser. Renders that made
// different calls may have come to the same markup.
func (p *pass) sameTemplate(a, b int) bool {
	if a == b {
		return true
	}
	if a == 0 || b == 0 {
		return false
	}
	x, y := p.reg.Template(uint32(a)), p.reg.Template(uint32(b))
	return x.Name() == y.Name() && slices.Equal(x.Slots(), y.Slots())
}

// at appends what instance does behind its place, a slot or the index of a row.
func (p *pass) at(dst []byte, place, i, j int) ([]byte, int, int) {
	start := len(dst)
	dst = appendPlace(dst, place)
	bare := len(dst)
	dst, i, j = p.instance(dst, i, j)
	if len(dst) == bare {
		dst = dst[:start]
	}
	return dst, i, j
}

// slots appends slot,value for each placed slot of t that differs. The slots stand at i
// of the old and at j of the new tree; the ends of both are returned.
func (p *pass) slots(dst []byte, t *html.Template, i, j int) ([]byte, int, int) {
	same := alike(p.a[i:], p.b[j:])
	for n, s := range t.Slots() {
		if s.Kind == html.KindText {
			// Most slots are texts, and most haven't changed. Where the old one's bytes are found
			// the new one ends as well, for the first of them say how long it is.
			v, end := html.Uvarint(p.a, i)
			if size := end + v - i; size <= same {
				i, j, same = i+size, j+size, same-size
				continue
			}
		}
		dst, i, j = p.slot(dst, n, s, i, j)
		same = alike(p.a[i:], p.b[j:])
	}
	return dst, i, j
}

// alike counts the bytes that two trees have in common from the start. It looks no
// further than a few slots reach, or a large tree would be read again for each of them.
func alike(a, b []byte) int {
	n, most := 0, min(len(a), len(b), 64)
	for ; n+8 <= most; n += 8 {
		if x := binary.LittleEndian.Uint64(a[n:]) ^ binary.LittleEndian.Uint64(b[n:]); x != 0 {
			return n + bits.TrailingZeros64(x)/8
		}
	}
	for n < most && a[n] == b[n] {
		n++
	}
	return n
}

// slot is slots for slot n.
func (p *pass) slot(dst []byte, n int, s html.Slot, i, j int) ([]byte, int, int) {
	if !s.Placed {
		return dst, p.reg.SkipSlot(p.a, i, s.Kind), p.reg.SkipSlot(p.b, j, s.Kind)
	}
	if s.Kind == html.KindList {
		return p.list(dst, n, i, j)
	}
	va, i := html.Uvarint(p.a, i)
	vb, j := html.Uvarint(p.b, j)
	switch s.Kind {
	case html.KindText, html.KindRaw:
		was, is := p.a[i:i+va], p.b[j:j+vb]
		i, j = i+va, j+vb
		switch {
		case string(was) == string(is):
		case s.Kind == html.KindText:
			dst = appendGrown(appendPlace(dst, n), was, is)
		default:
			dst = wire.AppendString(appendPlace(dst, n), is)
		}
	case html.KindRegion:
		switch {
		case va == 1 && vb == 1:
			dst, i, j = p.at(dst, n, i, j)
		case vb == 1:
			dst, j = p.whole(appendPlace(dst, n), p.b, j, nil)
		case va == 1:
			dst = append(appendPlace(dst, n), '0')
			i = p.reg.Skip(p.a, i)
		}
	case html.KindBool:
		if va != vb {
			dst = append(appendPlace(dst, n), '0'+byte(vb))
		}
	case html.KindView:
		if va != vb {
			dst = p.view(appendPlace(dst, n), uint32(vb))
		}
	}
	return dst, i, j
}

// appendPlace appends the number of a slot or row, after a comma unless it is the first
// of its array.
func appendPlace(dst []byte, n int) []byte {
	return append(decimal.Append(comma(dst), uint64(n)), ',')
}

func comma(dst []byte) []byte {
	if dst[len(dst)-1] == '[' {
		return dst
	}
	return append(dst, ',')
}
