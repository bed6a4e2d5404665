package socket

import (
	"net/http"
	"net/netip"
	"strings"
)

// Proxies are the addresses of proxies that are trusted to append to X-Forwarded-For and to
// set X-Forwarded-Proto. Whatever else sends these headers is not believed.
type Proxies []netip.Prefix

// ParseProxies reads addresses and ranges, such as "10.0.0.0/8" or "::1".
func ParseProxies(list []string) (Proxies, error) {
	var p Proxies
	for _, s := range list {
		if addr, err := netip.ParseAddr(s); err == nil {
			p = append(p, netip.PrefixFrom(addr.Unmap(), addr.Unmap().BitLen()))
			continue
		}
		prefix, err := netip.ParsePrefix(s)
		if err != nil {
			return nil, err
		}
		p = append(p, prefix.Masked())
	}
	return p, nil
}

func (p Proxies) trust(a netip.Addr) bool {
	for _, prefix := range p {
		if prefix.Contains(a) {
			return true
		}
	}
	return false
}

// RemoteIP returns the address to count limits by: the connection's peer or, behind trusted
// proxies, the last address in X-Forwarded-For that is not theirs. An IPv6 address stands for
// its /64, which is what one customer has, and is written so. The result is "" when it is not
// to be known: no address, or no proxies are set and yet a private peer forwards for somebody,
// so that counting by address would count everyone as one.
func (p Proxies) RemoteIP(r *http.Request) string {
	peer, ok := peerOf(r)
	if !ok {
		return ""
	}
	forwarded := r.Header["X-Forwarded-For"]
	if len(p) == 0 && len(forwarded) > 0 && (peer.IsLoopback() || peer.IsPrivate() || peer.IsLinkLocalUnicast()) {
		return ""
	}
	for at := len(forwarded) - 1; at >= 0 && p.trust(peer); at-- {
		hops := strings.Split(forwarded[at], ",")
		for i := len(hops) - 1; i >= 0 && p.trust(peer); i-- {
			hop, err := netip.ParseAddr(strings.TrimSpace(hops[i]))
			if err != nil {
				return limitKey(peer) // who wrote this is not to be trusted further
			}
			peer = hop.Unmap().WithZone("")
		}
	}
	return limitKey(peer)
}

// limitKey is the address or network that one customer has.
func limitKey(a netip.Addr) string {
	if a.Is6() {
		if net, err := a.Prefix(64); err == nil {
			return net.String()
		}
	}
	return a.String()
}

// Scheme returns the scheme the browser used: https on a TLS connection, or when a trusted proxy says so.
func (p Proxies) Scheme(r *http.Request) string {
	if r.TLS != nil {
		return "https"
	}
	if peer, ok := peerOf(r); ok && p.trust(peer) && strings.EqualFold(r.Header.Get("X-Forwarded-Proto"), "https") {
		return "https"
	}
	return "http"
}

func peerOf(r *http.Request) (netip.Addr, bool) {
	ap, err := netip.ParseAddrPort(r.RemoteAddr)
	if err != nil {
		return netip.Addr{}, false
	}
	return ap.Addr().Unmap().WithZone(""), true
}
