package main

import (
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/azu-live/azu/live"
)

// crowd is n visitors who have joined a page, each as somebody else and from somewhere else.
func crowd(t *testing.T, s *server, n int, path string) []*visitor {
	t.Helper()
	vs := make([]*visitor, n)
	for i := range vs {
		vs[i] = &visitor{addr: s.setup.Addr, ip: fmt.Sprintf("10.1.%d.%d", i>>8, i&255)}
		if err := vs[i].arrive(path); err != nil {
			t.Fatal(err)
		}
	}
	return vs
}

// each has all visitors do something at once, and waits until all have.
func each(t *testing.T, vs []*visitor, do func(i int, v *visitor) error) {
	t.Helper()
	var all sync.WaitGroup
	for i, v := range vs {
		all.Go(func() {
			if err := do(i, v); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
}

// leave has all visitors leave.
func leave(t *testing.T, vs []*visitor) {
	t.Helper()
	each(t, vs, func(_ int, v *visitor) error { return v.leave() })
}

// click is an input and its answer, which is known by heart.
func click(_ int, v *visitor) error {
	seq := v.seq + 1
	got, err := v.do(1, "Add", "", "")
	if want := fmt.Sprintf("[%d,%d,1,[0,%d]]", seq, v.sent, v.sent); err == nil && string(got) != want {
		err = fmt.Errorf("got %s, want %s", got, want)
	}
	return err
}

// returns notes how visitors came back, and when. Its methods may be called from any goroutine.
type returns struct {
	mu    sync.Mutex
	times []time.Time // Guarded by mu.
	turns int         // Guarded by mu. The most often that one of them was told to come back later.
}

// note has v come back, and click.
func (r *returns) note(i int, v *visitor, wantFresh bool) error {
	back, err := v.reconnect()
	if err != nil {
		return err
	}
	if back.fresh != wantFresh {
		return fmt.Errorf("came back into a new session: %v, want %v", back.fresh, wantFresh)
	}
	r.mu.Lock()
	r.times = append(r.times, time.Now())
	r.turns = max(r.turns, back.turns)
	r.mu.Unlock()
	return click(i, v)
}

// mounts is how many pages a server mounts for joins in a second unless told otherwise, scaled as the
// crowd is that comes to it.
func mounts(t *testing.T) int {
	t.Helper()
	defaults, err := (live.Limits{}).Filled()
	if err != nil {
		t.Fatal(err)
	}
	return defaults.Mounts / scale
}

// wantSpread fails the test unless all n came back, never more of them in any time than the rate allows,
// and each was sent away a few times at most. The rate lets a tenth of a second's in at once, and those who
// came in may notice it a quarter of a second late.
func (r *returns) wantSpread(t *testing.T, n, perSecond int) {
	t.Helper()
	slices.SortFunc(r.times, time.Time.Compare)
	if len(r.times) != n {
		t.Fatalf("%d of %d came back", len(r.times), n)
	}
	took := r.times[n-1].Sub(r.times[0])
	t.Logf("%d came back within %v, and were sent away %d times at most", n, took, r.turns)
	if took > 20*time.Second {
		t.Errorf("the last came back after %v", took)
	}
	for i := range r.times {
		for j := i; j < n; j++ {
			d := r.times[j].Sub(r.times[i])
			if may := float64(perSecond) * (0.35 + d.Seconds()); float64(j-i+1) > may+1 {
				t.Errorf("%d came back within %v, %.0f may", j-i+1, d, may)
				return
			}
		}
	}
	if r.turns > 4 {
		t.Errorf("somebody was sent away %d times", r.turns)
	}
}
