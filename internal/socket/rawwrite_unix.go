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
