package server

import (
	"context"

	"github.com/azu-live/azu/bench/templs"
)

// neverEnds is the context of a server: the process is ended instead.
var neverEnds = context.Background()

// newRows makes 1,000 rows that share nothing with others.
func newRows() []templs.Row {
	adjectives := []string{"pretty", "large", "big", "small", "tall", "short", "long", "handsome", "plain", "quaint"}
	colours := []string{"red", "yellow", "blue", "green", "pink", "brown", "purple"}
	nouns := []string{"table", "chair", "house", "desk", "car", "pony", "sandwich", "burger"}
	rows := make([]templs.Row, 1000)
	for i := range rows {
		rows[i] = templs.Row{ID: i + 1, Label: adjectives[i%10] + " " + colours[i%7] + " " + nouns[i%8]}
	}
	return rows
}
