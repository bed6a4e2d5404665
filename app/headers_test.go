package app_test

import (
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/azu-live/azu/app"
)

func TestEveryAnswerCarriesTheSecurityHeaders(t *testing.T) {
	a := newApp(t, nil)
	for _, target := range []string{"/hello/ann", "/nowhere", "/js/azu-spark.js", "/ws/components"} {
		header := get(a, target).Header
		for name, want := range map[string]string{
			"X-Content-Type-Options":       "nosniff",
			"Referrer-Policy":              "strict-origin-when-cross-origin",
			"Cross-Origin-Opener-Policy":   "same-origin",
			"Cross-Origin-Resource-Policy": "same-origin",
		} {
			if got := header.Get(name); got != want {
				t.Errorf("%s: %s is %q", target, name, got)
			}
		}
		policy := wantPolicy(t, header, "default-src 'self';", "object-src 'none';", "base-uri 'none';", "form-action 'self';",
			"frame-ancestors 'self';", "require-trusted-types-for 'script';", "trusted-types azu;", "script-src 'nonce-")
		if strings.Contains(policy, "unsafe") {
			t.Errorf("%s: %q", target, policy)
		}
	}
}

// wantPolicy fails the test unless the policy has directives that begin so, and returns it.
func wantPolicy(t *testing.T, h http.Header, directives ...string) string {
	t.Helper()
	policy := "; " + h.Get("Content-Security-Policy") + ";"
	for _, want := range directives {
		if !strings.Contains(policy, "; "+want) {
			t.Errorf("no %q in %q", want, policy)
		}
	}
	return policy
}

func TestScriptsRunByANonceThatIsNewEachTime(t *testing.T) {
	a := newApp(t, nil)
	seen := make(map[string]bool)
	for range 3 {
		res := get(a, "/hello/ann")
		m := regexp.MustCompile(`script-src 'nonce-([^']+)'`).FindStringSubmatch(res.Header.Get("Content-Security-Policy"))
		if m == nil || seen[m[1]] {
			t.Fatalf("no new nonce in %q", res.Header.Get("Content-Security-Policy"))
		}
		seen[m[1]] = true
		if doc := body(t, res); !strings.Contains(doc, `nonce="`+m[1]+`"`) {
			t.Errorf("the script has another nonce than %s:\n%s", m[1], doc)
		}
	}
}

func TestSourcesAreAddedToTheirDirectives(t *testing.T) {
	a := newApp(t, func(c *app.Config) {
		c.Sources = map[string][]string{
			"img-src":    {"https://images.example.org"},
			"script-src": {"https://scripts.example.org"},
			"object-src": {"https://objects.example.org"},
			"font-src":   {"https://fonts.example.org"},
		}
	})
	policy := wantPolicy(t, get(a, "/hello/ann").Header,
		"img-src 'self' data: https://images.example.org;",
		"object-src https://objects.example.org;",
		"font-src 'self' https://fonts.example.org;")
	if want := "' https://scripts.example.org;"; !strings.Contains(policy, want) { // behind the nonce
		t.Errorf("no %q in %q", want, policy)
	}
}

func TestWhatDefaultSrcGainsHoldsForTheDirectivesThatFallBackToIt(t *testing.T) {
	for range 20 { // a map has another order each time
		a := newApp(t, func(c *app.Config) {
			c.Sources = map[string][]string{
				"default-src": {"https://a.example"},
				"style-src":   {"https://b.example"},
				"font-src":    {"https://c.example"},
				"img-src":     {"https://d.example"},
			}
		})
		wantPolicy(t, get(a, "/hello/ann").Header,
			"default-src 'self' https://a.example;",
			"style-src 'self' https://a.example https://b.example;",
			"font-src 'self' https://a.example https://c.example;",
			"img-src 'self' data: https://d.example;")
	}
}

func TestSourcesThatWouldLoosenThePolicyAreRefused(t *testing.T) {
	for _, c := range []struct{ directive, source string }{
		{"script-src", "'unsafe-eval'"},
		{"style-src", "'Unsafe-Inline'"},
		{"style-src", "'UNSAFE-HASHES'"},
		{"style-src", "https://a.example; script-src"},
		{"style-src", "https://a.example https://b.example"},
		{"style-src", "https://a.example\nX: y"},
		{"style-src", "https://bücher.example"},
		{"style-src", ""},
		{"script-src 'unsafe-eval'; x-src", "https://a.example"},
		{"Script-Src", "https://a.example"},
		{"-src", "https://a.example"},
		{"base-uri", "https://a.example"},
		{"trusted-types", "*"},
	} {
		_, err := app.New(app.Config{
			Dev: true, Keys: []string{"a key of thirty-two bytes or more"},
			Sources: map[string][]string{c.directive: {c.source}},
		})
		if err == nil || !strings.HasPrefix(err.Error(), "app: Config.Sources: ") {
			t.Errorf("%s %q: %v", c.directive, c.source, err)
		}
	}
}

func TestAFormOfAnotherSiteIsRefused(t *testing.T) {
	a := newApp(t, nil)
	a.Router().Post("/save", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) })
	post := func(origin, site string) func(*http.Request) {
		return func(r *http.Request) {
			r.Method = http.MethodPost
			r.Header.Set("Origin", origin)
			r.Header.Set("Sec-Fetch-Site", site)
		}
	}
	if res := get(a, "/save", post("http://localhost:4000", "same-origin")); res.StatusCode != http.StatusNoContent {
		t.Errorf("the own form: %d", res.StatusCode)
	}
	if res := get(a, "/save", post("https://evil.example", "cross-site")); res.StatusCode != http.StatusForbidden {
		t.Errorf("a foreign form: %d", res.StatusCode)
	}
}

func TestADevelopmentServerAnswersNoForeignHost(t *testing.T) {
	a := newApp(t, nil)
	for host, want := range map[string]int{
		"localhost:4000":     http.StatusOK,
		"127.0.0.1:4000":     http.StatusOK,
		"[::1]:4000":         http.StatusOK,
		"[::1]":              http.StatusOK,
		"192.168.1.20:4000":  http.StatusOK, // a phone in the same house
		"evil.example:4000":  http.StatusForbidden,
		"localhost.evil.com": http.StatusForbidden,
	} {
		if res := get(a, "/hello/ann", func(r *http.Request) { r.Host = host }); res.StatusCode != want {
			t.Errorf("%s: got %d, want %d", host, res.StatusCode, want)
		}
	}
}
