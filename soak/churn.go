package main

import (
	"fmt"
	"io"
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"time"

	"github.com/azu-live/azu/live"
)

// limits are a day in an hour: what waits for a minute elsewhere waits for seconds here.
var limits = live.Limits{
	MessageTime:  4 * time.Second,
	PingEvery:    time.Second,
	Silence:      4 * time.Second,
	FirstJoin:    4 * time.Second,
	WriteTime:    2 * time.Second,
	CloseTime:    time.Second,
	RateTime:     time.Second,
	UnjoinedTime: 2 * time.Second,
	DetachedTime: 3 * time.Second,
	ForgedTime:   3 * time.Second,
}

const (
	// lifeEvery is how often a visitor comes. They come at a steady rate, and not as fast as the server takes
	// them, so that how many there are at once does not depend on the machine.
	lifeEvery = time.Second / 150
	// regulars are the visitors who stay.
	regulars = 100
)

// churn sends visitors to a server.
type churn struct {
	server *server
	log    io.Writer

	came     atomic.Int64
	restarts atomic.Int64 // odd while the server is away

	mu    sync.Mutex
	wrong int // Guarded by mu. Lives in which the server did what it should not have done.
}

// run has visitors come until stop is closed, and returns when the last one has gone.
func (c *churn) run(stop <-chan struct{}) {
	var present sync.WaitGroup
	defer present.Wait()
	for range regulars {
		present.Go(func() { c.lead(life{name: "stays", live: func(v *visitor) error { return c.stay(v, stop) }}) })
	}
	var deck []life // of each hundred as many lead each life as its weight says, in random order
	for tick := time.NewTicker(lifeEvery); ; {
		select {
		case <-stop:
			tick.Stop()
			return
		case <-tick.C:
		}
		if len(deck) == 0 {
			deck = shuffled()
		}
		l := deck[0]
		deck = deck[1:]
		present.Go(func() { c.lead(l) })
	}
}

// shuffled is a life for each of a hundred visitors.
func shuffled() (deck []life) {
	for _, l := range lives {
		for range l.weight {
			deck = append(deck, l)
		}
	}
	rand.Shuffle(len(deck), func(i, j int) { deck[i], deck[j] = deck[j], deck[i] })
	return deck
}

// lead has one visitor lead a life.
func (c *churn) lead(l life) {
	n := c.came.Add(1)
	v := &visitor{addr: c.server.setup.Addr, ip: fmt.Sprintf("10.9.%d.%d", n>>8&3, n&255)}
	defer v.gone()
	before := c.restarts.Load()
	if err := l.live(v); err != nil && err != errLate && c.steady(before) {
		c.fault(l.name, err)
	}
}

// steady reports whether the server has been there all the time since there were so many restarts. What
// one does to those who are there is no fault.
func (c *churn) steady(restarts int64) bool { return restarts&1 == 0 && c.restarts.Load() == restarts }

func (c *churn) fault(who string, err error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.wrong++; c.wrong <= 20 {
		fmt.Fprintf(c.log, "one who %s: %v\n", who, err)
	}
}

// stay keeps a page open and clicks now and then. After a restart it is there again, as a browser is.
func (c *churn) stay(v *visitor, stop <-chan struct{}) error {
	err := v.arrive("/counter")
	for clicks := 1; err == nil; clicks++ {
		before := c.restarts.Load()
		select {
		case <-stop:
			return v.leave()
		default:
		}
		if err = v.linger(rand.N(2 * time.Second)); err == nil {
			err = v.count(clicks)
		}
		if err != nil && !c.steady(before) {
			var back comeback
			if back, err = v.reconnect(); back.fresh {
				clicks = 0
			}
		}
	}
	return err
}

// restart drains the server and starts it anew.
func (c *churn) restart() error {
	c.restarts.Add(1)
	defer c.restarts.Add(1)
	_, err := c.server.ask(serve)
	return err
}
