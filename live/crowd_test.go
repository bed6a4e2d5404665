package live_test

import (
	"fmt"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/azu-live/azu/internal/socket/sockettest"
	"github.com/azu-live/azu/internal/wire"
	"github.com/azu-live/azu/live"
)

// comeBack joins with a token whose session is gone, as often as it is told to come back later, and
// returns how long that took and how often it was sent away. After the fifth time it stays away, and there is
// no client.
func comeBack(t *testing.T, s *site, from, login, token string) (took time.Duration, away int, c *sockettest.Client) {
	start := time.Now()
	for {
		c := s.dialWith(login, sockettest.Options{From: from})
		c.Send(joinFrame(token, "/"))
		if _, joined := c.Receive(); joined {
			return time.Since(start), away, c
		}
		if code := c.Closed(); code != wire.CloseOverloaded {
			t.Errorf("sent away with %d", code)
		}
		wait, err := strconv.Atoi(c.Reason())
		if err != nil || wait < 1 || wait > 30_000 {
			t.Errorf("sent away for %q", c.Reason())
		}
		if away++; away == 5 {
			t.Errorf("%s is not let in", login)
			return time.Since(start), away, nil
		}
		time.Sleep(time.Duration(wait) * time.Millisecond)
	}
}

func TestRow45AThousandWhoComeBackAtOnceAreSpread(t *testing.T) {
	clients, perSecond := 1000, 200
	if live.RaceEnabled {
		clients, perSecond = 100, 20
	}
	synctest.Test(t, func(t *testing.T) {
		s := tickerSite(t, live.Limits{Mounts: perSecond, MountsPerIP: -1, UnjoinedPerLogin: -1, UnjoinedPerIP: -1, SocketsPerLogin: -1, SocketsPerIP: -1})
		healthy, _ := s.join("/", "eve")
		token := s.token("/", "ann")
		time.Sleep(20 * time.Second) // what the token led to is gone
		for len(healthy.Waiting()) > 0 {
			healthy.Next()
		}

		var mu sync.Mutex
		joined := map[int]int{} // by the second
		most := 0
		var all sync.WaitGroup
		for range clients {
			all.Go(func() {
				took, away, _ := comeBack(t, s, "", "ann", token)
				mu.Lock()
				defer mu.Unlock()
				joined[int(took/time.Second)]++
				most = max(most, away)
			})
		}
		start := time.Now()
		for ref := 1; ref <= 10; ref++ { // who has not gone is served at once
			before := time.Now()
			healthy.Send("[" + strconv.Itoa(ref) + `,1,"Click"]`)
			for !strings.Contains(healthy.Next(), ","+strconv.Itoa(ref)+",") { // past a tick
			}
			if took := time.Since(before); took > 0 {
				t.Errorf("the client beside them waited %v", took)
			}
			time.Sleep(300 * time.Millisecond)
		}
		all.Wait()
		if took := time.Since(start); took > 6*time.Second {
			t.Errorf("the last came back after %v", took)
		}
		for second, n := range joined {
			if n > 2*perSecond {
				t.Errorf("%d joined in second %d", n, second)
			}
		}
		if most > 2 {
			t.Errorf("somebody was sent away %d times", most)
		}
		s.engine.Drain(t.Context()) // what would end at once after the test would wait for its turn
	})
}

func TestRow45WhoWaitsInLineWhenTheServerGoesDownIsSentOnUnmounted(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var mounted atomic.Int64
		s := newSiteWith(t, map[string]live.Page{"/": tickerPage}, live.Config{
			Limits: live.Limits{Mounts: 10},
			Observe: live.Observer{Session: func(_ string, what live.SessionState) {
				if what == live.SessionMounted {
					mounted.Add(1)
				}
			}},
		})
		var tokens [5]string
		for i := range tokens {
			tokens[i] = s.token("/", anyone(i))
		}
		time.Sleep(20 * time.Second) // what the tokens led to is gone
		mounted.Store(0)
		var clients [5]*sockettest.Client
		for i, token := range tokens {
			clients[i] = s.dial(anyone(i))
			clients[i].Send(joinFrame(token, "/"))
			synctest.Wait()
		}
		if got := clients[0].Next(); !strings.HasPrefix(got, `[0,"joined"`) { // one is a tenth of a second's
			t.Errorf("the first got %s", got)
		}
		time.Sleep(100 * time.Millisecond)
		synctest.Wait()
		if got := clients[1].Next(); !strings.HasPrefix(got, `[0,"joined"`) {
			t.Errorf("the second got %s", got)
		}
		start := time.Now()
		if err := s.engine.Drain(t.Context()); err != nil || time.Since(start) > 0 {
			t.Errorf("drained after %v: %v", time.Since(start), err)
		}
		for i, c := range clients[2:] {
			if got, ok := c.Receive(); ok || c.Closed() != wire.CloseRestart {
				t.Errorf("the %dth of those in line got %q and was closed with %d", i+1, got, c.Closed())
			}
		}
		if n := mounted.Load(); n != 2 {
			t.Errorf("%d pages were mounted", n)
		}
	})
}

func TestRow31AnOfficeBehindOneAddressIsBackWithinSeconds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := tickerSite(t, live.Limits{})
		defer s.engine.Drain(t.Context())
		defer beside(s)()
		var tokens [200]string
		for i := range tokens {
			tokens[i] = s.token("/", anyone(i))
		}
		time.Sleep(20 * time.Second) // what the tokens led to is gone
		var mu sync.Mutex
		var last time.Duration
		most, atOnce := 0, 0
		var all sync.WaitGroup
		for i, token := range tokens {
			all.Go(func() {
				took, away, _ := comeBack(t, s, "", anyone(i), token)
				mu.Lock()
				defer mu.Unlock()
				if last, most = max(last, took), max(most, away); away == 0 {
					atOnce++
				}
			})
		}
		all.Wait()
		if last > 4*time.Second || most > 2 || atOnce != 50 {
			t.Errorf("the last came back after %v, %d at once, and somebody was sent away %d times", last, atOnce, most)
		}
	})
}

func TestRow45AnAddressThatMountsWithoutEndKeepsNobodyElseOut(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newSiteWith(t, map[string]live.Page{"/": tickerPage}, live.Config{Limits: live.Limits{Mounts: 50}, Known: knowsAnn})
		defer s.engine.Drain(t.Context())
		defer beside(s)()
		tokens := map[string]string{}
		for _, login := range []string{"eve", "ann", "bob", "cid"} {
			tokens[login] = s.token("/", login)
		}
		time.Sleep(20 * time.Second) // what the tokens led to is gone
		const there = "10.0.0.1:1"
		stop, stopped, mounted := make(chan struct{}), make(chan struct{}), 0
		go func() { // until stop is closed
			defer close(stopped)
			for {
				select {
				case <-stop:
					return
				case <-time.After(2 * time.Millisecond):
				}
				c := s.dialWith("eve", sockettest.Options{From: there})
				c.Send(joinFrame(tokens["eve"], "/"))
				if _, joined := c.Receive(); joined {
					mounted++
					c.Send(`[0,"leave"]`)
				}
				c.Cut()
			}
		}()
		for i, login := range []string{"bob", "ann", "cid", "ann", "bob"} {
			time.Sleep(time.Second)
			from := fmt.Sprintf("10.0.0.%d:1", 2+i)
			if login == "ann" {
				from = there // who is known has a share of her own
			}
			if _, away, _ := comeBack(t, s, from, login, tokens[login]); away > 0 {
				t.Errorf("%s was sent away %d times", login, away)
				break
			}
		}
		close(stop)
		<-stopped
		if mounted < 25 || mounted > 25*6+1 { // half of what there is
			t.Errorf("%d pages were mounted for one address", mounted)
		}
	})
}
