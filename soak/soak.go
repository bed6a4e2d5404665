package main

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"time"
)

const (
	// rehearsal is how long visitors come before anything is compared: pools and maps have their size then.
	rehearsal = 5 * time.Second
	// sampleEvery is the time between two samples.
	sampleEvery = time.Second
	// restartEvery is how often the server is drained and started anew.
	restartEvery = 10 * time.Second
	// settle is how long a server that was started anew takes until it holds as much as before: longer than
	// anything waits in it.
	settle = 6 * time.Second
)

// soak is one run.
type soak struct {
	log     io.Writer
	server  *server
	idle    state // with nobody there, ever
	churn   *churn
	samples []sample
	began   time.Time
}

// startSoak starts a server to churn.
func startSoak(log io.Writer) (*soak, error) {
	addr, err := freeAddr()
	if err != nil {
		return nil, err
	}
	s, _, err := startServer(setup{addr, limits})
	if err != nil {
		return nil, err
	}
	idle, err := s.ask(look)
	if err != nil {
		s.stop()
		return nil, err
	}
	return &soak{log: log, server: s, idle: idle, churn: &churn{server: s, log: log}}, nil
}

// run lets visitors come for d, and then tells what was wrong.
func (s *soak) run(d time.Duration) (err error) {
	defer func() { err = errors.Join(err, s.server.stop()) }() // it drains once more
	fmt.Fprintf(s.log, "Visitors come for %v, after a rehearsal of %v. After each, some seconds pass until nothing is kept for them any more.\n", d, rehearsal)
	before, err := s.comeAndGo(rehearsal, "The rehearsal: pools and maps get their size.")
	if err != nil {
		return err
	}
	after, err := s.comeAndGo(d, announced(d))
	if err != nil {
		return err
	}
	wrong := append(s.during(d), s.inTheEnd(before, after)...)
	if len(wrong) == 0 {
		return nil
	}
	if busy, err := s.server.ask(goroutines); err == nil {
		fmt.Fprintln(s.log, busy.Profile)
	}
	return errors.New(strings.Join(wrong, "; "))
}

// comeAndGo lets visitors come for d, waits until nothing is kept for them any more, and returns what the
// server then holds. It prints all that under a heading.
func (s *soak) comeAndGo(d time.Duration, heading string) (state, error) {
	fmt.Fprintf(s.log, "\n%s\n%6s %10s %11s %12s %9s %9s %9s\n", heading, "second", "heap bytes", "goroutines", "descriptors", "sessions", "visitors", "restarts")
	s.began, s.samples = time.Now(), nil
	stop, gone := make(chan struct{}), make(chan struct{})
	go func() { // ends soon after stop is closed; awaited below
		defer close(gone)
		s.churn.run(stop)
	}()
	err := s.watch(d)
	close(stop)
	<-gone
	if err != nil {
		return state{}, err
	}
	rest, left, err := s.server.until(func(st state) bool {
		return st.Sessions == 0 && st.Goroutines <= s.idle.Goroutines && st.Descriptors <= s.idle.Descriptors
	})
	if left {
		s.print(rest, "  all have left, and nothing is kept for them any more")
	} else {
		s.print(rest, "  not all of this goes away")
	}
	return rest, err
}

// watch takes samples for d, and has the server restart now and then, but none that what is compared could
// show: one app has to be there all that time, or what it gathers over its life would not be seen.
func (s *soak) watch(d time.Duration) error {
	start, tick := time.Now(), time.NewTicker(sampleEvery)
	defer tick.Stop()
	from, _, _ := compared(d)
	last := from - settle
	every := min(restartEvery, last/2)
	for restart := every; time.Since(start) < d; {
		<-tick.C
		now, err := s.server.ask(look)
		if err != nil {
			return err
		}
		s.samples = append(s.samples, sample{time.Since(s.began), now})
		s.print(now, "")
		if time.Since(start) >= restart && restart < last {
			if err := s.churn.restart(); err != nil {
				return err
			}
			restart += every
		}
	}
	return nil
}

func (s *soak) print(st state, remark string) {
	fmt.Fprintf(s.log, "%6.0f %10d %11d %12d %9d %9d %9d%s\n", time.Since(s.began).Seconds(), st.Heap, st.Goroutines, st.Descriptors,
		st.Sessions, s.churn.came.Load(), s.churn.restarts.Load()/2, remark)
}

// during tells what grew while visitors came.
func (s *soak) during(d time.Duration) []string {
	from, span, percent := compared(d)
	earlier, later := within(s.samples, from, from+span), within(s.samples, d-span, d)
	if len(earlier) == 0 || len(later) == 0 {
		return []string{fmt.Sprintf("nothing was compared: %d and %d samples", len(earlier), len(later))}
	}
	return grown(earlier, later, percent, "while visitors came")
}

// inTheEnd tells what is left of visitors when all have gone and nothing is kept for them any more, beyond
// what was left after the rehearsal; and what else was not as it should be.
func (s *soak) inTheEnd(before, after state) []string {
	wrong := grown([]sample{{state: before}}, []sample{{state: after}}, leftPercent, "when all had left")
	if after.Sessions != 0 {
		wrong = append(wrong, fmt.Sprintf("%d sessions have not ended", after.Sessions))
	}
	if after.Goroutines > s.idle.Goroutines || after.Descriptors > s.idle.Descriptors {
		wrong = append(wrong, fmt.Sprintf("left: %d goroutines of %d, %d descriptors of %d",
			after.Goroutines, s.idle.Goroutines, after.Descriptors, s.idle.Descriptors))
	}
	if s.churn.wrong > 0 {
		wrong = append(wrong, fmt.Sprintf("%d visitors were answered wrongly", s.churn.wrong))
	}
	for message, n := range after.Logged {
		if message != "view failed" && message != "unknown event refused" { // which visitors cause
			wrong = append(wrong, fmt.Sprintf("logged %d times: %s", n, message))
		}
	}
	return wrong
}
