package app

import (
	"encoding/binary"
	"net"
	"net/http"
	"time"

	"github.com/azu-live/azu/internal/seal"
)

const (
	loginTime    = 14 * 24 * time.Hour
	loginPurpose = "login"
)

// login is who the request is from: the id in its cookie, the one that was just made for it, or "".
func (a *App) login(r *http.Request) string {
	if v := visitOf(r); v != nil && v.login != "" {
		return v.login
	}
	id, _ := a.readLogin(r)
	return id
}

// known is Config.Known, but without a login nobody is known: the sockets would be counted for nothing.
func (a *App) known(f func(*http.Request) bool) func(*http.Request) bool {
	if f == nil {
		return nil
	}
	return func(r *http.Request) bool { return a.login(r) != "" && f(r) }
}

// withLogin returns the request with a login, and sets the cookie when it is new or half over. Anonymous
// visitors have one too: it is what a page's token is bound to.
func (a *App) withLogin(w http.ResponseWriter, r *http.Request) *http.Request {
	id, issued := a.readLogin(r)
	known := id != ""
	if !known {
		id = seal.NewID().String()
	}
	if now := time.Now(); !known || now.Sub(issued) > loginTime/2 {
		a.setLogin(w, r, id, now)
	}
	v := visitOf(r)
	if v == nil { // the router is served by itself
		r = withVisit(r)
		v = visitOf(r)
	}
	v.login = id
	return r
}

// readLogin opens the cookie, whose plaintext is the time it was issued (8 bytes, Unix seconds) and the
// login. What is missing, forged, expired or sealed with a key that is gone all mean the same: "",
// nobody we know.
func (a *App) readLogin(r *http.Request) (id string, issued time.Time) {
	name, _ := a.cookieKind(r)
	c, err := r.Cookie(name)
	if err != nil {
		return "", issued
	}
	plain, err := a.ring.Open(loginPurpose, c.Value)
	if err != nil || len(plain) < 8 {
		return "", issued
	}
	return string(plain[8:]), time.Unix(int64(binary.BigEndian.Uint64(plain)), 0)
}

func (a *App) setLogin(w http.ResponseWriter, r *http.Request, id string, now time.Time) {
	name, secure := a.cookieKind(r)
	plain := append(binary.BigEndian.AppendUint64(nil, uint64(now.Unix())), id...)
	http.SetCookie(w, &http.Cookie{
		Name:     name,
		Value:    a.ring.Seal(loginPurpose, plain, loginTime),
		Path:     "/",
		MaxAge:   int(loginTime / time.Second),
		Secure:   secure,
		HttpOnly: true,
		SameSite: http.SameSiteLaxMode,
	})
}

// cookieKind is the cookie's name and whether it is for https alone. The __Host- prefix keeps sibling
// subdomains from planting one; browsers take it over https only.
func (a *App) cookieKind(r *http.Request) (name string, secure bool) {
	if a.isHTTPS(r) {
		return "__Host-azu", true
	}
	if !isLoopback(r.Host) {
		a.warned.insecure.Do(func() {
			a.log.Warn("cookies go over plain http, where others can read them: serve https, or set Config.TrustedProxies and Config.Origins behind a proxy", "host", r.Host)
		})
	}
	return "azu", false
}

// isLoopback reports whether a Host names this machine.
func isLoopback(host string) bool {
	host = hostName(host)
	if host == "localhost" {
		return true
	}
	ip := net.ParseIP(host)
	return ip != nil && ip.IsLoopback()
}

// hostName is a Host without its port and brackets.
func hostName(host string) string {
	if name, _, err := net.SplitHostPort(host); err == nil {
		return name
	}
	if n := len(host); n > 1 && host[0] == '[' && host[n-1] == ']' {
		return host[1 : n-1]
	}
	return host
}
