package diff

import (
	"slices"

	"github.com/azu-live/azu/html"
	"github.com/azu-live/azu/internal/decimal"
)

// row is where a row of a list stands in its tree.
type row struct{ key, inst, end uint32 }

// pair is a row that keeps its index but not its content.
type pair struct{ at, old, new int }

// list appends slot,[op,…] for the list at i of the old tree and at j of the new one,
// unless nothing in it changed, and returns the ends of both.
//
// Ops that change which rows there are come first, each with the indices of the list as
// it then stands: removals from the back, moves, insertions from the front. Patches of
// the rows that stay follow, by their final index.
func (p *pass) list(dst []byte, slot, i, j int) ([]byte, int, int) {
	countA, i := html.Uvarint(p.a, i)
	countB, j := html.Uvarint(p.b, j)
	d := p.d
	rows, pairs, ints := len(d.rows), len(d.pairs), len(d.ints)

	same, i, j := p.beginning(i, j, min(countA, countB))
	changed := d.pairs[pairs:]

	i = p.rowsAt(p.a, i, countA-same)
	old := len(d.rows)
	j = p.rowsAt(p.b, j, countB-same)
	a, b := d.rows[rows:old], d.rows[old:]

	start := len(dst)
	dst = append(appendPlace(dst, slot), '[')
	bare := len(dst)

	na, nb := len(a), len(b)
	for na > 0 && nb > 0 && p.sameKey(a[na-1], b[nb-1]) {
		na, nb = na-1, nb-1
	}
	var from []int32
	if na == 0 || nb == 0 {
		if na > 0 {
			dst = appendOp(dst, 'r', same, na)
		}
		dst = p.inserts(dst, same, b[:nb])
	} else {
		dst, from = p.restructure(dst, same, a[:na], b[:nb])
	}

	for _, c := range changed {
		dst, _, _ = p.at(dst, c.at, c.old, c.new)
	}
	for y, x := range from {
		if x >= 0 {
			dst = p.changed(dst, same+y, a[x], b[y])
		}
	}
	for k := range len(b) - nb {
		dst = p.changed(dst, same+nb+k, a[na+k], b[nb+k])
	}

	d.rows, d.pairs, d.ints = d.rows[:rows], d.pairs[:pairs], d.ints[:ints]
	if len(dst) == bare {
		return dst[:start], i, j
	}
	return append(dst, ']'), i, j
}

// beginning passes the rows at i and j that have the same keys in both lists, at most n,
// keeps those that changed in d.pairs, and returns how many there are and where they
// end.
func (p *pass) beginning(i, j, n int) (same, endA, endB int) {
	for same < n {
		la, x := html.Uvarint(p.a, i)
		lb, y := html.Uvarint(p.b, j)
		x, y = x+la, y+lb
		if string(p.a[x-la:x]) != string(p.b[y-lb:y]) {
			break
		}
		end := p.reg.Skip(p.a, x)
		// A row says by its first bytes how long it is: where the old row's bytes are
		// found, the new row ends where they do.
		if e := j + end - i; e <= len(p.b) && string(p.a[i:end]) == string(p.b[j:e]) {
			j = e
		} else {
			p.d.pairs = append(p.d.pairs, pair{same, x, y})
			j = p.reg.Skip(p.b, y)
		}
		i = end
		same++
	}
	return same, i, j
}

// rowsAt puts the places of the n rows at i into d.rows and returns their end.
func (p *pass) rowsAt(tree []byte, i, n int) int {
	p.d.rows = slices.Grow(p.d.rows, n)
	for range n {
		l, key := html.Uvarint(tree, i)
		i = p.reg.Skip(tree, key+l)
		p.d.rows = append(p.d.rows, row{uint32(key), uint32(key + l), uint32(i)})
	}
	return i
}

func (p *pass) sameKey(a, b row) bool {
	return string(p.a[a.key:a.inst]) == string(p.b[b.key:b.inst])
}

// changed appends index,patch when the row's content changed.
func (p *pass) changed(dst []byte, index int, a, b row) []byte {
	if string(p.a[a.inst:a.end]) != string(p.b[b.inst:b.end]) {
		dst, _, _ = p.at(dst, index, int(a.inst), int(b.inst))
	}
	return dst
}

// restructure appends the ops that make rows a into rows b, which start at index first
// of their lists, and returns for each row of b which row of a it was, -1 for none.
func (p *pass) restructure(dst []byte, first int, a, b []row) (out []byte, from []int32) {
	from = p.d.take(len(b))
	bare := len(p.d.ints)
	to := p.d.take(len(a)) // row of b for each row of a
	kept := p.match(a, b, from, to)

	for x := len(a) - 1; x >= 0; x-- {
		if to[x] < 0 {
			end := x + 1
			for x > 0 && to[x-1] < 0 {
				x--
			}
			dst = appendOp(dst, 'r', first+x, end-x)
		}
	}
	dst = p.d.moves(dst, first, from, len(a), kept)
	for y := 0; y < len(b); y++ {
		if from[y] < 0 {
			start := y
			for y+1 < len(b) && from[y+1] < 0 {
				y++
			}
			dst = p.inserts(dst, first+start, b[start:y+1])
		}
	}
	p.d.ints = p.d.ints[:bare]
	return dst, from
}

// inserts appends the insertion of rows at an index, one op for each run of rows of one
// template.
func (p *pass) inserts(dst []byte, index int, rows []row) []byte {
	for len(rows) > 0 {
		id, _ := html.Uvarint(p.b, int(rows[0].inst))
		n := 1
		for n < len(rows) {
			if next, _ := html.Uvarint(p.b, int(rows[n].inst)); next != id {
				break
			}
			n++
		}
		ins := p.insert(comma(dst), index, id, n)
		dst = ins.dst
		for _, r := range rows[:n] {
			dst, _ = ins.row(&p.encoder, dst, p.b, int(r.inst))
		}
		rows, index = rows[n:], index+n
	}
	return dst
}

// appendOp appends a removal or a move with its two numbers.
func appendOp(dst []byte, op byte, x, y int) []byte {
	dst = append(comma(dst), '"', op, '"', ',')
	dst = append(decimal.Append(dst, uint64(x)), ',')
	return decimal.Append(dst, uint64(y))
}

// take returns n numbers of scratch, with any content. They stay valid until d.ints is
// cut below them; when d.ints has to move, what was taken before keeps its old place.
func (d *Differ) take(n int) []int32 {
	at := len(d.ints)
	d.ints = slices.Grow(d.ints, n)[:at+n]
	return d.ints[at : at+n : at+n]
}
