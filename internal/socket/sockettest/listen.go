package sockettest

import (
	"net"
	"sync"
)

// A Listener accepts connections made by Dial, in memory. Its methods may be called from any
// goroutine.
type Listener struct {
	conns chan net.Conn
	done  chan struct{}
	once  sync.Once
	open  sync.WaitGroup // the servers' ends
}

// Listen returns a listener.
func Listen() *Listener {
	return &Listener{conns: make(chan net.Conn), done: make(chan struct{})}
}

// Dial returns the client's end of a new connection from 127.0.0.1.
func (l *Listener) Dial() (net.Conn, error) { return l.DialFrom("127.0.0.1:1000") }

// DialFrom is Dial from another address, a host and port.
func (l *Listener) DialFrom(addr string) (net.Conn, error) {
	client, server := net.Pipe()
	local := address("127.0.0.1:80")
	l.open.Add(1)
	select {
	case l.conns <- &accepted{conn: conn{server, local, address(addr)}, closed: l.open.Done}:
		return conn{client, address(addr), local}, nil
	case <-l.done:
		l.open.Done()
		return nil, net.ErrClosed
	}
}

// Accept waits for the next Dial.
func (l *Listener) Accept() (net.Conn, error) {
	select {
	case c := <-l.conns:
		return c, nil
	case <-l.done:
		return nil, net.ErrClosed
	}
}

// Close lets Accept and Dial return net.ErrClosed. Connections stay.
func (l *Listener) Close() error {
	l.once.Do(func() { close(l.done) })
	return nil
}

// Wait waits until the servers' ends of all connections are closed.
func (l *Listener) Wait() { l.open.Wait() }

// Addr returns 127.0.0.1:80.
func (l *Listener) Addr() net.Addr { return address("127.0.0.1:80") }

// conn is a pipe's end with addresses, since servers tell clients apart by theirs.
type conn struct {
	net.Conn
	local, remote address
}

func (c conn) LocalAddr() net.Addr  { return c.local }
func (c conn) RemoteAddr() net.Addr { return c.remote }

// accepted is a server's end.
type accepted struct {
	conn
	once   sync.Once
	closed func()
}

func (c *accepted) Close() error {
	err := c.conn.Close()
	c.once.Do(c.closed)
	return err
}

type address string

func (a address) Network() string { return "pipe" }
func (a address) String() string  { return string(a) }
