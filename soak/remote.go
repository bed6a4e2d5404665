package main

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"net"
	"os"
	"strconv"
	"time"
)

// server is a server process as others see it.
type server struct {
	setup setup
	*process
}

// startServer starts a server process, and serves. before is what the process held when it did not.
func startServer(c setup) (s *server, before state, err error) {
	s = &server{setup: c}
	before, err = s.start()
	return s, before, err
}

// start starts a process in the place of one that was killed, or the first one.
func (s *server) start() (before state, err error) {
	env, err := json.Marshal(s.setup)
	if err != nil {
		return before, err
	}
	// The collector runs as docs/deploying.md has it, unless somebody wants to compare.
	collector := "GOGC=" + cmp.Or(os.Getenv("GOGC"), "400")
	if s.process, err = startProcess(setupName+"="+string(env), collector); err != nil {
		return before, err
	}
	if before, err = s.ask(look); err == nil {
		_, err = s.ask(serve)
	}
	if err != nil {
		s.stop()
	}
	return before, err
}

// ask has the process do something and returns what it then holds.
func (s *server) ask(q question) (st state, err error) {
	err = s.process.ask(q, &st)
	if err == nil && st.Err != "" {
		err = errors.New(st.Err)
	}
	if err != nil {
		err = fmt.Errorf("server: %s: %w", q, err)
	}
	return st, err
}

// freeAddr is an address to listen on, again after a restart: below the ports that systems give to
// outgoing connections, one of which might else have it by then.
func freeAddr() (string, error) {
	var err error
	for range 100 {
		var l net.Listener
		addr := net.JoinHostPort("127.0.0.1", strconv.Itoa(20_000+rand.IntN(12_000)))
		if l, err = net.Listen("tcp", addr); err == nil {
			l.Close()
			return addr, nil
		}
	}
	return "", err
}

// until asks for the server's state until ok accepts it, at most for a minute, and returns the last one.
func (s *server) until(ok func(state) bool) (st state, accepted bool, err error) {
	for end := time.Now().Add(time.Minute); ; time.Sleep(50 * time.Millisecond) {
		if st, err = s.ask(look); err != nil || ok(st) {
			return st, err == nil, err
		}
		if time.Now().After(end) {
			return st, false, nil
		}
	}
}
