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
	mounted := ask(t, s, look).Mounted
	h.withstand(attack{
		run: func() {
			var r returns
			for _, v := range vs {
				v.cut()
			}
			each(t, vs, func(i int, v *visitor) error { return r.note(i, v, false) })
		},
		check: func() {
			if n := ask(t, s, look).Mounted - mounted; n > 0 {
				t.Errorf("%d pages were mounted", n)
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
