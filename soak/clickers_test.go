package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/azu-live/azu/live"
)

const (
	// clickers are the healthy sessions beside an attack. Each clicks 40 times a second, of the 50 that are
	// allowed, whether or not the click before was quick.
	clickers   = 40 / min(scale, 10)
	clickEvery = 25 * time.Millisecond
)

// clickersName is the variable of the environment that makes this program the healthy sessions of a test,
// and holds the addresses of two servers: the one that is attacked, and one elsewhere on the same machine
// that is not. They have a process of their own, as servers have: what the attackers' goroutines make each
// other wait for is none of a server's doing.
const clickersName = "AZU_SOAK_CLICKERS"

// order is what the healthy sessions are told.
type order string

const (
	begin  order = "begin"  // to click
	rest   order = "rest"   // to click no more, and to say how it was
	rejoin order = "rejoin" // anew, at the attacked server, which does not know them; while they rest
	part   order = "part"   // to leave; while they rest
)

// report is the answer to an order.
type report struct {
	Here, Elsewhere clicks // at the attacked server, and at the other one
	Err             string // what was wrong
}

// clicks is how long they take.
type clicks struct {
	Slow  time.Duration // the slowest of a hundred
	Worst time.Duration
}

// crew is what happens in the process of the healthy sessions.
type crew struct {
	here, there []*visitor
	all         sync.WaitGroup
	stop        chan struct{} // closed when they are to rest

	mu   sync.Mutex
	took map[string][]time.Duration // Guarded by mu. Of the clicks since they began, by server.
	err  error                      // Guarded by mu.
}

// runAsClickers clicks, when that is what the environment says this process is for, until standard input
// ends. It reports whether it has.
func runAsClickers() bool {
	addrs := strings.Fields(os.Getenv(clickersName))
	if len(addrs) == 0 {
		return false
	}
	c := &crew{}
	for i := range clickers {
		ip := fmt.Sprintf("192.0.2.%d", i+1)
		c.here = append(c.here, &visitor{addr: addrs[0], ip: ip})
		c.there = append(c.there, &visitor{addr: addrs[1], ip: ip})
	}
	c.try(c.everybody(), func(v *visitor) error { return v.arrive("/counter") })
	orders, answers := json.NewDecoder(os.Stdin), json.NewEncoder(os.Stdout)
	answers.Encode(c.report())
	for {
		var o order
		if err := orders.Decode(&o); err == io.EOF {
			return true
		} else if err != nil {
			panic(err)
		}
		answers.Encode(c.obey(o))
	}
}

func (c *crew) everybody() []*visitor { return slices.Concat(c.here, c.there) }

// obey follows an order.
func (c *crew) obey(o order) (r report) {
	switch o {
	case begin:
		c.took, c.stop = map[string][]time.Duration{}, make(chan struct{})
		everybody := c.everybody()
		for i, v := range everybody {
			c.all.Go(func() { // ends when they rest, or something is wrong
				c.note(c.clickOn(v, time.Duration(i)*clickEvery/time.Duration(len(everybody))))
			})
		}
	case rest:
		close(c.stop)
		c.all.Wait()
		r.Here, r.Elsewhere = c.clicks(c.here), c.clicks(c.there)
	case rejoin:
		c.try(c.here, func(v *visitor) error {
			v.cut()
			back, err := v.reconnect()
			if err == nil && !back.fresh {
				err = errors.New("the killed server's session is still there")
			}
			return err
		})
	case part:
		c.try(c.everybody(), (*visitor).leave)
	}
	r.Err = c.report().Err
	return r
}

// report is what has been wrong so far.
func (c *crew) report() (r report) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.err != nil {
		r.Err = c.err.Error()
	}
	return r
}

// clicks is how long the clicks of some of them have taken.
func (c *crew) clicks(vs []*visitor) clicks {
	took := c.took[vs[0].addr]
	if len(took) == 0 {
		c.note(errors.New("no click was answered"))
		return clicks{}
	}
	slices.Sort(took)
	return clicks{took[len(took)*99/100], took[len(took)-1]}
}

// try has some of them do something.
func (c *crew) try(vs []*visitor, do func(*visitor) error) {
	for _, v := range vs {
		c.all.Go(func() { c.note(do(v)) })
	}
	c.all.Wait()
}

func (c *crew) note(err error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.err = errors.Join(c.err, err)
}

// clickOn clicks until they rest, each time at the same offset of the interval. Each click must be
// answered, and by exactly the update it asks for. One that is late because the one before was counts from
// when it was due: who waits does not click less often.
func (c *crew) clickOn(v *visitor, offset time.Duration) error {
	for due := time.Now().Add(offset); ; due = due.Add(clickEvery) {
		start := due
		if wait := time.Until(due); wait > 0 {
			select {
			case <-c.stop:
				return nil
			case <-time.After(wait):
			}
			start = time.Now() // this process's timer is not the server's
		} else {
			select {
			case <-c.stop:
				return nil
			default:
			}
		}
		if err := click(0, v); err != nil {
			return err
		}
		took := time.Since(start)
		c.mu.Lock()
		c.took[v.addr] = append(c.took[v.addr], took)
		c.mu.Unlock()
	}
}

// healthy are the sessions beside an attack, as a test sees them.
type healthy struct {
	t       *testing.T
	process *process
	other   *server
}

// keepHealthy has healthy sessions join, at the server and at another one.
func keepHealthy(t *testing.T, s *server) *healthy {
	t.Helper()
	other := startFor(t, live.Limits{})
	p, err := startProcess(clickersName + "=" + s.setup.Addr + " " + other.setup.Addr)
	var joined report
	if err == nil {
		err = p.out.Decode(&joined)
	}
	if err != nil || joined.Err != "" {
		t.Fatalf("healthy sessions join: %v %s", err, joined.Err)
	}
	return &healthy{t, p, other}
}

// tell gives them an order, and fails the test if anything was wrong.
func (h *healthy) tell(o order) (r report) {
	h.t.Helper()
	if err := h.process.ask(o, &r); err != nil {
		h.t.Fatalf("healthy sessions: %s: %v", o, err)
	}
	if r.Err != "" {
		h.t.Fatalf("healthy sessions: %s: %s", o, r.Err)
	}
	return r
}

// end has them leave.
func (h *healthy) end() {
	h.t.Helper()
	var r report
	if err := errors.Join(h.process.ask(part, &r), h.process.stop()); err != nil || r.Err != "" {
		h.t.Errorf("healthy sessions leave: %v %s", err, r.Err)
	}
}
