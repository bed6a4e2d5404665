package main

import (
	"os"
	"testing"

	"github.com/azu-live/azu/live"
)

// The server of a test is this program, too, started again, and so are the healthy sessions.
func TestMain(m *testing.M) {
	if runAsServer() || runAsClickers() {
		return
	}
	os.Exit(standBack(m.Run))
}

// startFor starts a server for a test. At the test's end, when all visitors are gone, nothing may be left
// of them but sessions that wait, and nothing at all once the server has drained.
func startFor(t *testing.T, l live.Limits) *server {
	t.Helper()
	addr, err := freeAddr()
	if err != nil {
		t.Fatal(err)
	}
	s, before, err := startServer(setup{Addr: addr, Limits: l})
	if err != nil {
		t.Fatal(err)
	}
	serving := ask(t, s, look)
	t.Cleanup(func() {
		s.idle(t, serving)
		after := ask(t, s, drain)
		if after.Sessions != 0 || after.Goroutines != before.Goroutines || after.Descriptors > before.Descriptors {
			t.Errorf("left after the end: %d sessions, %d goroutines of %d, %d descriptors of %d",
				after.Sessions, after.Goroutines, before.Goroutines, after.Descriptors, before.Descriptors)
		}
		for message, n := range after.Logged {
			t.Errorf("logged %d times: %s", n, message)
		}
		if err := s.stop(); err != nil {
			t.Error(err)
		}
	})
	return s
}

// idle waits until nothing is left of the visitors' connections.
func (s *server) idle(t *testing.T, serving state) {
	t.Helper()
	st, ok, err := s.until(func(st state) bool {
		return st.Goroutines <= serving.Goroutines && st.Descriptors <= serving.Descriptors
	})
	if err != nil {
		t.Error(err)
	} else if !ok {
		busy, _ := s.ask(goroutines)
		t.Errorf("left of visitors: %d goroutines of %d, %d descriptors of %d\n%s",
			st.Goroutines, serving.Goroutines, st.Descriptors, serving.Descriptors, busy.Profile)
	}
}

func ask(t *testing.T, s *server, q question) state {
	t.Helper()
	st, err := s.ask(q)
	if err != nil {
		t.Fatal(err)
	}
	return st
}
