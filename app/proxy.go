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

// remoteIP is the address that limits count by, see socket.Proxies. It is "" where everybody would be one:
// behind a proxy in the own network that is not named in the Config, or one that names nobody. Who comes
// from elsewhere and says to forward may be a proxy, or a visitor who says so: that one is counted.
func (a *App) remoteIP(r *http.Request) string {
	ip := a.proxies.RemoteIP(r)
	if len(r.Header["X-Forwarded-For"]) == 0 {
		return ip
	}
	switch listed := a.proxies.Forwarded(r); {
	case ip == "" && listed:
		a.warned.uncounted.Do(func() {
			a.log.Warn("limits by address are off: a proxy of Config.TrustedProxies sends an X-Forwarded-For without an address", "proxy", r.RemoteAddr)
		})
	case ip == "":
		a.warned.uncounted.Do(func() {
			a.log.Warn("limits by address are off: requests come through a proxy that Config.TrustedProxies does not name", "proxy", r.RemoteAddr)
		})
	case !listed:
		a.warned.unlisted.Do(func() {
			a.log.Warn("a request says that it was forwarded by what Config.TrustedProxies does not name: if that is a proxy of yours, its visitors count as one address", "proxy", r.RemoteAddr)
		})
	}
	return ip
}
