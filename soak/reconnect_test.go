package main

import (
	"testing"

	"github.com/azu-live/azu/live"
)

func TestRow45AThousandResumeAtOnce(t *testing.T) {
	s := startFor(t, live.Limits{})
	h := keepHealthy(t, s)
	defer h.end()
	vs := crowd(t, s, 1000/scale, "/counter")
	mounted := ask(t, s, look).Mounted
	h.withstand(s, attack{
		from: 200 / min(scale, 10),
		run: func() {
			var r returns
			each(t, vs, func(i int, v *visitor) error {
				v.cut()
				return r.note(i, v, false)
			})
		},
		check: func() {
			if n := ask(t, s, look).Mounted - mounted; n > 0 {
				t.Errorf("%d pages were mounted", n)
			}
		},
		crowd: func() { // two clicks are about as much as the end of a connection is for both sides
			each(t, vs, click)
			each(t, vs, click)
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
	h.withstand(s, attack{
		from: 200 / min(scale, 10),
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
