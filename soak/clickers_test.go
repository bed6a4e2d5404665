package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"
	"runtime/debug"
	"slices"
	"sync"
	"testing"
	"time"
)

const (
	// clickers are the healthy sessions beside an attack. Each clicks 40 times a second, of the 50 that are
	// allowed, whether or not the click before was quick.
	clickers   = 40 / min(scale, 10)
	clickEvery = 25 * time.Millisecond
)

// clickersName is the variable of the environment that makes this program the healthy sessions of a test,
// and holds their server's address. They have a process of their own, as servers have: what the attackers'
// goroutines make each other wait for is none of a server's doing.
const clickersName = "AZU_SOAK_CLICKERS"

// order is what the healthy sessions are told.
type order string

const (
	begin  order = "begin"  // to click
	rest   order = "rest"   // to click no more, and to say how it was
	rejoin order = "rejoin" // anew, at a server that does not know them; while they rest
	part   order = "part"   // to leave; while they rest
)

// report is the answer to an order.
type report struct {
	clicks
	Err string // what was wrong
}

// clicks is how long they take.
type clicks struct {
	Slow  time.Duration // the slowest of a hundred
	Worst time.Duration
}

// crew is what happens in the process of the healthy sessions.
type crew struct {
	visitors []*visitor
	all      sync.WaitGroup
	stop     chan struct{} // closed when they are to rest

	mu   sync.Mutex
	took []time.Duration // Guarded by mu. The clicks since they began.
	err  error           // Guarded by mu.
}

// runAsClickers clicks, when that is what the environment says this process is for, until standard input
// ends. It reports whether it has.
func runAsClickers() bool {
	addr := os.Getenv(clickersName)
	if addr == "" {
		return false
	}
	runtime.GOMAXPROCS(1) // threads that look for work would take it from the server
	c := &crew{}
	for i := range clickers {
		c.visitors = append(c.visitors, &visitor{addr: addr, ip: fmt.Sprintf("192.0.2.%d", i+1)})
	}
	c.each(func(v *visitor) error { return v.arrive("/counter") })
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

// obey follows an order.
func (c *crew) obey(o order) (r report) {
	switch o {
	case begin:
		runtime.GC()
		debug.SetGCPercent(-1) // until they rest: their collector's time is none of the server's
		c.took, c.stop = nil, make(chan struct{})
		for i, v := range c.visitors {
			c.all.Go(func() { // ends when they rest, or something is wrong
				c.note(c.clickOn(v, time.Duration(i)*clickEvery/clickers))
			})
		}
	case rest:
		close(c.stop)
		c.all.Wait()
		debug.SetGCPercent(100)
		r.clicks = c.clicks()
	case rejoin:
		c.each(func(v *visitor) error {
			v.cut()
			back, err := v.reconnect()
			if err == nil && !back.fresh {
				err = errors.New("the killed server's session is still there")
			}
			return err
		})
	case part:
		c.each((*visitor).leave)
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

// clicks is how long they have taken.
func (c *crew) clicks() clicks {
	n := len(c.took)
	if n == 0 {
		c.note(errors.New("no click was answered"))
		return clicks{}
	}
	slices.Sort(c.took)
	return clicks{c.took[n*99/100], c.took[n-1]}
}

// each has all of them do something.
func (c *crew) each(do func(*visitor) error) {
	for _, v := range c.visitors {
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
		c.took = append(c.took, took)
		c.mu.Unlock()
	}
}

// healthy are the sessions beside an attack, as a test sees them.
type healthy struct {
	t       *testing.T
	process *process
}

// keepHealthy has healthy sessions join.
func keepHealthy(t *testing.T, s *server) *healthy {
	t.Helper()
	p, err := startProcess(clickersName + "=" + s.setup.Addr)
	var joined report
	if err == nil {
		err = p.out.Decode(&joined)
	}
	if err != nil || joined.Err != "" {
		t.Fatalf("healthy sessions join: %v %s", err, joined.Err)
	}
	return &healthy{t, p}
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
