package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"time"

	"github.com/azu-live/azu/bench/load/crowd"
	"github.com/azu-live/azu/bench/load/pipe"
	"github.com/azu-live/azu/bench/load/server"
)

// none is the argument of methods without one.
var none = pipe.None(false)

// bench is one measurement.
type bench struct {
	ctx     context.Context
	profile string // the whole path of the directory for profiles, "" for none
}

// host is a server's process.
type host struct {
	*pipe.Process
	kind server.Kind
	addr string
}

// start starts a server; addr is where it listens, "" for wherever there is room.
func (b *bench) start(kind server.Kind, addr string) (*host, error) {
	p, err := pipe.Start(b.ctx, "server", string(kind), cmp.Or(addr, "127.0.0.1:0"))
	if err != nil {
		return nil, err
	}
	h := &host{Process: p, kind: kind}
	if err := p.Call("Address", none, &h.addr); err != nil {
		p.Stop()
		return nil, err
	}
	return h, nil
}

// crowd starts a process of visitors.
func (b *bench) crowd() (*pipe.Process, error) { return pipe.Start(b.ctx, "crowd") }

// target is the counter of a server.
func (h *host) target() crowd.Target {
	to := crowd.Target{Addr: h.addr, Page: server.CounterPath, Socket: server.EchoSocket, Event: "Increment"}
	if h.azu() {
		to.Socket, to.Azu = server.AzuSocket, true
	}
	return to
}

func (h *host) azu() bool { return h.kind == server.Azu || h.kind == server.Unmetered }

func (h *host) memory() (m server.Memory, err error) {
	err = h.Call("Memory", none, &m)
	return m, err
}

// profileTime is how long a load that is profiled lasts.
const profileTime = 6 * time.Second

// profiled calls f once more when profiles are wanted, and writes them meanwhile.
func (b *bench) profiled(h *host, name string, f func() error) error {
	if b.profile == "" {
		return nil
	}
	if err := h.Call("Profile", b.file(name), nil); err != nil {
		return err
	}
	err := f()
	if end := h.Call("EndProfile", none, nil); err == nil {
		err = end
	}
	return errors.Join(err, b.heapProfile(h, name+"-heap"))
}

// heapProfile writes what a server holds, and has allocated, when profiles are wanted.
func (b *bench) heapProfile(h *host, name string) error {
	if b.profile == "" {
		return nil
	}
	return h.Call("HeapProfile", b.file(name), nil)
}

func (b *bench) file(name string) string { return filepath.Join(b.profile, name+".prof") }

// median is the middle of the values, of which there is at least one.
func median[T cmp.Ordered](values []T) T {
	sorted := slices.Sorted(slices.Values(values))
	return sorted[len(sorted)/2]
}

// medianOf is the median of what f finds in each of list.
func medianOf[E any, T cmp.Ordered](list []E, f func(E) T) T {
	values := make([]T, len(list))
	for i, e := range list {
		values[i] = f(e)
	}
	return median(values)
}

func micros(d time.Duration) float64 { return float64(d) / float64(time.Microsecond) }

func seconds(from, to int64) float64 { return float64(to-from) / float64(time.Second) }

// per is what one of n has of the bytes between two measurements. Less than before counts as nothing.
func per(before, after uint64, n int) float64 {
	return max(0, float64(after)-float64(before)) / float64(n)
}

// many is a number of things.
func many(n int, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	return fmt.Sprintf("%d %ss", n, thing)
}

// head prints a table's head: the first column is text, the last the goal, the others numbers.
func head(columns ...string) {
	fmt.Print("|")
	for _, c := range columns {
		fmt.Printf(" %s |", c)
	}
	fmt.Print("\n|---|")
	for range len(columns) - 2 {
		fmt.Print("--:|")
	}
	fmt.Print("---|\n")
}
