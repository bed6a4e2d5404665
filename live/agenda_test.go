package live

import (
	"container/heap"
	"math/rand/v2"
	"slices"
	"testing"
	"testing/synctest"

	"github.com/azu-live/azu/html"
)

// hall has many seats, which write down when they are rendered.
type hall struct {
	seats []int
	log   *[]int
	self  Handle[hall]
	each  []Handle[seat]
}

func (c *hall) Connected(ctx *Ctx) error { c.self = Self(ctx, c); return nil }
func (c *hall) Render(h *H[hall]) html.Node {
	*c.log = append(*c.log, -1)
	return h.Div(html.Each(h, c.seats, func(n *int) int { return *n }, func(h *H[hall], n *int) html.Node {
		return Child(h, *n, func(s *seat) { s.n, s.hall = *n, c })
	}))
}

type seat struct {
	n, taken int
	hall     *hall
}

func (c *seat) Connected(ctx *Ctx) error { c.hall.each = append(c.hall.each, Self(ctx, c)); return nil }
func (c *seat) Render(h *H[seat]) html.Node {
	*c.hall.log = append(*c.hall.log, c.n)
	return h.P(h.Int(c.taken))
}

const manySeats = 10_000

func openHall(t *testing.T) (*hall, *[]int) {
	log := &[]int{}
	c := &hall{log: log}
	for n := range manySeats {
		c.seats = append(c.seats, n)
	}
	joinedPeer(t, NewPage(func() *hall { return c }), Limits{Views: manySeats + 1, Mailbox: 2 * manySeats})
	if len(c.each) != manySeats {
		t.Fatalf("%d seats", len(c.each))
	}
	*log = nil
	return c, log
}

func TestEachViewThatChangedIsRenderedOnceParentsFirst(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c, log := openHall(t)
		batch := func(post func()) []int { // all that post queues, at once
			begun, held := make(chan struct{}), make(chan struct{})
			c.each[0].Do(func(*seat, *Ctx) error { close(begun); <-held; return nil })
			<-begun
			*log = nil
			post()
			close(held)
			synctest.Wait()
			return (*log)[1:] // of the seat that was held
		}
		take := func() {
			for _, i := range rand.Perm(manySeats) {
				if err := c.each[i].Do(func(s *seat, _ *Ctx) error { s.taken++; return nil }); err != nil {
					t.Fatal(err)
				}
			}
		}
		all := slices.Clone(c.seats)
		if got := batch(take); !slices.Equal(got, all) {
			t.Errorf("%d renders of %d seats, or in another order", len(got), manySeats)
		}
		got := batch(func() { take(); c.self.Do(func(*hall, *Ctx) error { return nil }) })
		if !slices.Equal(got, append([]int{-1}, all...)) {
			t.Errorf("%d renders of %d seats and their hall, or in another order", len(got), manySeats)
		}
	})
}

// counted counts the steps of a heap.
type counted struct {
	*agenda
	steps int
}

func (c *counted) Less(i, j int) bool { c.steps++; return c.agenda.Less(i, j) }

func TestOrderingTheViewsToRenderTakesFewSteps(t *testing.T) {
	c := &counted{agenda: &agenda{}}
	for _, i := range rand.Perm(manySeats) {
		heap.Push(c, &view{n: uint32(i)})
	}
	for n := range manySeats {
		if v := heap.Pop(c).(*view); v.n != uint32(n) {
			t.Fatalf("view %d comes in the place of %d", v.n, n)
		}
	}
	if most := manySeats * 40; c.steps > most { // 3 log2(n); looking at all for each would be 50,000,000
		t.Errorf("%d steps for %d views, want %d at most", c.steps, manySeats, most)
	}
}
