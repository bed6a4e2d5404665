package live

import (
	"context"
	"net/http/httptest"
	"net/url"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/azu-live/azu/html"
)

// brittle is a connection that breaks in our own hands: a fault of the framework, not of a component.
type brittle struct {
	nowhere
	write, close bool
	code         int
}

func (b *brittle) Write(frame []byte) (bool, error) {
	if b.write {
		panic("write")
	}
	return b.nowhere.Write(frame)
}

func (b *brittle) Close(code int, _ string) {
	if b.code == 0 {
		b.code = code
	}
	if b.close {
		b.close = false
		panic("close")
	}
}

// ticker ticks, holds a child, and says when it goes.
type ticker struct {
	self  Handle[ticker]
	ticks *atomic.Int32
	gone  *atomic.Int32
	inner bool
}

func (c *ticker) Mount(ctx *Ctx) error { c.self = Self(ctx, c); return nil }
func (c *ticker) Connected(ctx *Ctx) error {
	ctx.Every(time.Second, func(*Ctx) error { c.ticks.Add(1); return nil })
	return nil
}
func (c *ticker) Click(*Ctx) error { return nil }
func (c *ticker) Unmount(*Ctx)     { c.gone.Add(1) }
func (c *ticker) Render(h *H[ticker]) html.Node {
	return h.Div(h.Int(int(c.ticks.Load())), h.Button(Click(h, (*ticker).Click)), html.If(h, !c.inner, func(h *H[ticker]) html.Node {
		return Child(h, 1, func(t *ticker) { t.ticks, t.gone, t.inner = c.ticks, c.gone, true })
	}))
}

// crashSite has one session on a brittle connection, and says what its observer was told last.
func crashSite(t *testing.T) (p *peer, conn *brittle, c *ticker, state *atomic.Value) {
	c, conn, state = &ticker{ticks: new(atomic.Int32), gone: new(atomic.Int32)}, &brittle{}, new(atomic.Value)
	page := NewPage(func() *ticker { return c })
	e := newEngine(t, page, Limits{})
	e.observe.Session = func(_ string, s SessionState) { state.Store(s) }
	return joinOver(t, e, page, conn), conn, c, state
}

func TestRow34AFaultOfOurOwnEndsItsSessionAndLeavesNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, conn, c, state := crashSite(t)
		time.Sleep(2500 * time.Millisecond)
		synctest.Wait()
		if c.ticks.Load() != 4 {
			t.Fatalf("%d ticks of two views in two seconds", c.ticks.Load())
		}
		conn.write = true
		p.Text([]byte(`[1,1,"Click"]`))
		synctest.Wait()
		if conn.code != 1011 || state.Load() != SessionEnded || c.gone.Load() != 2 {
			t.Errorf("closed with %d, the session is %v, %d of 2 views were unmounted", conn.code, state.Load(), c.gone.Load())
		}
		if err := c.self.Do(func(*ticker, *Ctx) error { return nil }); err != ErrGone {
			t.Errorf("Do returns %v", err)
		}
		time.Sleep(time.Minute)
		if c.ticks.Load() != 4 {
			t.Errorf("%d ticks after the end", c.ticks.Load()-4)
		}
		p.Closed(nil)
		if err := p.e.Drain(t.Context()); err != nil {
			t.Errorf("the engine waits for the session: %v", err)
		}
	})
}

func TestASessionThatBreaksWhileItEndsIsForgottenToo(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, conn, c, state := crashSite(t)
		conn.close = true
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		if err := p.e.Drain(ctx); err != nil {
			t.Errorf("the engine waits for the session: %v", err)
		}
		synctest.Wait()
		if state.Load() != SessionEnded || c.gone.Load() != 2 {
			t.Errorf("the session is %v, %d of 2 views were unmounted", state.Load(), c.gone.Load())
		}
	})
}

func TestRow34AFaultOfOurOwnWhileMountingIsAnError(t *testing.T) {
	page := NewPage(func() *ticker { return &ticker{ticks: new(atomic.Int32), gone: new(atomic.Int32)} })
	e := newEngine(t, page, Limits{})
	e.ring = nil // so that no token can be made
	out, err := e.Mount(httptest.NewRequest("GET", "/", nil), page, nil)
	if out != nil || err == nil {
		t.Errorf("mounted with %v, %v", out, err)
	}
	if err := e.Drain(t.Context()); err != nil {
		t.Errorf("the engine waits for the session: %v", err)
	}
}

// noMap is a resolver that has lost its own way.
type noMap struct{}

func (noMap) Resolve(*url.URL) (Page, map[string]string, bool) { panic("where was it") }

func TestAPanicOfTheResolverIsAPageThatIsNotThere(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		page := NewPage(func() *clicks { return &clicks{step: 1} })
		e := newEngine(t, page, Limits{})
		first := &brittle{}
		joinOver(t, e, page, first) // takes the session
		e.pages = noMap{}
		conn := &recorder{}
		p := e.newPeer(conn)
		token := e.ring.Seal(joinPurpose, ticket{login: loginHash("")}.bytes(), time.Hour)
		p.Text([]byte(`[0,"join",{"token":"` + token + `","url":"/","known":[],"full":[],"seq":0}]`))
		if got := conn.said(); got != `[0,"error","not_found"] 1008` {
			t.Errorf("the client hears %s", got)
		}
		e.Drain(t.Context())
	})
}

// recorder keeps what is written.
type recorder struct {
	brittle
	frames []string
}

func (r *recorder) Write(frame []byte) (bool, error) {
	r.frames = append(r.frames, string(frame))
	return true, nil
}

// said is all that was written, and the code that the connection was closed with.
func (r *recorder) said() string { return strings.Join(append(r.frames, strconv.Itoa(r.code)), " ") }

// torn is a component whose renders the test breaks.
type torn struct{}

func (c *torn) Render(h *H[torn]) html.Node { return h.P() }

func TestRow34AFaultOfOurOwnWhileJoiningIsToldToTheClient(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		page := NewPage(func() *torn { return &torn{} })
		page.info.bp.render = func(w *worker, v *view) { w.s.views = nil }
		e := newEngine(t, page, Limits{})
		conn := &recorder{}
		p := e.newPeer(conn)
		token := e.ring.Seal(joinPurpose, ticket{login: loginHash("")}.bytes(), time.Hour)
		p.Text([]byte(`[0,"join",{"token":"` + token + `","url":"/","known":[],"full":[],"seq":0}]`))
		if got := conn.said(); got != "1011" {
			t.Errorf("the client hears %s", got)
		}
		if err := e.Drain(t.Context()); err != nil {
			t.Error(err)
		}
	})
}
