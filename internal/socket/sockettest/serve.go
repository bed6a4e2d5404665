package sockettest

import (
	"bufio"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"testing"
)

// Host is the Host of the requests that Dial makes; their Origin is "http://" + Host. It names
// this machine, for an app in development answers no other name.
const Host = "localhost"

// A Server serves a handler in memory. It is closed at the test's end, which waits for the server's ends of
// all connections to be closed, sockets as well.
type Server struct {
	t        testing.TB
	listener *Listener
}

// Serve starts serving h.
func Serve(t testing.TB, h http.Handler) *Server {
	s := &Server{t: t, listener: Listen()}
	hs := &http.Server{Handler: h, ErrorLog: log.New(io.Discard, "", 0)}
	done := make(chan struct{})
	go func() { // ends with hs.Close
		hs.Serve(s.listener)
		close(done)
	}()
	t.Cleanup(func() {
		hs.Close()
		<-done
		s.listener.Wait()
	})
	return s
}

// Options says how a client dials. The zero value is a page of the server's own origin.
type Options struct {
	Header http.Header // replaces Origin when it has one; an empty Origin leaves it out
	From   string      // the client's address, host:port; "" is 127.0.0.1:1000
	Mute   bool        // pings are not answered

	// Wrap, if set, stands between the client and its connection: to cut or delay it.
	Wrap func(net.Conn) net.Conn
}

// Dial makes a socket at path, or ends the test.
func (s *Server) Dial(path string) *Client {
	s.t.Helper()
	return s.DialWith(path, Options{})
}

// DialWith is Dial with options.
func (s *Server) DialWith(path string, o Options) *Client {
	s.t.Helper()
	c, resp, err := s.Try(path, o)
	if err != nil {
		s.t.Fatalf("dial %s: %v", path, err)
	}
	if c == nil {
		s.t.Fatalf("dial %s: %s", path, resp.Status)
	}
	return c
}

// Try is DialWith for tests that expect a refusal: a client, or the response that refuses
// one, its body read and closed.
func (s *Server) Try(path string, o Options) (*Client, *http.Response, error) {
	from := o.From
	if from == "" {
		from = "127.0.0.1:1000"
	}
	nc, err := s.listener.DialFrom(from)
	if err != nil {
		return nil, nil, err
	}
	if o.Wrap != nil {
		nc = o.Wrap(nc)
	}
	return Open(s.t, nc, path, o)
}

// Open makes a socket over a connection of any kind; Options.From and Wrap are not used.
func Open(t testing.TB, nc net.Conn, path string, o Options) (*Client, *http.Response, error) {
	r, err := http.NewRequest("GET", "http://"+Host+path, nil)
	if err != nil {
		return nil, nil, err
	}
	r.Header = http.Header{
		"Origin":                {"http://" + Host},
		"Connection":            {"Upgrade"},
		"Upgrade":               {"websocket"},
		"Sec-Websocket-Version": {"13"},
		"Sec-Websocket-Key":     {"AAECAwQFBgcICQoLDA0ODw=="},
	}
	for name, values := range o.Header {
		r.Header[name] = values
		if len(values) == 1 && values[0] == "" {
			delete(r.Header, name)
		}
	}
	written := make(chan error, 1)
	go func() { written <- r.Write(nc) }() // ends at the latest when nc is closed
	br := bufio.NewReader(nc)
	resp, err := http.ReadResponse(br, r)
	if err != nil {
		nc.Close()
		<-written
		return nil, nil, fmt.Errorf("read the handshake's answer: %w", err)
	}
	if err := <-written; err != nil {
		nc.Close()
		return nil, nil, fmt.Errorf("write the handshake: %w", err)
	}
	if resp.StatusCode != http.StatusSwitchingProtocols {
		io.Copy(io.Discard, resp.Body)
		resp.Body.Close()
		nc.Close()
		return nil, resp, nil
	}
	return newClient(t, nc, br, o.Mute), resp, nil
}
