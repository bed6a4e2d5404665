package main

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

const (
	// clickers are the healthy sessions beside an attack. Each clicks 40 times a second, of the 50 that are
	// allowed.
	clickers   = 40 / min(scale, 10)
	clickEvery = 25 * time.Millisecond

	// attackers are the connections over which documents are asked for at once.
	attackers = 8

	// quick is what the slowest click of a hundred may take in any case. A thousand sockets that end in the
	// same moment are ten milliseconds' work, and where a machine of two processors does something else
	// beside, a process waits a few time slices for its turn. Nobody sees a page as slow that answers within
	// two frames of a screen.
	quick = 33 * time.Millisecond

	// An attack is repeated a few times, and for a minute as long as it seems to do harm: whatever else the
	// machine is doing ends some time, what an attack does would not.
	fewest = max(3/scale, 1)
)

// healthy are sessions that go on clicking beside an attack. Each click must be answered, and by exactly
// the update it asks for.
type healthy struct {
	t        *testing.T
	visitors []*visitor
	stop     chan struct{}
	all      sync.WaitGroup

	// clicking is held for reading from a click to its answer: who holds it alone knows that none is on
	// its way.
	clicking sync.RWMutex

	mu    sync.Mutex
	took  []time.Duration // Guarded by mu. Of the clicks since during was called.
	heard chan struct{}   // Guarded by mu. Closed when took has want; nil when nobody waits.
	want  int             // Guarded by mu.

	broken context.Context // over when one of them has failed
	fail   context.CancelFunc
}

// keepClicking has healthy sessions join, and click until end is called.
func keepClicking(t *testing.T, s *server) *healthy {
	t.Helper()
	h := &healthy{t: t, stop: make(chan struct{})}
	h.broken, h.fail = context.WithCancel(t.Context())
	for i := range clickers {
		v := &visitor{addr: s.setup.Addr, ip: fmt.Sprintf("192.0.2.%d", i+1)}
		if err := v.arrive("/counter"); err != nil {
			t.Fatal(err)
		}
		h.visitors = append(h.visitors, v)
	}
	for i, v := range h.visitors {
		h.all.Go(func() { // ends when end is called
			if err := h.clickOn(v, time.Duration(i)*clickEvery/clickers); err != nil {
				t.Errorf("a healthy session: %v", err)
				h.fail()
			}
		})
	}
	return h
}

// clickOn clicks until the end, each time at the same offset of the interval.
func (h *healthy) clickOn(v *visitor, offset time.Duration) error {
	for next := time.Now().Add(offset); ; next = next.Add(clickEvery) {
		select {
		case <-h.stop:
			return nil
		case <-time.After(time.Until(next)):
		}
		if err := h.click(v); err != nil {
			return err
		}
	}
}

func (h *healthy) click(v *visitor) error {
	h.clicking.RLock()
	defer h.clicking.RUnlock()
	start := time.Now()
	got, err := v.do(1, "Add", "", "")
	took := time.Since(start)
	if err != nil {
		return err
	}
	if want := fmt.Sprintf("[%d,%d,1,[0,%d]]", v.sent, v.sent, v.sent); string(got) != want {
		return fmt.Errorf("got %s, want %s", got, want)
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.took = append(h.took, took); h.heard != nil && len(h.took) >= h.want {
		close(h.heard)
		h.heard = nil
	}
	return nil
}

// during returns the 99th percentile of the clicks that are made while f runs, and their number. prepare,
// unless nil, is called before it while nobody clicks.
func (h *healthy) during(prepare, f func()) (slowest time.Duration, clicks int) {
	h.clicking.Lock()
	if prepare != nil {
		prepare()
	}
	h.took = nil
	h.clicking.Unlock()
	f()
	h.clicking.Lock()
	defer h.clicking.Unlock()
	clicks = len(h.took)
	if clicks == 0 {
		h.t.Fatal("no click was answered")
	}
	slices.Sort(h.took)
	return h.took[clicks*99/100], clicks
}

// wait waits for a number of clicks, or until something is wrong.
func (h *healthy) wait(clicks int) {
	heard := make(chan struct{})
	h.mu.Lock()
	h.heard, h.want = heard, len(h.took)+clicks
	h.mu.Unlock()
	select {
	case <-heard:
	case <-h.broken.Done():
	}
}

// busyHour gets pages that do not live, as fast as they come, for a number of clicks.
func (h *healthy) busyHour(clicks int) {
	var over atomic.Bool
	var all sync.WaitGroup
	for i := range attackers {
		all.Go(func() {
			v := &visitor{addr: h.visitors[0].addr, ip: fmt.Sprintf("198.51.100.%d", i)}
			defer v.gone()
			for !over.Load() {
				if _, err := v.read("/plain"); err != nil {
					h.t.Error(err)
					return
				}
			}
		})
	}
	h.wait(clicks)
	over.Store(true)
	all.Wait()
}

// attack is what is done to a server beside healthy sessions, and what must come of it.
type attack struct {
	prepare func() // while nobody clicks; may be nil
	run     func()
	check   func() // may be nil
	like    func() // what it is like without an attack, in ordinary terms; nil: a busy hour
}

// rush is n visitors who get a page that does not live, all within half a second.
func (h *healthy) rush(n int) {
	each(h.t, make([]*visitor, n), func(i int, _ *visitor) error {
		v := &visitor{addr: h.visitors[0].addr, ip: fmt.Sprintf("198.51.100.%d", i&255)}
		defer v.gone()
		time.Sleep(rand.N(500 * time.Millisecond))
		_, err := v.read("/plain")
		return err
	})
}

// withstand fails the test unless clicks are answered during an attack about as soon as without it. It
// compares with ordinary requests of about the same weight: while a machine computes, whatever for, a
// process waits for its turn. Each round measures both, and medians count.
func (h *healthy) withstand(a attack) {
	h.t.Helper()
	peace, _ := h.during(nil, func() { h.wait(20 * clickers) })
	h.t.Logf("in peace the slowest click of a hundred takes %v", peace)
	var base, hit []time.Duration
	for end := time.Now().Add(time.Minute); ; {
		var took time.Duration
		slowest, clicks := h.during(a.prepare, func() {
			start := time.Now()
			a.run()
			took = time.Since(start)
		})
		if a.check != nil {
			a.check()
		}
		if h.t.Failed() {
			return
		}
		like := a.like
		if like == nil {
			like = func() { h.busyHour(min(clicks, 40*clickers)) }
		}
		usual, _ := h.during(nil, like)
		h.t.Logf("%v during an attack of %v, %v without", slowest, took, usual)
		base, hit = append(base, usual), append(hit, slowest)
		if len(hit) < fewest {
			continue
		}
		base, hit = last(base), last(hit)
		if median(hit) <= max(quick, 3*median(base)) {
			return
		}
		if time.Now().After(end) {
			h.t.Errorf("the slowest click of a hundred takes %v during the attack, and %v without", median(hit), median(base))
			return
		}
	}
}

// last are the rounds that count.
func last(d []time.Duration) []time.Duration { return d[len(d)-fewest:] }

func median(d []time.Duration) time.Duration {
	d = slices.Sorted(slices.Values(d))
	return d[len(d)/2]
}

// rejoin has the healthy join anew, on a server that does not know them. Nobody may be clicking.
func (h *healthy) rejoin() {
	each(h.t, h.visitors, func(_ int, v *visitor) error {
		v.cut()
		fresh, err := v.join()
		if err == nil && !fresh {
			err = errors.New("the killed server's session is still there")
		}
		return err
	})
}

// end has the healthy leave.
func (h *healthy) end() {
	h.t.Helper()
	close(h.stop)
	h.all.Wait()
	h.fail()
	for _, v := range h.visitors {
		if err := v.leave(); err != nil {
			h.t.Errorf("a healthy session leaves: %v", err)
		}
	}
}
