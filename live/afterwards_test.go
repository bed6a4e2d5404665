package live

import (
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/azu-live/azu/html"
	"github.com/azu-live/azu/internal/seal"
)

func TestAHandleOfASessionThatEndedKeepsLittleOfIt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := &ticker{ticks: new(atomic.Int32), gone: new(atomic.Int32), inner: true}
		conn := &nowhere{}
		page := NewPage(func() *ticker { return c })
		e := newEngine(t, page, Limits{})
		p := joinOver(t, e, page, conn)
		p.Text([]byte(`[1,1,"Click"]`))
		p.Text([]byte(`[0,"view",1]`))
		s := p.sess
		if s.frames == nil || s.templates == nil || s.again == nil {
			t.Fatal("the session holds nothing that could go")
		}
		p.Text([]byte(`[0,"leave"]`))
		synctest.Wait()
		if s.frames != nil || s.templates != nil || s.again != nil {
			t.Errorf("it holds %v, %v, %v", s.frames, s.templates, s.again)
		}
	})
}

// orderly is a connection that a session gives back only while nobody else can.
type orderly struct {
	nowhere
	sess     func() *session
	relieved int
	unlocked bool
}

func (c *orderly) Relieve() {
	c.relieved++
	if s := c.sess(); s.mu.TryLock() {
		c.unlocked = true
		s.mu.Unlock()
	}
}

// stuck hangs at once.
type stuck struct{ wake chan struct{} }

func (c *stuck) Click(*Ctx) error             { <-c.wake; return nil }
func (c *stuck) Render(h *H[stuck]) html.Node { return h.P(Click(h, (*stuck).Click)) }

func TestRow35AReaderIsRelievedBeforeItCanLeave(t *testing.T) {
	for name, giveUp := range map[string]time.Duration{"in time": time.Hour, "at the end": time.Millisecond} {
		synctest.Test(t, func(t *testing.T) {
			wake := make(chan struct{})
			page := NewPage(func() *stuck { return &stuck{wake} })
			e := newEngine(t, page, Limits{HandlerTime: -1, AbandonTime: giveUp})
			conn := &orderly{}
			p := joinOver(t, e, page, conn)
			conn.sess = func() *session { return p.sess }
			go p.Text([]byte(`[1,1,"Click"]`))
			time.Sleep(2500 * time.Millisecond)
			synctest.Wait()
			if conn.relieved != 1 || conn.unlocked {
				t.Errorf("%s: relieved %d times, and without a lock: %v", name, conn.relieved, conn.unlocked)
			}
			close(wake)
			synctest.Wait()
			e.Drain(t.Context())
		})
	}
}

func TestForgersAreNotForgivenBecauseThereAreMany(t *testing.T) {
	synctest.Test(t, func(t *testing.T) { // docs/security.md, rule 3
		e := newEngine(t, NewPage(func() *stuck { return &stuck{} }), Limits{})
		forge := func(ip string) { e.noteForged(ip, seal.ErrForged) }
		for i := range 5_000 {
			forge(fmt.Sprint("early ", i))
		}
		time.Sleep(6 * time.Minute)
		for range 10 {
			forge("eve")
		}
		for i := range 4_999 {
			forge(fmt.Sprint("late ", i))
		}
		forge("eve")
		if len(e.forged) != 10_000 || !e.forges("eve") {
			t.Fatalf("%d addresses, hers heard: %v", len(e.forged), !e.forges("eve"))
		}
		time.Sleep(5 * time.Minute)
		forge("one more") // the early ones' time is over
		if len(e.forged) != 5_001 || !e.forges("eve") {
			t.Errorf("%d addresses, hers heard: %v", len(e.forged), !e.forges("eve"))
		}
		for i := range 5_000 {
			forge(fmt.Sprint("at once ", i))
		}
		if n := len(e.forged); n > 10_000 || n < 9_000 {
			t.Errorf("%d addresses", n)
		}
	})
}

// crowd has more children than are looked up one by one, in another order each time.
type crowd struct{ turned bool }

func (c *crowd) Turn(*Ctx) error { c.turned = !c.turned; return nil }
func (c *crowd) Render(h *H[crowd]) html.Node {
	list := make([]int, 40)
	for i := range list {
		if list[i] = i; c.turned {
			list[i] = 40 - i
		}
	}
	return h.Div(Click(h, (*crowd).Turn), html.Each(h, list, func(i *int) int { return *i }, func(h *H[crowd], i *int) html.Node {
		return Child(h, *i, func(*stuck) {})
	}))
}

func TestAPooledBuilderHoldsNoViews(t *testing.T) {
	if raceEnabled {
		t.Skip("pools drop what they hold under the race detector")
	}
	page := NewPage(func() *crowd { return &crowd{} })
	p, _ := joinedPeer(t, page, Limits{})
	p.Text([]byte(`[1,1,"Turn"]`))
	h := p.sess.root().kind.slates.Get().(*H[crowd])
	if h.view != nil || h.index != nil || strings.Trim(fmt.Sprint(h.kids[:cap(h.kids)]), "[<nil> ]") != "" {
		t.Errorf("it holds %v, %v, %v", h.view, h.index, h.kids[:cap(h.kids)])
	}
}
