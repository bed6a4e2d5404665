package live_test

import (
	"fmt"
	"net"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/azu-live/azu/html"
	"github.com/azu-live/azu/internal/socket/sockettest"
	"github.com/azu-live/azu/live"
)

// bulky is larger than the queue of what does not coalesce, once its browser is there.
type bulky struct{ text string }

func (c *bulky) fill(letter string)        { c.text = strings.Repeat(letter, 1200<<10) }
func (c *bulky) Connected(*live.Ctx) error { c.fill("x"); return nil }
func (c *bulky) Turn(_ *live.Ctx, n int) error {
	c.fill(string(rune('a' + n)))
	return live.Forbidden
}
func (c *bulky) Render(h *live.H[bulky]) html.Node {
	return h.Div(h.Text(c.text), live.ClickWith(h, (*bulky).Turn, 0))
}

func bulkySite(t *testing.T) *site {
	return newSite(t, map[string]live.Page{"/": live.NewPage(func() *bulky { return &bulky{} })}, live.Limits{})
}

// farOff is a browser at the end of a slow line.
type farOff struct{ net.Conn }

func (f farOff) Read(p []byte) (int, error) { time.Sleep(5 * time.Millisecond); return f.Conn.Read(p) }

func TestAnUpdateLargerThanTheQueueWaitsForTheSocketLikeAnyOther(t *testing.T) {
	synctest.Test(t, func(t *testing.T) { // docs/security.md, rule 9
		s := bulkySite(t)
		far := sockettest.Options{Wrap: func(c net.Conn) net.Conn { return farOff{c} }}
		token := s.token("/", "ann")
		c := s.dialWith("ann", far)
		c.Send(joinFrame(token, "/"))
		answer := c.Next()
		if got := c.Next(); len(got) < 1200<<10 {
			t.Fatalf("after the join came %.200s", got)
		}
		for range 3 {
			c.Cut()
			c = s.dialWith("ann", far)
			c.Send(`[0,"ping"]`) // whose answer may be on its way yet
			c.Send(`[0,"resume",{"token":"` + tokenOf(t, answer) + `","seq":0}]`)
			for range 40 {
				c.Send(`[0,"ping"]`)
			}
			if answer = c.Next(); answer == `[0,"pong"]` {
				answer = c.Next()
			}
			for {
				got, ok := c.Receive()
				if !ok {
					t.Fatalf("closed with %d %q", c.Closed(), c.Reason())
				}
				if len(got) >= 1200<<10 {
					break
				}
			}
		}
	})
}

func TestUpdatesThatRefuseInputsCountTowardsTheQueue(t *testing.T) {
	synctest.Test(t, func(t *testing.T) { // docs/security.md, rule 9
		s := bulkySite(t)
		defer beside(s)()
		c, shut := joinWithTap(s, "ann")
		c.Next()
		synctest.Wait()
		first := shut()
		for n := 1; n <= 20; n++ { // each changes all of it and is refused
			c.Send(fmt.Sprintf(`[%d,1,"Turn",%d]`, n, n))
		}
		synctest.Wait()
		rest := shut()
		first() // the first update is read, and with that the other inputs have their turn
		synctest.Wait()
		rest()
		for ok := true; ok; {
			_, ok = c.Receive()
		}
		if code := c.Closed(); code != 4001 || c.Reason() != "output queue full" {
			t.Errorf("closed with %d %q", code, c.Reason())
		}
	})
}
