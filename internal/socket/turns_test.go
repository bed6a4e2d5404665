package socket

import (
	"testing"
	"time"
)

func TestTurnsAreTakenOneAfterTheOther(t *testing.T) {
	const every = 100 * time.Microsecond
	turns, now := turns{every: every}, time.Now()
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
