package tcpfault_test

import (
	"errors"
	"io"
	"net"
	"os"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/azu-live/azu/internal/leaktest"
	"github.com/azu-live/azu/internal/tcpfault"
)

// patience is what a test waits at most for what has to come.
const patience = 30 * time.Second

// site is a server, a proxy before it, and one connection through it, held by both its ends.
type site struct {
	t              *testing.T
	listener       net.Listener
	line           *tcpfault.Proxy
	client, server net.Conn
}

func newSite(t *testing.T) *site {
	t.Helper()
	leaktest.Check(t)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	line, err := tcpfault.Listen(l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		line.Close()
		l.Close()
	})
	s := &site{t: t, listener: l, line: line}
	s.client, s.server = s.connect()
	return s
}

func (s *site) connect() (client, server net.Conn) {
	s.t.Helper()
	client, err := net.Dial("tcp", s.line.Addr())
	if err != nil {
		s.t.Fatal(err)
	}
	server, err = s.listener.Accept()
	if err != nil {
		s.t.Fatal(err)
	}
	for _, c := range []net.Conn{client, server} {
		c.SetDeadline(time.Now().Add(patience))
		s.t.Cleanup(func() { c.Close() })
	}
	return client, server
}

// passes checks that a text arrives at the other end, as the next that does.
func passes(t *testing.T, from, to net.Conn, text string) {
	t.Helper()
	if _, err := io.WriteString(from, text); err != nil {
		t.Fatal(err)
	}
	arrives(t, to, text)
}

func arrives(t *testing.T, to net.Conn, text string) {
	t.Helper()
	got := make([]byte, len(text))
	if n, err := io.ReadFull(to, got); err != nil || string(got) != text {
		t.Fatalf("got %q, %v, want %q", got[:n], err, text)
	}
}

// silent checks that nothing arrives for a while, no end either.
func silent(t *testing.T, c net.Conn) {
	t.Helper()
	c.SetReadDeadline(time.Now().Add(30 * time.Millisecond))
	defer c.SetReadDeadline(time.Now().Add(patience))
	if n, err := c.Read(make([]byte, 1)); n > 0 || !errors.Is(err, os.ErrDeadlineExceeded) {
		t.Errorf("read %d bytes, %v", n, err)
	}
}

func TestWhatIsSaidPassesBothWays(t *testing.T) {
	s := newSite(t)
	passes(t, s.client, s.server, "up")
	passes(t, s.server, s.client, "down")
	long := strings.Repeat("0123456789", 20_000)
	go io.WriteString(s.client, long) // ends when it is read
	arrives(t, s.server, long)
	if up, down, both := s.line.Passed(tcpfault.Up), s.line.Passed(tcpfault.Down), s.line.Passed(tcpfault.Both); up != 200_002 || down != 4 || both != up+down {
		t.Errorf("%d up, %d down, %d in all", up, down, both)
	}
}

func TestOneSideMayEndBeforeTheOther(t *testing.T) {
	s := newSite(t)
	s.client.(*net.TCPConn).CloseWrite()
	if got, err := io.ReadAll(s.server); len(got) > 0 || err != nil {
		t.Errorf("%q, %v", got, err)
	}
	passes(t, s.server, s.client, "still here")
	s.server.Close()
	if got, err := io.ReadAll(s.client); len(got) > 0 || err != nil {
		t.Errorf("%q, %v", got, err)
	}
}

func TestAResetIsPassedOn(t *testing.T) {
	s := newSite(t)
	passes(t, s.client, s.server, "up")
	s.client.(*net.TCPConn).SetLinger(0)
	s.client.Close()
	if _, err := s.server.Read(make([]byte, 1)); !errors.Is(err, syscall.ECONNRESET) {
		t.Errorf("the server reads %v", err)
	}
}

func TestAServerThatIsNotThereIsAReset(t *testing.T) {
	s := newSite(t)
	s.listener.Close()
	c, err := net.Dial("tcp", s.line.Addr())
	if err == nil {
		defer c.Close()
		_, err = c.Read(make([]byte, 1))
	}
	if !errors.Is(err, syscall.ECONNRESET) {
		t.Errorf("the client gets %v", err)
	}
}

func TestResetCutsBothSides(t *testing.T) {
	s := newSite(t)
	passes(t, s.client, s.server, "up")
	s.line.Reset()
	for _, c := range []net.Conn{s.client, s.server} {
		if _, err := c.Read(make([]byte, 1)); !errors.Is(err, syscall.ECONNRESET) {
			t.Errorf("a side reads %v", err)
		}
	}
	client, server := s.connect() // others are taken still
	passes(t, client, server, "up")
}

func TestFinishEndsBothSidesAndDropsTheRest(t *testing.T) {
	s := newSite(t)
	passes(t, s.client, s.server, "up")
	s.line.Finish()
	io.WriteString(s.client, "too late")
	for _, c := range []net.Conn{s.client, s.server} {
		if got, err := io.ReadAll(c); len(got) > 0 || err != nil {
			t.Errorf("a side reads %q, %v", got, err)
		}
	}
}

func TestFinishIsInGoodOrderForWhoHasMuchToReadYet(t *testing.T) {
	s := newSite(t)
	go s.server.Write(make([]byte, 64<<20)) // ends with the connection
	for before := int64(0); before == 0 || before != s.line.Passed(tcpfault.Down); {
		before = s.line.Passed(tcpfault.Down)
		<-time.After(20 * time.Millisecond)
	}
	s.line.Finish() // amid a write that waits for the client
	if n, err := io.Copy(io.Discard, s.client); n == 0 || err != nil {
		t.Errorf("the client reads %d bytes, %v", n, err)
	}
}

func TestALineIsCutAtExactlyTheByte(t *testing.T) {
	const all = "0123456789abcdef"
	s := newSite(t)
	for at := 1; at <= len(all); at++ {
		client, server := s.connect()
		s.line.At(tcpfault.Down, s.line.Passed(tcpfault.Down)+int64(at), s.line.Finish)
		io.WriteString(server, all[:7])
		io.WriteString(server, all[7:])
		if got, err := io.ReadAll(client); string(got) != all[:at] || err != nil {
			t.Errorf("cut at %d: %q, %v", at, got, err)
		}
	}
}

func TestWhatIsDueAtAByteIsDoneOnce(t *testing.T) {
	s := newSite(t)
	var done []string
	note := func(what string) func() { return func() { done = append(done, what) } }
	s.line.At(tcpfault.Up, 3, note("third"))
	s.line.At(tcpfault.Up, 2, note("second"))
	s.line.At(tcpfault.Up, 3, note("third too"))
	s.line.At(tcpfault.Up, 0, note("none"))
	passes(t, s.client, s.server, "abcdef")
	passes(t, s.client, s.server, "g") // by then all was done
	s.line.At(tcpfault.Up, 7, note("now"))
	if got := strings.Join(done, ", "); got != "none, second, third, third too, now" {
		t.Errorf("done: %s", got)
	}
}

func TestAFrozenLineKeepsWhatComes(t *testing.T) {
	s := newSite(t)
	s.line.Freeze(tcpfault.Down)
	passes(t, s.client, s.server, "up goes on")
	io.WriteString(s.server, "later")
	s.server.Close()
	silent(t, s.client)
	s.line.Heal()
	if got, err := io.ReadAll(s.client); string(got) != "later" || err != nil {
		t.Errorf("%q, %v", got, err)
	}
}

func TestAFrozenLineHoldsUpWhoSends(t *testing.T) {
	s := newSite(t)
	s.line.Freeze(tcpfault.Both)
	taken := 0
	for chunk := make([]byte, 1<<20); ; taken++ {
		s.server.SetWriteDeadline(time.Now().Add(30 * time.Millisecond))
		if _, err := s.server.Write(chunk); errors.Is(err, os.ErrDeadlineExceeded) {
			break
		} else if err != nil || taken > 100 {
			t.Fatalf("%d MiB were taken, %v", taken, err)
		}
	}
	s.line.Reset() // which thaws nothing
	if _, err := io.Copy(io.Discard, s.client); !errors.Is(err, syscall.ECONNRESET) {
		t.Errorf("the client reads %v", err)
	}
}

func TestASwallowedWordIsLostAndNobodyTold(t *testing.T) {
	s := newSite(t)
	s.line.Swallow(tcpfault.Up)
	io.WriteString(s.client, "lost")
	silent(t, s.server)
	passes(t, s.server, s.client, "down goes on")
	s.line.Heal()
	passes(t, s.client, s.server, "after")
	s.line.Swallow(tcpfault.Both)
	s.client.Close()
	silent(t, s.server)
}

func TestADelayedWordTakesItsTime(t *testing.T) {
	const delay = 50 * time.Millisecond
	s := newSite(t)
	s.line.Delay(tcpfault.Down, delay)
	start := time.Now()
	passes(t, s.client, s.server, "up does not wait")
	passes(t, s.server, s.client, "down does")
	if took := time.Since(start); took < delay {
		t.Errorf("it took %v", took)
	}
	s.line.Delay(tcpfault.Down, time.Hour)
	io.WriteString(s.server, "healed, it waits no more")
	silent(t, s.client)
	s.line.Heal()
	arrives(t, s.client, "healed, it waits no more")
}

func TestASplitLinePassesOneByteAtATime(t *testing.T) {
	s := newSite(t)
	s.line.Split(tcpfault.Up)
	s.line.Delay(tcpfault.Up, 10*time.Millisecond)
	start := time.Now()
	passes(t, s.client, s.server, "bytes")
	if took := time.Since(start); took < 50*time.Millisecond {
		t.Errorf("five took %v", took)
	}
}

func TestWhatIsDueAtATimeIsDoneThen(t *testing.T) {
	s := newSite(t)
	const wait = 30 * time.Millisecond
	start := time.Now()
	s.line.After(wait, s.line.Reset)
	s.line.After(time.Hour, func() { t.Error("the proxy was closed before") })
	if _, err := s.client.Read(make([]byte, 1)); !errors.Is(err, syscall.ECONNRESET) || time.Since(start) < wait {
		t.Errorf("after %v the client reads %v", time.Since(start), err)
	}
}

func TestAClosedProxyLeavesNothing(t *testing.T) {
	s := newSite(t) // which looks
	s.line.Freeze(tcpfault.Up)
	s.line.Swallow(tcpfault.Down)
	s.line.After(time.Hour, s.line.Heal)
	io.WriteString(s.client, "frozen")
	io.WriteString(s.server, "swallowed")
	for range 10 {
		s.connect()
	}
	if n := s.line.Len(); n != 11 {
		t.Errorf("%d lines", n)
	}
	s.line.Close()
	s.line.Close()
	if n := s.line.Len(); n != 0 {
		t.Errorf("%d lines after Close", n)
	}
	if c, err := net.Dial("tcp", s.line.Addr()); err == nil {
		c.Close()
		t.Error("it takes connections after Close")
	}
}
