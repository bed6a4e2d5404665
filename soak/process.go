package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"os"
	"os/exec"
	"strconv"
	"time"
)

// server is a server process as others see it.
type server struct {
	setup setup
	cmd   *exec.Cmd
	in    io.WriteCloser
	out   *json.Decoder
}

// startServer starts a server process, and serves. before is what the process held when it did not.
func startServer(c setup) (s *server, before state, err error) {
	s = &server{setup: c}
	before, err = s.start()
	return s, before, err
}

// start starts a process in the place of one that was killed, or the first one.
func (s *server) start() (before state, err error) {
	program, err := os.Executable()
	if err != nil {
		return before, err
	}
	env, err := json.Marshal(s.setup)
	if err != nil {
		return before, err
	}
	s.cmd = exec.Command(program)
	s.cmd.Env = append(os.Environ(), setupName+"="+string(env))
	s.cmd.Stderr = os.Stderr
	if s.in, err = s.cmd.StdinPipe(); err != nil {
		return before, err
	}
	out, err := s.cmd.StdoutPipe()
	if err != nil {
		return before, err
	}
	s.out = json.NewDecoder(out)
	if err := s.cmd.Start(); err != nil {
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
	if err = json.NewEncoder(s.in).Encode(q); err == nil {
		err = s.out.Decode(&st)
	}
	if err == nil && st.Err != "" {
		err = errors.New(st.Err)
	}
	if err != nil {
		err = fmt.Errorf("server: %s: %w", q, err)
	}
	return st, err
}

// stop drains the server and waits for its process to end.
func (s *server) stop() error {
	s.in.Close()
	return s.cmd.Wait()
}

// kill ends the process as kill -9 does.
func (s *server) kill() {
	s.cmd.Process.Kill()
	s.cmd.Wait()
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
