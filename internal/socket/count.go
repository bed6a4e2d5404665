package socket

import (
	"net/http"

	"github.com/azu-live/azu/internal/wire"
)

// newCounts are the counts of none.
func newCounts() counts { return counts{login: map[string]int{}, ip: map[string]int{}} }

// counts holds how many sockets there are, in all and by whom.
type counts struct {
	all   int
	login map[string]int
	ip    map[string]int
}

// A place is what one socket takes up in the counts, empty strings not counting.
type place struct{ login, ip string }

// take takes a place, or returns the HTTP status that refuses it.
func (n *counts) take(p place, l *wire.Limits) int {
	switch {
	case wire.Over(n.all+1, l.Sockets):
		return http.StatusServiceUnavailable
	case p.login != "" && wire.Over(n.login[p.login]+1, l.SocketsPerLogin):
		return http.StatusTooManyRequests
	case p.ip != "" && wire.Over(n.ip[p.ip]+1, l.SocketsPerIP):
		return http.StatusTooManyRequests
	}
	n.all++
	if p.login != "" {
		n.login[p.login]++
	}
	if p.ip != "" {
		n.ip[p.ip]++
	}
	return 0
}

func (n *counts) free(p place) {
	n.all--
	free(n.login, p.login)
	free(n.ip, p.ip)
}

// free counts down, and forgets whom it has none of: visitors come and go for months.
func free(m map[string]int, key string) {
	if key == "" {
		return
	}
	if m[key]--; m[key] <= 0 {
		delete(m, key)
	}
}
