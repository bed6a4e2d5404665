package app_test

import (
	"net/http"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/azu-live/azu/app"
	"github.com/azu-live/azu/internal/socket/sockettest"
	"github.com/azu-live/azu/internal/wire"
	"github.com/azu-live/azu/live"
)

// prefetched gets a page of which no session is kept, and returns what its socket needs.
func prefetched(t *testing.T, a *app.App, page string) (token, cookie string) {
	t.Helper()
	res := get(a, page, func(r *http.Request) {
		r.Host = sockettest.Host
		r.Header.Set("Sec-Purpose", "prefetch")
	})
	m := joinToken.FindStringSubmatch(body(t, res))
	if m == nil {
		t.Fatalf("no live page at %s", page)
	}
	cookie, _, _ = strings.Cut(res.Header.Get("Set-Cookie"), ";")
	return m[1], cookie
}

// rejoin gets a page of which no session is kept, joins at an address, and returns the answer.
func rejoin(t *testing.T, a *app.App, page, address string) string {
	t.Helper()
	token, cookie := prefetched(t, a, page)
	c := sockettest.Serve(t, a).DialWith("/ws/components", sockettest.Options{Header: http.Header{"Cookie": {cookie}}})
	c.Send(string(wire.AppendJoin(nil, wire.Join{Token: token, URL: address})))
	answer := c.Next()
	c.Close(1000)
	return answer
}

func TestAJoinReadsAnAddressAsTheRequestDid(t *testing.T) {
	for _, address := range []string{"/hello/ann", "/hello/%2541", "/hello/..%252f..%252fx", "/hello/a%2Fb%252f%3Fx=1", "/hello/100%25"} {
		synctest.Test(t, func(t *testing.T) {
			a := newApp(t, nil)
			if got := rejoin(t, a, address, address); !strings.Contains(got, `"fresh":true`) || strings.Contains(got, `"view"`) {
				t.Errorf("%s: another page: %s", address, got)
			}
		})
	}
}

func TestAJoinFindsNoPageWhereSomethingElseIsServed(t *testing.T) {
	for address, there := range map[string]bool{"/other/x": true, "/static/x": false, "/static/app.css": false, "/js/azu-spark.js": false} {
		synctest.Test(t, func(t *testing.T) {
			a := newApp(t, nil)
			a.Files("/static", files())
			a.Page("/{folder}/{name}", live.NewPage(func() *hello { return new(hello) }))
			got := rejoin(t, a, "/other/y", address)
			if there != strings.Contains(got, "joined") || there == strings.Contains(got, "not_found") {
				t.Errorf("%s: %s", address, got)
			}
		})
	}
}

func TestBehindATrustedTLSProxyThePagesSocketIsOpened(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a := newApp(t, func(c *app.Config) { c.TrustedProxies = []string{"10.0.0.0/8"} })
		s := sockettest.Serve(t, a)
		header := http.Header{"Origin": {"https://" + sockettest.Host}, "X-Forwarded-Proto": {"https"}, "X-Forwarded-For": {"198.51.100.1"}}
		s.DialWith("/ws/components", sockettest.Options{From: "10.0.0.1:1000", Header: header}).Close(1000)
		if c, res, err := s.Try("/ws/components", sockettest.Options{From: "192.0.2.1:1000", Header: header}); c != nil || err != nil || res.StatusCode != http.StatusForbidden {
			t.Errorf("anybody may say which scheme was used: %v, %v", res, err)
		}
	})
}
