package app_test

import (
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/azu-live/azu/app"
	"github.com/azu-live/azu/html"
	"github.com/azu-live/azu/internal/tcpfault"
	"github.com/azu-live/azu/live"
)

// seat shows the newest of what is said in its hall; who sits in front has it at length.
type seat struct {
	hall  *hall
	front bool
	said  int
	paper string
}

type seatParams struct {
	Front bool `query:"front"`
}

func (c *seat) Params(_ *live.Ctx, p seatParams) error { c.front = p.Front; return nil }
func (c *seat) Connected(ctx *live.Ctx) error          { c.hall.sit(live.Self(ctx, c)); return nil }
func (c *seat) Render(h *live.H[seat]) html.Node {
	return h.Div(h.B(h.Int(c.said)), h.P(h.Text(c.paper)))
}

func (c *seat) hear(n int) error {
	c.said = n
	if c.front {
		c.paper = strings.Repeat(string(rune('a'+n%26)), 1<<20)
	}
	return nil
}

// hall tells all who sit in it.
type hall struct {
	mu    sync.Mutex
	seats []live.Handle[seat]
}

func (h *hall) sit(s live.Handle[seat]) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.seats = append(h.seats, s)
}

func (h *hall) sitting() int {
	h.mu.Lock()
	defer h.mu.Unlock()
	return len(h.seats)
}

func (h *hall) say(n int) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, s := range h.seats {
		s.Do(func(c *seat, _ *live.Ctx) error { return c.hear(n) }) // an error is of one whose mailbox is full
	}
}

func TestRow27TenOfAThousandDoNotReadAndTheOthersGetAll(t *testing.T) {
	readers, deaf := 990, 10
	if raceEnabled {
		readers, deaf = 99, 1
	}
	const writeTime = 500 * time.Millisecond
	h := &hall{}
	s := serve(t, live.Limits{WriteTime: writeTime}, app.Timeouts{}, func(a *app.App) {
		a.Page("/hall", live.NewPage(func() *seat { return &seat{hall: h} }))
	})
	line := s.line()
	var all, others []*visitor
	for range readers {
		v := s.visit("/hall")
		v.connect(s.addr)
		all = append(all, v)
	}
	for range deaf {
		v := s.visit("/hall?front=true")
		v.connect(line.Addr())
		others = append(others, v)
	}
	s.await("all sit", func() bool { return h.sitting() == readers+deaf }) // a moment after they have joined
	line.Freeze(tcpfault.Down)
	start := time.Now()
	words := 0
	// How much systems keep that nobody reads differs, and what is said while a write is pending is one update:
	// it is said until the last one is full.
	for s.count(live.SessionDetached) < deaf {
		if time.Since(start) > patience {
			t.Fatal("those who do not read are not let go")
		}
		words++
		h.say(words)
		for i, v := range all {
			if !v.next() || v.shown["0"] != strconv.Itoa(words) {
				t.Fatalf("reader %d shows %q when %d was said", i, v.shown["0"], words)
			}
		}
		s.await("a click", func() bool { return true })
	}
	if took := time.Since(start); took < writeTime {
		t.Errorf("they were let go after %v", took)
	}
	h.say(words + 1) // their sessions wait
	line.Heal()
	for _, v := range others {
		v.client.Closed()
		v.catchUp()
		if v.seq >= words || !v.connect(s.addr) {
			t.Fatalf("one who did not read has update %d, was told %v", v.seq, v.told)
		}
		for v.shown["0"] != strconv.Itoa(words+1) && v.next() {
		}
		if got := v.shown["1"]; len(got) != 1<<20 {
			t.Errorf("who came back shows %q and %d bytes", v.shown["0"], len(got))
		}
	}
	if n := s.count(live.SessionDetached); n != deaf {
		t.Errorf("%d were let go", n)
	}
}
