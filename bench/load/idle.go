package main

import (
	"fmt"

	"github.com/azu-live/azu/bench/load/crowd"
	"github.com/azu-live/azu/bench/load/server"
)

// held is what one session holds, in bytes.
type held struct{ heap, stacks, rss float64 }

func heldBy(before, after server.Memory, n int) held {
	return held{per(before.Heap, after.Heap, n), per(before.Stacks, after.Stacks, n), per(before.RSS, after.RSS, n)}
}

func medianHeld(list []held) held {
	return held{
		medianOf(list, func(h held) float64 { return h.heap }),
		medianOf(list, func(h held) float64 { return h.stacks }),
		medianOf(list, func(h held) float64 { return h.rss }),
	}
}

// idle measures what a session holds that has had one event and waits for the next.
func (b *bench) idle() error {
	const turns = 3
	sizes := []int{1000, 9000}
	kinds := []struct {
		kind server.Kind
		name string
	}{
		{server.Floor, "gorilla/websocket"},
		{server.Socket, "Azu's connection, no session"},
		{server.Azu, "Azu, a counter"},
	}
	all := map[server.Kind]map[int][]held{}
	for turn := range turns {
		for _, k := range kinds {
			byCount, err := b.idleTurn(k.kind, sizes, turn == turns-1)
			if err != nil {
				return err
			}
			for n, h := range byCount {
				if all[k.kind] == nil {
					all[k.kind] = map[int][]held{}
				}
				all[k.kind][n] = append(all[k.kind][n], h)
			}
		}
	}
	head("idle after a click and a ping, bytes each", "heap", "beyond the connection", "stacks", "RSS", "goal")
	for _, n := range sizes {
		var connection held
		for _, k := range kinds {
			h, beyond, goal := medianHeld(all[k.kind][n]), "", ""
			switch k.kind {
			case server.Socket:
				connection = h
			case server.Azu:
				beyond = fmt.Sprintf("%.0f", h.heap-connection.heap)
				goal = "512 of heap beyond the connection, 8192 of RSS"
			}
			fmt.Printf("| %d: %s | %.0f | %s | %.0f | %.0f | %s |\n", n, k.name, h.heap, beyond, h.stacks, h.rss, goal)
		}
	}
	return nil
}

// idleTurn measures a new process with one number of sessions after the other.
func (b *bench) idleTurn(kind server.Kind, sizes []int, last bool) (map[int]held, error) {
	h, err := b.start(kind, "")
	if err != nil {
		return nil, err
	}
	defer h.Stop()
	visitors, err := b.crowd()
	if err != nil {
		return nil, err
	}
	defer visitors.Stop()
	// What the first sessions set up once and for all is not the thousandth's.
	if err := visitors.Call("Open", crowd.Opening{Group: "first", To: h.target(), Count: 50, Click: true}, nil); err != nil {
		return nil, err
	}
	if err := visitors.Call("Close", "first", nil); err != nil {
		return nil, err
	}
	before, err := h.memory()
	if err != nil {
		return nil, err
	}
	found, open := map[int]held{}, 0
	for _, n := range sizes {
		if err := visitors.Call("Open", crowd.Opening{Group: "idle", To: h.target(), Count: n - open, Click: true, Listen: true}, nil); err != nil {
			return nil, err
		}
		open = n
		after, err := h.memory()
		if err != nil {
			return nil, err
		}
		found[n] = heldBy(before, after, n)
	}
	if last && h.azu() {
		return found, b.heapProfile(h, "idle-heap")
	}
	return found, nil
}
