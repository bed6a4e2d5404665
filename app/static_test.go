package app_test

import (
	"compress/gzip"
	"io"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"
)

var sheet = strings.Repeat("body { color: black }\n", 100)

func files() fstest.MapFS {
	return fstest.MapFS{
		"app.css":      {Data: []byte(sheet)},
		"pics/dot.svg": {Data: []byte("<svg/>")},
	}
}

func TestAFileIsServedUnderItsNameAndForGoodUnderItsHash(t *testing.T) {
	a := newApp(t, nil)
	fl := a.Files("/static", files())
	hashed := fl.Path("app.css")
	if !regexp.MustCompile(`^/static/app-[A-Za-z0-9_-]{12}\.css$`).MatchString(hashed) {
		t.Errorf("the hashed path is %q", hashed)
	}
	for target, cache := range map[string]string{
		"/static/app.css": "public, no-cache",
		hashed:            "public, max-age=31536000, immutable",
	} {
		res := get(a, target)
		if got := res.Header.Get("Cache-Control"); got != cache {
			t.Errorf("%s: Cache-Control is %q", target, got)
		}
		if got := res.Header.Get("Content-Type"); got != "text/css; charset=utf-8" {
			t.Errorf("%s: Content-Type is %q", target, got)
		}
		if body(t, res) != sheet {
			t.Errorf("%s: another content", target)
		}
		if again := get(a, target, func(r *http.Request) { r.Header.Set("If-None-Match", "W/"+res.Header.Get("ETag")) }); again.StatusCode != http.StatusNotModified {
			t.Errorf("%s: asked again: %d", target, again.StatusCode)
		}
	}
	if res := get(a, "/static/pics/dot.svg"); res.Header.Get("Content-Type") != "image/svg+xml" || body(t, res) != "<svg/>" {
		t.Errorf("a file in a folder: %d", res.StatusCode)
	}
}

func TestAFileThatShrinksIsSentCompressed(t *testing.T) {
	a := newApp(t, nil)
	a.Files("/static", files())
	res := get(a, "/static/app.css", func(r *http.Request) { r.Header.Set("Accept-Encoding", "br, gzip;q=0.8") })
	if res.Header.Get("Content-Encoding") != "gzip" || res.Header.Get("Vary") != "Accept-Encoding" {
		t.Fatalf("got %v", res.Header)
	}
	z, err := gzip.NewReader(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	if plain, err := io.ReadAll(z); err != nil || string(plain) != sheet {
		t.Errorf("another content, %v", err)
	}
	if res := get(a, "/static/app.css", func(r *http.Request) { r.Header.Set("Accept-Encoding", "gzip;q=0") }); res.Header.Get("Content-Encoding") != "" {
		t.Error("compressed for a client that refuses it")
	}
}

func TestFilesAreReadOnlyAndTheirOthersAreNotFound(t *testing.T) {
	a := newApp(t, nil)
	a.Files("/static", files())
	for _, target := range []string{"/static/", "/static/pics", "/static/other.css", "/static/../app.go", "/static/%2e%2e/app.go"} {
		if res := get(a, target); res.StatusCode != http.StatusNotFound {
			t.Errorf("%s: got %d", target, res.StatusCode)
		}
	}
	if res := get(a, "/static/app.css", func(r *http.Request) { r.Method = http.MethodPut }); res.StatusCode != http.StatusMethodNotAllowed {
		t.Errorf("PUT: got %d", res.StatusCode)
	}
	res := get(a, "/static/app.css", func(r *http.Request) { r.Method = http.MethodHead })
	if res.StatusCode != http.StatusOK || body(t, res) != "" {
		t.Errorf("HEAD: got %d", res.StatusCode)
	}
}

func TestTheClientIsServedUnderItsNameAndTheHashThatPagesName(t *testing.T) {
	a := newApp(t, nil)
	doc := body(t, get(a, "/hello/ann"))
	m := regexp.MustCompile(`<script src="(/js/azu-spark-[A-Za-z0-9_-]{12}\.js)"`).FindStringSubmatch(doc)
	if m == nil {
		t.Fatalf("no script in %s", doc)
	}
	named, hashed := get(a, "/js/azu-spark.js"), get(a, m[1])
	if named.StatusCode != http.StatusOK || named.Header.Get("Cache-Control") != "public, no-cache" {
		t.Errorf("named: %d %s", named.StatusCode, named.Header.Get("Cache-Control"))
	}
	if hashed.StatusCode != http.StatusOK || !strings.Contains(hashed.Header.Get("Cache-Control"), "immutable") {
		t.Errorf("hashed: %d %s", hashed.StatusCode, hashed.Header.Get("Cache-Control"))
	}
	if a, b := body(t, named), body(t, hashed); a != b || a == "" {
		t.Error("the two differ")
	}
}
