package app_test

import (
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/azu-live/azu/app"
	"github.com/azu-live/azu/internal/tcpfault"
	"github.com/azu-live/azu/internal/wire"
	"github.com/azu-live/azu/live"
)

// drips is a line that passes a byte every 20 ms up, from the nth on.
func (s *served) drips(from int) *tcpfault.Proxy {
	s.t.Helper()
	line := s.line()
	line.At(tcpfault.Up, int64(from), func() {
		line.Split(tcpfault.Up)
		line.Delay(tcpfault.Up, 20*time.Millisecond)
	})
	return line
}

func TestRow22WhatComesTooSlowlyIsClosed(t *testing.T) {
	const header, message, read = 200 * time.Millisecond, 300 * time.Millisecond, 1500 * time.Millisecond
	bodies := make(chan error, 1)
	s := serve(t, live.Limits{MessageTime: message}, app.Timeouts{Header: header, Read: read}, func(a *app.App) {
		a.Router().Post("/form", func(_ http.ResponseWriter, r *http.Request) {
			_, err := io.ReadAll(r.Body)
			bodies <- err
		})
	})
	const post = "POST /form HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\n"
	slow := "X-Long: " + strings.Repeat("x", 1000)

	// Each ends its own time after this one began.
	type end struct {
		name         string
		limit, after time.Duration
	}
	ends := make(chan end)
	running := 0
	watch := func(name string, limit time.Duration, wait func()) {
		running++
		start := time.Now()
		go func() { // ends with its connection
			wait()
			ends <- end{name, limit, time.Since(start)}
		}()
	}
	for _, c := range []struct {
		name  string
		limit time.Duration
		line  *tcpfault.Proxy
		send  string
	}{
		{"no request", header, s.drips(0), ""},
		{"a request's header", header, s.drips(0), "GET /desk HTTP/1.1\r\nHost: localhost\r\n" + slow},
		{"a handshake's header", header, s.drips(0), "GET /ws/components HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n" + slow},
		{"the end of a header", header, s.drips(40), "GET /desk HTTP/1.1\r\nHost: localhost\r\n" + slow},
		{"a body", read, s.drips(len(post)), post + slow},
	} {
		conn, err := net.Dial("tcp", c.line.Addr())
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { conn.Close() })
		io.WriteString(conn, c.send)
		watch(c.name, c.limit, func() { io.Copy(io.Discard, conn) })
	}
	v, line := s.visit("/desk"), s.line()
	v.connect(line.Addr())
	line.Split(tcpfault.Up)
	line.Delay(tcpfault.Up, 20*time.Millisecond)
	v.do(typing(strings.Repeat("x", 1000)))
	watch("a message", message, func() { v.client.Closed() })

	for ; running > 0; running-- {
		var e end
		s.await("slow ones are closed", func() bool {
			select {
			case e = <-ends:
				return true
			default:
				return false
			}
		})
		if e.after < e.limit || e.after > e.limit+read*3/4 {
			t.Errorf("%s was closed after %v, want %v", e.name, e.after, e.limit)
		}
	}
	if code := v.client.Closed(); code != wire.CloseSilence {
		t.Errorf("a slow message was closed with %d", code)
	}
	if err := <-bodies; err == nil {
		t.Error("the slow body was read to its end")
	}
}
