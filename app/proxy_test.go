package app_test

import (
	"log/slog"
	"net/http"
	"strings"
	"testing"

	"github.com/azu-live/azu/app"
)

func TestAProxyThatTheConfigDoesNotNameIsWarnedOfOnce(t *testing.T) {
	for _, c := range []struct {
		name      string
		trusted   []string
		peer      string
		forwarded []string
		warning   string // "": none
	}{
		{"in the own network", nil, "127.0.0.1:1000", []string{"198.51.100.1"}, "limits by address are off: requests come through"},
		{"from elsewhere", nil, "203.0.113.9:1000", []string{"198.51.100.1"}, "count as one address"},
		{"from elsewhere, while another is named", []string{"10.0.0.0/8"}, "203.0.113.9:1000", []string{"198.51.100.1"}, "count as one address"},
		{"named", []string{"10.0.0.0/8"}, "10.0.0.1:1000", []string{"198.51.100.1"}, ""},
		{"named, and says nothing", []string{"10.0.0.0/8"}, "10.0.0.1:1000", []string{"unknown"}, "without an address"},
		{"none", nil, "203.0.113.9:1000", nil, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			var log strings.Builder
			a := newApp(t, func(conf *app.Config) {
				conf.Log = slog.New(slog.NewTextHandler(&log, nil))
				conf.TrustedProxies = c.trusted
			})
			for range 2 {
				get(a, "/hello/ann", func(r *http.Request) {
					r.RemoteAddr = c.peer
					r.Header["X-Forwarded-For"] = c.forwarded
				})
			}
			got := log.String()
			if c.warning == "" && got != "" || c.warning != "" && (strings.Count(got, "\n") != 1 || !strings.Contains(got, c.warning) || !strings.Contains(got, "TrustedProxies")) {
				t.Errorf("the log is\n%s", got)
			}
		})
	}
}

// What a stranger says cannot use up the warning of a proxy whose visitors are not counted.
func TestAStrangersWordLeavesTheOtherWarning(t *testing.T) {
	var log strings.Builder
	a := newApp(t, func(c *app.Config) { c.Log = slog.New(slog.NewTextHandler(&log, nil)) })
	for _, peer := range []string{"203.0.113.9:1000", "127.0.0.1:1000"} {
		get(a, "/hello/ann", func(r *http.Request) {
			r.RemoteAddr = peer
			r.Header.Set("X-Forwarded-For", "198.51.100.1")
		})
	}
	if got := log.String(); !strings.Contains(got, "are off") {
		t.Errorf("the log is\n%s", got)
	}
}
