package app_test

import (
	"context"
	"net"
	"net/http"
	"sync/atomic"
	"testing"
	"time"

	"github.com/azu-live/azu/app"
	"github.com/azu-live/azu/html"
	"github.com/azu-live/azu/internal/leaktest"
	"github.com/azu-live/azu/internal/socket/sockettest"
	"github.com/azu-live/azu/internal/tcpfault"
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
