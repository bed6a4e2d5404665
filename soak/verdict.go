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

const (
	// enough is how long visitors have to come for slow growth to be seen.
	enough = 4 * time.Minute
	// leftPercent is how much more may be left in the end than after the rehearsal: maps keep the size they
	// had at most.
	leftPercent = 20
)

// compared is what a run of d compares: a span from one time on with the last one of the same length, which
// may have more by a tolerance in percent. It is the third minute with the last one; where there are not that
// many, the second third of the time with the last, and so few samples vary by what else the machine does.
func compared(d time.Duration) (from, span time.Duration, percent int64) {
	if d >= enough {
		return 2 * time.Minute, time.Minute, 5
	}
	return d / 3, d / 3, 50
}

// announced says what a run of d is about to do.
func announced(d time.Duration) string {
	earlier, later, _ := spans(d)
	said := fmt.Sprintf("The run: seconds %s will be compared with %s.", later, earlier)
	if from, _, _ := compared(d); from > settle {
		said += fmt.Sprintf(" Before second %.0f the server restarts now and then.", (from - settle).Seconds())
	}
	return said
}

// passed says what a run of d has found not to have grown: what was compared, and within what.
func passed(d time.Duration) string {
	earlier, later, percent := spans(d)
	said := fmt.Sprintf(`
Nothing grew: bytes of heap, goroutines, descriptors
- while visitors came: medians of seconds %s, at most %d%% above those of %s
- when all had left: at most %d%% above what was there after the rehearsal, and no session left
`, later, percent, earlier, leftPercent)
	if d < enough {
		said += fmt.Sprintf("A run of less than %v sees only what is gross.\n", enough)
	}
	return said
}

// spans are what compared says, in seconds.
func spans(d time.Duration) (earlier, later string, percent int64) {
	from, span, percent := compared(d)
	say := func(from, to time.Duration) string { return fmt.Sprintf("%.0f to %.0f", from.Seconds(), to.Seconds()) }
	return say(from, from+span), say(d-span, d), percent
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
// percent. when says which samples they are.
func grown(earlier, later []sample, percent int64, when string) []string {
	var out []string
	for _, q := range quantities {
		before, after := q.median(earlier), q.median(later)
		if after > before+before*percent/100 {
			out = append(out, fmt.Sprintf("%s grew from %d to %d %s, by %.1f%% and not %d%% at most", q.name, before, after, when, 100*float64(after-before)/float64(before), percent))
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
