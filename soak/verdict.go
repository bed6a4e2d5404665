package main

import (
	"fmt"
	"slices"
	"time"
)

// sample is what the server held at a time after the start.
type sample struct {
	at time.Duration
	state
}

// quantity is something that must not grow.
type quantity struct {
	name string
	of   func(state) int64
}

var quantities = []quantity{
	{"bytes of heap", func(s state) int64 { return s.Heap }},
	{"goroutines", func(s state) int64 { return int64(s.Goroutines) }},
	{"descriptors", func(s state) int64 { return int64(s.Descriptors) }},
}

// within are the samples from one time to another.
func within(samples []sample, from, to time.Duration) []sample {
	var out []sample
	for _, s := range samples {
		if s.at >= from && s.at < to {
			out = append(out, s)
		}
	}
	return out
}

// grown tells what later samples have more of than earlier ones, by their medians and beyond a tolerance in
// percent.
func grown(earlier, later []sample, percent int64) []string {
	var out []string
	for _, q := range quantities {
		before, after := q.median(earlier), q.median(later)
		if after > before+before*percent/100 {
			out = append(out, fmt.Sprintf("%s grew from %d to %d, by %.1f%% and not %d%% at most", q.name, before, after, 100*float64(after-before)/float64(before), percent))
		}
	}
	return out
}

func (q quantity) median(samples []sample) int64 {
	if len(samples) == 0 {
		return 0
	}
	values := make([]int64, len(samples))
	for i, s := range samples {
		values[i] = q.of(s.state)
	}
	slices.Sort(values)
	return values[len(values)/2]
}
