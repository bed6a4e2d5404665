package crowd

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"sync"
	"syscall"
	"time"

	"github.com/azu-live/azu/bench/load/pipe"
)

// Storming is a crowd that comes at once.
type Storming struct {
	Group string
	To    Target
	Count int
}

// Load has new visitors load their pages, and tells how long that took.
func (c *Crowd) Load(s Storming, took *time.Duration) error {
	g := c.group(s.Group)
	g.to = s.To
	for i := range s.Count {
		g.visitors = append(g.visitors, newVisitor(&g.to, i))
	}
	began := time.Now()
	err := each(g.visitors, 64, (*visitor).get)
	*took = time.Since(began)
	return err
}

// Joins is what became of those who joined at once, or came back.
type Joins struct {
	Began  int64  // in Unix nanoseconds
	Last   int64  // when the last one had joined
	Joined int    // and had an event answered
	Fresh  int    // of those, whose page was mounted anew
	Away   int    // how often somebody was sent away for a while
	Absent int    // how often the server was not there
	Failed int    // how often anything else was in the way
	Error  string // the last of these
}

// storm is what visitors who come at once count.
type storm struct {
	mu    sync.Mutex
	joins Joins             // Guarded by mu.
	since time.Time         // Guarded by mu. What fails and was begun before is the fault of a server that was killed.
	in    map[*visitor]bool // Guarded by mu. Who has joined.
	all   int
	done  chan struct{} // has one when all have joined
}

// Join has all visitors of a group open their sockets and join at once, send an event each, and stay.
// Whose connection is lost comes back as browsers do, as long as the process lives.
func (c *Crowd) Join(name string, j *Joins) error {
	g := c.group(name)
	g.storm = &storm{in: map[*visitor]bool{}, all: len(g.visitors), done: make(chan struct{}, 1)}
	g.storm.joins.Began = time.Now().UnixNano()
	for _, v := range g.visitors {
		go g.storm.run(v) // ends with the process
	}
	return g.storm.wait(j)
}

// Lose is called before the server is killed: what Join has counted is forgotten.
func (c *Crowd) Lose(name string, _ *pipe.None) error {
	s := c.group(name).storm
	s.mu.Lock()
	defer s.mu.Unlock()
	s.joins, s.since = Joins{}, time.Now().Add(2*patience)
	clear(s.in)
	return nil
}

// Return is called when a server is there again, and waits until all visitors have joined once more.
func (c *Crowd) Return(name string, j *Joins) error {
	s := c.group(name).storm
	s.mu.Lock()
	s.since = time.Now()
	s.mu.Unlock()
	return s.wait(j)
}

// wait waits for all to have joined.
func (s *storm) wait(j *Joins) error {
	late := false
	select {
	case <-s.done:
	case <-time.After(2 * patience):
		late = true
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if *j = s.joins; late {
		return fmt.Errorf("%d of %d have joined: %+v", j.Joined, s.all, *j)
	}
	return nil
}

// run joins, stays, and comes back.
func (s *storm) run(v *visitor) {
	for attempt := 0; ; {
		began := time.Now()
		err := v.join()
		joined := time.Now()
		if err == nil {
			if err = v.click(); err != nil {
				v.conn.Close()
			}
		}
		if s.count(v, err, began, joined); err == nil {
			attempt = 0
			v.stay()
		}
		const first = time.Second / 2
		if away, ok := errors.AsType[sentAway](err); ok {
			time.Sleep(away.wait + rand.N(first))
			continue
		}
		time.Sleep(rand.N(min(30*time.Second, first<<min(attempt, 10))))
		attempt++
	}
}

// count notes how joining went.
func (s *storm) count(v *visitor, err error, began, joined time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	_, away := errors.AsType[sentAway](err)
	switch j := &s.joins; {
	case err == nil && s.in[v]: // and was dropped, which has been counted, and came again
	case err == nil:
		s.in[v] = true
		j.Last = max(j.Last, joined.UnixNano())
		if j.Joined++; v.fresh {
			j.Fresh++
		}
		if j.Joined == s.all {
			s.done <- struct{}{}
		}
	case away:
		j.Away++
	case began.Before(s.since) || errors.Is(err, syscall.ECONNREFUSED):
		j.Absent++
	default:
		j.Failed++
		j.Error = err.Error()
	}
}

// stay reads until the connection is lost.
func (v *visitor) stay() {
	for {
		if _, err := v.receive(); err != nil {
			v.conn.Close()
			return
		}
	}
}
