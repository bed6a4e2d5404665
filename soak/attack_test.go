package main

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"
)

const (
	// rounds are how often an attack is tried. Medians count.
	rounds = max(9/scale, 1)

	// tick is what the slowest click of a hundred may take in any case: on two processors that others use too, a
	// few tenths of a millisecond come and go. With the race detector everything takes longer, and one round has
	// to do.
	tick = 2 * time.Millisecond * min(scale, 24)

	// freeze is what the slowest click of all may take in any case: nobody notices it.
	freeze = 50 * time.Millisecond * min(scale, 12)

	// span is how long clicks are timed at least, so that a hundredth of them are more than a few.
	span = time.Second
)

// attack is what is done to a server beside healthy sessions, and what must come of it.
type attack struct {
	prepare func() // while nobody clicks; may be nil
	run     func()
	check   func() // may be nil

	// calm is what the same visitors do who mean no harm; nil: nothing.
	calm func()

	// greedy says that it takes all there is of the machine, and whoever clicks has a fair share at best:
	// only the slowest click of all is bounded.
	greedy bool
}

// withstand fails the test unless clicks are answered during an attack about as soon as without it: within
// three times what they take while the same visitors are calm. See docs/decisions/0008-beside-an-attack.md.
func (h *healthy) withstand(a attack) {
	h.t.Helper()
	if a.calm == nil {
		a.calm = func() {}
	}
	var table strings.Builder
	var calm, hit []clicks
	for n := range rounds {
		spare := spares(func() { calm = append(calm, h.during(a.calm)) })
		// Where others have all of the machine, attackers who give way to everybody never come to an end.
		if err := giveWay(spare); err != nil {
			h.t.Logf("attackers keep the priority that they have: %v", err)
		}
		if a.prepare != nil {
			a.prepare()
		}
		hit = append(hit, h.during(a.run))
		if a.check != nil {
			a.check()
		}
		if h.t.Failed() {
			return
		}
		fmt.Fprintf(&table, "\n%9.2f %9.2f |%9.2f %9.2f", ms(calm[n].Slow), ms(hit[n].Slow), ms(calm[n].Worst), ms(hit[n].Worst))
	}
	h.t.Logf("ms: the slowest click of a hundred | the slowest\n%9s %9s |%9s %9s%s", "calm", "attack", "calm", "attack", table.String())
	bound := func(what string, least time.Duration, of func(clicks) time.Duration) {
		if without, with := median(calm, of), median(hit, of); with > max(least, 3*without) {
			h.t.Errorf("%s takes %v during the attack, and %v without", what, with, without)
		}
	}
	if !a.greedy {
		bound("the slowest click of a hundred", tick, func(c clicks) time.Duration { return c.Slow })
	}
	bound("the slowest click", freeze, func(c clicks) time.Duration { return c.Worst })
}

// during tells how it is for the healthy while f runs, and until span is over.
func (h *healthy) during(f func()) clicks {
	h.t.Helper()
	over := time.After(span)
	h.tell(begin)
	f()
	<-over
	return h.tell(rest).clicks
}

func ms(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }

func median(all []clicks, of func(clicks) time.Duration) time.Duration {
	all = slices.SortedFunc(slices.Values(all), func(a, b clicks) int { return cmp.Compare(of(a), of(b)) })
	return of(all[len(all)/2])
}
