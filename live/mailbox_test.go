package live_test

import (
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/azu-live/azu/html"
	"github.com/azu-live/azu/internal/socket/sockettest"
	"github.com/azu-live/azu/live"
)

// joinKeeper has ann join a page that keeps its handle, and comes to rest.
func joinKeeper(t *testing.T, limits live.Limits) (s *site, k *keeper, c *sockettest.Client, joined string) {
	t.Helper()
	k = &keeper{}
	s = newSite(t, map[string]live.Page{"/": live.NewPage(func() *keeper { return k })}, limits)
	c, joined = s.join("/", "ann")
	c.Send(`[1,1,"Keep"]`)
	wantNext(t, c, `[1,1]`)
	synctest.Wait()
	return s, k, c, joined
}

func TestOthersMessagesCostNobodyTheSocket(t *testing.T) {
	fill := func(t *testing.T, k *keeper) {
		t.Helper()
		synctest.Wait()
		n := 0
		for range 300 { // what others say in a chat
			if k.self.Do(func(k *keeper, _ *live.Ctx) error { k.n++; return nil }) == nil {
				n++
			}
		}
		if n != 256 {
			t.Fatalf("%d messages of others wait, want 256", n)
		}
	}
	t.Run("a click while a write is pending", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			k := &keeper{}
			s := newSite(t, map[string]live.Page{"/": live.NewPage(func() *keeper { return k })}, live.Limits{})
			c, shut := joinWithTap(s, "ann")
			c.Send(`[1,1,"Keep"]`)
			wantNext(t, c, `[1,1]`)
			synctest.Wait()
			open := shut()
			for range 2 { // the first is read by a read that has begun before
				k.self.Do(func(k *keeper, _ *live.Ctx) error { k.n++; return nil })
				synctest.Wait()
			}
			fill(t, k)
			c.Send(`[2,1,"Other"]`)
			time.Sleep(4 * time.Second)
			open()
			wantNext(t, c, `[2,1,1,[0,1]]`)
			wantNext(t, c, `[3,1,1,[0,2]]`)
			wantNext(t, c, `[4,2,1,[0,259]]`)
		})
	})
	t.Run("a pong while a handler takes its time", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			_, k, c, _ := joinKeeper(t, live.Limits{})
			time.Sleep(22 * time.Second) // a ping comes 3 s later
			k.self.Do(func(*keeper, *live.Ctx) error { time.Sleep(6 * time.Second); return nil })
			fill(t, k)
			wantNext(t, c, `[2,1,1,[0,256]]`)
		})
	})
}

func TestRow28ResumesBeforeASlowHandlerIsDoneAreTheNewestOnly(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, k, _, joined := joinKeeper(t, live.Limits{Mailbox: 64})
		k.self.Do(func(k *keeper, _ *live.Ctx) error { time.Sleep(9 * time.Second); return nil })
		synctest.Wait()
		resume := `[0,"resume",{"token":"` + tokenOf(t, joined) + `","seq":1}]`
		for i := range 300 {
			c := s.dial("ann")
			c.Send(resume)
			c.Send(fmt.Sprintf(`[%d,1,"Other"]`, i/100+2)) // three inputs in all, each sent again
			synctest.Wait()
			c.Cut()
			time.Sleep(20 * time.Millisecond)
		}
		c := s.dial("ann")
		c.Send(resume)
		for ref := 2; ref <= 5; ref++ {
			c.Send(fmt.Sprintf(`[%d,1,"Other"]`, ref))
		}
		synctest.Wait()
		if n := live.Waiting(k.self); n > 64 {
			t.Errorf("%d messages wait", n)
		}
		time.Sleep(10 * time.Second)
		if got := c.Next(); !strings.HasPrefix(got, `[0,"resumed"`) {
			t.Errorf("got %s", got)
		}
		wantNext(t, c, `[2,5,1,[0,4]]`)
	})
}

// tireless is busy with itself, in some way.
type tireless struct {
	rounds atomic.Int64
	tired  atomic.Bool
	again  func(c *tireless, ctx *live.Ctx)
}

func (c *tireless) Start(ctx *live.Ctx) error { return c.round(ctx) }
func (c *tireless) Other(*live.Ctx) error     { return nil }

func (c *tireless) round(ctx *live.Ctx) error {
	if c.rounds.Add(1); !c.tired.Load() {
		c.again(c, ctx)
	}
	return nil
}

func (c *tireless) Render(h *live.H[tireless]) html.Node {
	return h.Div(h.Button(live.Click(h, (*tireless).Start)), h.Button(live.Click(h, (*tireless).Other)))
}

func TestRow36ASessionThatOccupiesItselfIsSlowedDown(t *testing.T) {
	for name, again := range map[string]func(c *tireless, ctx *live.Ctx){
		"timers that start each other": func(c *tireless, ctx *live.Ctx) { ctx.After(0, c.round) },
		"functions that ask for each other": func(c *tireless, ctx *live.Ctx) {
			time.Sleep(100 * time.Microsecond) // or the bubble's time would stand still
			live.Self(ctx, c).Do((*tireless).round)
		},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				c := &tireless{again: again}
				s := newSite(t, map[string]live.Page{"/": live.NewPage(func() *tireless { return c })}, live.Limits{})
				client, _ := s.join("/", "ann")
				defer time.Sleep(time.Second)
				defer c.tired.Store(true)
				client.Send(`[1,1,"Start"]`)
				wantNext(t, client, `[1,1]`)
				time.Sleep(5 * time.Second)
				before := c.rounds.Load()
				time.Sleep(time.Second)
				if n := c.rounds.Load() - before; n < 50 || n > 101 {
					t.Errorf("%d rounds in a second", n)
				}
				start := time.Now()
				client.Send(`[2,1,"Other"]`)
				wantNext(t, client, `[2,2]`)
				if took := time.Since(start); took > 11*time.Millisecond {
					t.Errorf("a click beside it takes %v", took)
				}
			})
		})
	}
}
