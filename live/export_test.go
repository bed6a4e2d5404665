package live

// RaceEnabled tells the tests of package live_test that the race detector runs.
const RaceEnabled = raceEnabled

// Waiting is how many messages wait for a session.
func Waiting[C any](h Handle[C]) int {
	s := h.view.sess
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.queue == nil {
		return 0
	}
	return len(s.queue.msgs)
}
