package leaktest

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// watched is a test that is only looked at.
type watched struct {
	testing.TB
	cleanup func()
	errors  []string
}

func (w *watched) Helper()          {}
func (w *watched) Cleanup(f func()) { w.cleanup = f }
func (w *watched) Errorf(format string, args ...any) {
	w.errors = append(w.errors, fmt.Sprintf(format, args...))
}

func TestAGoroutineThatStaysIsShown(t *testing.T) {
	early, stay := make(chan struct{}), make(chan struct{})
	defer close(early)
	defer close(stay)
	go func() { <-early }()
	w := &watched{TB: t}
	check(w, 20*time.Millisecond)
	go lingers(stay)
	w.cleanup()
	if len(w.errors) != 1 || !strings.Contains(w.errors[0], "leaktest.lingers") {
		t.Errorf("found %q", w.errors)
	}
}

func lingers(until chan struct{}) { <-until }

func TestAGoroutineThatEndsIsWaitedFor(t *testing.T) {
	w := &watched{TB: t}
	Check(w)
	end := make(chan struct{})
	go func() { <-end }()
	go close(end)
	w.cleanup()
	if len(w.errors) > 0 {
		t.Errorf("found %q", w.errors)
	}
}
