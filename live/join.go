package live

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/azu-live/azu/html"
	"github.com/azu-live/azu/internal/seal"
	"github.com/azu-live/azu/internal/wire"
)

// joinPurpose is what join tokens are sealed for.
const joinPurpose = "live join"

// ticket is what a join token says: which session the document was made by, for whom, and what the
// document was, so that a session mounted anew knows whether the browser shows the same.
type ticket struct {
	id    seal.ID
	login [16]byte // hash of the login
	page  [8]byte  // hash of the root view's HTML
}

const ticketSize = len(seal.ID{}) + 16 + 8

func (t ticket) bytes() []byte {
	b := append(make([]byte, 0, ticketSize), t.id[:]...)
	return append(append(b, t.login[:]...), t.page[:]...)
}

func parseTicket(b []byte) (t ticket, ok bool) {
	if len(b) != ticketSize {
		return t, false
	}
	copy(t.id[:], b)
	copy(t.login[:], b[16:])
	copy(t.page[:], b[32:])
	return t, true
}

func loginHash(login string) [16]byte {
	sum := sha256.Sum256([]byte("login\x00" + login))
	return [16]byte(sum[:16])
}

// rootAttrs is what the root element of view n carries; token is the page's.
func rootAttrs(n uint32, token string) string {
	s := ` z-view="` + strconv.FormatUint(uint64(n), 10) + `"`
	if token != "" {
		s += ` z-join="` + token + `"`
	}
	return s
}

// document writes the page's HTML with room for the join token, and where that is. The hash is over the
// HTML without the token: the same in every process that renders the same.
func (s *session) document() (doc, token []byte, hash [8]byte) {
	room := strings.Repeat("-", s.e.tokenSize)
	doc = s.e.reg.AppendHTML(nil, s.root().tree, rootAttrs(1, room), &documents{s: s})
	sum := sha256.Sum256(doc)
	at := bytes.Index(doc, []byte(room)) // in the root's tag: nothing of the page comes before it
	return doc, doc[at : at+len(room)], [8]byte(sum[:8])
}

// mountRequest mounts a page for an HTTP request and keeps the session for the socket to come.
func (e *Engine) mountRequest(r *http.Request, page Page, params map[string]string) (out *Rendered, err error) {
	defer func() {
		if out == nil && err == nil { // crash, below, has logged why
			err = errors.New("live: the page could not be mounted")
		}
	}()
	login, ip := e.login(r), e.remoteIP(r)
	path := requestPath(r.URL)
	if r.URL.RawQuery != "" {
		path += "?" + r.URL.RawQuery
	}
	s := e.newSession(page, params, login, path, nil)
	w := s.start()
	defer w.crash()
	w.now = e.now()
	if err := w.mountPage(); err != nil {
		w.abandon()
		return nil, err
	}
	out = &Rendered{status: http.StatusOK}
	if s.root().failed {
		out.status = http.StatusInternalServerError
	} else if t, ok := s.root().comp.(Titler); ok {
		if err := w.try(s.root(), func(*Ctx) error { out.title = t.Title(); return nil }); err != nil {
			w.logFault(s.root(), "Title", err)
		}
	}
	t := ticket{id: seal.NewID(), login: loginHash(login)}
	var token []byte
	out.html, token, t.page = s.document()
	copy(token, e.ring.Seal(joinPurpose, t.bytes(), e.limits.JoinLife))
	if r.Method == http.MethodHead || prefetch(r) {
		w.abandon() // nobody may ever look at it: a join mounts anew
		return out, nil
	}
	w.keepUnjoined(t.id, ip)
	return out, nil
}

// prefetch reports whether a browser asks on a guess.
func prefetch(r *http.Request) bool {
	for _, name := range [...]string{"Sec-Purpose", "Purpose", "X-Moz"} {
		if strings.Contains(strings.ToLower(r.Header.Get(name)), "prefetch") {
			return true
		}
	}
	return false
}

// mountPage makes the root view and renders it with all that is inside.
func (w *worker) mountPage() error {
	s := w.s
	root := s.newView(s.e.kindOf(s.page.info.bp), nil, "")
	s.enlist(root)
	s.observeState(SessionMounted)
	if err := w.make(root); err != nil {
		_, handles := root.comp.(Failer)
		if _, panicked := err.(*panicError); !panicked && (!handles || Status(err) != http.StatusInternalServerError) {
			return err
		}
		w.fail(root, "Mount", err)
	}
	root.mark()
	w.renderDirty()
	w.forgetRecords()
	return nil
}

// make gives the root view an instance of the page's component and mounts it.
func (w *worker) make(root *view) error {
	_, p := guard(func() error { root.comp = w.s.page.info.make(); return nil })
	if p != nil {
		root.comp = root.kind.bp.fresh()
		return p
	}
	return w.mount(root)
}

// resolve finds a page; the program's resolver runs here on the socket's goroutine, where nobody else
// would catch its panic.
func (e *Engine) resolve(path string) (page Page, params map[string]string, ok bool) {
	_, p := guard(func() error { page, params, ok = e.pages.Resolve(path); return nil })
	if p != nil {
		e.log.Error("resolve failed", "page", path, "err", p)
		return Page{}, nil, false
	}
	return page, params, ok && page.info != nil
}

// join answers a client that asks for a session.
func (p *peer) join(body []byte) {
	e := p.e
	var j wire.Join
	if err := wire.Decode(body, &j); err != nil {
		p.reject(wire.BadMessage)
		return
	}
	if p.sess != nil || !p.e.joinPace.take(&p.meter.joins, p.e.now()) {
		p.reject(wire.Limit)
		return
	}
	t, ok := e.openTicket(p, j.Token)
	if !ok {
		p.say(wire.AppendStale(nil))
		return
	}
	p.conn.Joined() // which may take a while yet, but not for want of the client
	if !e.adopt(p, t.id, &j) {
		p.mountAnew(&j, t)
	}
}

// openTicket reads a join token. One that was made for another login is as good as none.
func (e *Engine) openTicket(p *peer, token string) (ticket, bool) {
	raw, err := e.ring.Open(joinPurpose, token)
	if err != nil {
		e.noteForged(p.conn.RemoteIP(), err)
		return ticket{}, false
	}
	t, ok := parseTicket(raw)
	return t, ok && t.login == loginHash(p.conn.Login())
}

// mountAnew serves a join whose session is gone, or lives in another process: the page is mounted
// again, and when it comes out as the browser shows it already, nothing is replaced.
func (p *peer) mountAnew(j *wire.Join, t ticket) {
	e := p.e
	if wait := e.crowded(); wait > 0 {
		p.close(wire.CloseOverloaded, strconv.FormatInt(wait.Milliseconds(), 10))
		return
	}
	path, query, ok := parseURL(j.URL)
	if !ok {
		p.reject(wire.BadMessage)
		return
	}
	page, params, ok := e.resolve(path)
	if !ok {
		p.turnAway(wire.AppendError(nil, wire.NotFound, ""))
		return
	}
	if query != "" {
		path += "?" + query
	}
	s := e.newSession(page, params, p.conn.Login(), path, p)
	w := s.start()
	defer w.crash()
	w.now = e.now()
	if err := w.mountPage(); err != nil {
		w.abandon()
		p.turnAway(joinError(err))
		return
	}
	same := false
	if j.Seq == 0 {
		_, _, hash := s.document()
		same = hash == t.page
	}
	if token, ok := e.admit(s, p); ok {
		w.joined(p, j, token, true, same)
	}
	w.drain()
}

// longestTurn is how late a client is told to come back at most.
const longestTurn = int64(30 * time.Second)

// crowded admits a mount for a join, or returns how long the client shall wait: after a restart all
// browsers come at once, and each mount is work for the program's database.
func (e *Engine) crowded() time.Duration {
	e.mu.Lock()
	defer e.mu.Unlock()
	now := e.now()
	if e.mountPace.take(&e.mounts, now) {
		return 0
	}
	return e.mountPace.queue(&e.turn, now, longestTurn)
}

// turnAway refuses a join for good: the browser loads the page again, once, and shows what the server
// then answers.
func (p *peer) turnAway(why []byte) {
	p.say(why)
	p.close(wire.ClosePolicy, "page refused")
}

// joinError words what a page's Mount or Params said.
func joinError(err error) []byte {
	switch Status(err) {
	case http.StatusNotFound:
		return wire.AppendError(nil, wire.NotFound, "")
	case http.StatusForbidden:
		return wire.AppendError(nil, wire.Denied, "")
	case http.StatusSeeOther:
		return wire.AppendError(nil, wire.Redirect, Location(err))
	}
	return wire.AppendError(nil, wire.Failed, "")
}

// adopted lets a browser into the session that its document was made by.
func (w *worker) adopted(m *message) {
	w.joined(m.peer, m.join, m.token, false, m.join.Seq == 0)
}

// joined answers a join and brings the session to life. same tells that the browser shows what the
// views' trees say.
func (w *worker) joined(p *peer, j *wire.Join, token string, fresh, same bool) {
	s := w.s
	s.out, s.joined = p, true
	s.holds(j)
	answer := wire.Joined{Resume: token, Fresh: fresh, Seq: s.seq, Ref: s.ref}
	if same {
		for _, v := range s.views {
			used(s.e.reg, v.tree, 0, func(t *html.Template) {
				if s.templates.learn(t.ID(), false) {
					answer.Templates = append(answer.Templates, wire.Template{Name: t.Name(), Table: t.Table()})
				}
			})
		}
	} else {
		answer.View = w.differ.AppendWhole(nil, s.e.reg, s.root().tree, w)
		answer.Templates, w.fresh = w.fresh, nil
	}
	for _, v := range s.views {
		v.sent = 0 // the answer is no update, the next one has their patches
	}
	p.say(wire.AppendJoined(nil, answer))
	for _, v := range append([]*view(nil), s.views...) {
		w.connect(v)
	}
	s.observeState(SessionJoined)
}

// holds notes the templates that the client says it has. What it makes up only hurts itself.
func (s *session) holds(j *wire.Join) {
	for _, name := range j.Known {
		if t := s.e.reg.Named(name); t != nil {
			s.templates.learn(t.ID(), false)
		}
	}
	for _, name := range j.Full {
		if t := s.e.reg.Named(name); t != nil {
			s.templates.learn(t.ID(), true)
		}
	}
}

// parseURL takes apart what a client says its address is.
func parseURL(raw string) (path, query string, ok bool) {
	if !LocalPath(raw) {
		return "", "", false
	}
	u, err := url.Parse(raw)
	if err != nil || u.Host != "" || u.Scheme != "" {
		return "", "", false
	}
	return requestPath(u), u.RawQuery, true
}

// requestPath is the path as routers take it: decoded, unless that would lose an encoded slash.
func requestPath(u *url.URL) string {
	if u.RawPath != "" {
		return u.RawPath
	}
	return u.Path
}
