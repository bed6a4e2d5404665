package main

import (
	"encoding/json"
	"net/http"
	"sync"

	"github.com/azu-live/azu/live"
)

// sessions counts what has happened to sessions, and tells it as JSON by state.
type sessions struct {
	mu    sync.Mutex
	times map[string]int // Guarded by mu.
}

func (s *sessions) note(_ string, state live.SessionState) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.times == nil {
		s.times = make(map[string]int)
	}
	s.times[state.String()]++
}

// ServeHTTP answers with what has happened so far, such as {"ended":1,"joined":1,"mounted":1}.
func (s *sessions) ServeHTTP(w http.ResponseWriter, _ *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	w.Header().Set("Content-Type", "application/json")
	json.NewEncoder(w).Encode(s.times) // an error means that nobody reads any more
}
