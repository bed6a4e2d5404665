package tcpfault

import (
	"net"
	"sync"
	"time"
)

// A Direction is where bytes go to.
type Direction uint8

// The directions. Methods that take one take both as well.
const (
	Up   Direction = 1 << iota // from the client to the server
	Down                       // from the server to the client
	Both = Up | Down
)

// A Proxy passes on what comes over its connections, as its faults let it.
type Proxy struct {
	// Set once in Listen.
	listener net.Listener
	server   string
	closing  chan struct{} // closed by Close
	tasks    sync.WaitGroup

	mu       sync.Mutex
	closed   bool           // Guarded by mu.
	lines    map[*line]bool // Guarded by mu.
	up, down way            // Guarded by mu.
	changed  chan struct{}  // Guarded by mu. Closed, and replaced, when something of the above has changed.
}

// way is what happens in one direction.
type way struct {
	frozen, swallowed, split bool
	delay                    time.Duration
	passed                   int64
	marks                    []mark
}

// A mark is something to do when so many bytes have passed.
type mark struct {
	at int64
	do func()
}

// Listen starts a proxy on a port of its own that connects to the server at an address, a host and port.
func Listen(server string) (*Proxy, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	p := &Proxy{listener: l, server: server, closing: make(chan struct{}), lines: map[*line]bool{}, changed: make(chan struct{})}
	p.tasks.Go(p.accept) // ends with the listener
	return p, nil
}

// Addr is where the proxy listens, a host and port.
func (p *Proxy) Addr() string { return p.listener.Addr().String() }

// Close resets all connections, takes no more, and waits until nothing of the proxy runs. It may be called
// twice, but not by what At and After call.
func (p *Proxy) Close() {
	p.mu.Lock()
	if !p.closed {
		p.closed = true
		close(p.closing)
		p.listener.Close()
	}
	p.mu.Unlock()
	p.Reset()
	p.tasks.Wait()
}

// Reset cuts all connections there are: both sides hear that the other reset it. What has passed and was
// not read yet may be lost.
func (p *Proxy) Reset() { p.end((*line).resetLocked) }

// Finish ends all connections there are in good order: both sides have still what has passed, then an end
// of file. What they send from now on is lost.
func (p *Proxy) Finish() { p.end((*line).finishLocked) }

func (p *Proxy) end(how func(*line)) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for l := range p.lines {
		how(l)
	}
	p.tellLocked()
}

// Freeze passes nothing from now on. Connections stay open, ends are not told, and what comes waits until
// Heal; when the kernel's buffers are full, so does whoever sends.
func (p *Proxy) Freeze(d Direction) { p.change(d, func(w *way) { w.frozen = true }) }

// Swallow takes what comes from now on, ends too, and drops it. Nobody is told.
func (p *Proxy) Swallow(d Direction) { p.change(d, func(w *way) { w.swallowed = true }) }

// Delay has what comes wait for so long before it passes. What comes meanwhile waits behind it, and then
// as long again.
func (p *Proxy) Delay(d Direction, by time.Duration) { p.change(d, func(w *way) { w.delay = by }) }

// Split passes one byte after the other, each a segment of its own. With a delay, each waits.
func (p *Proxy) Split(d Direction) { p.change(d, func(w *way) { w.split = true }) }

// Heal ends all of Freeze, Swallow, Delay and Split. What was frozen passes now; what was swallowed is lost.
func (p *Proxy) Heal() {
	p.change(Both, func(w *way) { *w = way{passed: w.passed, marks: w.marks} })
}

func (p *Proxy) change(d Direction, f func(*way)) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, w := range p.waysLocked(d) {
		f(w)
	}
	p.tellLocked()
}

func (p *Proxy) waysLocked(d Direction) []*way {
	switch d {
	case Up:
		return []*way{&p.up}
	case Down:
		return []*way{&p.down}
	}
	return []*way{&p.up, &p.down}
}

// tellLocked wakes who waits for a change.
func (p *Proxy) tellLocked() {
	close(p.changed)
	p.changed = make(chan struct{})
}

// At calls do when n bytes have passed in a direction, counted over all connections since Listen, and
// before any more do: with one connection at a time, it is exactly then. When they have passed already, it
// is called at once. With Both it is called once for each.
func (p *Proxy) At(d Direction, n int64, do func()) {
	now := 0
	p.change(d, func(w *way) {
		if w.passed >= n {
			now++
		} else {
			w.marks = append(w.marks, mark{n, do})
		}
	})
	for range now {
		do()
	}
}

// After calls do after a time, unless the proxy is closed before.
func (p *Proxy) After(wait time.Duration, do func()) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.closed {
		return
	}
	p.tasks.Go(func() { // ends with the time, or with Close, which waits
		select {
		case <-time.After(wait):
			do()
		case <-p.closing:
		}
	})
}

// Passed is how many bytes have passed since Listen, over all connections; with Both in the two directions
// together.
func (p *Proxy) Passed(d Direction) (n int64) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, w := range p.waysLocked(d) {
		n += w.passed
	}
	return n
}

// Len is how many connections there are.
func (p *Proxy) Len() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return len(p.lines)
}
