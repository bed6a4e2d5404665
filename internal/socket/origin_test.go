package socket_test

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/azu-live/azu/internal/socket"
	"github.com/azu-live/azu/internal/socket/sockettest"
	"github.com/azu-live/azu/internal/wire"
)

func TestRow11OnlyOurOwnOriginsOpenSockets(t *testing.T) {
	ours := []string{"https://Example.org", "https://shop.example.org:443", "http://example.org:8080"}
	for _, c := range []struct {
		name    string
		origins []string
		header  http.Header
		ok      bool
	}{
		{"configured", ours, http.Header{"Origin": {"https://example.org"}}, true},
		{"configured with the scheme's own port", ours, http.Header{"Origin": {"https://shop.example.org"}}, true},
		{"configured with a port", ours, http.Header{"Origin": {"http://example.org:8080"}}, true},
		{"the request's own, while others are configured", ours, nil, false},
		{"foreign", ours, http.Header{"Origin": {"https://evil.example"}}, false},
		{"sibling", ours, http.Header{"Origin": {"https://blog.example.org"}}, false},
		{"parent", ours, http.Header{"Origin": {"https://org"}}, false},
		{"ours as a prefix", ours, http.Header{"Origin": {"https://example.org.evil.example"}}, false},
		{"http for https", ours, http.Header{"Origin": {"http://example.org"}}, false},
		{"another port", ours, http.Header{"Origin": {"https://example.org:8443"}}, false},
		{"null", ours, http.Header{"Origin": {"null"}}, false},
		{"empty", ours, http.Header{"Origin": {" "}}, false},
		{"two", ours, http.Header{"Origin": {"https://example.org", "https://evil.example"}}, false},
		{"two in one", ours, http.Header{"Origin": {"https://example.org, https://evil.example"}}, false},
		{"none, with cookies", ours, http.Header{"Origin": {""}, "Cookie": {"a=b"}, "Authorization": {"Bearer x"}}, false},
		{"none", ours, http.Header{"Origin": {""}}, false},
		{"none, with a bearer token", ours, http.Header{"Origin": {""}, "Authorization": {"Bearer x"}}, true},
		{"none, with an empty bearer token", ours, http.Header{"Origin": {""}, "Authorization": {"Bearer "}}, false},
		{"none, with a password", ours, http.Header{"Origin": {""}, "Authorization": {"Basic x"}}, false},
		{"development: own", nil, http.Header{"Origin": {"http://" + sockettest.Host}}, true},
		{"development: https for http", nil, http.Header{"Origin": {"https://" + sockettest.Host}}, false},
		{"development: another port", nil, http.Header{"Origin": {"http://" + sockettest.Host + ":4000"}}, false},
		{"development: foreign", nil, http.Header{"Origin": {"http://evil.example"}}, false},
		{"development: null", nil, http.Header{"Origin": {"null"}}, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := newSite(t, socket.Config{Origins: c.origins, Log: quiet})
				own := http.Header{}
				if c.origins != nil {
					own.Set("Origin", "https://example.org")
				}
				healthy := s.DialWith("/healthy", sockettest.Options{Header: own})
				client, resp, err := s.Try("/", sockettest.Options{Header: c.header})
				healthy.Send("hello")
				if got := healthy.Next(); got != "hello" {
					t.Errorf("the healthy one beside was answered %q", got)
				}
				if err != nil {
					t.Fatal(err)
				}
				if ok := client != nil; ok != c.ok || !ok && resp.StatusCode != http.StatusForbidden {
					t.Errorf("upgraded %v with status %d, want %v", ok, resp.StatusCode, c.ok)
				}
			})
		})
	}
}

func TestAQueryTokenStandsForAnOrigin(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newSite(t, socket.Config{})
		s.DialWith("/?token=x", sockettest.Options{Header: http.Header{"Origin": {""}}})
	})
}

func TestBehindATrustedProxyTheOriginIsHTTPS(t *testing.T) {
	proxies, err := socket.ParseProxies([]string{"10.0.0.0/8"})
	if err != nil {
		t.Fatal(err)
	}
	header := http.Header{"Origin": {"https://" + sockettest.Host}, "X-Forwarded-Proto": {"https"}}
	synctest.Test(t, func(t *testing.T) {
		s := newSite(t, socket.Config{Proxies: proxies})
		s.DialWith("/", sockettest.Options{From: "10.1.2.3:1000", Header: header})
		if c, _, _ := s.Try("/", sockettest.Options{From: "192.0.2.1:1000", Header: header}); c != nil {
			t.Error("anybody may say which scheme was used")
		}
	})
}

func TestRow21NothingIsCompressed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newSite(t, socket.Config{})
		_, resp, err := s.Try("/", sockettest.Options{Header: http.Header{"Sec-Websocket-Extensions": {"permessage-deflate"}}})
		if err != nil {
			t.Fatal(err)
		}
		if got := resp.Header.Get("Sec-Websocket-Extensions"); got != "" {
			t.Errorf("agreed to %q", got)
		}
	})
}

func TestWhatIsNoHandshakeIsAnswered(t *testing.T) {
	for _, c := range []struct {
		name   string
		header http.Header
		status int
	}{
		{"no upgrade", http.Header{"Upgrade": {""}}, http.StatusUpgradeRequired},
		{"no key", http.Header{"Sec-Websocket-Key": {""}}, http.StatusBadRequest},
		{"short key", http.Header{"Sec-Websocket-Key": {"AAAA"}}, http.StatusBadRequest},
		{"old version", http.Header{"Sec-Websocket-Version": {"8"}}, http.StatusBadRequest},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := newSite(t, socket.Config{Limits: wire.Limits{Sockets: 1}})
				_, resp, err := s.Try("/", sockettest.Options{Header: c.header})
				if err != nil || resp.StatusCode != c.status {
					t.Fatalf("%v, %v, want %d", resp, err, c.status)
				}
				s.Dial("/") // the refused one takes no place
			})
		})
	}
}

func TestOnlyAGetOverHTTP11IsAHandshake(t *testing.T) {
	addr := listenTCP(t, newSite(t, socket.Config{}))
	for _, line := range []string{"POST / HTTP/1.1", "HEAD / HTTP/1.1", "GET / HTTP/1.0"} {
		nc, err := net.Dial("tcp", addr)
		if err != nil {
			t.Fatal(err)
		}
		io.WriteString(nc, strings.Replace(handshake, "GET / HTTP/1.1", line, 1))
		if resp, err := http.ReadResponse(bufio.NewReader(nc), nil); err != nil || resp.StatusCode != http.StatusBadRequest {
			t.Errorf("%s: %v, %v", line, resp, err)
		}
		nc.Close()
	}
}

func TestRow23SocketsAreCounted(t *testing.T) {
	byCookie := func(r *http.Request) (string, bool) {
		c, err := r.Cookie("login")
		if err != nil {
			return "", false
		}
		return c.Value, c.Value != "anonymous"
	}
	login := func(name, from string) sockettest.Options {
		return sockettest.Options{From: from, Header: http.Header{"Cookie": {"login=" + name}}}
	}
	synctest.Test(t, func(t *testing.T) {
		s := newSite(t, socket.Config{Login: byCookie, Limits: wire.Limits{Sockets: 8, SocketsPerLogin: 2, SocketsPerIP: 3}})
		var healthy *sockettest.Client
		var first *echo
		for i, step := range []struct {
			o      sockettest.Options
			status int
		}{
			{login("ann", "192.0.2.1:1"), 101},
			{login("ann", "192.0.2.2:1"), 101},
			{login("ann", "192.0.2.3:1"), 429}, // two of this login
			{login("bob", "192.0.2.1:1"), 101},
			{login("cat", "192.0.2.1:1"), 101}, // known logins do not count by address
			{sockettest.Options{From: "192.0.2.1:1"}, 101},
			{sockettest.Options{From: "192.0.2.1:2"}, 101},
			{login("anonymous", "192.0.2.1:3"), 101},
			{sockettest.Options{From: "192.0.2.1:4"}, 429}, // three of this address
			{sockettest.Options{From: "192.0.2.9:1"}, 101},
			{sockettest.Options{From: "192.0.2.8:1"}, 503}, // eight in all
		} {
			c, resp, err := s.Try("/", step.o)
			if i == 0 {
				synctest.Wait()
				healthy, first = c, s.echo("/")
			}
			healthy.Send("hello")
			if got := healthy.Next(); got != "hello" {
				t.Fatalf("beside socket %d a healthy one was answered %q", i, got)
			}
			if err != nil || resp.StatusCode != step.status {
				t.Fatalf("socket %d: %v, %v, want %d", i, resp, err, step.status)
			}
			if step.status > 101 && resp.Header.Get("Retry-After") == "" {
				t.Errorf("socket %d: no Retry-After", i)
			}
		}
		first.conn.Close(1008, "")
		synctest.Wait()
		if c, resp, err := s.Try("/", login("ann", "192.0.2.3:1")); c == nil {
			t.Errorf("a closed socket keeps its place: %v, %v", resp, err)
		}
	})
}

func TestTheAddressThatLimitsCountBy(t *testing.T) {
	proxies, err := socket.ParseProxies([]string{"10.0.0.0/8", "2001:db8:ffff::1", "::ffff:192.0.2.77", "::ffff:192.0.2.128/121"})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		proxies   socket.Proxies
		peer      string
		forwarded []string
		want      string
	}{
		{nil, "192.0.2.1:5", nil, "192.0.2.1"},
		{nil, "[::ffff:192.0.2.1]:5", nil, "192.0.2.1"},
		{nil, "[2001:db8:1:2:3:4:5:6]:5", nil, "2001:db8:1:2::/64"},
		{nil, "[fe80::1%eth0]:5", nil, "fe80::/64"},
		{nil, "192.0.2.1:5", []string{"198.51.100.1"}, "192.0.2.1"}, // not believed
		{nil, "127.0.0.1:5", nil, "127.0.0.1"},
		{nil, "127.0.0.1:5", []string{"198.51.100.1"}, ""}, // a proxy nobody told us of
		{nil, "10.0.0.1:5", []string{"198.51.100.1"}, ""},
		{nil, "@", nil, ""},
		{proxies, "10.0.0.1:5", []string{"198.51.100.1"}, "198.51.100.1"},
		{proxies, "10.0.0.1:5", []string{"6.6.6.6, 198.51.100.1, 10.0.0.2"}, "198.51.100.1"},
		{proxies, "10.0.0.1:5", []string{"6.6.6.6", "198.51.100.1", "10.0.0.2"}, "198.51.100.1"},
		{proxies, "10.0.0.1:5", []string{"10.0.0.3, 10.0.0.2"}, "10.0.0.3"},
		{proxies, "10.0.0.1:5", []string{"nonsense, 10.0.0.2"}, "10.0.0.2"}, // which may be anybody of that range
		{proxies, "10.0.0.1:5", []string{"6.6.6.6, nonsense"}, ""},          // everyone would be one
		{proxies, "10.0.0.1:5", []string{""}, ""},
		{proxies, "10.0.0.1:5", []string{"6.6.6.6, 198.51.100.1:4711"}, "198.51.100.1"},
		{proxies, "10.0.0.1:5", []string{"198.51.100.1:4711, 10.0.0.2:80"}, "198.51.100.1"},
		{proxies, "10.0.0.1:5", []string{"[2001:db8:1:2::1]:4711"}, "2001:db8:1:2::/64"},
		{proxies, "10.0.0.1:5", []string{"[2001:db8:1:2::1]"}, "2001:db8:1:2::/64"},
		{proxies, "10.0.0.1:5", []string{"[::ffff:198.51.100.1]:4711"}, "198.51.100.1"},
		{proxies, "192.0.2.200:5", []string{"198.51.100.1"}, "198.51.100.1"}, // of a range that was written mapped
		{proxies, "10.0.0.1:5", nil, "10.0.0.1"},
		{proxies, "[2001:db8:ffff::1]:5", []string{"2001:db8:1:2:3:4:5:6"}, "2001:db8:1:2::/64"},
		{proxies, "192.0.2.77:5", []string{"198.51.100.1"}, "198.51.100.1"},
		{proxies, "192.0.2.1:5", []string{"198.51.100.1"}, "192.0.2.1"},
	} {
		r := &http.Request{RemoteAddr: c.peer, Header: http.Header{}}
		if c.forwarded != nil {
			r.Header["X-Forwarded-For"] = c.forwarded
		}
		if got := c.proxies.RemoteIP(r); got != c.want {
			t.Errorf("peer %s, forwarded %q: %q, want %q", c.peer, c.forwarded, got, c.want)
		}
	}
	for _, bad := range []string{"everyone", "10.0.0.0/33", "::ffff:192.0.2.0/90"} {
		if _, err := socket.ParseProxies([]string{"10.0.0.0/8", bad}); err == nil {
			t.Errorf("a proxy named %s was taken", bad)
		}
	}
}

func TestTheOutermostTrustedProxySaysWhichSchemeWasUsed(t *testing.T) {
	proxies, err := socket.ParseProxies([]string{"10.0.0.0/8"})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		forwarded string
		proto     []string
		want      string
	}{
		{"", nil, "http"},
		{"", []string{"HTTPS"}, "https"},
		{"198.51.100.1", []string{"https"}, "https"},
		{"198.51.100.1", []string{"http"}, "http"},
		{"198.51.100.1", []string{"https, http"}, "http"}, // the first is the visitor's own
		{"198.51.100.1, 10.0.0.2", []string{"https, http"}, "https"},
		{"198.51.100.1, 10.0.0.2", []string{"https", "http"}, "https"},
		{"198.51.100.1, 10.0.0.2", []string{"https,http,http"}, "http"},
		{"198.51.100.1, 10.0.0.2", []string{"https"}, "https"}, // the inner one hands on what it got
	} {
		r := &http.Request{RemoteAddr: "10.0.0.1:5", Header: http.Header{"X-Forwarded-Proto": c.proto}}
		if c.forwarded != "" {
			r.Header.Set("X-Forwarded-For", c.forwarded)
		}
		if got := proxies.Scheme(r); got != c.want {
			t.Errorf("for %s, %q: %s, want %s", c.forwarded, c.proto, got, c.want)
		}
		r.RemoteAddr = "192.0.2.1:5"
		if got := proxies.Scheme(r); got != "http" {
			t.Errorf("anybody says %s", got)
		}
	}
}

func ExampleProxies_RemoteIP() {
	proxies, _ := socket.ParseProxies([]string{"10.0.0.0/8"})
	r := &http.Request{RemoteAddr: "10.0.0.1:40000", Header: http.Header{"X-Forwarded-For": {"203.0.113.7"}}}
	fmt.Println(proxies.RemoteIP(r))
	// Output: 203.0.113.7
}

func TestAnOriginIsReadAsBrowsersSendIt(t *testing.T) {
	for s, want := range map[string]string{
		"https://example.org":           "https://example.org",
		"HTTPS://Example.ORG:443":       "https://example.org",
		"http://example.org:80":         "http://example.org",
		"http://example.org:443":        "http://example.org:443",
		"http://[::1]:4000":             "http://[::1]:4000",
		"https://xn--bcher-kva.example": "https://xn--bcher-kva.example",
	} {
		if got, err := socket.ParseOrigin(s); err != nil || got != want {
			t.Errorf("%q is %q, %v; want %q", s, got, err, want)
		}
	}
	for _, s := range []string{
		"", "null", "example.org", "//example.org", "https://", "https:example.org", "ftp://example.org", "https://example.org/",
		"https://example.org/path", "https://example.org?", "https://example.org?x", "https://example.org#", "https://example.org#x",
		"https://ann@example.org", "https://example.org:", "https://example.org:x", "https://:443", "https://bücher.example", " https://example.org",
	} {
		if got, err := socket.ParseOrigin(s); err == nil {
			t.Errorf("%q is %q", s, got)
		}
	}
}
