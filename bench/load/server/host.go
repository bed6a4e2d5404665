package server

import (
	"bytes"
	"errors"
	"os"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"runtime/pprof"
	"strconv"
	"time"

	"github.com/azu-live/azu/bench/load/pipe"
	"github.com/azu-live/azu/bench/templs"
)

// Host is what the benchmark asks a server's process for; see pipe.
type Host struct {
	pipe.Usage
	site site
	addr string

	held    [][]templs.Row // by Hold
	stop    chan struct{}  // ends the goroutine of Watch
	peak    chan uint64    // has its result
	profile *os.File       // of Profile, while it is being written
}

// Address tells where the server listens.
func (h *Host) Address(_ pipe.None, addr *string) error {
	*addr = h.addr
	return nil
}

// Memory is what a process holds, in bytes.
type Memory struct{ Heap, Stacks, RSS uint64 }

// Memory tells what the process holds when all garbage is gone and given back to the system. Goroutines'
// stacks are halved by a collection when they are mostly unused: six make them as small as they become.
func (h *Host) Memory(_ pipe.None, m *Memory) error {
	for range 6 {
		runtime.GC()
	}
	debug.FreeOSMemory()
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	m.Heap, m.Stacks = stats.HeapAlloc, stats.StackInuse
	statm, err := os.ReadFile("/proc/self/statm")
	if err != nil {
		return err
	}
	fields := bytes.Fields(statm)
	if len(fields) < 2 {
		return errors.New("/proc/self/statm is not as expected")
	}
	pages, err := strconv.ParseUint(string(fields[1]), 10, 64)
	m.RSS = pages * uint64(os.Getpagesize())
	return err
}

// Hold makes and keeps n times 1,000 rows.
func (h *Host) Hold(n int, _ *pipe.None) error {
	for range n {
		h.held = append(h.held, newRows())
	}
	return nil
}

// Push has every ticker's browser written to once, and tells when that began, in Unix nanoseconds. The
// size is that of the frames, for servers that would not know.
func (h *Host) Push(size int, began *int64) error {
	*began = time.Now().UnixNano()
	return h.site.push(size)
}

// Watch looks at the heap every few milliseconds until Peak is called.
func (h *Host) Watch(_ pipe.None, _ *pipe.None) error {
	runtime.GC()
	stop, peak := make(chan struct{}), make(chan uint64, 1)
	h.stop, h.peak = stop, peak
	go func() {
		sample, most := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}}, uint64(0)
		tick := time.NewTicker(5 * time.Millisecond)
		defer tick.Stop()
		for {
			metrics.Read(sample)
			most = max(most, sample[0].Value.Uint64())
			select {
			case <-tick.C:
			case <-stop:
				peak <- most
				return
			}
		}
	}()
	return nil
}

// Peak tells the most bytes that objects on the heap took since Watch, those not yet collected too.
func (h *Host) Peak(_ pipe.None, bytes *uint64) error {
	close(h.stop)
	*bytes = <-h.peak
	return nil
}

// Profile writes a processor profile into a file until EndProfile.
func (h *Host) Profile(file string, _ *pipe.None) error {
	f, err := os.Create(file)
	if err != nil {
		return err
	}
	h.profile = f
	return pprof.StartCPUProfile(f)
}

// EndProfile ends the profile.
func (h *Host) EndProfile(_ pipe.None, _ *pipe.None) error {
	pprof.StopCPUProfile()
	return h.profile.Close()
}

// HeapProfile writes what is on the heap into a file.
func (h *Host) HeapProfile(file string, _ *pipe.None) error {
	f, err := os.Create(file)
	if err != nil {
		return err
	}
	return errors.Join(pprof.Lookup("heap").WriteTo(f, 0), f.Close())
}
