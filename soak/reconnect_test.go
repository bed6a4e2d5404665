package main

import (
	"math/rand/v2"
	"testing"
	"time"

	"github.com/azu-live/azu/live"
)

func TestRow45AThousandResumeAtOnce(t *testing.T) {
	s := startFor(t, live.Limits{})
	h := keepHealthy(t, s)
	defer h.end()
	vs := crowd(t, s, 1000/scale, "/counter")
	before := ask(t, s, look)
	h.withstand(attack{
		run: func() {
			over := time.After(1500 * time.Millisecond) // by then the last of the sockets that are lost has ended
			defer func() { <-over }()
			var r returns
			for _, v := range vs {
				v.cut()
			}
			each(t, vs, func(i int, v *visitor) error { return r.note(i, v, false) })
		},
		check: func() {
			now, ended, err := s.until(func(st state) bool { return st.Descriptors <= before.Descriptors })
			if err != nil {
				t.Fatal(err)
			}
			if n := now.Mounted - before.Mounted; n > 0 {
				t.Errorf("%d pages were mounted", n)
			}
			if !ended {
				t.Errorf("%d sockets that were lost are still there", now.Descriptors-before.Descriptors)
			}
		},
		calm: func() { // one click each, in the time that coming back takes
			each(t, vs, func(i int, v *visitor) error {
				time.Sleep(rand.N(500 * time.Millisecond))
				return click(i, v)
			})
		},
	})
	leave(t, vs)
}

func TestRow45AThousandMountAtOnce(t *testing.T) {
	perSecond := mounts(t)
	s := startFor(t, live.Limits{Mounts: perSecond})
	h := keepHealthy(t, s)
	defer h.end()
	vs := crowd(t, s, 1000/scale, "/counter")
	leave(t, vs) // what they come back for is gone
	var r *returns
	h.withstand(attack{
		run: func() {
			r = new(returns)
			each(t, vs, func(i int, v *visitor) error { return r.note(i, v, true) })
		},
		check: func() {
			r.wantSpread(t, len(vs), perSecond)
			leave(t, vs)
		},
	})
}
