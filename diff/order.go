package diff

import "slices"

// moves appends the moves that bring the kept rows into their new order. from holds for
// each row of the new list its index among the n rows of the old one, -1 for a new one.
//
// The longest run of rows whose order is right stays; every other row moves once, in the
// new order, to behind the row before it. The indices are those of the list as it stands
// when the move is done. They are counted, not searched: before a row stand some that
// are in place already and some that still wait for their move.
func (d *Differ) moves(dst []byte, first int, from []int32, n, kept int) []byte {
	if ordered(from) {
		return dst
	}
	bare := len(d.ints)
	order := d.take(kept)[:0] // old index of each kept row, in the new order
	for _, x := range from {
		if x >= 0 {
			order = append(order, x)
		}
	}
	stay := d.longestIncreasing(order) // positions in order

	waiting := tally(d.take(n + 1))
	waiting.reset()
	k := 0
	for t, x := range order {
		if k < len(stay) && int(stay[k]) == t {
			k++
		} else {
			waiting.add(int(x), 1)
		}
	}

	k = 0 // rows that stay and are passed
	for t, x := range order {
		if k < len(stay) && int(stay[k]) == t {
			k++
			continue
		}
		// The rows in place before this one: all of the new order up to the next row that
		// stays and stood behind it, except those that wait.
		behind, _ := slices.BinarySearchFunc(stay, x, func(s, x int32) int { return int(order[s] - x) })
		placed := kept
		if behind < len(stay) {
			placed = int(stay[behind])
		}
		if placed > t {
			placed = t + behind - k
		}
		index := placed + waiting.before(int(x))
		waiting.add(int(x), -1)

		// Before its new place: the t rows of the new order before it, and what waits in
		// front of the last of them that stays.
		target := t
		if k > 0 {
			target += waiting.before(int(order[stay[k-1]]))
		}
		if index != target {
			dst = appendOp(dst, 'm', first+index, first+target)
		}
	}
	d.ints = d.ints[:bare]
	return dst
}

// ordered reports whether the kept rows are in their old order.
func ordered(from []int32) bool {
	last := int32(-1)
	for _, x := range from {
		if x >= 0 {
			if x < last {
				return false
			}
			last = x
		}
	}
	return true
}

// longestIncreasing returns the positions of a longest increasing subsequence of s,
// whose numbers differ. After Fredman: for each length the smallest number that ends a
// subsequence of it is kept.
func (d *Differ) longestIncreasing(s []int32) []int32 {
	ends := d.take(len(s))[:0] // position in s of that number, by length
	before := d.take(len(s))   // position of the number before, in the subsequence
	for i, v := range s {
		n := len(ends)
		if n > 0 && s[ends[n-1]] > v { // mostly most rows are in order
			n, _ = slices.BinarySearchFunc(ends, v, func(e, v int32) int { return int(s[e] - v) })
		}
		if n > 0 {
			before[i] = ends[n-1]
		}
		if n == len(ends) {
			ends = append(ends, int32(i))
		} else {
			ends[n] = int32(i)
		}
	}
	for n := len(ends) - 1; n > 0; n-- {
		ends[n-1] = before[ends[n]]
	}
	return ends
}

// tally counts rows below an index, each step in logarithmic time. After Fenwick.
type tally []int32

func (t tally) reset() { clear(t) }

func (t tally) add(i int, v int32) {
	for i++; i < len(t); i += i & -i {
		t[i] += v
	}
}

// before returns the sum of what was added below i.
func (t tally) before(i int) int {
	n := int32(0)
	for ; i > 0; i -= i & -i {
		n += t[i]
	}
	return int(n)
}
