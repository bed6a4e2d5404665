//go:build unix

package socket

import (
	"net"
	"sync"
	"syscall"
)

// rawConn returns the door to a connection's file descriptor, or nil when there is none: TLS
// has to encrypt first, and a pipe has no kernel behind it.
func rawConn(conn net.Conn) syscall.RawConn {
	var raw syscall.RawConn
	var err error
	switch conn := conn.(type) { // these very types: what wraps them wants to see the bytes
	case *net.TCPConn:
		raw, err = conn.SyscallConn()
	case *net.UnixConn:
		raw, err = conn.SyscallConn()
	}
	if err != nil {
		return nil
	}
	return raw
}

// rawCall is one write(2). It lives in a pool with its bound method, so that a write
// allocates nothing.
type rawCall struct {
	p   []byte
	n   int
	err error
	f   func(fd uintptr) bool
}

var rawCalls = sync.Pool{New: func() any {
	call := new(rawCall)
	call.f = call.write
	return call
}}

func (c *rawCall) write(fd uintptr) bool {
	for {
		c.n, c.err = syscall.Write(int(fd), c.p)
		if c.err != syscall.EINTR {
			return true // done, whatever came of it: waiting is not for this goroutine
		}
	}
}

// rawWrite writes what the kernel takes without waiting.
func rawWrite(raw syscall.RawConn, p []byte) (int, error) {
	c := rawCalls.Get().(*rawCall)
	c.p, c.n, c.err = p, 0, nil
	err := raw.Write(c.f)
	if err == nil && c.err != syscall.EAGAIN && c.err != syscall.EWOULDBLOCK {
		err = c.err
	}
	n := max(c.n, 0)
	c.p = nil
	rawCalls.Put(c)
	return n, err
}

// arrivals holds buffers for what has just arrived: a connection has one only until the
// reader has taken it apart.
var arrivals = sync.Pool{New: func() any { return new([2048]byte) }}

// A rawReader waits for a connection's next bytes without a buffer.
type rawReader struct {
	raw syscall.RawConn
	buf *[2048]byte // of arrivals, while it holds something
	n   int
	f   func(fd uintptr) bool
}

func newRawReader(raw syscall.RawConn) *rawReader {
	r := &rawReader{raw: raw}
	r.f = r.read
	return r
}

// wait returns what has arrived, or nothing when reading fails: the next read of the
// connection says how. What it returns is valid until free.
func (r *rawReader) wait() []byte {
	r.n = 0
	if r.raw.Read(r.f) != nil || r.n <= 0 {
		r.free()
		return nil
	}
	return r.buf[:r.n]
}

// read is called when there may be something to read, and false makes it wait for more.
func (r *rawReader) read(fd uintptr) bool {
	if r.buf == nil {
		r.buf = arrivals.Get().(*[2048]byte)
	}
	for {
		var err error
		if r.n, err = syscall.Read(int(fd), r.buf[:]); err == syscall.EINTR {
			continue
		}
		if err == syscall.EAGAIN || err == syscall.EWOULDBLOCK {
			r.free()
			return false
		}
		return true
	}
}

// free gives the buffer back.
func (r *rawReader) free() {
	if r.buf != nil {
		arrivals.Put(r.buf)
		r.buf = nil
	}
}
