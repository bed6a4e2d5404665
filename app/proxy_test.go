package app

import (
	"log/slog"
	"net/http/httptest"
	"strings"
	"testing"
)

func TestAnUnknownProxyIsWarnedOfOnce(t *testing.T) {
	var log strings.Builder
	a := &App{log: slog.New(slog.NewTextHandler(&log, nil))}
	r := httptest.NewRequest("GET", "/", nil)
	r.RemoteAddr = "127.0.0.1:1000"
	r.Header.Set("X-Forwarded-For", "198.51.100.1")
	a.remoteIP(r)
	a.remoteIP(r)
	if n := strings.Count(log.String(), "TrustedProxies"); n != 1 {
		t.Errorf("warned %d times:\n%s", n, log.String())
	}
}
