package socket_test

import (
	"fmt"
	"net/http"
	"runtime"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/azu-live/azu/internal/socket"
	"github.com/azu-live/azu/internal/socket/sockettest"
	"github.com/azu-live/azu/internal/wire"
)

// ended notes when its connection's end has been told.
type ended struct {
	sink
	note func()
}

func (e ended) Closed(error) { e.note() }

func TestManyThatAreLostAtOnceEndInTurn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const n = 500
		server, err := socket.New(socket.Config{Limits: wire.Limits{Sockets: -1, SocketsPerIP: -1}})
		if err != nil {
			t.Fatal(err)
		}
		var mu sync.Mutex
		var ends []time.Duration // since they were lost
		var start time.Time
		s := sockettest.Serve(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			server.Upgrade(w, r, func(c *socket.Conn) socket.Endpoint {
				c.Joined()
				return ended{note: func() {
					mu.Lock()
					defer mu.Unlock()
					ends = append(ends, time.Since(start))
				}}
			})
		}))
		clients := make([]*sockettest.Client, n)
		for i := range clients {
			clients[i] = s.Dial("/")
		}
		synctest.Wait()
		start = time.Now()
		for _, c := range clients {
			c.Cut()
		}
		time.Sleep(2 * time.Second)
		synctest.Wait()
		every := 800 * time.Microsecond / time.Duration(runtime.GOMAXPROCS(0))
		if len(ends) != n {
			t.Fatalf("%d of %d were told", len(ends), n)
		}
		for i, end := range ends {
			turn := time.Duration(0)
			if i >= 32 {
				turn = time.Second + time.Duration(i-32)*every
			}
			if end < turn || end >= turn+time.Millisecond { // a whole one of the server's time
				t.Fatalf("the end of the %dth is told after %v, its turn is after %v", i+1, end, turn)
			}
		}
		c := s.Dial("/")
		synctest.Wait()
		start = time.Now()
		c.Cut()
		synctest.Wait()
		if len(ends) != n+1 || ends[n] > 0 {
			t.Errorf("told of %d, the last of which was lost alone, after %v", len(ends), ends[len(ends)-1])
		}
	})
}

func TestADrainWaitsForNoTurns(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const n = 500
		s := newSite(t, socket.Config{Limits: wire.Limits{SocketsPerIP: -1}})
		clients := make([]*sockettest.Client, n)
		for i := range clients {
			clients[i] = s.Dial("/")
		}
		for _, c := range clients {
			c.Cut()
		}
		synctest.Wait()
		if waiting := s.sockets.Len(); waiting != n-32 {
			t.Errorf("%d await their turn", waiting)
		}
		start := time.Now()
		if err := s.sockets.Drain(t.Context()); err != nil || time.Since(start) > 0 {
			t.Errorf("drained after %v: %v", time.Since(start), err)
		}
	})
}

func TestWhoIsLostWithManyMayComeBackAtOnce(t *testing.T) {
	const office, all = 200, 500
	synctest.Test(t, func(t *testing.T) {
		login := func(r *http.Request) (string, bool) { return r.URL.Query().Get("login"), false }
		s := newSite(t, socket.Config{Login: login, Limits: wire.Limits{Sockets: all, SocketsPerIP: office, SocketsPerLogin: office / 2}})
		open := func(wants ...int) (clients []*sockettest.Client) {
			t.Helper()
			for _, want := range wants {
				for i := range office {
					c, resp, err := s.Try(fmt.Sprint("/?login=", i%2), sockettest.Options{From: "192.0.2.1:1"})
					if err != nil || resp.StatusCode != want {
						t.Fatalf("the %dth was answered %v, %v, want %d; %d are open", i+1, resp, err, want, s.sockets.Len())
					}
					clients = append(clients, c)
				}
			}
			return clients
		}
		cut := func(clients []*sockettest.Client) {
			for _, c := range clients {
				c.Cut()
			}
			synctest.Wait()
		}
		first := open(http.StatusSwitchingProtocols)
		open(http.StatusTooManyRequests)
		cut(first)
		if n := s.sockets.Len(); n != office-32 {
			t.Fatalf("%d await their turn", n)
		}

		for range 2 {
			again := open(http.StatusSwitchingProtocols)
			open(http.StatusTooManyRequests)
			cut(again)
		}
		if n := s.sockets.Len(); n != 3*office-32 { // of which as many have kept their places as are beyond all
			t.Fatalf("%d await their turn", n)
		}
		taken := 0
		for i := range office {
			c, resp, err := s.Try(fmt.Sprint("/?login=", i%2), sockettest.Options{From: "192.0.2.1:1"})
			switch {
			case err != nil:
				t.Fatal(err)
			case resp.StatusCode == http.StatusSwitchingProtocols:
				taken++
				defer c.Cut()
			}
		}
		if want := office - (3*office - 32 - all); taken != want {
			t.Errorf("%d came back for the third time, want %d", taken, want)
		}
	})
}

func TestPlacesAreFreedOnce(t *testing.T) {
	const most = 100
	synctest.Test(t, func(t *testing.T) {
		s := newSite(t, socket.Config{Limits: wire.Limits{Sockets: 2 * most, SocketsPerIP: most}})
		from := func(addr string, want int) (clients []*sockettest.Client) {
			t.Helper()
			for i := range most + 1 {
				c, resp, err := s.Try("/", sockettest.Options{From: addr})
				if err != nil {
					t.Fatal(err)
				}
				if ok := i < want; ok != (resp.StatusCode == http.StatusSwitchingProtocols) {
					t.Fatalf("the %dth from %s was answered %d", i+1, addr, resp.StatusCode)
				} else if ok {
					clients = append(clients, c)
				}
			}
			return clients
		}
		for range 3 {
			for _, c := range from("192.0.2.1:1", most) {
				c.Cut()
			}
			synctest.Wait()
			if waiting := s.sockets.Len(); waiting != most-32 { // and takes no place
				t.Fatalf("%d await their turn", waiting)
			}
			back := from("192.0.2.1:1", most)
			others := from("192.0.2.2:1", most)
			from("192.0.2.3:1", 0)
			for _, c := range append(back, others...) {
				c.Close(1000)
			}
			time.Sleep(time.Minute)
			synctest.Wait()
			if n := s.sockets.Len(); n != 0 {
				t.Fatalf("%d are left", n)
			}
		}
	})
}
