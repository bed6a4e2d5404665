package main

import (
	"sync"
	"testing"

	"github.com/azu-live/azu/live"
)

func TestRow31AKilledServerHasItsThousandPagesBack(t *testing.T) {
	perSecond := mounts(t)
	s := startFor(t, live.Limits{Mounts: perSecond})
	h := keepHealthy(t, s)
	defer h.end()
	vs := crowd(t, s, 1000/scale, "/counter")
	var r *returns
	var begin chan struct{} // closed when they may find the server, which the healthy have found before
	var all sync.WaitGroup
	h.withstand(attack{
		prepare: func() {
			r, begin = new(returns), make(chan struct{})
			s.kill()
			for i, v := range vs {
				all.Go(func() {
					_, err := v.hear()
					if closedWith(err) != 1006 {
						t.Errorf("killed: %v", err)
					}
					<-begin
					if err := r.note(i, v, true); err != nil {
						t.Error(err)
					}
				})
			}
			if _, err := s.start(); err != nil {
				t.Error(err)
			}
			h.tell(rejoin)
		},
		run: func() {
			close(begin)
			all.Wait()
		},
		check: func() { r.wantSpread(t, len(vs), perSecond) },
	})
	leave(t, vs)
}
