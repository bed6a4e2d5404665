package diff

import "hash/maphash"

// seed makes the order of the table unknown outside: keys may come from visitors.
var seed = maphash.MakeSeed()

// entry is one place of the table of keys: the rows of the old list that have a key and
// no partner yet.
type entry struct {
	hash uint32 // its part that doesn't choose the place
	row  int32  // 1 + the first such row, 0 in an empty place, -1 when all have a partner
}

// match finds for each row of b the row of a with the same key, in from, and the other
// way round, in to; -1 is none. Rows with the same key are matched in order, as far as
// there are partners. It returns how many rows have one.
func (p *pass) match(a, b []row, from, to []int32) (kept int) {
	for x := range to {
		to[x] = -1
	}
	kept = p.matchInOrder(a, b, from, to)
	if kept == len(a) || kept == len(b) {
		return kept
	}
	return kept + p.matchByHash(a, b, from, to, len(a)-kept)
}

// matchInOrder walks both lists side by side and matches what stands at the same place
// or one off. A swap or a few single removals and insertions leave hardly a row to hash.
func (p *pass) matchInOrder(a, b []row, from, to []int32) (kept int) {
	x := 0
	for y := range b {
		from[y] = -1
		if x >= len(a) {
			continue
		}
		hit := x
		switch {
		case p.sameKey(a[x], b[y]):
		case x+1 < len(a) && p.sameKey(a[x+1], b[y]):
			hit = x + 1
		case y+1 < len(b) && p.sameKey(a[x], b[y+1]):
			continue // b[y] was put before a[x]
		default:
			x++
			continue
		}
		from[y], to[hit] = int32(hit), int32(y)
		kept++
		x = hit + 1
	}
	return kept
}

// matchByHash matches what is left, with a table of the old list's free rows.
func (p *pass) matchByHash(a, b []row, from, to []int32, free int) (kept int) {
	size := 8
	for size < 2*free {
		size *= 2
	}
	table := p.d.emptyTable(size)
	mask := uint64(size - 1)
	next := p.d.take(len(a)) // row of a with the same key that follows

	// From the back, so that the first of the rows with the same key comes out first.
	for x := len(a) - 1; x >= 0; x-- {
		if to[x] >= 0 {
			continue
		}
		h := maphash.Bytes(seed, p.a[a[x].key:a[x].inst])
		at, tag := h&mask, uint32(h>>32)
		next[x] = -1
		for ; table[at].row != 0; at = (at + 1) & mask {
			if e := table[at]; e.hash == tag {
				if r := a[e.row-1]; string(p.a[r.key:r.inst]) == string(p.a[a[x].key:a[x].inst]) {
					next[x] = e.row
					break
				}
			}
		}
		table[at] = entry{tag, int32(x + 1)}
	}
	for y := range b {
		if from[y] >= 0 {
			continue
		}
		h := maphash.Bytes(seed, p.b[b[y].key:b[y].inst])
		tag := uint32(h >> 32)
		for at := h & mask; table[at].row != 0; at = (at + 1) & mask {
			e := &table[at]
			if e.hash != tag || e.row < 0 || !p.sameKey(a[e.row-1], b[y]) {
				continue
			}
			x := e.row - 1
			from[y], to[x] = x, int32(y)
			e.row = next[x]
			kept++
			break
		}
	}
	return kept
}

// emptyTable returns a table of size places, a power of two.
func (d *Differ) emptyTable(size int) []entry {
	if cap(d.table) < size {
		d.table = make([]entry, size)
		return d.table
	}
	d.table = d.table[:size]
	clear(d.table)
	return d.table
}
