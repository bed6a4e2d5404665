package main

import (
	"sync"
	"testing"

	"github.com/azu-live/azu/live"
)

func TestRow31AKilledServerHasItsThousandPagesBack(t *testing.T) {
	const perSecond = 400
	s := startFor(t, live.Limits{Mounts: perSecond})
	h := keepClicking(t, s)
	defer h.end()
	vs := crowd(t, s, 1000/scale, "/counter")
	var r *returns
	var all sync.WaitGroup
	h.withstand(attack{
		prepare: func() {
			r = new(returns)
			s.kill()
			for i, v := range vs {
				all.Go(func() {
					_, err := v.hear()
					if closedWith(err) != 1006 {
						t.Errorf("killed: %v", err)
					}
					if err := r.note(i, v, true); err != nil {
						t.Error(err)
					}
				})
			}
			if _, err := s.start(); err != nil {
				t.Error(err)
			}
			h.rejoin()
		},
		run:   all.Wait,
		check: func() { r.wantSpread(t, len(vs), perSecond) },
	})
	leave(t, vs)
}
