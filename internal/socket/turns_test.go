package socket

import (
	"testing"
	"time"

	"github.com/azu-live/azu/internal/wire"
)

func TestTurnsAreTakenOneAfterTheOther(t *testing.T) {
	const every = 100 * time.Microsecond
	turns, now := turns{every: every, last: 2 * time.Second}, time.Now()
	want := func(n int, wait time.Duration) {
		t.Helper()
		if got := turns.take(now); got != wait {
			t.Fatalf("the %dth waits %v, want %v", n, got, wait)
		}
	}
	for i := 1; i <= 32; i++ {
		want(i, time.Duration(i-32)*every) // who is on time, or before it, does not wait
	}
	for i := 33; i <= 20_032; i++ {
		want(i, time.Duration(i-32)*every)
	}
	for i := range 10 {
		want(20_033+i, 2*time.Second) // nobody waits longer
	}
	now = now.Add(time.Second)
	want(20_043, time.Second+every)
	now = now.Add(time.Hour) // a long time without any is worth no more than 32 at once
	for i := 1; i <= 33; i++ {
		want(i, time.Duration(i-32)*every)
	}
}

func TestAsManyAsThereMayBeHaveATurnEach(t *testing.T) {
	for _, c := range []struct {
		processors, sockets int
		longest             time.Duration
	}{
		{1, 0, 4 * time.Second},
		{2, 0, 2 * time.Second},
		{16, 0, 250 * time.Millisecond},
		{1, 100_000, 20 * time.Second},
		{2, 100, 10 * time.Millisecond},
	} {
		limits, err := wire.Limits{Sockets: c.sockets}.Filled()
		if err != nil {
			t.Fatal(err)
		}
		var turns turns
		turns.every, turns.last = spacing(limits.Sockets, c.processors)
		now, before := time.Now(), -time.Hour
		for i := range limits.Sockets {
			wait := turns.take(now)
			if wait <= before || wait > c.longest {
				t.Fatalf("%d processors: the %dth waits %v, the one before %v", c.processors, i+1, wait, before)
			}
			before = wait
		}
		if spare := c.longest - before; spare > turnsAtOnce*turns.every {
			t.Errorf("%d processors: the last of %d waits %v, want about %v", c.processors, limits.Sockets, before, c.longest)
		}
	}
	if every, last := spacing(-1, 2); every != 100*time.Microsecond || last != 10*time.Second {
		t.Errorf("without a limit every %v, at most %v", every, last)
	}
}
