package main

import (
	"bytes"
	"errors"
	"testing"
	"time"

	"github.com/azu-live/azu/internal/wire"
	"github.com/azu-live/azu/live"
)

func TestRow25TenThousandEventsInASecond(t *testing.T) {
	const events = max(10_000/scale, 1000) // a hundredth would be within the burst
	s := startFor(t, live.Limits{RateTime: time.Second})
	h := keepHealthy(t, s)
	defer h.end()
	h.withstand(attack{
		run: func() {
			v := &visitor{addr: s.setup.Addr, ip: "10.0.0.1"}
			defer v.gone()
			if err := v.arrive("/counter"); err != nil {
				t.Error(err)
				return
			}
			start, refused := time.Now(), 0
			sent := make(chan struct{})
			defer func() { <-sent }()
			go func() { // ends with the socket
				defer close(sent)
				tick := time.NewTicker(10 * time.Millisecond)
				defer tick.Stop()
				for ; time.Since(start) < patience; <-tick.C {
					for range events / 100 {
						if v.post(1, "Add", "", "") != nil {
							return
						}
					}
				}
			}()
			err := error(nil)
			for err == nil {
				var m []byte
				m, err = v.hear()
				v.update(m)
				refused += bytes.Count(m, []byte(`-1,"rate"`))
			}
			if end, ok := errors.AsType[*closed](err); !ok || end.code != wire.CloseFlood || end.reason != "too many messages" {
				t.Errorf("the flood ends so: %v", err)
			}
			// Of all that the server took, it let pass what is allowed at once and each second.
			passed, seconds := int(v.acked)-refused, time.Since(start).Seconds()
			t.Logf("%d events passed, %d were refused", passed, refused)
			if passed < 100 || float64(passed) > 100+50*(seconds+1) || refused < events/10 {
				t.Errorf("of %d events in %.1f seconds %d passed", v.acked, seconds, passed)
			}
		},
	})
}
