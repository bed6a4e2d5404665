// Package leaktest finds goroutines that a test leaves behind where testing/synctest, which does so by
// itself, has no place: with real sockets.
//
//	leaktest.Check(t) // first of all
package leaktest

import (
	"bytes"
	"runtime"
	"strings"
	"testing"
	"time"
)

// Check fails the test if a goroutine that began after the call is still there when the test has ended and
// its cleanups have run, those registered before the call excepted. It shows where it is. No other test may
// run meanwhile.
func Check(t testing.TB) {
	t.Helper()
	check(t, 10*time.Second)
}

// check gives goroutines that are ending some time.
func check(t testing.TB, patience time.Duration) {
	t.Helper()
	before := goroutines()
	t.Cleanup(func() {
		late := time.Now().Add(patience)
		for {
			left := goroutines()
			for id := range before {
				delete(left, id)
			}
			if len(left) == 0 {
				return
			}
			if time.Now().After(late) {
				for _, stack := range left {
					t.Errorf("left behind: %s", stack)
				}
				return
			}
			time.Sleep(time.Millisecond)
		}
	})
}

// goroutines returns the stacks of all goroutines but the caller's, by their ids.
func goroutines() map[string]string {
	buf := make([]byte, 64<<10)
	n := runtime.Stack(buf, true)
	for n == len(buf) {
		buf = make([]byte, 2*len(buf))
		n = runtime.Stack(buf, true)
	}
	all := map[string]string{}
	for i, stack := range bytes.Split(buf[:n], []byte("\n\n")) {
		id, rest, _ := strings.Cut(strings.TrimPrefix(string(stack), "goroutine "), " ")
		if i > 0 { // the first one is ours
			all[id] = rest
		}
	}
	return all
}
