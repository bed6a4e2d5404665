package main

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"net"
	"net/http"
	"strconv"
	"time"
)

// patience is how long a visitor waits for an answer.
const patience = 30 * time.Second

// visitor is a browser with one page, as far as a server can tell: it gets the document, opens the
// socket and speaks over it, by real TCP. One goroutine uses it at a time.
type visitor struct {
	addr string // the server's
	ip   string // where the visitor is said to be

	narrow bool // its connections hold little that has not been read

	path, cookie  string
	token, resume string // to join with, to come back with

	web  *line // for documents
	sock *line

	seq, sent, acked uint64 // the last update, the last input, the last one applied
}

// line is a connection.
type line struct {
	net.Conn
	*bufio.Reader
}

func (v *visitor) dial() (*line, error) {
	nc, err := net.DialTimeout("tcp", v.addr, patience)
	if err != nil {
		return nil, err
	}
	if v.narrow {
		nc.(*net.TCPConn).SetReadBuffer(4 << 10)
	}
	nc.SetDeadline(time.Now().Add(patience))
	return &line{nc, bufio.NewReader(nc)}, nil
}

// request sends the head of a GET and reads that of the answer.
func (v *visitor) request(l *line, path string, header ...string) (*http.Response, error) {
	b := append([]byte("GET "), path...)
	b = append(b, " HTTP/1.1\r\nHost: localhost\r\nX-Forwarded-For: "...)
	b = append(b, v.ip...)
	if v.cookie != "" {
		b = append(append(b, "\r\nCookie: "...), v.cookie...)
	}
	for i := 0; i < len(header); i += 2 {
		b = append(append(append(append(b, "\r\n"...), header[i]...), ": "...), header[i+1]...)
	}
	l.SetDeadline(time.Now().Add(patience))
	if _, err := l.Write(append(b, "\r\n\r\n"...)); err != nil {
		return nil, err
	}
	return http.ReadResponse(l.Reader, nil)
}

// get gets a page's document. The token in it is the next join's.
func (v *visitor) get(path string, header ...string) error {
	body, err := v.read(path, header...)
	if err != nil {
		return err
	}
	_, rest, _ := bytes.Cut(body, []byte(` z-join="`))
	token, _, found := bytes.Cut(rest, []byte{'"'})
	if !found {
		return fmt.Errorf("get %s: no token to join with", path)
	}
	v.path, v.token = path, string(token)
	return nil
}

// read gets a document, over the connection of the one before.
func (v *visitor) read(path string, header ...string) (body []byte, err error) {
	if v.web == nil {
		if v.web, err = v.dial(); err != nil {
			return nil, err
		}
	}
	resp, err := v.request(v.web, path, header...)
	if err == nil {
		body, err = io.ReadAll(resp.Body)
	}
	if err != nil {
		v.hangUp()
		return nil, err
	}
	if resp.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("get %s: %s", path, resp.Status)
	}
	for _, c := range resp.Cookies() {
		v.cookie = c.Name + "=" + c.Value
	}
	return body, nil
}

// head asks for a page's headers.
func (v *visitor) head(path string) error {
	l, err := v.dial()
	if err != nil {
		return err
	}
	defer l.Close()
	fmt.Fprintf(l, "HEAD %s HTTP/1.1\r\nHost: localhost\r\nX-Forwarded-For: %s\r\nConnection: close\r\n\r\n", path, v.ip)
	resp, err := http.ReadResponse(l.Reader, &http.Request{Method: http.MethodHead})
	if err == nil && resp.StatusCode != http.StatusOK {
		err = fmt.Errorf("head %s: %s", path, resp.Status)
	}
	return err
}

// hangUp ends the connection for documents.
func (v *visitor) hangUp() {
	if v.web != nil {
		v.web.Close()
		v.web = nil
	}
}

// refused is the status of a handshake that was not granted.
type refused int

func (e refused) Error() string { return "handshake refused with " + strconv.Itoa(int(e)) }

// open opens the socket.
func (v *visitor) open() error {
	l, err := v.dial()
	if err != nil {
		return err
	}
	return v.openOver(l, origin)
}

func (v *visitor) openOver(l *line, origin string) error {
	resp, err := v.request(l, "/ws/components", "Origin", origin, "Connection", "Upgrade", "Upgrade", "websocket",
		"Sec-WebSocket-Version", "13", "Sec-WebSocket-Key", "AAECAwQFBgcICQoLDA0ODw==")
	if err != nil {
		l.Close()
		return err
	}
	if resp.StatusCode != http.StatusSwitchingProtocols {
		l.Close()
		return refused(resp.StatusCode)
	}
	v.sock = l
	return nil
}

// cut ends the socket without a word.
func (v *visitor) cut() {
	if v.sock != nil {
		v.sock.Close()
	}
}

// gone ends everything without a word.
func (v *visitor) gone() {
	v.cut()
	v.hangUp()
}
