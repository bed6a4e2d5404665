package livetest

import (
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/PuerkitoBio/goquery"
	"github.com/azu-live/azu/internal/socket/sockettest"
	"github.com/azu-live/azu/internal/wire"
	"golang.org/x/net/html"
)

// Options says who visits. The zero value is a new visitor.
type Options struct {
	Header   http.Header // added to each request, such as Authorization
	Cookies  []*http.Cookie
	Endpoint string                  // of the socket; "/ws/components"
	Wrap     func(net.Conn) net.Conn // stands between each socket and its connection, to cut or delay it
}

// Page is one open page: a document and its socket.
type Page struct {
	t       testing.TB
	handler http.Handler
	server  *sockettest.Server
	opts    Options
	url     string
	cookies map[string]*http.Cookie

	// Status is that of the page's HTTP answer.
	Status int
	// OnConfirm answers what asks before it is done. Nil: yes.
	OnConfirm func(question string) bool

	doc       *html.Node
	entered   map[*html.Node]string // what controls had from the server, since the visitor entered something else
	client    *sockettest.Client
	templates map[string]*template
	joinToken string
	resume    string
	seq, ref  uint64 // last update applied, last input sent
	acked     uint64 // last input that the server has applied
	refused   map[uint64]string
	unasked   string // the last refusal, until the test asks for it
	location  string
	fresh     bool
	bubble    bool
}

// Open gets the page at path from h, which serves both pages and the socket, and joins. It follows
// redirects. A page that holds no view is not joined. The page is left at the test's end.
func Open(t testing.TB, h http.Handler, path string) *Page {
	t.Helper()
	return OpenWith(t, h, path, Options{})
}

// OpenWith is Open for a certain visitor.
func OpenWith(t testing.TB, h http.Handler, path string, o Options) *Page {
	t.Helper()
	if o.Endpoint == "" {
		o.Endpoint = "/ws/components"
	}
	p := &Page{t: t, handler: h, opts: o, cookies: map[string]*http.Cookie{}, bubble: inBubble()}
	for _, c := range o.Cookies {
		p.cookies[c.Name] = c
	}
	p.server = sockettest.Serve(t, h)
	p.load(path)
	if p.joinToken != "" {
		p.Join()
	}
	t.Cleanup(func() {
		p.accepted()
		if p.client != nil && p.client.Open() {
			p.Leave()
		}
	})
	return p
}

// inBubble reports whether the test runs in a synctest bubble, where Wait does not panic.
func inBubble() (in bool) {
	defer func() {
		if recover() != nil {
			in = false
		}
	}()
	synctest.Wait()
	return true
}

// load gets the document.
func (p *Page) load(path string) {
	p.t.Helper()
	for range 10 {
		r := httptest.NewRequest("GET", "http://"+sockettest.Host+path, nil)
		r.RemoteAddr = "127.0.0.1:1000"
		p.decorate(r.Header)
		rec := httptest.NewRecorder()
		p.handler.ServeHTTP(rec, r)
		resp := rec.Result()
		for _, c := range resp.Cookies() {
			p.cookies[c.Name] = c
		}
		if to := resp.Header.Get("Location"); to != "" && resp.StatusCode >= 300 && resp.StatusCode < 400 {
			base, _ := url.Parse(path)
			next, err := base.Parse(to)
			if err != nil {
				p.t.Fatalf("livetest: redirected to %q: %v", to, err)
			}
			path = next.RequestURI()
			continue
		}
		doc, err := html.Parse(resp.Body)
		if err != nil {
			p.t.Fatalf("livetest: parse %s: %v", path, err)
		}
		p.doc, p.url, p.Status, p.templates = doc, path, resp.StatusCode, map[string]*template{}
		p.entered, p.location = map[*html.Node]string{}, ""
		p.joinToken, _ = p.query("[z-join]").Attr("z-join")
		return
	}
	p.t.Fatalf("livetest: %s redirects again and again", path)
}

func (p *Page) decorate(h http.Header) {
	for name, values := range p.opts.Header {
		h[name] = values
	}
	var pairs []string
	for _, c := range p.cookies {
		pairs = append(pairs, c.Name+"="+c.Value)
	}
	if len(pairs) > 0 {
		h.Set("Cookie", strings.Join(pairs, "; "))
	}
}

func (p *Page) dial() {
	p.t.Helper()
	h := http.Header{}
	p.decorate(h)
	p.client = p.server.DialWith(p.opts.Endpoint, sockettest.Options{Header: h, Wrap: p.opts.Wrap})
}

// Join opens a socket and joins, as a browser does when the page has loaded, or when the server says
// that the session is gone.
func (p *Page) Join() {
	p.t.Helper()
	p.dial()
	j := wire.Join{Token: p.joinToken, URL: p.url, Seq: p.seq}
	for name, t := range p.templates {
		j.Known = append(j.Known, name)
		if t.statics != "" {
			j.Full = append(j.Full, name)
		}
	}
	p.client.Send(string(wire.AppendJoin(nil, j)))
	p.until("joined", "stale", "error")
}

// Resume opens another socket and takes up the session where the page stands; a session that is gone is
// joined anew.
func (p *Page) Resume() {
	p.t.Helper()
	p.dial()
	p.client.Send(string(wire.AppendResume(nil, wire.Resume{Token: p.resume, Seq: p.seq})))
	if p.until("resumed", "gone") == "gone" {
		p.client.Close(wire.CloseNormal)
		p.Join()
	}
}

// Cut breaks the connection without a word.
func (p *Page) Cut() { p.client.Cut() }

// Leave tells the server that the visitor goes, and waits for the socket's end.
func (p *Page) Leave() {
	p.client.Send(string(wire.AppendLeave(nil)))
	p.client.Closed()
}

// Fresh reports whether the last join got a new mount of the page.
func (p *Page) Fresh() bool { return p.fresh }

// URL is path and query of the page.
func (p *Page) URL() string { return p.url }

// Location is where a handler's Redirect has last sent the visitor, or "". The page is not left: open that
// one with Open.
func (p *Page) Location() string { p.rest(); return p.location }

// Advance lets time pass, and waits for what comes of it. In a synctest bubble it costs nothing.
func (p *Page) Advance(d time.Duration) {
	p.t.Helper()
	time.Sleep(d)
	p.rest()
}

// rest applies what has come; in a bubble, once everything is at rest.
func (p *Page) rest() {
	p.t.Helper()
	for {
		if p.bubble {
			synctest.Wait()
		}
		if p.client == nil || len(p.client.Waiting()) == 0 {
			return
		}
		p.take()
	}
}

// settle waits until the inputs so far are applied.
func (p *Page) settle() {
	p.t.Helper()
	for p.acked < p.ref {
		p.take()
	}
	p.rest()
}

// HTML is the document as it stands, without the marks' meaning for anyone.
func (p *Page) HTML() string {
	p.rest()
	var b strings.Builder
	if err := html.Render(&b, p.doc); err != nil {
		p.t.Fatalf("livetest: render the document: %v", err)
	}
	return b.String()
}

func (p *Page) query(css string) *goquery.Selection {
	return goquery.NewDocumentFromNode(p.doc).Find(css)
}
