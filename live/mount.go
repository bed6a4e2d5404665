package live

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"net/http"
	"strconv"
	"strings"

	"github.com/azu-live/azu/html"
	"github.com/azu-live/azu/internal/seal"
	"github.com/azu-live/azu/internal/wire"
)

// mountRequest mounts a page for an HTTP request and keeps the session for the socket to come.
func (e *Engine) mountRequest(r *http.Request, page Page, params map[string]string) (out *Rendered, err error) {
	defer func() {
		if out == nil && err == nil { // crash, below, has logged why
			err = errors.New("live: the page could not be mounted")
		}
	}()
	login, ip := e.login(r), e.remoteIP(r)
	s := e.newSession(page, params, login, joinURL(r.URL), nil)
	w := s.start()
	defer w.crash()
	w.now = e.now()
	if err := w.mountPage(); err != nil {
		w.abandon()
		return nil, err
	}
	doc := &Rendered{status: http.StatusOK} // not out: what panics below has no answer
	if s.root().failed {
		doc.status = http.StatusInternalServerError
	} else if t, ok := s.root().comp.(Titler); ok {
		if err := w.try(s.root(), func(*Ctx) error { doc.title = t.Title(); return nil }); err != nil {
			w.logFault(s.root(), "Title", err)
		}
	}
	t := ticket{id: seal.NewID(), login: loginHash(login)}
	var token []byte
	doc.html, token, t.page = s.document()
	if e.dev {
		doc.outline = s.root().outline()
	}
	copy(token, e.ring.Seal(joinPurpose, t.bytes(), e.limits.JoinLife))
	if r.Method == http.MethodHead || prefetch(r) {
		w.abandon() // nobody may ever look at it: a join mounts anew
		return doc, nil
	}
	w.keepUnjoined(t.id, ip)
	return doc, nil
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

// document writes the page's HTML with room for the join token, and where that is. The hash is over the
// HTML without the token: the same in every process that renders the same.
func (s *session) document() (doc, token []byte, hash [8]byte) {
	room := strings.Repeat("-", s.e.tokenSize)
	k := s.root().kind
	doc = s.e.reg.AppendHTML(make([]byte, 0, k.room.Load()), s.root().tree, rootAttrs(1, room), &documents{s: s})
	const most = 256 << 10 // one that is uncommonly long does not make the short ones after it dear
	k.room.Store(int64(min(len(doc)+len(doc)/8, most)))
	sum := sha256.Sum256(doc)
	at := bytes.Index(doc, []byte(room)) // in the root's tag: nothing of the page comes before it
	return doc, doc[at : at+len(room)], [8]byte(sum[:8])
}

// rootAttrs is what the root element of view n carries; token is the page's.
func rootAttrs(n uint32, token string) string {
	s := ` z-view="` + strconv.FormatUint(uint64(n), 10) + `"`
	if token != "" {
		s += ` z-join="` + token + `"`
	}
	return s
}

// documents writes the HTML of a session's views, children inside their parents.
type documents struct {
	s     *session
	depth int
}

var _ html.Views = (*documents)(nil)

// AppendView appends the HTML of view n, or nothing for a number that Child did not give.
func (d *documents) AppendView(dst []byte, n uint32) []byte {
	v := d.s.find(n)
	if v == nil || wire.Over(d.depth, d.s.e.limits.RenderDepth) {
		return dst
	}
	d.depth++
	dst = d.s.e.reg.AppendHTML(dst, v.tree, rootAttrs(n, ""), d)
	d.depth--
	return dst
}
