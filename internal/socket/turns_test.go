package socket

import (
	"testing"
	"time"

	"github.com/azu-live/azu/internal/wire"
)

func TestTurnsAreTakenAFewAtATime(t *testing.T) {
	const every = 400 * time.Microsecond
	turns, now := newTurns(every), time.Hour
	want := func(n int, wait time.Duration) {
		t.Helper()
		if got := turns.take(now); got != wait {
			t.Fatalf("the %dth waits %v, want %v", n, got, wait)
		}
	}
	after := func(turns int) time.Duration { // a second, and up to the next whole millisecond
		return time.Second + (time.Duration(turns)*every + time.Millisecond - 1).Truncate(time.Millisecond)
	}
	for i := 1; i <= 32; i++ {
		want(i, 0) // who is on time, or before it, does not wait
	}
	for i := 33; i <= 22_533; i++ {
		want(i, after(i-33))
	}
	for i := range 10 {
		want(22_534+i, 10*time.Second) // nobody waits longer
	}
	now += time.Second
	want(22_544, 9*time.Second+time.Millisecond)
	now += time.Hour // a long time without any is worth no more than 32 at once
	for i := 1; i <= 32; i++ {
		want(i, 0)
	}
	want(33, after(0))
}

func TestAsManyAsThereMayBeHaveATurnEach(t *testing.T) {
	for _, c := range []struct {
		processors, sockets int
		every               time.Duration
	}{
		{1, 0, 450 * time.Microsecond}, // 20,000
		{2, 0, 400 * time.Microsecond},
		{16, 0, 50 * time.Microsecond},
		{1, 100_000, 90 * time.Microsecond},
		{2, 100, 400 * time.Microsecond},
		{2, -1, 400 * time.Microsecond},
	} {
		limits, err := wire.Limits{Sockets: c.sockets}.Filled()
		if err != nil {
			t.Fatal(err)
		}
		turns := newTurns(spacing(limits.Sockets, c.processors))
		if turns.every != c.every {
			t.Errorf("%d processors, %d sockets: a turn each %v, want %v", c.processors, c.sockets, turns.every, c.every)
		}
		if limits.Sockets < 0 {
			continue
		}
		for range limits.Sockets {
			turns.take(0)
		}
		if had := 32 + 1 + int((turns.next-time.Second)/c.every); had != limits.Sockets {
			t.Errorf("%d processors: of %d sockets %d had a turn of their own", c.processors, limits.Sockets, had)
		}
	}
}
