package main

import (
	"fmt"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

const (
	// rounds are how often an attack is tried, and how often it is looked what is usual. Medians count.
	rounds = max(3/scale, 1)

	// tick is what the slowest click of a hundred may take in any case: a slice of a processor's time, as
	// Linux hands it out to those who wait for it. With the race detector everything takes longer, and one
	// round has to do.
	tick = 4 * time.Millisecond * min(scale, 12)
)

// attack is what is done to a server beside healthy sessions, and what must come of it.
type attack struct {
	from    int    // how many connections it comes over at a time
	prepare func() // while nobody clicks; may be nil
	run     func()
	check   func() // may be nil

	// crowd is what as many do at once who mean no harm, where the attack has a moment in which all act; else nil.
	crowd func()
}

// withstand fails the test unless clicks are answered during an attack about as soon as without it, while
// the machine is as busy with what is no attack. See docs/decisions/0008-as-busy-without-the-attack.md.
func (h *healthy) withstand(s *server, a attack) {
	h.t.Helper()
	peace := h.during(s, func() { time.Sleep(500 * time.Millisecond) })
	var table strings.Builder
	var without, beside []time.Duration
	others := 0.0
	for range rounds {
		if a.prepare != nil {
			a.prepare()
		}
		hit := h.during(s, a.run)
		if a.check != nil {
			a.check()
		}
		if h.t.Failed() {
			return
		}
		usual := h.during(s, func() { h.asBusy(s, a, hit) })
		others += (hit.others + usual.others) / 2
		without, beside = append(without, max(usual.Slowest, hit.Elsewhere)), append(beside, hit.Slowest)
		fmt.Fprintf(&table, "\n%9.2f %9.2f %9.2f %9.2f | %9.0f %9.0f | %9.0f %9.0f | %8.0f%%",
			ms(peace.Slowest), ms(usual.Slowest), ms(hit.Elsewhere), ms(hit.Slowest), ms(usual.busy), ms(hit.busy), ms(usual.took), ms(hit.took), 100*hit.others)
	}
	h.t.Logf("ms: the slowest click of a hundred | processors' time | how long | others' part\n%9s %9s %9s %9s | %9s %9s | %9s %9s |%s",
		"peace", "usual", "elsewhere", "attack", "usual", "attack", "usual", "attack", table.String())
	times := time.Duration(1)
	if others /= rounds; others > 0.1 {
		h.t.Logf("others had %.0f%% of the processors: only what is gross is seen", 100*others)
		times = 10
	}
	if usual, hit := median(without), median(beside); hit > times*max(tick, 3*usual) {
		h.t.Errorf("the slowest click of a hundred takes %v during the attack, and %v without", hit, usual)
	}
}

// asBusy keeps the machine as busy as an attack did, for a second at most: with what a crowd does, if there
// is one, and with pages that do not live, as many as it takes at any time, over as many connections.
func (h *healthy) asBusy(s *server, a attack, hit spell) {
	part := min(hit.took, time.Second)
	start, before := time.Now(), h.busyFor(s)
	if a.crowd != nil {
		a.crowd()
	}
	var asked atomic.Int64 // pages
	turns := make(chan struct{}, 10_000)
	var all sync.WaitGroup
	for w := range a.from {
		all.Go(func() { // ends with turns
			v := &visitor{addr: s.setup.Addr, ip: fmt.Sprintf("198.51.100.%d", w)}
			defer v.gone()
			for range turns {
				if _, err := v.read("/plain"); err != nil {
					h.t.Error(err)
				}
				asked.Add(1)
			}
		})
	}
	for range time.Tick(5 * time.Millisecond) {
		elapsed := time.Since(start)
		if elapsed >= part {
			break
		}
		busy := h.busyFor(s) - before
		missing := time.Duration(float64(hit.busy)*float64(elapsed)/float64(hit.took)) - busy
		cost := max(busy/time.Duration(asked.Load()+1), 50*time.Microsecond)
		for range int(missing/cost) - len(turns) {
			turns <- struct{}{}
		}
	}
	close(turns)
	all.Wait()
}

// spell is how it was for a time.
type spell struct {
	report
	took   time.Duration
	busy   time.Duration // of processors, for the server and for who asks it for something, the healthy left out
	others float64       // the part of all processors that went to what is not the test's
}

// during tells how it is for the healthy while f runs.
func (h *healthy) during(s *server, f func()) (sp spell) {
	h.t.Helper()
	busy, start := h.busyFor(s), time.Now()
	all, ours := busyAtAll(), busy+h.busyBeside()
	h.tell(begin)
	f()
	sp.report = h.tell(rest)
	sp.took, sp.busy = time.Since(start), h.busyFor(s)-busy
	others := busyAtAll() - all - (h.busyFor(s) + h.busyBeside() - ours)
	sp.others = float64(others) / float64(sp.took) / float64(runtime.NumCPU())
	return sp
}

func ms(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }

func median(d []time.Duration) time.Duration {
	d = slices.Sorted(slices.Values(d))
	return d[len(d)/2]
}
