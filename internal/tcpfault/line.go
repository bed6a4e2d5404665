package tcpfault

import (
	"errors"
	"io"
	"net"
	"sync"
	"time"
)

// accept makes lines until the listener is closed.
func (p *Proxy) accept() {
	for {
		client, err := p.listener.Accept()
		if err != nil {
			return
		}
		p.tasks.Go(func() { p.carry(client.(*net.TCPConn)) }) // ends with the line
	}
}

// A line is one connection: its two halves.
type line struct {
	p      *Proxy
	client *net.TCPConn
	server *net.TCPConn // Guarded by p.mu until the line passes anything. Nil while it is dialed.

	over     bool // Guarded by p.mu. Both halves are closed.
	finished bool // Guarded by p.mu. Both sides are told the end; what comes is dropped.
}

// carry connects a client with the server and passes on what they say, until both have ended.
func (p *Proxy) carry(client *net.TCPConn) {
	l := &line{p: p, client: client}
	p.mu.Lock()
	p.lines[l] = true
	if p.closed {
		l.resetLocked()
	}
	p.mu.Unlock()
	if l.dial() {
		var down sync.WaitGroup
		down.Go(func() { l.pump(l.server, l.client, &p.down) }) // ends when the server has, or with resetLocked
		l.pump(l.client, l.server, &p.up)
		down.Wait()
		l.server.Close()
	}
	client.Close()
	p.mu.Lock()
	delete(p.lines, l)
	p.mu.Unlock()
}

// dial connects the line with the server. Without one, or when it was cut meanwhile, the client is reset.
func (l *line) dial() bool {
	server, err := net.Dial("tcp", l.p.server)
	if err != nil {
		l.reset()
		return false
	}
	l.p.mu.Lock()
	defer l.p.mu.Unlock()
	l.server = server.(*net.TCPConn)
	switch {
	case l.over:
		reset(l.server)
	case l.finished:
		l.server.CloseWrite()
	}
	return true
}

// pump passes on what comes from one side.
func (l *line) pump(from, to *net.TCPConn, w *way) {
	buf := make([]byte, 32<<10)
	for {
		n, err := from.Read(buf)
		for rest := buf[:n]; len(rest) > 0; {
			size, drop, due, ok := l.turn(w, len(rest))
			if !ok {
				return
			}
			if !drop {
				if _, err := to.Write(rest[:size]); err != nil && !l.ending() {
					l.reset() // its reader has gone, and the sender has to hear it
					return
				}
			}
			rest = rest[size:]
			for _, do := range due {
				do()
			}
		}
		if err == nil {
			continue
		}
		if _, drop, _, ok := l.turn(w, 0); !ok || drop {
			return
		}
		if errors.Is(err, io.EOF) {
			to.CloseWrite()
		} else {
			l.reset()
		}
		return
	}
}

// turn waits until something may go a way, and says how many of n bytes, whether they are dropped, and what
// is due when they have passed; or false when the line is over. Of 0 bytes it only waits.
func (l *line) turn(w *way, n int) (size int, drop bool, due []func(), ok bool) {
	came := time.Now()
	p := l.p
	p.mu.Lock()
	defer p.mu.Unlock()
	for {
		wait := w.delay - time.Since(came)
		switch {
		case l.over:
			return 0, false, nil, false
		case l.finished || w.swallowed && n > 0:
			return n, true, nil, true
		case w.frozen || w.swallowed: // the latter keeps an end to itself
			p.awaitLocked(nil)
		case wait > 0:
			p.awaitLocked(time.After(wait))
		default:
			size, due = w.takeLocked(n)
			return size, false, due, true
		}
	}
}

// awaitLocked waits for a change, or for the time.
func (p *Proxy) awaitLocked(after <-chan time.Time) {
	changed := p.changed
	p.mu.Unlock()
	select {
	case <-changed:
	case <-after:
	}
	p.mu.Lock()
}

// takeLocked counts bytes that pass next: of n the most that no mark lies within.
func (w *way) takeLocked(n int) (size int, due []func()) {
	size = n
	if w.split {
		size = min(size, 1)
	}
	for _, m := range w.marks {
		size = int(min(int64(size), m.at-w.passed))
	}
	w.passed += int64(size)
	later := w.marks[:0]
	for _, m := range w.marks {
		if m.at <= w.passed {
			due = append(due, m.do)
		} else {
			later = append(later, m)
		}
	}
	w.marks = later
	return size, due
}

// ending reports whether both sides are being told the end, in good order.
func (l *line) ending() bool {
	l.p.mu.Lock()
	defer l.p.mu.Unlock()
	return l.finished
}

func (l *line) reset() {
	l.p.mu.Lock()
	defer l.p.mu.Unlock()
	l.resetLocked()
	l.p.tellLocked()
}

// resetLocked closes both halves so that their peers are told of a reset.
func (l *line) resetLocked() {
	if !l.over {
		l.over = true
		reset(l.client)
		if l.server != nil {
			reset(l.server)
		}
	}
}

func reset(c *net.TCPConn) {
	c.SetLinger(0)
	c.Close()
}

// finishLocked tells both sides the end.
func (l *line) finishLocked() {
	if !l.over && !l.finished {
		l.finished = true
		l.client.CloseWrite()
		if l.server != nil {
			l.server.CloseWrite()
		}
	}
}
