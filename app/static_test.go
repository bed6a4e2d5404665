package app_test

import (
	"compress/gzip"
	"io"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/azu-live/azu/app"
	"github.com/azu-live/azu/live"
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
}

func TestHeadOfAFileIsAsLongAsItsGet(t *testing.T) {
	a := newApp(t, nil)
	a.Files("/static", files())
	for _, accept := range []string{"", "gzip"} {
		ask := func(method string) *http.Response {
			return get(a, "/static/app.css", func(r *http.Request) {
				r.Method = method
				r.Header.Set("Accept-Encoding", accept)
			})
		}
		whole, head := ask(http.MethodGet), ask(http.MethodHead)
		size := strconv.Itoa(len(body(t, whole)))
		if head.StatusCode != http.StatusOK || body(t, head) != "" || head.Header.Get("Content-Length") != size || whole.Header.Get("Content-Length") != size {
			t.Errorf("%q: %d, %s long, GET %s of %s", accept, head.StatusCode, head.Header.Get("Content-Length"), whole.Header.Get("Content-Length"), size)
		}
	}
}

func TestAFileThatHasNotChangedIsNotSentAgain(t *testing.T) {
	a := newApp(t, nil)
	a.Files("/static", files())
	for _, target := range []string{"/static/app.css", "/static/pics/dot.svg"} {
		for _, accept := range []string{"", "gzip"} {
			ask := func(tag string) *http.Response {
				return get(a, target, func(r *http.Request) {
					r.Header.Set("Accept-Encoding", accept)
					r.Header.Set("If-None-Match", tag)
				})
			}
			first := ask("")
			tag := first.Header.Get("ETag")
			for _, known := range []string{tag, "W/" + strings.TrimPrefix(tag, "W/"), `"other", ` + tag, "*"} {
				again := ask(known)
				if again.StatusCode != http.StatusNotModified || body(t, again) != "" {
					t.Errorf("%s %q, %s is known: %d", target, accept, known, again.StatusCode)
				}
				for _, name := range []string{"ETag", "Vary", "Cache-Control"} {
					if got, want := again.Header.Get(name), first.Header.Get(name); got != want {
						t.Errorf("%s %q: 304 has %s %q, 200 had %q", target, accept, name, got, want)
					}
				}
				if again.Header.Get("Content-Length") != "" || again.Header.Get("Content-Encoding") != "" {
					t.Errorf("%s %q: 304 has %v", target, accept, again.Header)
				}
			}
			if res := ask(`"other"`); res.StatusCode != http.StatusOK {
				t.Errorf("%s %q, another one is known: %d", target, accept, res.StatusCode)
			}
		}
	}
}

func TestCompressedAndPlainShareNoStrongTag(t *testing.T) {
	a := newApp(t, nil)
	a.Files("/static", files())
	plain := get(a, "/static/app.css").Header.Get("ETag")
	zipped := get(a, "/static/app.css", func(r *http.Request) { r.Header.Set("Accept-Encoding", "gzip") }).Header.Get("ETag")
	if zipped != "W/"+plain || strings.HasPrefix(plain, "W/") {
		t.Errorf("%s and %s", plain, zipped)
	}
}

func TestPartsOfAFileAreServed(t *testing.T) {
	a := newApp(t, nil)
	a.Files("/static", fstest.MapFS{"film.mp4": {Data: []byte("0123456789")}})
	res := get(a, "/static/film.mp4", func(r *http.Request) { r.Header.Set("Range", "bytes=2-4") })
	if res.StatusCode != http.StatusPartialContent || res.Header.Get("Content-Range") != "bytes 2-4/10" || body(t, res) != "234" {
		t.Errorf("got %d %v", res.StatusCode, res.Header)
	}
	if got := res.Header.Get("Content-Type"); got != "video/mp4" {
		t.Errorf("Content-Type is %q", got)
	}
	changed := get(a, "/static/film.mp4", func(r *http.Request) {
		r.Header.Set("Range", "bytes=2-4")
		r.Header.Set("If-Range", `"another"`)
	})
	if changed.StatusCode != http.StatusOK || body(t, changed) != "0123456789" {
		t.Errorf("a part of another version: %d", changed.StatusCode)
	}
}

func TestThePathOfAFileIsAnAddressWhateverItsName(t *testing.T) {
	a := newApp(t, nil)
	fsys := fstest.MapFS{}
	names := []string{"c#.txt", "a b?.txt", "50%.txt", "%41.txt", "bücher.txt", "a&b=c+d;e.txt", "dir/x:y.txt"}
	for _, name := range names {
		fsys[name] = &fstest.MapFile{Data: []byte(name)}
	}
	fl := a.Files("/static", fsys)
	for _, name := range names {
		r, err := http.NewRequest(http.MethodGet, "http://localhost"+fl.Path(name), nil)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		res := get(a, r.URL.RequestURI())
		if got := body(t, res); got != name || res.StatusCode != http.StatusOK || !strings.Contains(res.Header.Get("Cache-Control"), "immutable") {
			t.Errorf("%s at %s: %d %s", name, fl.Path(name), res.StatusCode, res.Header.Get("Cache-Control"))
		}
	}
}

func TestAPageUnderThePrefixOfFilesPanicsInEitherOrder(t *testing.T) {
	page := live.NewPage(func() *hello { return new(hello) })
	for name, f := range map[string]func(a *app.App){
		"files first": func(a *app.App) { a.Files("/static", files()); a.Page("/static/{name}", page) },
		"page first":  func(a *app.App) { a.Page("/static/{name}", page); a.Files("/static", files()) },
	} {
		func() {
			defer func() {
				if v, _ := recover().(string); !strings.HasPrefix(v, "app: ") {
					t.Errorf("%s: %q", name, v)
				}
			}()
			f(newApp(t, nil))
		}()
	}
	a := newApp(t, nil)
	a.Files("/static", files())
	a.Page("/static", page)
	a.Page("/statics/{name}", page)
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
