package live_test

import (
	"fmt"
	"net"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/azu-live/azu/internal/socket/sockettest"
	"github.com/azu-live/azu/live"
)

// tap lets a client stop reading: what the server writes then waits.
type tap struct {
	net.Conn
	closed chan chan struct{} // a channel to wait for before the next read
}

func (c *tap) Read(p []byte) (int, error) {
	wait := <-c.closed
	c.closed <- wait
	<-wait
	return c.Conn.Read(p)
}

// joinWithTap joins a page through a tap, and returns what closes it and opens it again.
func joinWithTap(s *site, login string) (c *sockettest.Client, shut func() (open func())) {
	free := make(chan struct{})
	close(free)
	t := &tap{closed: make(chan chan struct{}, 1)}
	t.closed <- free
	token := s.token("/", login)
	c = s.dialWith(login, sockettest.Options{Wrap: func(nc net.Conn) net.Conn { t.Conn = nc; return t }})
	c.Send(joinFrame(token, "/"))
	c.Next()
	return c, func() func() {
		wait := make(chan struct{})
		<-t.closed
		t.closed <- wait
		return func() { close(wait) }
	}
}

func TestRendersCoalesceWhileTheClientDoesNotRead(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := tickerSite(t, live.Limits{})
		c, shut := joinWithTap(s, "ann")
		synctest.Wait()
		open := shut()
		for n := 1; n <= 40; n++ {
			c.Send(fmt.Sprintf(`[%d,1,"Click"]`, n))
		}
		synctest.Wait()
		open()
		synctest.Wait()
		got := c.Waiting()
		if len(got) > 4 || !strings.Contains(got[len(got)-1], `,40,`) || !strings.Contains(got[len(got)-1], `,1,[1,40`) {
			t.Errorf("got %d frames: %v", len(got), got)
		}
	})
}

func TestRow27AClientThatDoesNotReadIsLetGoAndItsSessionWaits(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := tickerSite(t, live.Limits{})
		c, shut := joinWithTap(s, "ann")
		other, _ := s.join("/", "bob")
		synctest.Wait()
		open := shut()
		time.Sleep(12500 * time.Millisecond)
		synctest.Wait()
		if n := len(other.Waiting()); n != 12 {
			t.Errorf("the client beside it got %d updates in 12 seconds", n)
		}
		open()
		if code := c.Closed(); code != 1006 && code != 4001 {
			t.Errorf("closed with %d", code)
		}
	})
}

func TestRow25EventsOverTheRateAreRefusedAndAFloodClosesTheSocket(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := counterSite(t)
		c, _ := s.join("/counter", "ann")
		beside, _ := s.join("/counter", "bob")
		refused, start := 0, time.Now()
		for n := 1; n <= 10_000 && c.Open(); n++ {
			c.Send(fmt.Sprintf(`[%d,1,"Increment"]`, n))
			if n%10 == 0 {
				time.Sleep(time.Millisecond)
			}
			if n == 120 {
				beside.Send(`[1,1,"Increment"]`)
				wantNext(t, beside, `[1,1,1,[0,1]]`)
			}
		}
		took := time.Since(start)
		if code := c.Closed(); code != 4003 {
			t.Errorf("closed with %d, want 4003", code)
		}
		for _, m := range c.Waiting() {
			if strings.HasSuffix(m, `,-1,"rate"]`) {
				refused++
			}
		}
		if took < 5*time.Second || took > 6*time.Second || refused < 4500 || refused > 5000 {
			t.Errorf("%d of 10,000 events were refused within %v", refused, took)
		}
		beside.Send(`[2,1,"Increment"]`)
		wantNext(t, beside, `[2,2,1,[0,2]]`)
	})
}

func TestRow25ABurstIsRefusedSlowlyAndTheSocketStays(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		for _, rate := range []int{1, 50, 1000} {
			s := newSite(t, map[string]live.Page{"/": counterPage}, live.Limits{EventRate: rate})
			c, _ := s.join("/", "ann")
			start := time.Now()
			for n := 1; n <= 1100; n++ {
				c.Send(fmt.Sprintf(`[%d,1,"Increment"]`, n))
			}
			for m := ""; !strings.HasPrefix(m[strings.IndexByte(m, ',')+1:], "1100,"); {
				m = c.Next()
			}
			if took, may := time.Since(start), 1100*time.Millisecond; took > may {
				t.Errorf("with EventRate %d it took %v to answer 1,100 inputs, %v may", rate, took, may)
			} else if rate <= 50 && took < 900*time.Millisecond {
				t.Errorf("with EventRate %d 1,100 inputs were answered within %v", rate, took)
			}
			time.Sleep(10 * time.Second)
			if !c.Open() {
				t.Errorf("with EventRate %d the socket is closed with %d", rate, c.Closed())
			}
		}
	})
}

func TestSixtyFourEventsWaitForASlowHandler(t *testing.T) {
	synctest.Test(t, func(t *testing.T) { // docs/security.md, rule 6
		k := &keeper{result: make(chan error, 10)}
		s := newSite(t, map[string]live.Page{"/": live.NewPage(func() *keeper { return k })}, live.Limits{Mailbox: 80})
		c, _ := s.join("/", "ann")
		c.Send(`[1,1,"Keep"]`)
		wantNext(t, c, `[1,1]`)
		synctest.Wait() // or the socket's reader might still run the session, and go on with what blocks
		block := make(chan struct{})
		k.self.Do(func(*keeper, *live.Ctx) error { <-block; return nil })
		synctest.Wait()
		for n := 2; n <= 72; n++ {
			c.Send(fmt.Sprintf(`[%d,1,"Other"]`, n))
		}
		synctest.Wait()
		close(block)
		synctest.Wait()
		got := c.Waiting()
		if len(got) != 7 || got[0] != `[2,66,1,[0,64],-1,"rate"]` || got[6] != `[8,72,-1,"rate"]` {
			t.Errorf("got %v", got)
		}

		block = make(chan struct{})
		k.self.Do(func(*keeper, *live.Ctx) error { <-block; return nil })
		synctest.Wait()
		for n := 73; n <= 160; n++ {
			c.Send(fmt.Sprintf(`[%d,1,"Other"]`, n))
		}
		if code := c.Closed(); code != 4003 {
			t.Errorf("closed with %d, want 4003", code)
		}
		close(block)
	})
}

func TestAHeldKeyMeetsNoLimit(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := counterSite(t)
		c, _ := s.join("/counter", "ann")
		for n := 1; n <= 33*20; n++ { // a key repeats 33 times a second at most
			c.Send(fmt.Sprintf(`[%d,1,"Increment"]`, n))
			wantNext(t, c, fmt.Sprintf(`[%d,%d,1,[0,%d]]`, n, n, n))
			time.Sleep(30 * time.Millisecond)
		}
	})
}
