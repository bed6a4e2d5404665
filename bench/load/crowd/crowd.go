// Package crowd is the process of the visitors: it loads pages and speaks over sockets as browsers do,
// at a fraction of what they cost.
package crowd

import (
	"errors"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/azu-live/azu/bench/load/pipe"
)

// Serve is the process of a Crowd: it runs until its standard input ends.
func Serve() error { return pipe.Serve(&Crowd{groups: map[string]*group{}}) }

// Crowd holds visitors in groups. See pipe for how its methods are called.
type Crowd struct {
	pipe.Usage
	mu     sync.Mutex
	groups map[string]*group // Guarded by mu. By name.
}

// group is a number of visitors to the same target.
type group struct {
	to       Target
	visitors []*visitor

	heard atomic.Int64 // messages still to come, of those that Expect waits for
	size  atomic.Int64 // of the last one
	all   chan int64   // when the last one has come, in Unix nanoseconds

	readers sync.WaitGroup // those that listen
	storm   *storm         // of Join
}

func (c *Crowd) group(name string) *group {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.groups[name] == nil {
		c.groups[name] = &group{all: make(chan int64, 1)}
	}
	return c.groups[name]
}

// Opening says which visitors come.
type Opening struct {
	Group  string
	To     Target
	Count  int
	Click  bool // once each, so that everything has happened once
	Listen bool // afterwards, and answer pings; else nobody does until Click
}

// Open adds visitors to a group: each loads its page, opens its socket, and joins.
func (c *Crowd) Open(o Opening, _ *pipe.None) error {
	g := c.group(o.Group)
	g.to = o.To
	from := len(g.visitors)
	for i := range o.Count {
		g.visitors = append(g.visitors, newVisitor(&g.to, from+i))
	}
	fresh := g.visitors[from:]
	err := each(fresh, 32, func(v *visitor) error {
		if err := v.get(); err != nil {
			return err
		}
		if err := v.join(); err != nil {
			return err
		}
		if o.Click {
			if err := v.click(); err != nil {
				return err
			}
			return v.confirm()
		}
		return nil
	})
	if err == nil && o.Listen {
		for _, v := range fresh {
			g.readers.Go(func() { g.listen(v) })
		}
	}
	return err
}

// each calls f for all visitors, for so many at once, and returns the first error.
func each(visitors []*visitor, atOnce int, f func(*visitor) error) error {
	var next atomic.Int64
	var failed atomic.Pointer[error]
	var workers sync.WaitGroup
	for range min(atOnce, len(visitors)) {
		workers.Go(func() {
			for failed.Load() == nil {
				i := int(next.Add(1)) - 1
				if i >= len(visitors) {
					return
				}
				if err := f(visitors[i]); err != nil {
					err = fmt.Errorf("visitor %d: %w", i, err)
					failed.CompareAndSwap(nil, &err)
				}
			}
		})
	}
	workers.Wait()
	if err := failed.Load(); err != nil {
		return *err
	}
	return nil
}

// listen reads until the connection ends.
func (g *group) listen(v *visitor) {
	for {
		text, err := v.receive()
		if err != nil {
			return
		}
		g.size.Store(int64(len(text)))
		if g.heard.Add(-1) == 0 {
			g.all <- time.Now().UnixNano()
		}
	}
}

// Expect waits from now on for one message to each visitor of a group that listens.
func (c *Crowd) Expect(name string, _ *pipe.None) error {
	g := c.group(name)
	g.heard.Store(int64(len(g.visitors)))
	return nil
}

// Arrival is when the last message came, in Unix nanoseconds, and its size.
type Arrival struct {
	At   int64
	Size int
}

// Arrived waits for what Expect expects.
func (c *Crowd) Arrived(name string, a *Arrival) error {
	g := c.group(name)
	select {
	case a.At = <-g.all:
		a.Size = int(g.size.Load())
		return nil
	case <-time.After(patience):
		return fmt.Errorf("%d messages are missing", g.heard.Load())
	}
}

// Clicking is a load of events.
type Clicking struct {
	Group string
	For   time.Duration
}

// Clicks is what came of it.
type Clicks struct {
	Events        int
	Each          []int // of them, by visitor
	Bytes         int   // of the answers
	Took          time.Duration
	Median, Worst time.Duration // from an event to its answer; the worst of a hundred
}

// Click has each visitor of a group send an event, wait for the answer, send the next, and so on.
func (c *Crowd) Click(a Clicking, r *Clicks) error {
	g := c.group(a.Group)
	latencies := make([][]uint32, len(g.visitors))
	errs := make([]error, len(g.visitors))
	for _, v := range g.visitors {
		v.bytes = 0
	}
	var running sync.WaitGroup
	began := time.Now()
	for i, v := range g.visitors {
		running.Go(func() {
			list := make([]uint32, 0, 1<<14)
			for at := time.Now(); at.Sub(began) < a.For; {
				if errs[i] = v.click(); errs[i] != nil {
					break
				}
				now := time.Now()
				list = append(list, uint32(now.Sub(at)))
				at = now
			}
			latencies[i] = list
		})
	}
	running.Wait()
	r.Took = time.Since(began)
	for i, v := range g.visitors {
		r.Each = append(r.Each, len(latencies[i]))
		r.Bytes += v.bytes
	}
	all := slices.Concat(latencies...)
	slices.Sort(all)
	if r.Events = len(all); r.Events > 0 {
		r.Median, r.Worst = time.Duration(all[len(all)/2]), time.Duration(all[len(all)*99/100])
	}
	return errors.Join(errs...)
}

// Close has a group's visitors leave, and forgets them. It is not for those of Join.
func (c *Crowd) Close(name string, _ *pipe.None) error {
	g := c.group(name)
	for _, v := range g.visitors {
		v.leave()
	}
	g.readers.Wait()
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(c.groups, name)
	return nil
}
