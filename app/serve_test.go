package app_test

import (
	"context"
	"io"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/azu-live/azu/app"
)

// freePort is a port that nobody listens on.
func freePort(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp4", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	_, port, _ := net.SplitHostPort(l.Addr().String())
	return port
}

// run serves a on its address and returns what ends it and waits for it.
func run(t *testing.T, a *app.App, url string) (stop func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- a.Run(ctx) }() // ends with ctx; stop waits
	stop = sync.OnceFunc(func() {
		cancel()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
	t.Cleanup(stop)
	for {
		res, err := http.Get(url)
		if err == nil {
			res.Body.Close()
			return stop
		}
		select {
		case err := <-ended:
			t.Fatal(err)
		case <-time.After(time.Millisecond):
		}
	}
}

func TestLocalhostIsServedOnBothLoopbackAddresses(t *testing.T) {
	port := freePort(t)
	a := newApp(t, func(c *app.Config) { c.Addr = "localhost:" + port })
	run(t, a, "http://127.0.0.1:"+port+"/hello/ann")
	addresses := []string{"127.0.0.1", "localhost"}
	if l, err := net.Listen("tcp6", "[::1]:0"); err == nil {
		l.Close()
		addresses = append(addresses, "[::1]")
	}
	for _, host := range addresses {
		res, err := http.Get("http://" + host + ":" + port + "/hello/ann")
		if err != nil {
			t.Error(err)
			continue
		}
		res.Body.Close()
		if res.StatusCode != http.StatusOK {
			t.Errorf("%s: %d", host, res.StatusCode)
		}
	}
}

func TestATakenAddressIsAnError(t *testing.T) {
	l, err := net.Listen("tcp4", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	_, port, _ := net.SplitHostPort(l.Addr().String())
	a := newApp(t, func(c *app.Config) { c.Addr = "localhost:" + port })
	if err := a.Run(t.Context()); err == nil || !strings.HasPrefix(err.Error(), "app: listen: ") {
		t.Errorf("got %v", err)
	}
}

func TestRunningRequestsAreFinishedBeforeTheEnd(t *testing.T) {
	port := freePort(t)
	a := newApp(t, func(c *app.Config) { c.Addr = "localhost:" + port })
	began, finish := make(chan struct{}), make(chan struct{})
	a.Router().Get("/slow", func(w http.ResponseWriter, _ *http.Request) {
		close(began)
		<-finish
		io.WriteString(w, "all of it")
	})
	url := "http://127.0.0.1:" + port
	stop := run(t, a, url+"/hello/ann")

	answer := make(chan string, 1)
	go func() { // ends with its answer, which is awaited below
		res, err := http.Get(url + "/slow")
		if err != nil {
			answer <- err.Error()
			return
		}
		b, _ := io.ReadAll(res.Body)
		answer <- string(b)
	}()
	<-began
	stopped := make(chan struct{})
	go func() { stop(); close(stopped) }() // awaited below
	for {                                  // the listeners close first
		conn, err := net.Dial("tcp4", "127.0.0.1:"+port)
		if err != nil {
			break
		}
		conn.Close()
		<-time.After(time.Millisecond)
	}
	close(finish)
	if got := <-answer; got != "all of it" {
		t.Errorf("got %q", got)
	}
	<-stopped
}

func TestARestartedDevelopmentServerKnowsItsVisitors(t *testing.T) {
	t.Setenv("XDG_CACHE_HOME", t.TempDir())
	keyless := func(c *app.Config) { c.Keys = nil }
	visitor := login(t, get(newApp(t, keyless), "/hello/ann"))
	if again := login(t, get(newApp(t, keyless), "/hello/ann", carrying(visitor))); again != nil {
		t.Errorf("the restarted server gave out %v", again)
	}
	t.Setenv("XDG_CACHE_HOME", t.TempDir())
	if again := login(t, get(newApp(t, keyless), "/hello/ann", carrying(visitor))); again == nil {
		t.Error("another machine's server knew the visitor")
	}
}
