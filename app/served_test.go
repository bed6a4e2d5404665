package app_test

import (
	"context"
	"net"
	"sync"
	"testing"
	"time"

	"github.com/azu-live/azu/app"
	"github.com/azu-live/azu/html"
	"github.com/azu-live/azu/internal/leaktest"
	"github.com/azu-live/azu/internal/tcpfault"
	"github.com/azu-live/azu/live"
)

// patience is what a test waits at most for what has to come.
const patience = 30 * time.Second

// desk collects what is typed and counts clicks, beside a clock that goes on by itself.
type desk struct {
	typed         string
	clicks, ticks int
}

func (d *desk) Connected(ctx *live.Ctx) error         { ctx.Every(20*time.Millisecond, d.tick); return nil }
func (d *desk) tick(*live.Ctx) error                  { d.ticks++; return nil }
func (d *desk) Type(_ *live.Ctx, letter string) error { d.typed += letter; return nil }
func (d *desk) Click(*live.Ctx) error                 { d.clicks++; return nil }
func (d *desk) Render(h *live.H[desk]) html.Node {
	return h.Div(h.I(h.Text(d.typed)), h.B(h.Int(d.clicks)), h.P(h.Int(d.ticks)),
		h.Input(live.Input(h, (*desk).Type)), h.Button(h.Type("button"), live.Click(h, (*desk).Click)))
}

// The slots of a desk.
const (
	typedSlot  = "0"
	clicksSlot = "1"
	ticksSlot  = "2"
)

// served is an app that runs on TCP, and a healthy visitor of it who is to notice nothing of what is done to
// the others. It ends with the test, and no goroutine is left.
type served struct {
	t       *testing.T
	addr    string
	healthy *visitor

	mu     sync.Mutex
	states map[live.SessionState]int // Guarded by mu. How often a session got there.
}

// serve runs an app with a desk, and what else add puts there.
func serve(t *testing.T, limits live.Limits, timeouts app.Timeouts, add func(*app.App)) *served {
	t.Helper()
	leaktest.Check(t)
	s := &served{t: t, states: map[live.SessionState]int{}}
	limits.EventRate, limits.UnjoinedPerIP, limits.SocketsPerIP = -1, -1, -1 // all are one here, and fast
	a := newApp(t, func(c *app.Config) {
		c.Limits, c.Timeouts = limits, timeouts
		c.Observe.Session = func(_ string, state live.SessionState) {
			s.mu.Lock()
			defer s.mu.Unlock()
			s.states[state]++
		}
	})
	a.Page("/desk", live.NewPage(func() *desk { return &desk{} }))
	if add != nil {
		add(a)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s.addr = l.Addr().String()
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- a.Serve(ctx, l) }() // ends with ctx; awaited below
	t.Cleanup(func() {
		cancel()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
	s.healthy = s.visit("/desk")
	s.healthy.connect(s.addr)
	s.await("the first click", func() bool { return s.healthy.shown[clicksSlot] != "" })
	return s
}

// line is a bad line to the app.
func (s *served) line() *tcpfault.Proxy {
	s.t.Helper()
	p, err := tcpfault.Listen(s.addr)
	if err != nil {
		s.t.Fatal(err)
	}
	s.t.Cleanup(p.Close)
	return p
}

// count is how often a session has got into a state.
func (s *served) count(state live.SessionState) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.states[state]
}

// await waits until something holds, while the healthy visitor goes on clicking and is served.
func (s *served) await(what string, holds func() bool) {
	s.t.Helper()
	for start := time.Now(); ; {
		s.healthy.do(click)
		if !s.healthy.settle() {
			s.t.Fatalf("the healthy visitor's socket was closed with %d", s.healthy.client.Closed())
		}
		if holds() {
			return
		}
		if time.Since(start) > patience {
			s.t.Fatalf("in vain: %s", what)
		}
		<-time.After(5 * time.Millisecond)
	}
}

// pass awaits that a time has passed.
func (s *served) pass(d time.Duration) {
	s.t.Helper()
	until := time.Now().Add(d)
	s.await("time that passes", func() bool { return time.Now().After(until) })
}
