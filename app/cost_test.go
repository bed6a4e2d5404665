package app_test

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/azu-live/azu/app"
)

// idle is a ResponseWriter that costs nothing.
type idle struct{ header http.Header }

func (w idle) Header() http.Header         { return w.header }
func (w idle) Write(p []byte) (int, error) { return len(p), nil }
func (w idle) WriteHeader(int)             {}

// returning is a visitor's second request for a small page.
func returning(t testing.TB) (*app.App, *http.Request) {
	a := newApp(t, func(c *app.Config) { c.Dev, c.Origins = false, []string{"http://localhost:4000"} })
	r := httptest.NewRequest(http.MethodGet, "/hello/ann", nil)
	r.Host = "localhost:4000"
	r.AddCookie(get(a, "/hello/ann").Cookies()[0])
	return a, r
}

func TestADocumentIsMadeWithFewAllocations(t *testing.T) {
	if raceEnabled {
		t.Skip("the race detector allocates")
	}
	a, r := returning(t)
	r.Header.Set("Sec-Purpose", "prefetch")
	const most = 50
	if n := testing.AllocsPerRun(100, func() { a.ServeHTTP(idle{make(http.Header)}, r) }); n > most {
		t.Errorf("%v allocations, at most %d are allowed", n, most)
	}
}

func BenchmarkDocument(b *testing.B) {
	for _, c := range []struct{ name, purpose string }{{"kept for a join", ""}, {"prefetched", "prefetch"}} {
		b.Run(c.name, func(b *testing.B) {
			a, r := returning(b)
			r.Header.Set("Sec-Purpose", c.purpose)
			b.ReportAllocs()
			for b.Loop() {
				a.ServeHTTP(idle{make(http.Header)}, r)
			}
		})
	}
}
