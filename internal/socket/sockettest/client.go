package sockettest

import (
	"bufio"
	"encoding/binary"
	"net"
	"strings"
	"sync"
	"testing"
	"time"
)

// A Client is the browser's end of a socket. It reads all the time, answers pings, and keeps
// text for Next. Its methods may be called from any goroutine. It is closed at the test's
// end.
type Client struct {
	t    testing.TB
	conn net.Conn
	mute bool

	// writing orders writes, for pongs come from the reader. It is a channel because waiting for a mutex
	// keeps a synctest bubble's clock from moving: a server that does not read would never give up.
	writing chan struct{}

	mu    sync.Mutex
	queue []string      // Guarded by mu. Text not taken by Next.
	pings []string      // Guarded by mu. Data of all pings.
	pongs []string      // Guarded by mu. Data of all pongs.
	code  int           // Guarded by mu. Of the close frame, 1006 when the end came without one.
	why   string        // Guarded by mu. The close frame's reason.
	ended bool          // Guarded by mu.
	news  chan struct{} // holds one when something of the above changed
	done  chan struct{} // closed with ended
}

func newClient(t testing.TB, nc net.Conn, br *bufio.Reader, mute bool) *Client {
	c := &Client{t: t, conn: nc, mute: mute, writing: make(chan struct{}, 1), news: make(chan struct{}, 1), done: make(chan struct{})}
	go c.read(br) // ends with the connection
	t.Cleanup(func() {
		nc.Close()
		<-c.done
	})
	return c
}

func (c *Client) read(br *bufio.Reader) {
	code, why := 1006, ""
	for {
		f, err := ReadFrame(br)
		if err != nil {
			break
		}
		c.mu.Lock()
		switch f.Op {
		case Text:
			c.queue = append(c.queue, string(f.Payload))
		case Ping:
			c.pings = append(c.pings, string(f.Payload))
		case Pong:
			c.pongs = append(c.pongs, string(f.Payload))
		case Close:
			code = 1005
			if len(f.Payload) >= 2 {
				code, why = int(binary.BigEndian.Uint16(f.Payload)), string(f.Payload[2:])
			}
		default:
			c.t.Errorf("sockettest: the server sent a frame with opcode %d", f.Op)
		}
		c.mu.Unlock()
		c.tell()
		if f.Op == Ping && !c.mute {
			c.SendFrame(Frame{Op: Pong, Payload: f.Payload})
		}
		if f.Op == Close {
			c.SendFrame(Frame{Op: Close, Payload: f.Payload})
			break
		}
	}
	c.conn.Close()
	c.mu.Lock()
	c.code, c.why, c.ended = code, why, true
	c.mu.Unlock()
	close(c.done)
}

func (c *Client) tell() {
	select {
	case c.news <- struct{}{}:
	default:
	}
}

// Send sends a text message. A connection that is closed takes it silently.
func (c *Client) Send(text string) {
	c.SendFrame(Frame{Op: Text, Payload: []byte(text)})
}

// SendFrame sends a frame, and reports whether the connection took it.
func (c *Client) SendFrame(f Frame) bool { return c.Write(f.Append(nil)) }

// Write sends raw bytes, and reports whether the connection took them.
func (c *Client) Write(raw []byte) bool {
	c.writing <- struct{}{}
	defer func() { <-c.writing }()
	_, err := c.conn.Write(raw)
	return err == nil
}

// Next waits for a text message, at most a minute, and returns it. It ends the test when
// none comes, or the connection has ended and all were taken.
func (c *Client) Next() string {
	c.t.Helper()
	text, ok := c.Receive()
	if !ok {
		c.t.Fatalf("the socket was closed with %d, and no message left", c.Closed())
	}
	return text
}

// Receive is Next, but for that it returns false when the connection has ended and all messages were
// taken.
func (c *Client) Receive() (text string, ok bool) {
	c.t.Helper()
	late := time.After(time.Minute)
	for {
		if text, ok := c.take(); ok {
			return text, true
		}
		select {
		case <-c.news:
		case <-c.done:
			return c.take()
		case <-late:
			c.t.Fatal("no message came within a minute")
		}
	}
}

func (c *Client) take() (string, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.queue) == 0 {
		return "", false
	}
	text := c.queue[0]
	c.queue = c.queue[1:]
	return text, true
}

// Waiting returns the text messages that came and that Next has not returned.
func (c *Client) Waiting() []string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return append([]string(nil), c.queue...)
}

// Pings and Pongs return the data of the pings and pongs that came, separated by spaces.
func (c *Client) Pings() string { return c.joined(&c.pings) }

// Pongs is as Pings.
func (c *Client) Pongs() string { return c.joined(&c.pongs) }

func (c *Client) joined(list *[]string) string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return strings.Join(*list, " ")
}

// Closed waits for the connection's end and returns the close code: 1005 when the frame had
// none, 1006 when there was no close frame.
func (c *Client) Closed() int {
	<-c.done
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.code
}

// Reason waits for the connection's end and returns what the close frame said beside its code.
func (c *Client) Reason() string {
	<-c.done
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.why
}

// Open reports whether the connection has not ended.
func (c *Client) Open() bool {
	select {
	case <-c.done:
		return false
	default:
		return true
	}
}

// Close sends a close frame with code and waits for the end.
func (c *Client) Close(code int) {
	c.SendFrame(Frame{Op: Close, Payload: binary.BigEndian.AppendUint16(nil, uint16(code))})
	<-c.done
}

// Cut ends the connection without a word.
func (c *Client) Cut() {
	c.conn.Close()
	<-c.done
}
