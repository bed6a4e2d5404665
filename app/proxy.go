package app

import (
	"net/http"
	"slices"
	"strings"
)

// isHTTPS reports whether the visitor's browser speaks https: to us, to a trusted proxy that says so, or
// because the site's public origin for this Host is an https one.
func (a *App) isHTTPS(r *http.Request) bool {
	return a.proxies.Scheme(r) == "https" || slices.Contains(a.origins, "https://"+strings.ToLower(r.Host))
}

// remoteIP is the address that limits count by, see socket.Proxies. Behind a proxy that is not named in
// the Config it is "": everybody would be one.
func (a *App) remoteIP(r *http.Request) string {
	ip := a.proxies.RemoteIP(r)
	if ip == "" && r.Header.Get("X-Forwarded-For") != "" {
		a.unproxied.Do(func() {
			a.log.Warn("limits by address are off: requests come through a proxy that Config.TrustedProxies does not name", "proxy", r.RemoteAddr)
		})
	}
	return ip
}
