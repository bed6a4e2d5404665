package main

import (
	"testing"

	"github.com/azu-live/azu/live"
)

func TestRow45AThousandResumeAtOnce(t *testing.T) {
	s := startFor(t, live.Limits{})
	h := keepClicking(t, s)
	defer h.end()
	vs := crowd(t, s, 1000/scale, "/counter")
	mounted := ask(t, s, look).Mounted
	h.withstand(attack{
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
		like: func() { h.rush(len(vs)) },
	})
	leave(t, vs)
}

func TestRow45AThousandMountAtOnce(t *testing.T) {
	const perSecond = 400
	s := startFor(t, live.Limits{Mounts: perSecond})
	h := keepClicking(t, s)
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
