package live_test

import (
	"bytes"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"testing"
	"testing/synctest"

	"github.com/azu-live/azu/internal/seal"
	"github.com/azu-live/azu/internal/socket/sockettest"
	"github.com/azu-live/azu/internal/wire"
	"github.com/azu-live/azu/live"
)

// site is a handler of pages with their engine, as package app makes one, but bare.
type site struct {
	t      testing.TB
	engine *live.Engine
	pages  map[string]live.Page
	log    *logBuffer
	server *sockettest.Server // of sockets, once asked for
}

// loginHeader names the login in tests, as a cookie does elsewhere.
const loginHeader = "X-Login"

func newSite(t testing.TB, pages map[string]live.Page, limits live.Limits) *site {
	return newSiteWith(t, pages, live.Config{Limits: limits})
}

func newSiteWith(t testing.TB, pages map[string]live.Page, c live.Config) *site {
	t.Helper()
	s := &site{t: t, pages: pages, log: &logBuffer{}}
	if c.Ring == nil {
		ring, err := seal.NewRing(strings.Repeat("s", 32))
		if err != nil {
			t.Fatal(err)
		}
		c.Ring = ring
	}
	c.Pages, c.Log, c.Dev = s, slog.New(slog.NewTextHandler(s.log, &slog.HandlerOptions{Level: slog.LevelDebug})), true
	c.Login = func(r *http.Request) string { return r.Header.Get(loginHeader) }
	engine, err := live.New(c)
	if err != nil {
		t.Fatal(err)
	}
	s.engine = engine
	return s
}

func (s *site) Resolve(address *url.URL) (live.Page, map[string]string, bool) {
	p, ok := s.pages[address.Path]
	return p, nil, ok
}

func (s *site) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.URL.Path == "/ws/components" {
		s.engine.ServeHTTP(w, r)
		return
	}
	page, params, ok := s.Resolve(r.URL)
	if !ok {
		http.NotFound(w, r)
		return
	}
	out, err := s.engine.Mount(r, page, params)
	if err != nil {
		if to := live.Location(err); to != "" {
			w.Header().Set("Location", to)
		}
		http.Error(w, err.Error(), live.Status(err))
		return
	}
	w.WriteHeader(out.Status())
	w.Write(out.AppendView([]byte("<!doctype html><title>"+out.Title()+"</title><body>"), 1))
}

// get is a GET for a page as login, from an address.
func (s *site) get(path, login string, header ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest("GET", "http://"+sockettest.Host+path, nil)
	r.Header.Set(loginHeader, login)
	for i := 0; i < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	rec := httptest.NewRecorder()
	s.ServeHTTP(rec, r)
	return rec
}

var joinToken = regexp.MustCompile(` z-join="([^"]+)"`)

// token is the join token in a page that is got anew.
func (s *site) token(path, login string) string {
	s.t.Helper()
	m := joinToken.FindStringSubmatch(s.get(path, login).Body.String())
	if m == nil {
		s.t.Fatalf("%s has no join token", path)
	}
	return m[1]
}

// dial opens a socket as login.
func (s *site) dial(login string) *sockettest.Client {
	s.t.Helper()
	return s.dialWith(login, sockettest.Options{})
}

func (s *site) dialWith(login string, o sockettest.Options) *sockettest.Client {
	s.t.Helper()
	if s.server == nil {
		s.server = sockettest.Serve(s.t, s)
	}
	o.Header = http.Header{loginHeader: {login}}
	return s.server.DialWith("/ws/components", o)
}

// join is a socket that has joined a page got just before, and its answer.
func (s *site) join(path, login string) (c *sockettest.Client, joined string) {
	s.t.Helper()
	token := s.token(path, login)
	c = s.dial(login)
	c.Send(joinFrame(token, path))
	return c, c.Next()
}

// joinFrom is join for the page at /, from an address.
func (s *site) joinFrom(from, login string) (c *sockettest.Client, joined string) {
	s.t.Helper()
	token := s.token("/", login)
	c = s.dialWith(login, sockettest.Options{From: from})
	c.Send(joinFrame(token, "/"))
	return c, c.Next()
}

// joinFrame asks for the session of a document that is as it was sent.
func joinFrame(token, url string) string {
	return string(wire.AppendJoin(nil, wire.Join{Token: token, URL: url}))
}

var resumeToken = regexp.MustCompile(`"resume":"([^"]+)"`)

// tokenOf is the resume token of a joined or resumed answer.
func tokenOf(t testing.TB, answer string) string {
	t.Helper()
	m := resumeToken.FindStringSubmatch(answer)
	if m == nil {
		t.Fatalf("no resume token in %s", answer)
	}
	return m[1]
}

// wantNext fails unless the next message is this one.
func wantNext(t testing.TB, c *sockettest.Client, want string) {
	t.Helper()
	if got := c.Next(); got != want {
		t.Fatalf("got %s, want %s", got, want)
	}
}

// logBuffer collects the log.
type logBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *logBuffer) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *logBuffer) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

// count is how often a text stands in the log.
func (l *logBuffer) count(text string) int { return strings.Count(l.String(), text) }

// diary is what components write of their lives, on the goroutines of several sessions.
type diary struct {
	mu    sync.Mutex
	lines []string
}

func (d *diary) say(line string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.lines = append(d.lines, line)
}

// take waits until all is at rest, and returns what was written since it was called last.
func (d *diary) take() []string {
	synctest.Wait()
	d.mu.Lock()
	defer d.mu.Unlock()
	lines := d.lines
	d.lines = nil
	return lines
}

// wantDiary fails unless exactly this was written since the last time.
func wantDiary(t *testing.T, d *diary, want ...string) {
	t.Helper()
	if got := strings.Join(d.take(), ", "); got != strings.Join(want, ", ") {
		t.Errorf("the diary has %s, want %s", got, strings.Join(want, ", "))
	}
}
