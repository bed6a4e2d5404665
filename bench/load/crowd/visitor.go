package crowd

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strconv"
	"time"

	"github.com/azu-live/azu/internal/wire"
)

// Target is what visitors visit.
type Target struct {
	Addr   string
	Page   string // the document's path
	Socket string // the socket's path
	Azu    bool   // a session is joined there; else there is an echo
	Event  string // the handler that an event calls
	Arg    string // the event's argument, as JSON; "" for none
	Quiet  bool   // the echo is silent
}

// patience is how long an answer may take.
const patience = 60 * time.Second

// visitor is one browser with one page. It is used by one goroutine at a time.
type visitor struct {
	to     *Target
	from   *net.TCPAddr
	cookie string // name=value
	token  string // of the page
	resume string
	known  []string // templates
	fresh  bool     // the page was mounted anew
	ref    uint64   // of the last event sent
	seq    uint64   // of the last update received
	bytes  int      // of the answers to events

	conn net.Conn
	r    *bufio.Reader
	out  []byte // a frame to be written
}

// perAddress is how many visitors share an address: less than an Azu server with its default limits
// keeps sessions for that have not joined, or sockets.
const perAddress = 30

// newVisitor makes the nth visitor. Addresses are those of the loopback network, all of which are here.
func newVisitor(to *Target, n int) *visitor {
	ip := make(net.IP, 4)
	binary.BigEndian.PutUint32(ip, 127<<24+256+uint32(n/perAddress))
	return &visitor{to: to, from: &net.TCPAddr{IP: ip}}
}

func (v *visitor) dial() error {
	d := net.Dialer{LocalAddr: v.from, Timeout: patience}
	conn, err := d.Dial("tcp", v.to.Addr)
	if err != nil {
		return err
	}
	conn.SetDeadline(time.Now().Add(patience))
	if v.r == nil {
		v.r = bufio.NewReaderSize(conn, 512)
	} else {
		v.r.Reset(conn)
	}
	v.conn = conn
	return nil
}

// get loads the document, and remembers cookie and token.
func (v *visitor) get() error {
	if err := v.dial(); err != nil {
		return err
	}
	defer v.conn.Close()
	fmt.Fprintf(v.conn, "GET %s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n", v.to.Page, v.to.Addr)
	resp, err := http.ReadResponse(v.r, nil)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		return err
	}
	if resp.StatusCode != http.StatusOK {
		return fmt.Errorf("%s has status %s", v.to.Page, resp.Status)
	}
	for _, c := range resp.Cookies() {
		v.cookie = c.Name + "=" + c.Value
	}
	if v.to.Azu {
		if v.token = between(body, `z-join="`, `"`); v.token == "" {
			return errors.New("the document has no token")
		}
	}
	return nil
}

func between(text []byte, before, after string) string {
	_, rest, _ := bytes.Cut(text, []byte(before))
	found, _, ok := bytes.Cut(rest, []byte(after))
	if !ok {
		return ""
	}
	return string(found)
}

// upgrade opens the socket.
func (v *visitor) upgrade() error {
	if err := v.dial(); err != nil {
		return err
	}
	cookie := ""
	if v.cookie != "" {
		cookie = "Cookie: " + v.cookie + "\r\n"
	}
	fmt.Fprintf(v.conn, "GET %s HTTP/1.1\r\nHost: %s\r\nOrigin: http://%[2]s\r\n%sConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAECAwQFBgcICQoLDA0ODw==\r\n\r\n", v.to.Socket, v.to.Addr, cookie)
	resp, err := http.ReadResponse(v.r, &http.Request{Method: http.MethodGet})
	if err == nil && resp.StatusCode != http.StatusSwitchingProtocols {
		err = fmt.Errorf("the handshake has status %s", resp.Status)
	}
	if err != nil {
		v.conn.Close()
	}
	return err
}

// sentAway is what a server that has too much to do says.
type sentAway struct{ wait time.Duration }

func (s sentAway) Error() string { return "sent away for " + s.wait.String() }

// errLost is the end of a connection without a word.
var errLost = errors.New("connection lost")

// join opens the socket and joins the page's session, or comes back to it, or has it mounted anew; where
// there is an echo it hears that.
func (v *visitor) join() (err error) {
	if err := v.upgrade(); err != nil {
		return fmt.Errorf("%w: %w", errLost, err)
	}
	defer func() {
		if err != nil {
			v.conn.Close()
		}
	}()
	if v.resume != "" {
		v.send(wire.AppendResume(nil, wire.Resume{Token: v.resume, Seq: v.seq}))
	} else {
		v.send(v.hello())
	}
	for !v.to.Quiet || v.to.Azu {
		text, err := v.receive()
		switch {
		case err != nil:
			return err
		case !v.to.Azu:
		case bytes.HasPrefix(text, []byte(`[0,"gone"`)):
			v.resume = ""
			v.send(v.hello())
			continue
		case bytes.HasPrefix(text, []byte(`[0,"joined"`)):
			v.joined(text)
		case !bytes.HasPrefix(text, []byte(`[0,"resumed"`)):
			return fmt.Errorf("the join was answered by %.99q", text)
		}
		break
	}
	v.conn.SetDeadline(time.Time{})
	return nil
}

func (v *visitor) hello() []byte {
	return wire.AppendJoin(nil, wire.Join{Token: v.token, URL: v.to.Page, Known: append([]string{}, v.known...), Full: []string{}, Seq: v.seq})
}

// joined reads what the visitor needs to come back one day.
func (v *visitor) joined(text []byte) {
	v.resume, v.ref, v.seq = between(text, `"resume":"`, `"`), 0, 0
	v.fresh = bytes.Contains(text, []byte(`,"fresh":true,`))
	// The names of templates stand before their tables: ["k3F_9x",[[…]]].
	for rest := text; ; {
		at := bytes.Index(rest, []byte(`",[[`))
		if at < 0 {
			return
		}
		if at >= 6 {
			v.known = append(v.known, string(rest[at-6:at]))
		}
		rest = rest[at+4:]
	}
}

// send writes a message.
func (v *visitor) send(text []byte) error { return v.write(opText, text) }

func (v *visitor) write(op byte, payload []byte) error {
	v.out = appendFrame(v.out[:0], op, payload)
	_, err := v.conn.Write(v.out)
	return err
}

// receive returns the next message and answers pings meanwhile.
func (v *visitor) receive() ([]byte, error) {
	for {
		op, payload, err := readFrame(v.r)
		switch {
		case err != nil:
			return nil, fmt.Errorf("%w: %w", errLost, err)
		case op == opText:
			return payload, nil
		case op == opPing:
			if err := v.write(opPong, payload); err != nil {
				return nil, fmt.Errorf("%w: %w", errLost, err)
			}
		case op == opClose:
			return nil, closed(payload)
		}
	}
}

// closed is the error that a close frame stands for.
func closed(payload []byte) error {
	if len(payload) < 2 {
		return errors.New("closed without a code")
	}
	code, reason := int(binary.BigEndian.Uint16(payload)), string(payload[2:])
	if ms, err := strconv.Atoi(reason); err == nil && code == wire.CloseOverloaded {
		return sentAway{time.Duration(ms) * time.Millisecond}
	}
	return fmt.Errorf("closed with %d %s", code, reason)
}

// click sends an event and waits for its answer.
func (v *visitor) click() error {
	v.ref++
	var room [64]byte
	event := append(strconv.AppendUint(append(room[:0], '['), v.ref, 10), `,1,"`...)
	event = append(append(event, v.to.Event...), '"')
	if v.to.Arg != "" {
		event = append(append(event, ','), v.to.Arg...)
	}
	if err := v.send(append(event, ']')); err != nil {
		return err
	}
	text, err := v.receive()
	if err != nil {
		return err
	}
	v.seq++
	v.bytes += len(text)
	if v.to.Azu {
		want := strconv.AppendUint(append(strconv.AppendUint(append(room[:0], '['), v.seq, 10), ','), v.ref, 10)
		if !bytes.HasPrefix(text, want) || text[len(want)] != ',' {
			return fmt.Errorf("event %d was answered by %.99q", v.ref, text)
		}
	}
	return nil
}

// confirm says that all updates have arrived, as a browser does with the next pong.
func (v *visitor) confirm() error {
	return v.write(opPong, strconv.AppendUint(nil, v.seq, 10))
}

// leave closes the page; another goroutine may be receiving.
func (v *visitor) leave() {
	if v.to.Azu {
		v.conn.Write(appendFrame(nil, opText, []byte(`[0,"leave"]`)))
	}
	v.conn.Close()
}
