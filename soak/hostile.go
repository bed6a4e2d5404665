package main

import (
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"strings"
	"time"

	"github.com/azu-live/azu/internal/socket/sockettest"
	"github.com/azu-live/azu/internal/wire"
)

// nonsense is what no browser sends, and the code that the socket is closed with then.
var nonsense = []struct {
	code int
	raw  []byte
}{
	{wire.CloseProtocol, sockettest.Frame{Op: 3}.Append(nil)},
	{wire.CloseProtocol, sockettest.Frame{Op: sockettest.Text, Reserved: 4, Payload: []byte("x")}.Append(nil)},
	{wire.CloseProtocol, sockettest.Frame{Op: sockettest.Text, Unmasked: true, Payload: []byte("x")}.Append(nil)},
	{wire.CloseProtocol, sockettest.Frame{Op: sockettest.Ping, More: true}.Append(nil)},
	{wire.CloseProtocol, sockettest.Frame{Op: sockettest.Continuation, Payload: []byte("x")}.Append(nil)},
	{wire.CloseEncoding, sockettest.Frame{Op: sockettest.Text, Payload: []byte{0xFF}}.Append(nil)},
	{wire.CloseTooBig, sockettest.Frame{Op: sockettest.Text, Length: 1 << 40}.Append(nil)},
	{wire.CloseTooBig, sockettest.Frame{Op: sockettest.Text, Payload: make([]byte, 65<<10)}.Append(nil)},
	{wire.CloseFlood, []byte(strings.Repeat(string(sockettest.Frame{Op: sockettest.Text, Payload: []byte(`{`)}.Append(nil)), 20))},
	{wire.CloseFlood, []byte(strings.Repeat(string(sockettest.Frame{Op: sockettest.Ping, Payload: make([]byte, 100)}.Append(nil)), 11_000))},
}

// errors of messages that the socket survives.
var faulty = []string{
	`[1,99,"Add"]`, `[2,1,"Nothing"]`, `[3,1,"Add","argument"]`, `[4,1,"Add",null,{"a":1,"a":2}]`,
	strings.Repeat("[", 40), `[0,"resume",{"token":"AQ","seq":0}]`, `[0,"view",77]`,
}

// sendNonsense sends what no browser sends, first what is refused and then what ends the socket.
func sendNonsense(v *visitor) error {
	if err := v.arrive("/counter"); err != nil {
		return err
	}
	for _, text := range faulty {
		if err := v.say([]byte(text)); err != nil {
			return err
		}
	}
	bad := nonsense[rand.N(len(nonsense))]
	_, err := v.sock.Write(bad.raw)
	if bad.code == wire.CloseFlood { // who still talks when the server has hung up may not hear why
		return v.hearTheEnd(bad.code, 1006)
	}
	return errors.Join(err, v.hearTheEnd(bad.code))
}

// forge joins with tokens of its own making until its address is not heard any more.
func forge(v *visitor) error {
	if err := v.get("/counter"); err != nil {
		return err
	}
	v.ip = fmt.Sprintf("203.0.113.%d", 1+rand.N(250)) // not with those who are honest
	for range 20 {
		switch err := v.open(); {
		case err == refused(429):
			return nil
		case err != nil:
			return err
		}
		letters := []byte(v.token)
		letters[len(letters)/2] ^= 1
		if err := v.say(wire.AppendJoin(nil, wire.Join{Token: string(letters), URL: v.path})); err != nil {
			return err
		}
		if _, _, err := v.answer("stale"); err != nil {
			return err
		}
		v.cut()
	}
	return errors.New("an address with 20 forged tokens is still heard")
}

// flood clicks a thousand times as fast as anybody could, until it is shown out.
func flood(v *visitor) error {
	if err := v.arrive("/counter"); err != nil {
		return err
	}
	ended := make(chan error, 1)
	go func() { ended <- v.hearTheEnd(wire.CloseFlood) }() // ends with the socket
	for tick := time.NewTicker(10 * time.Millisecond); ; <-tick.C {
		for range 20 {
			if v.post(1, "Add", "", "") != nil {
				tick.Stop()
				return <-ended
			}
		}
	}
}

// doNotRead asks for much and reads nothing, until the server gives up. Then it reads, comes back, and
// reads all of it.
func doNotRead(v *visitor) error {
	v.narrow = true
	if err := v.arrive("/wall"); err != nil {
		return err
	}
	for start := time.Now(); v.post(1, "Paint", "", `"16384"`) == nil; time.Sleep(25 * time.Millisecond) {
		if time.Since(start) > patience {
			return errors.New("the server waits for a client that does not read")
		}
	}
	if err := v.hearTheEnd(1006, wire.CloseSlowReader); err != nil {
		return err
	}
	if err := v.reconnectToOld(); err != nil {
		return err
	}
	return v.leave()
}

// fallSilent is a connection that is dead and does not know: nothing is answered, not even pings.
func fallSilent(v *visitor) error {
	if err := v.arrive("/clocks"); err != nil {
		return err
	}
	v.sock.SetDeadline(time.Now().Add(patience))
	if _, err := io.Copy(io.Discard, v.sock.Reader); err != nil {
		return fmt.Errorf("the server does not hang up on a dead connection: %w", err)
	}
	return nil
}

// neverJoin opens a socket, or only begins to, and waits.
func neverJoin(v *visitor) error {
	l, err := v.dial()
	if err != nil {
		return err
	}
	defer l.Close()
	if rand.N(2) == 0 {
		_, err := io.WriteString(l, "GET /ws/components HTTP/1.1\r\nHost: localhost\r\nUpgr")
		time.Sleep(rand.N(2 * time.Second))
		return err
	}
	if err := v.openOver(l, origin); err != nil {
		return err
	}
	return v.hearTheEnd(wire.CloseSilence)
}

// beForeign comes from a page of another site.
func beForeign(v *visitor) error {
	l, err := v.dial()
	if err != nil {
		return err
	}
	if err := v.openOver(l, "http://elsewhere.example"); err != refused(403) {
		return fmt.Errorf("a foreign page's socket: %w", err)
	}
	return v.head("/counter")
}
