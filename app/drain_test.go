package app_test

import (
	"context"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/azu-live/azu/app"
	"github.com/azu-live/azu/html"
	"github.com/azu-live/azu/internal/leaktest"
	"github.com/azu-live/azu/internal/socket/sockettest"
	"github.com/azu-live/azu/internal/tcpfault"
	"github.com/azu-live/azu/internal/wire"
	"github.com/azu-live/azu/live"
)

// keeper saves when it goes, which takes until it is released.
type keeper struct {
	saving, release chan struct{}
	saved           *atomic.Bool
}

func (c *keeper) Unmount(*live.Ctx) {
	close(c.saving)
	<-c.release
	c.saved.Store(true)
}
func (c *keeper) Render(h *live.H[keeper]) html.Node { return h.P(h.Lit("kept")) }

func TestADrainUnmountsWhatWaitsForItsBrowserBesideASocketThatIsSilent(t *testing.T) {
	leaktest.Check(t)
	a := newApp(t, func(c *app.Config) { c.Timeouts.Drain = time.Second }) // less than Limits.CloseTime
	saving, release, saved := make(chan struct{}), make(chan struct{}), new(atomic.Bool)
	a.Page("/keeper", live.NewPage(func() *keeper { return &keeper{saving, release, saved} }))
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- a.Serve(ctx, l) }() // ends with ctx; awaited below

	line, err := tcpfault.Listen(l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer line.Close()
	nc, err := net.Dial("tcp", line.Addr())
	if err != nil {
		t.Fatal(err)
	}
	if c, _, err := sockettest.Open(t, nc, "/ws/components", sockettest.Options{}); err != nil || c == nil {
		t.Fatal(err)
	}
	line.Freeze(tcpfault.Both)
	res, err := httpClient.Get("http://" + l.Addr().String() + "/keeper")
	if err != nil || res.StatusCode != http.StatusOK {
		t.Fatal(res, err)
	}
	res.Body.Close()
	start := time.Now()
	cancel()
	select {
	case <-saving:
	case err := <-ended:
		t.Fatalf("the server ended, with %v, before the waiting session was unmounted", err)
	}
	close(release)
	if err := <-ended; err != nil {
		t.Error(err)
	}
	if took := time.Since(start); took < time.Second {
		t.Errorf("the socket that is silent took %v, not the whole second", took)
	}
	if !saved.Load() {
		t.Error("the server did not wait for the session to be unmounted, though there was a second")
	}
}

// stuck hangs once it is clicked, until it is released.
type stuck struct{ clicked, release chan struct{} }

func (c *stuck) Click(*live.Ctx) error { close(c.clicked); <-c.release; return nil }
func (c *stuck) Render(h *live.H[stuck]) html.Node {
	return h.Button(h.Type("button"), live.Click(h, (*stuck).Click))
}

func TestRow35ADrainGivesUpAHandlerThatHangsInOrderBeforeItsOwnEnd(t *testing.T) {
	synctest.Test(t, func(t *testing.T) { // with the defaults, for they are what has to fit
		var log strings.Builder
		a := newApp(t, func(c *app.Config) { c.Log = slog.New(slog.NewTextHandler(&log, nil)) })
		clicked, release := make(chan struct{}), make(chan struct{})
		a.Page("/stuck", live.NewPage(func() *stuck { return &stuck{clicked, release} }))
		l := sockettest.Listen()
		ctx, cancel := context.WithCancel(t.Context())
		ended := make(chan error, 1)
		go func() { ended <- a.Serve(ctx, l) }() // ends with ctx; awaited below

		token, cookie := prefetched(t, a, "/stuck")
		nc, err := l.Dial()
		if err != nil {
			t.Fatal(err)
		}
		c, _, err := sockettest.Open(t, nc, "/ws/components", sockettest.Options{Header: http.Header{"Cookie": {cookie}}})
		if err != nil || c == nil {
			t.Fatal(err)
		}
		c.Send(string(wire.AppendJoin(nil, wire.Join{Token: token, URL: "/stuck"})))
		c.Next()
		time.Sleep(time.Second / 2) // out of step with the engine, which looks at handlers each second
		c.Send(`[1,1,"Click"]`)
		<-clicked
		start := time.Now()
		cancel()
		if err := <-ended; err != nil {
			t.Error(err)
		}
		if took := time.Since(start); took < live.DefaultLimits().HandlerTime || took > 12*time.Second {
			t.Errorf("the drain took %v", took)
		}
		synctest.Wait() // for what is logged of the session
		if said := log.String(); !strings.Contains(said, "session abandoned") || strings.Contains(said, "cut off") {
			t.Errorf("the log says\n%s", said)
		}
		if code := c.Closed(); code != wire.CloseRestart {
			t.Errorf("closed with %d", code)
		}
		close(release)
	})
}
