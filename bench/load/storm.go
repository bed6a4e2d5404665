package main

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/azu-live/azu/bench/load/crowd"
	"github.com/azu-live/azu/bench/load/server"
)

// storming is one turn of a crowd that comes at once.
type storming struct {
	crowd.Joins
	load float64 // seconds until all had their pages
	took float64 // seconds until the last had joined
	peak uint64  // bytes on the heap
}

// storm measures how long it takes until the last of many has joined, who come at once, and come back
// after the server was killed.
func (b *bench) storm() error {
	const turns, visitors = 3, 5000
	names := []string{"gorilla/websocket", "Azu", "gorilla/websocket, killed and started again", "Azu, killed and started again"}
	results := make([][]storming, len(names))
	for range turns {
		for i, kind := range []server.Kind{server.Floor, server.Azu} {
			first, again, err := b.stormTurn(kind, visitors, func(_ *host, _ string, load func() error) error { return load() })
			if err != nil {
				return err
			}
			results[i], results[i+2] = append(results[i], first), append(results[i+2], again)
		}
	}
	head("5,000 at once", "pages loaded in, s", "last joined after, s", "joined", "mounted anew", "sent away", "errors, at most", "peak heap, MB", "goal")
	var failed []string
	for i, list := range results {
		load, errs := "", 0
		if i < 2 {
			load = fmt.Sprintf("%.1f", medianOf(list, func(s storming) float64 { return s.load }))
		}
		for _, s := range list {
			if errs = max(errs, s.Failed); s.Failed > 0 {
				failed = append(failed, fmt.Sprintf("%s: %d errors, such as: %s", names[i], s.Failed, s.Error))
			}
		}
		fmt.Printf("| %s | %s | %.2f | %d | %d | %d | %d | %.0f | all joined, no errors |\n", names[i], load,
			medianOf(list, func(s storming) float64 { return s.took }),
			medianOf(list, func(s storming) int { return s.Joined }),
			medianOf(list, func(s storming) int { return s.Fresh }),
			medianOf(list, func(s storming) int { return s.Away }),
			errs, float64(medianOf(list, func(s storming) uint64 { return s.peak }))/(1<<20))
	}
	if len(failed) > 0 {
		fmt.Printf("\n%s\n", strings.Join(failed, "\n"))
	}
	if b.profile != "" {
		if _, _, err := b.stormTurn(server.Azu, visitors, b.profiled); err != nil {
			return err
		}
	}
	return nil
}

// stormTurn has a crowd join a new server, which is then killed and started again. A load that is measured
// goes through run.
func (b *bench) stormTurn(kind server.Kind, n int, run func(h *host, name string, load func() error) error) (first, again storming, err error) {
	h, err := b.start(kind, "")
	if err != nil {
		return first, again, err
	}
	defer func() { h.Stop() }()
	visitors, err := b.crowd()
	if err != nil {
		return first, again, err
	}
	defer visitors.Stop()

	first.peak, err = h.peak(func() error {
		var load time.Duration
		if err := visitors.Call("Load", crowd.Storming{Group: "storm", To: h.target(), Count: n}, &load); err != nil {
			return err
		}
		first.load = load.Seconds()
		return run(h, "storm-join", func() error { return visitors.Call("Join", "storm", &first.Joins) })
	})
	first.took = seconds(first.Began, first.Last)
	if err != nil {
		return first, again, err
	}

	if err := visitors.Call("Lose", "storm", nil); err != nil {
		return first, again, err
	}
	h.Kill()
	successor, err := b.start(kind, h.addr)
	if err != nil {
		return first, again, err
	}
	h = successor
	began := time.Now().UnixNano()
	again.peak, err = h.peak(func() error {
		return run(h, "storm-return", func() error { return visitors.Call("Return", "storm", &again.Joins) })
	})
	again.took = seconds(began, again.Last)
	return first, again, err
}

// peak is how large the heap of a server becomes while f runs.
func (h *host) peak(f func() error) (bytes uint64, err error) {
	if err := h.Call("Watch", none, nil); err != nil {
		return 0, err
	}
	err = f()
	return bytes, errors.Join(err, h.Call("Peak", none, &bytes))
}
