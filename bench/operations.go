package main

import (
	"slices"

	"github.com/azu-live/azu/bench/templs"
	"github.com/azu-live/azu/html"
)

// state is what the table shows.
type state struct {
	rows     []templs.Row
	selected int
}

// operation is one change of the table, after those of the js-framework-benchmark.
type operation struct {
	name     string
	goal     int // bytes of the patch, 0 without one
	from, to state
}

func rows(from, n int) []templs.Row {
	adjectives := []string{"pretty", "large", "big", "small", "tall", "short", "long", "handsome", "plain", "quaint"}
	colours := []string{"red", "yellow", "blue", "green", "pink", "brown", "purple"}
	nouns := []string{"table", "chair", "house", "desk", "car", "pony", "sandwich", "burger"}
	list := make([]templs.Row, n)
	for i := range list {
		k := from + i
		list[i] = templs.Row{ID: k, Label: adjectives[k%10] + " " + colours[k%7] + " " + nouns[k%8]}
	}
	return list
}

func operations() []operation {
	base := rows(1, 1000)
	change := func(f func([]templs.Row) []templs.Row) state { return state{f(slices.Clone(base)), 0} }
	return []operation{
		{"create 1,000", 0, state{}, state{base, 0}},
		{"every 10th", 3300, state{base, 0}, change(func(r []templs.Row) []templs.Row {
			for i := 0; i < len(r); i += 10 {
				r[i].Label += " !!!"
			}
			return r
		})},
		{"select", 30, state{base, 5}, state{base, 9}},
		{"swap 2 and 999", 30, state{base, 0}, change(func(r []templs.Row) []templs.Row { r[1], r[998] = r[998], r[1]; return r })},
		{"remove", 30, state{base, 0}, change(func(r []templs.Row) []templs.Row { return slices.Delete(r, 499, 500) })},
		{"append 1,000", 0, state{base, 0}, change(func(r []templs.Row) []templs.Row { return append(r, rows(1001, 1000)...) })},
		{"prepend one", 150, state{base, 0}, change(func(r []templs.Row) []templs.Row { return append(rows(1001, 1), r...) })},
		{"one cell", 0, state{base, 0}, change(func(r []templs.Row) []templs.Row { r[499].Label = "another label"; return r })},
		{"clear", 16, state{base, 0}, state{}},
	}
}

// tree renders a state to a tree of its own.
func (s state) tree(b *builder, set *html.Set) []byte {
	b.Begin(set)
	return slices.Clone(b.End(selectable(b, s.rows, s.selected)))
}
