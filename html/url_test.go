package html_test

import (
	"encoding/json"
	"os"
	"strings"
	"testing"

	"github.com/azu-live/azu/html"
)

const refused = "about:invalid#azu"

// urlVectors are shared with the client: testdata/urls.json.
func urlVectors(t testing.TB) (vectors []struct {
	Name, URL string
	Allowed   bool
}) {
	t.Helper()
	data, err := os.ReadFile("testdata/urls.json")
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(data, &vectors); err != nil {
		t.Fatal(err)
	}
	return vectors
}

func TestRow17URLsPassOnlyWithAnAllowedSchemeOrNone(t *testing.T) {
	for _, v := range urlVectors(t) {
		want := v.URL
		if !v.Allowed {
			want = refused
		}
		if got := html.CheckURL(v.URL); got != want {
			t.Errorf("%s: CheckURL(%q) = %q, want %q", v.Name, v.URL, got, want)
		}
		if scheme := browserScheme(v.URL); v.Allowed != allowedScheme(scheme) {
			t.Errorf("%s: the vector says allowed=%v, but a browser finds the scheme %q", v.Name, v.Allowed, scheme)
		}
	}
}

func TestCheckURLAllocatesNothing(t *testing.T) {
	urls := []string{"/users/17", "https://example.com", " java\nscript:alert(1)"}
	if n := testing.AllocsPerRun(100, func() {
		for _, u := range urls {
			html.CheckURL(u)
		}
	}); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

func FuzzRow17CheckURL(f *testing.F) {
	for _, v := range urlVectors(f) {
		f.Add(v.URL)
	}
	f.Fuzz(func(t *testing.T, url string) {
		got := html.CheckURL(url)
		if got != url && got != refused {
			t.Fatalf("CheckURL(%q) = %q, neither the URL nor the refusal", url, got)
		}
		// What a browser does with the answer as a script sets it, and as a parser reads
		// it, with NUL replaced or dropped.
		for _, read := range []string{got, strings.ReplaceAll(got, "\x00", "\uFFFD"), strings.ReplaceAll(got, "\x00", "")} {
			if scheme := browserScheme(read); got != refused && !allowedScheme(scheme) {
				t.Fatalf("CheckURL lets %q through, which a browser reads as %s:", url, scheme)
			}
		}
	})
}

func allowedScheme(s string) bool {
	switch s {
	case "", "http", "https", "mailto", "tel":
		return true
	}
	return false
}

// browserScheme finds a URL's scheme step by step as the URL standard has it, or "".
func browserScheme(url string) string {
	url = strings.TrimLeftFunc(url, func(r rune) bool { return r <= ' ' })
	url = strings.NewReplacer("\t", "", "\n", "", "\r", "").Replace(url)
	// The standard doesn't drop NUL here, a parser before it may.
	url = strings.ReplaceAll(url, "\x00", "")
	scheme, _, found := strings.Cut(url, ":")
	if !found || scheme == "" {
		return ""
	}
	scheme = strings.Map(func(r rune) rune {
		if 'A' <= r && r <= 'Z' {
			return r + 'a' - 'A'
		}
		return r
	}, scheme)
	if scheme[0] < 'a' || scheme[0] > 'z' {
		return ""
	}
	for _, r := range scheme {
		if !strings.ContainsRune("abcdefghijklmnopqrstuvwxyz0123456789+-.", r) {
			return ""
		}
	}
	return scheme
}

// Attributes that lead somewhere are checked, though nobody should use them any more.
func TestObsoleteURLAttributesAreChecked(t *testing.T) {
	for _, got := range []string{
		plain(func(h *html.Builder) html.Node { return h.Div(h.Attr("background", "javascript:alert(1)")) }),
		plain(func(h *html.Builder) html.Node { return h.Object(h.Attr("codebase", "javascript:alert(1)")) }),
		plain(func(h *html.Builder) html.Node { return h.Img(h.Attr("longdesc", "javascript:alert(1)")) }),
	} {
		if strings.Contains(got, "javascript:") {
			t.Errorf("%s", got)
		}
	}
}
