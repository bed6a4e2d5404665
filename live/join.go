package live

import (
	"net/http"
	"net/url"
	"strconv"
	"time"

	"github.com/azu-live/azu/html"
	"github.com/azu-live/azu/internal/wire"
)

// join answers a client that asks for a session.
func (p *peer) join(body []byte) {
	e := p.e
	var j wire.Join
	if !request(p, body, &j) {
		return
	}
	t, ok := e.openTicket(p, j.Token)
	if !ok {
		p.say(wire.AppendStale(nil))
		return
	}
	if !e.adopt(p, t.id, &j) {
		p.mountAnew(&j, t)
	}
}

// request reads what a client asks for a session with, or refuses it: a socket gets one session, and
// tries for it at most so often.
func request[T wire.Join | wire.Resume](p *peer, body []byte, into *T) bool {
	if err := wire.Decode(body, into); err != nil {
		p.reject(wire.BadMessage)
		return false
	}
	if p.sess != nil || !p.e.joinPace.take(&p.meter.joins, p.e.now()) {
		p.reject(wire.Limit)
		return false
	}
	return true
}

// mountAnew serves a join whose session is gone, or lives in another process: the page is mounted
// again, and when it comes out as the browser shows it already, nothing is replaced.
func (p *peer) mountAnew(j *wire.Join, t ticket) {
	e := p.e
	address, ok := parseURL(j.URL)
	if !ok {
		p.reject(wire.BadMessage)
		return
	}
	page, params, ok := e.resolve(address)
	if !ok {
		p.turnAway(wire.AppendError(nil, wire.NotFound, ""))
		return
	}
	p.conn.Joined() // which may take a while yet, but not for want of the client
	wait, admitted := e.crowded(p.payer())
	if !admitted {
		p.close(wire.CloseOverloaded, strconv.FormatInt(wait.Milliseconds(), 10))
		return
	}
	if wait > 0 {
		select {
		case <-time.After(wait):
		case <-e.down:
			return // the socket is being closed
		}
	}
	s := e.newSession(page, params, p.conn.Login(), joinURL(address), p)
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
	} else {
		p.close(wire.CloseInternal, "")
	}
	w.drain()
}

// resolve finds a page; the program's resolver runs here on the socket's goroutine, where nobody else
// would catch its panic.
func (e *Engine) resolve(address *url.URL) (page Page, params map[string]string, ok bool) {
	_, p := guard(func() error { page, params, ok = e.pages.Resolve(address); return nil })
	if p != nil {
		e.log.Error("resolve failed", "page", address.Path, "err", p)
		return Page{}, nil, false
	}
	return page, params, ok && page.info != nil
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
	answer := wire.Joined{Resume: token, Fresh: fresh, Seq: s.seq, Ref: s.ref, Bytes: s.e.limits.Bytes()}
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
	p.answer(wire.AppendJoined(nil, answer))
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
func parseURL(raw string) (*url.URL, bool) {
	if !LocalPath(raw) {
		return nil, false
	}
	u, err := url.Parse(raw)
	return u, err == nil && u.Host == "" && u.Scheme == ""
}
