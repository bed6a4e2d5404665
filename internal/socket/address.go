package socket

import (
	"fmt"
	"net/http"
	"net/netip"
	"slices"
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
			return nil, fmt.Errorf("%q is neither an address nor a range such as 10.0.0.0/8", s)
		}
		if prefix.Addr().Is4In6() { // peers are compared unmapped
			if prefix.Bits() < 96 {
				return nil, fmt.Errorf("%q is more than the IPv4 addresses in IPv6: want such as 192.0.2.0/24", s)
			}
			prefix = netip.PrefixFrom(prefix.Addr().Unmap(), prefix.Bits()-96)
		}
		p = append(p, prefix.Masked())
	}
	return p, nil
}

// Forwarded reports whether a trusted proxy is the request's peer.
func (p Proxies) Forwarded(r *http.Request) bool {
	peer, ok := peerOf(r)
	return ok && p.trust(peer)
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
// its /64, the least that a customer is given, and is written so: who has a /56 or a /48 has
// 256 or 65,536 of these, and as many times the places. The result is "" when it is not
// to be known: no address, or one whose counting would count everyone as one, because no
// proxies are set and yet a private peer forwards for somebody, or because the trusted peer
// doesn't say for whom in a way that can be read.
func (p Proxies) RemoteIP(r *http.Request) string {
	peer, ok := peerOf(r)
	if !ok {
		return ""
	}
	forwarded := r.Header["X-Forwarded-For"]
	if len(p) == 0 && len(forwarded) > 0 && (peer.IsLoopback() || peer.IsPrivate() || peer.IsLinkLocalUnicast()) {
		return ""
	}
	visitor, hops, legible := p.trace(peer, forwarded)
	if !legible && hops == 0 {
		return ""
	}
	return limitKey(visitor) // who wrote what is illegible, perhaps a visitor with a trusted address
}

// trace goes from the peer up through X-Forwarded-For, for as long as who wrote an entry is trusted. It
// returns where that ends, over how many entries, and false when the next cannot be read.
func (p Proxies) trace(peer netip.Addr, forwarded []string) (visitor netip.Addr, hops int, legible bool) {
	for _, list := range slices.Backward(forwarded) {
		for comma := len(list); comma >= 0; {
			if !p.trust(peer) {
				return peer, hops, true
			}
			list = list[:comma]
			comma = strings.LastIndexByte(list, ',')
			hop, ok := parseHop(strings.TrimSpace(list[comma+1:]))
			if !ok {
				return peer, hops, false
			}
			peer, hops = hop, hops+1
		}
	}
	return peer, hops, true
}

// parseHop reads an entry of X-Forwarded-For. Some proxies write the port beside the address.
func parseHop(s string) (netip.Addr, bool) {
	addr, err := netip.ParseAddr(strings.TrimSuffix(strings.TrimPrefix(s, "["), "]"))
	if err != nil {
		ap, err := netip.ParseAddrPort(s)
		if err != nil {
			return addr, false
		}
		addr = ap.Addr()
	}
	return addr.Unmap().WithZone(""), true
}

// limitKey is the address, or the network of IPv6, that is counted as one.
func limitKey(a netip.Addr) string {
	if a.Is6() {
		if net, err := a.Prefix(64); err == nil {
			return net.String()
		}
	}
	return a.String()
}

// Scheme returns the scheme the browser used: https on a TLS connection, or when a trusted proxy says so.
// Of the entries that a chain of them has written, that of the outermost counts.
func (p Proxies) Scheme(r *http.Request) string {
	if r.TLS != nil {
		return "https"
	}
	peer, ok := peerOf(r)
	if !ok || !p.trust(peer) {
		return "http"
	}
	protos := strings.Split(strings.Join(r.Header["X-Forwarded-Proto"], ","), ",")
	_, hops, _ := p.trace(peer, r.Header["X-Forwarded-For"])
	if proto := protos[max(0, len(protos)-max(1, hops))]; strings.EqualFold(strings.TrimSpace(proto), "https") {
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
