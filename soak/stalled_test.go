package main

import (
	"fmt"
	"testing"
	"time"

	"github.com/azu-live/azu/internal/wire"
	"github.com/azu-live/azu/live"
)

func TestRow27TwoHundredOfAThousandDoNotRead(t *testing.T) {
	const writeTime = 500 * time.Millisecond
	s := startFor(t, live.Limits{WriteTime: writeTime})
	h := keepHealthy(t, s)
	defer h.end()
	others := crowd(t, s, 800/scale, "/counter")
	stalled := crowd(t, s, 200/scale, "/wall")
	h.withstand(attack{
		run: func() {
			each(t, stalled, func(i int, v *visitor) error {
				time.Sleep(time.Duration(i*scale) * time.Millisecond)
				start := time.Now()
				// It asks for something each time, and reads none of it, until the server has hung up.
				for v.post(1, "Paint", "", `"16384"`) == nil {
					if time.Since(start) > patience {
						return fmt.Errorf("the server waits for a client that does not read")
					}
					time.Sleep(100 * time.Millisecond)
				}
				if took := time.Since(start); took < writeTime {
					return fmt.Errorf("the server gave up after %v", took)
				}
				// Had it been closed for anything else, a close frame would say so. This one cannot get through
				// behind what is not read.
				for {
					if _, err := v.hear(); closedWith(err) == 1006 || closedWith(err) == wire.CloseSlowReader {
						return nil
					} else if err != nil {
						return fmt.Errorf("a client that does not read: %w", err)
					}
				}
			})
		},
		check: func() {
			each(t, others, click)
			each(t, stalled, func(_ int, v *visitor) error {
				back, err := v.reconnect()
				if err == nil && back.fresh {
					err = fmt.Errorf("the session of a client that did not read is gone")
				}
				return err
			})
		},
	})
	leave(t, others)
	leave(t, stalled)
}
