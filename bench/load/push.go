package main

import (
	"fmt"

	"github.com/azu-live/azu/bench/load/crowd"
	"github.com/azu-live/azu/bench/load/server"
)

// push measures how long one change takes to reach the last of many.
func (b *bench) push() error {
	const sessions, turns = 1000, 41
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
	azu, err := b.start(server.Azu, "")
	if err != nil {
		return err
	}
	defer azu.Stop()
	for _, h := range []*host{floor, azu} {
		to := h.target()
		if to.Socket, to.Quiet = server.TickerSocket, true; h.azu() {
			to.Page, to.Socket = server.TickerPath, server.AzuSocket
		}
		if err := visitors.Call("Open", crowd.Opening{Group: string(h.kind), To: to, Count: sessions, Listen: true}, nil); err != nil {
			return err
		}
	}
	size := 0
	once := func(h *host) (ms float64, err error) {
		var began int64
		var arrival crowd.Arrival
		if err := visitors.Call("Expect", string(h.kind), nil); err != nil {
			return 0, err
		}
		if err := h.Call("Push", size, &began); err != nil {
			return 0, err
		}
		err = visitors.Call("Arrived", string(h.kind), &arrival)
		size = arrival.Size
		return 1000 * seconds(began, arrival.At), err
	}
	var floors, ours, times []float64
	if _, err := once(azu); err != nil { // tells the size
		return err
	}
	for turn := range turns {
		pair := [2]*host{floor, azu}
		var ms [2]float64
		for i := range pair {
			i ^= turn & 1 // who goes first takes turns, too
			if ms[i], err = once(pair[i]); err != nil {
				return err
			}
		}
		floors, ours, times = append(floors, ms[0]), append(ours, ms[1]), append(times, ms[1]/ms[0])
	}
	head("one change to 1,000 sessions", "ms until the last has it", "times", "goal")
	fmt.Printf("| gorilla/websocket, the same bytes written | %.1f | 1.00 | |\n", median(floors))
	fmt.Printf("| Azu, Self.Do | %.1f | %.2f | 1.5 |\n", median(ours), median(times))
	return b.profiled(azu, "push", func() error {
		for range turns {
			if _, err := once(azu); err != nil {
				return err
			}
		}
		return nil
	})
}
