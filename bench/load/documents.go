package main

import (
	"fmt"
	"time"

	"github.com/azu-live/azu/bench/load/crowd"
	"github.com/azu-live/azu/bench/load/server"
)

// gets is one turn of requests.
type gets struct {
	crowd.Gets
	cpu time.Duration
}

func (g gets) perSecond() float64 { return float64(g.Requests) / g.Took.Seconds() }

func (g gets) each() float64 { return micros(g.cpu) / float64(g.Requests) }

// documents measures requests for a page's first HTML.
func (b *bench) documents() error {
	const turns, conns, long = 9, 8, 800 * time.Millisecond
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
	ways := []struct {
		name   string
		host   *host
		header string
		back   bool
		goal   string
	}{
		{"templ", floor, "", false, ""},
		{"Azu", azu, "", true, "1.2"},
		{"Azu, to a new visitor", azu, "", false, "1.2"},
		{"Azu, no session kept", azu, "Sec-Purpose: prefetch\r\n", true, ""},
	}
	measure := func(path string, way int, long time.Duration) (g gets, err error) {
		w := ways[way]
		to := w.host.target()
		to.Page = path
		load := crowd.Getting{To: to, Header: w.header, Return: w.back, Conns: conns, For: long}
		g.cpu, err = w.host.CPU(func() error { return visitors.Call("Get", load, &g.Gets) })
		return g, err
	}
	head("first HTML", "requests a second", "server's processor, µs each", "times", "bytes", "goal")
	for _, page := range []struct{ path, name string }{{server.CounterPath, "counter"}, {server.RowsPath, "1,000 rows"}} {
		results, times := make([][]gets, len(ways)), make([][]float64, len(ways))
		for range turns {
			for i := range ways {
				g, err := measure(page.path, i, long)
				if err != nil {
					return err
				}
				results[i] = append(results[i], g)
				times[i] = append(times[i], g.each()/results[0][len(results[0])-1].each())
			}
		}
		for i, w := range ways {
			fmt.Printf("| %s: %s | %.0f | %.1f | %.2f | %d | %s |\n", page.name, w.name,
				medianOf(results[i], gets.perSecond), medianOf(results[i], gets.each), median(times[i]), results[i][0].Size, w.goal)
		}
		for i := range 2 {
			name := "documents-" + string(ways[i].host.kind) + "-" + page.path[1:]
			if err := b.profiled(ways[i].host, name, func() error { _, err := measure(page.path, i, profileTime); return err }); err != nil {
				return err
			}
		}
	}
	return nil
}
