package app_test

import (
	"crypto/tls"
	"log/slog"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/azu-live/azu/app"
	"github.com/azu-live/azu/internal/socket/sockettest"
	"github.com/azu-live/azu/live"
)

// login is the one cookie an answer sets, or nil.
func login(t *testing.T, res *http.Response) *http.Cookie {
	t.Helper()
	switch all := res.Cookies(); len(all) {
	case 0:
		return nil
	case 1:
		return all[0]
	default:
		t.Fatalf("got %d cookies", len(all))
		return nil
	}
}

func overTLS(r *http.Request) { r.TLS = new(tls.ConnectionState) }

func carrying(c *http.Cookie) func(*http.Request) { return func(r *http.Request) { r.AddCookie(c) } }

func TestAVisitorGetsALoginOnceAndKeepsIt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a := newApp(t, nil)
		first := login(t, get(a, "/hello/ann"))
		if first == nil || !first.HttpOnly || first.SameSite != http.SameSiteLaxMode || first.Path != "/" || first.MaxAge != 14*24*60*60 {
			t.Fatalf("got %v", first)
		}
		if again := login(t, get(a, "/hello/ann", carrying(first))); again != nil {
			t.Errorf("a known visitor got %v", again)
		}
		time.Sleep(8 * 24 * time.Hour)
		renewed := login(t, get(a, "/hello/ann", carrying(first)))
		if renewed == nil {
			t.Fatal("half over, the cookie was not renewed")
		}
		time.Sleep(8 * 24 * time.Hour)
		if again := login(t, get(a, "/hello/ann", carrying(first))); again == nil {
			t.Error("an expired cookie was taken")
		}
	})
}

func TestACookieThatNobodyHereMadeIsReplaced(t *testing.T) {
	a := newApp(t, nil)
	other := newApp(t, func(c *app.Config) { c.Keys = []string{"another key of thirty-two bytes!!"} })
	foreign := login(t, get(other, "/hello/ann"))
	for _, value := range []string{foreign.Value, "x", strings.Repeat("A", 3000)} {
		if login(t, get(a, "/hello/ann", carrying(&http.Cookie{Name: "azu", Value: value}))) == nil {
			t.Errorf("%.20s… was taken", value)
		}
	}
}

func TestAnOldKeyOpensUntilItIsGone(t *testing.T) {
	const first, second = "the first key, of thirty-two bytes", "the second key, of thirty-two bytes"
	keyed := func(keys ...string) *app.App { return newApp(t, func(c *app.Config) { c.Keys = keys }) }
	c := login(t, get(keyed(first), "/hello/ann"))
	if again := login(t, get(keyed(second, first), "/hello/ann", carrying(c))); again != nil {
		t.Error("with the old key still there, the visitor was not known")
	}
	if again := login(t, get(keyed(second), "/hello/ann", carrying(c))); again == nil {
		t.Error("the old key was gone, and the visitor known")
	}
}

func TestOverHTTPSTheCookieIsBoundToTheHost(t *testing.T) {
	c := login(t, get(newApp(t, nil), "/hello/ann", overTLS))
	if c.Name != "__Host-azu" || !c.Secure || c.Domain != "" {
		t.Errorf("got %v", c)
	}
	// A plain cookie planted by a neighbour is not looked at.
	if login(t, get(newApp(t, nil), "/hello/ann", overTLS, carrying(&http.Cookie{Name: "azu", Value: c.Value}))) == nil {
		t.Error("the plain cookie was taken over https")
	}
}

func TestBehindAProxyThePublicOriginDecides(t *testing.T) {
	for _, origin := range []string{"https://example.org", "HTTPS://Example.org:443"} {
		a := newApp(t, func(c *app.Config) { c.Origins = []string{origin} })
		c := login(t, get(a, "/hello/ann", func(r *http.Request) { r.Host = "example.org" }))
		if c.Name != "__Host-azu" || !c.Secure {
			t.Errorf("%s: got %v", origin, c)
		}
	}
	a := newApp(t, func(c *app.Config) { c.TrustedProxies = []string{"192.0.2.0/24"} })
	forwarded := func(r *http.Request) { r.Header.Set("X-Forwarded-Proto", "https") }
	if c := login(t, get(a, "/hello/ann", forwarded)); !c.Secure { // httptest's peer is 192.0.2.1
		t.Errorf("got %v", c)
	}
	if c := login(t, get(newApp(t, nil), "/hello/ann", forwarded)); c.Secure {
		t.Errorf("anybody's header was believed: %v", c)
	}
}

func TestPlainHTTPOffLoopbackIsWarnedOfOnce(t *testing.T) {
	var log strings.Builder
	a := newApp(t, func(c *app.Config) { c.Log = slog.New(slog.NewTextHandler(&log, nil)) })
	get(a, "/hello/ann")
	if log.Len() > 0 {
		t.Errorf("on loopback: %s", log.String())
	}
	for range 3 {
		if c := login(t, get(a, "/hello/ann", func(r *http.Request) { r.Host = "192.168.1.20:4000" })); c.Secure || c.Name != "azu" {
			t.Errorf("got %v", c)
		}
	}
	if n := strings.Count(log.String(), "plain http"); n != 1 {
		t.Errorf("warned %d times:\n%s", n, log.String())
	}
}

func TestSocketsOfKnownLoginsAreNotCountedByAddress(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a := newApp(t, func(c *app.Config) {
			c.Limits = live.Limits{SocketsPerIP: 1, SocketsPerLogin: 2}
			c.Known = func(r *http.Request) bool {
				user, err := r.Cookie("user") // of the program's own sign-in
				return err == nil && user.Value == "ann"
			}
		})
		_, cookie := prefetched(t, a, "/hello/ann")
		_, another := prefetched(t, a, "/hello/bob")
		s := sockettest.Serve(t, a)
		for _, c := range []struct {
			from, cookies string
			status        int
		}{
			{"192.0.2.1:1", cookie + "; user=ann", 101},
			{"192.0.2.1:2", cookie + "; user=ann", 101},
			{"192.0.2.1:3", cookie + "; user=ann", 429}, // the third of its login
			{"192.0.2.1:4", another, 101},               // and yet the first of its address
			{"192.0.2.1:5", another, 429},
			{"192.0.2.1:6", "user=ann", 429}, // without a login, by which it would be counted
			{"192.0.2.1:7", another + "; user=bob", 429},
			{"192.0.2.1:8", another + "; user=ann", 101},
		} {
			client, res, err := s.Try("/ws/components", sockettest.Options{From: c.from, Header: http.Header{"Cookie": {c.cookies}}})
			if err != nil {
				t.Fatal(err)
			}
			if res.StatusCode != c.status {
				t.Errorf("%s: got %d, want %d", c.from, res.StatusCode, c.status)
			}
			if client != nil {
				defer client.Close(1000)
			}
		}
	})
}
