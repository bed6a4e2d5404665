package socket_test

import (
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
		server, err := socket.New(socket.Config{Limits: wire.Limits{SocketsPerIP: -1}})
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
		time.Sleep(time.Second)
		synctest.Wait()
		every := 200 * time.Microsecond / time.Duration(runtime.GOMAXPROCS(0))
		if len(ends) != n {
			t.Fatalf("%d of %d were told", len(ends), n)
		}
		for i, end := range ends {
			if turn := max(0, time.Duration(i+1-32)*every); end != turn {
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
