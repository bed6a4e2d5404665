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
			seconds := time.Since(start).Seconds()
			<-sent
			if end, ok := errors.AsType[*closed](err); !ok || end.code != wire.CloseFlood || end.reason != "too many messages" {
				t.Errorf("the flood ends so: %v", err)
			}
			// Of all that the server took, it let pass what is allowed at once and each second, and no more was
			// refused than may be.
			passed := int(v.acked) - refused
			t.Logf("of %d events in %.1f seconds %d passed, %d were refused", v.sent, seconds, passed, refused)
			if passed < 100 || float64(passed) > 100+50*(seconds+1) || refused < events/40 || float64(refused) > 1000*(seconds+0.1) {
				t.Error("which is not what the limits say")
			}
			if v.sent < events/2 {
				t.Error("which is no flood: the machine is too busy")
			}
		},
	})
}
