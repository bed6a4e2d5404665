package socket

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"unicode/utf8"
)

// ParseOrigin returns an origin in the one spelling that browsers send: lower case, without
// the scheme's own port. Comparing then needs no parsing.
func ParseOrigin(s string) (string, error) {
	u, err := url.Parse(s)
	if err != nil {
		return "", fmt.Errorf("%q is no origin: %w", s, err)
	}
	bare := url.URL{Scheme: u.Scheme, Host: u.Host} // nothing else shall be there
	switch {
	case strings.ContainsFunc(u.Host, func(r rune) bool { return r >= utf8.RuneSelf }):
		return "", fmt.Errorf("%q is no origin: want the host as browsers send it, xn--…", s)
	case u.Scheme != "http" && u.Scheme != "https", u.Hostname() == "", strings.HasSuffix(u.Host, ":"), !strings.EqualFold(bare.String(), s):
		return "", fmt.Errorf("%q is no origin: want http or https, a host, a port if it is not the scheme's own, and no more, not even a slash", s)
	}
	return originOf(u.Scheme, u.Host), nil
}

// originOf joins a lower case scheme and a host with or without port.
func originOf(scheme, host string) string {
	host = strings.ToLower(host)
	switch scheme {
	case "http":
		host = strings.TrimSuffix(host, ":80")
	case "https":
		host = strings.TrimSuffix(host, ":443")
	}
	return scheme + "://" + host
}

// allowed says why a request's origin may not open a socket, or "". Cookies and SameSite
// protect no socket: a page of any site may open one and the browser sends the cookies along,
// so its Origin must be exactly one of ours. What is no browser has no Origin, and then must
// show a token that no browser adds by itself.
func (s *Server) allowed(r *http.Request) (why string) {
	switch origins := r.Header["Origin"]; {
	case len(origins) > 1:
		return "several origins"
	case len(origins) == 1 && len(s.origins) > 0:
		if !s.origins[origins[0]] {
			return "foreign origin"
		}
	case len(origins) == 1:
		if origins[0] != originOf(s.config.Proxies.Scheme(r), r.Host) {
			return "another origin than the request's own"
		}
	case len(r.Header["Cookie"]) > 0:
		return "cookies without an origin"
	case !hasToken(r):
		return "neither origin nor token"
	}
	return ""
}

// hasToken reports whether the request shows a bearer token or one in its query. Whether it
// is a good one is for the endpoint to say.
func hasToken(r *http.Request) bool {
	scheme, token, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	return strings.EqualFold(scheme, "Bearer") && token != "" || r.URL.Query().Get("token") != ""
}
