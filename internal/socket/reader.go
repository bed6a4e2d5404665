package socket

import (
	"errors"
	"fmt"
	"io"
	"log/slog"
	"runtime/debug"
	"sync"
	"unicode/utf8"

	"github.com/azu-live/azu/internal/wire"
	"github.com/gorilla/websocket"
)

// serve starts a connection whose handshake is done.
func (c *Conn) serve(ws *websocket.Conn, open func(*Conn) Endpoint) {
	started := false
	defer func() {
		if !started { // open panicked, which is the HTTP server's to report
			c.line.outbox.end()
			c.server.remove(c)
		}
	}()
	c.ws, c.line.upgraded = ws, true
	ws.SetReadLimit(int64(c.server.limits.Message))
	ws.SetPingHandler(c.gotPing)
	ws.SetPongHandler(c.gotPong)
	ws.SetCloseHandler(c.gotClose)
	c.startHeart()
	c.endpoint = open(c)
	c.server.track(c)
	started = true
	go c.read(0) // ends with the connection; the server's tasks have counted it since add
}

// messages holds buffers for messages on their way to an endpoint: an idle connection has
// none.
var messages = sync.Pool{New: func() any { return new([]byte) }}

var (
	// errRelieved ends a reader that another one has taken over from.
	errRelieved = errors.New("relieved")
	// errPonged ends a reader after a pong, for a fresh one to take over.
	errPonged = errors.New("ponged")
)

// Relieve has another goroutine read on, while the connection's reader is held up in its
// endpoint's Text: pings are answered and further messages delivered meanwhile. The caller
// makes sure that the reader is in Text, that what it still does there may run beside other
// calls of the endpoint, and that it does not leave before Relieve has returned.
func (c *Conn) Relieve() {
	go c.read(c.relieved.Add(1)) // in the place of the one before, as far as the server counts
}

// read reads until the connection ends, then tidies up; or until another reader has taken
// over, turn being which one this is.
func (c *Conn) read(turn uint32) {
	err := c.readMessages(turn)
	switch err {
	case errRelieved:
		return
	case errPonged:
		// A stack that handlers have grown is never given back by a goroutine that waits: the next pong
		// is some 25 seconds away, and until then a fresh one does with the least there is.
		go c.read(turn)
		return
	}
	defer c.server.remove(c)
	lost := c.line.lost()
	if lost {
		// From now on nobody pings it, cuts it off or has another reason for its end: not the heartbeat, and not
		// a session that has another socket by then.
		c.timer.Stop()
		c.cause.CompareAndSwap(nil, c.reason(err))
		c.server.awaitTurn(c)
		c.timer.Reset(c.server.limits.CloseTime)
	}
	c.ending(err)
	c.tellClosed()
	if !lost { // else nothing more comes
		c.line.discard(c.server.limits.ByteBurst, c.server.limits.CloseTime)
	}
	c.line.outbox.end()
}

// readMessages delivers messages until reading fails.
func (c *Conn) readMessages(turn uint32) error {
	for {
		if err := c.await(); err != nil {
			return err
		}
		kind, r, err := c.ws.NextReader()
		if err != nil {
			return err
		}
		c.within, c.line.idle = true, false
		buf := messages.Get().(*[]byte)
		*buf, err = c.readAll((*buf)[:0], r)
		if err == nil {
			c.line.whole(len(*buf))
			err = c.deliver(kind, *buf)
		}
		if cap(*buf) <= 64<<10 {
			messages.Put(buf)
		}
		if c.relieved.Load() != turn {
			return errRelieved // even if its endpoint panicked, which is logged
		}
		if err != nil {
			return err
		}
	}
}

// await waits for the next message. A pong instead of one is taken, and errPonged returned.
func (c *Conn) await() error {
	c.within = false
	c.line.between()
	c.line.await()
	data, ok, err := c.line.pong()
	if !ok || err != nil {
		return err
	}
	if err := c.pong(data); err != nil {
		return err
	}
	return errPonged
}

// readAll appends everything r has. The buffer grows with what came, not with what a header
// announced.
func (c *Conn) readAll(dst []byte, r io.Reader) ([]byte, error) {
	for {
		if len(dst) == cap(dst) {
			dst = append(dst, make([]byte, max(512, len(dst)))...)[:len(dst)]
		}
		n, err := r.Read(dst[len(dst):cap(dst)])
		dst = dst[:len(dst)+n]
		c.line.payload(n)
		if err == io.EOF {
			return dst, nil
		}
		if err != nil {
			return dst, err
		}
	}
}

var errUTF8 = errors.New("text that is not UTF-8")

func (c *Conn) deliver(kind int, message []byte) (err error) {
	if c.cause.Load() != nil {
		return errClosed
	}
	defer c.guard(&err)
	if kind == websocket.BinaryMessage {
		c.endpoint.Binary(message)
		return nil
	}
	if !utf8.Valid(message) {
		return errUTF8
	}
	c.endpoint.Text(message)
	return nil
}

// A panicked is an Endpoint's panic: the connection ends, the process does not.
type panicked struct{ value any }

func (p panicked) Error() string { return fmt.Sprint("endpoint panicked: ", p.value) }

// guard makes a panic of the endpoint an error.
func (c *Conn) guard(err *error) {
	if v := recover(); v != nil {
		c.server.log.Error("socket: endpoint panicked", slog.Any("err", v), slog.String("stack", string(debug.Stack())))
		*err = panicked{v}
	}
}

func (c *Conn) gotPing(data string) error {
	var room [2 + maxControl]byte
	c.line.outbox.writePong(appendFrame(room[:0], opPong, data))
	c.line.payload(len(data))
	c.controlRead()
	return nil
}

func (c *Conn) gotPong(data string) error {
	c.line.payload(len(data))
	c.controlRead()
	return c.pong([]byte(data))
}

func (c *Conn) pong(data []byte) (err error) {
	if c.cause.Load() != nil {
		return errClosed
	}
	defer c.guard(&err)
	c.endpoint.Pong(data)
	return nil
}

var errHalfCode = errors.New("close frame with half a code")

// gotClose refuses a close frame of one byte, which the library takes for an empty one.
func (c *Conn) gotClose(code int, _ string) error {
	if code == websocket.CloseNoStatusReceived && c.line.stray() {
		return errHalfCode
	}
	return nil // ending answers
}

// controlRead notes the end of a control frame, unless it stood within a message, whose time
// goes on.
func (c *Conn) controlRead() {
	if !c.within {
		c.line.between()
	}
}

// ending settles why the connection ends and says so to the peer.
func (c *Conn) ending(err error) {
	e := c.reason(err)
	switch {
	case !c.end(e): // somebody had a reason before, and has sent it
	case e.Code == closeLost: // nobody to send it to
	case e.Remote:
		// RFC 6455, section 7.1.1: once both have said it, the server hangs up first.
		reply := e.Code
		if reply == websocket.CloseNoStatusReceived {
			reply = wire.CloseNormal
		}
		c.sendClose(reply, "", func() { c.line.Conn.Close() })
	default:
		c.sendClose(e.Code, "", c.hangUp)
	}
}

// reason maps what reading returned to a close code.
func (c *Conn) reason(err error) *CloseError {
	e := &CloseError{Code: closeLost, Err: err}
	closing, isClose := errors.AsType[*websocket.CloseError](err)
	switch {
	case isClose && closing.Code != closeLost:
		return &CloseError{Code: closing.Code, Reason: closing.Text, Remote: true}
	case errors.Is(err, errFlood):
		e.Code = wire.CloseFlood
	case errors.Is(err, errSlow):
		e.Code = wire.CloseSilence
	case errors.Is(err, errUTF8):
		e.Code = wire.CloseEncoding
	case errors.Is(err, websocket.ErrReadLimit):
		e.Code = wire.CloseTooBig
	case errors.As(err, new(panicked)):
		e.Code = wire.CloseInternal
	case c.line.fault == nil: // the line held, so it is what the library read that was wrong
		e.Code = wire.CloseProtocol
	}
	return e
}

// tellWritable tells the endpoint, on the writer's goroutine.
func (c *Conn) tellWritable() (err error) {
	defer c.guard(&err)
	c.endpoint.Writable()
	return nil
}

// tellClosed tells the endpoint.
func (c *Conn) tellClosed() {
	var err error
	defer c.guard(&err)
	c.endpoint.Closed(c.cause.Load())
}
