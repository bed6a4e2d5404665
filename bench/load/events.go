package main

import (
	"fmt"
	"time"

	"github.com/azu-live/azu/bench/load/crowd"
	"github.com/azu-live/azu/bench/load/server"
)

// clicks is one turn of events.
type clicks struct {
	crowd.Clicks
	server, visitors time.Duration // of their processors
}

func (c clicks) perSecond() float64 { return float64(c.Events) / c.Took.Seconds() }

// events measures events a second and their latency.
func (b *bench) events() error {
	const turns, warm, long = 11, 200 * time.Millisecond, time.Second
	visitors, err := b.crowd()
	if err != nil {
		return err
	}
	defer visitors.Stop()
	floor, err := b.start(server.Floor, "")
	if err != nil {
		return err
	}
	defer floor.Stop()
	azu, err := b.start(server.Unmetered, "")
	if err != nil {
		return err
	}
	defer azu.Stop()

	measure := func(h *host, sockets int, long time.Duration) (c clicks, err error) {
		if err := visitors.Call("Open", crowd.Opening{Group: "events", To: h.target(), Count: sockets}, nil); err != nil {
			return c, err
		}
		if err := visitors.Call("Click", crowd.Clicking{Group: "events", For: warm}, &c.Clicks); err != nil {
			return c, err
		}
		c.Clicks = crowd.Clicks{}
		c.server, err = h.CPU(func() (err error) {
			c.visitors, err = visitors.CPU(func() error {
				return visitors.Call("Click", crowd.Clicking{Group: "events", For: long}, &c.Clicks)
			})
			return err
		})
		if err != nil {
			return c, err
		}
		return c, visitors.Call("Close", "events", nil)
	}

	head("a counter's events", "a second", "of the floor", "p50, µs", "p99, µs", "server's processor, µs each", "with the visitors'", "goal")
	for _, sockets := range []int{1, 100} {
		var floors, ours []clicks
		var parts []float64
		for range turns {
			f, err := measure(floor, sockets, long)
			if err != nil {
				return err
			}
			a, err := measure(azu, sockets, long)
			if err != nil {
				return err
			}
			floors, ours, parts = append(floors, f), append(ours, a), append(parts, a.perSecond()/f.perSecond())
		}
		print := func(name string, list []clicks, part float64, goal string) {
			fmt.Printf("| %s: %s | %.0f | %.0f%% | %.0f | %.0f | %.1f | %.1f | %s |\n", many(sockets, "socket"), name,
				medianOf(list, clicks.perSecond), 100*part,
				medianOf(list, func(c clicks) float64 { return micros(c.Median) }),
				medianOf(list, func(c clicks) float64 { return micros(c.Worst) }),
				medianOf(list, func(c clicks) float64 { return micros(c.server) / float64(c.Events) }),
				medianOf(list, func(c clicks) float64 { return micros(c.server+c.visitors) / float64(c.Events) }), goal)
		}
		goal := ""
		if sockets == 100 {
			goal = "75% of the floor"
		}
		print("gorilla/websocket, an echo", floors, 1, "")
		print("Azu", ours, median(parts), goal)
	}
	for _, h := range []*host{floor, azu} {
		if err := b.profiled(h, "events-"+string(h.kind), func() error { _, err := measure(h, 100, profileTime); return err }); err != nil {
			return err
		}
	}
	return nil
}
