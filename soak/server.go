package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"maps"
	"net"
	"os"
	"runtime"
	"runtime/pprof"
	"strings"
	"sync"

	"github.com/azu-live/azu/app"
	"github.com/azu-live/azu/live"
)

// origin is the site's public one. It is said to be behind a proxy on this machine, so that a crowd may
// come from as many addresses as it says.
const origin = "http://localhost"

// setup is what a server process is told when it starts.
type setup struct {
	Addr   string
	Limits live.Limits
}

// setupName is the variable of the environment that makes this program a server, and holds its setup.
const setupName = "AZU_SOAK_SERVER"

// question is what a server process is asked, and does before it answers with its state.
type question string

const (
	look       question = "look"
	serve      question = "serve"      // anew: drain what is served, then serve with an app of its own
	drain      question = "drain"      // and serve no more
	goroutines question = "goroutines" // and what they are doing
)

// state is what a server process holds at one moment, after a collection.
type state struct {
	Heap        int64 // bytes
	Goroutines  int
	Descriptors int
	Sessions    int            // that have not ended
	Mounted     int            // sessions since the start
	Logged      map[string]int // warnings and errors, by message
	Profile     string         // for the question that asks for it
	Err         string         // what kept the server from doing as it was told
}

// service is what happens in a server process.
type service struct {
	setup setup
	stop  context.CancelFunc // nil while nothing is served
	ended chan error         // has what Serve returned

	mu     sync.Mutex
	seen   map[live.SessionState]int // Guarded by mu.
	logged map[string]int            // Guarded by mu.
}

// runAsServer serves, when that is what the environment says this process is for, until standard input
// ends: nothing outlives whoever asked for it. It reports whether it has.
func runAsServer() bool {
	given := os.Getenv(setupName)
	if given == "" {
		return false
	}
	s := &service{seen: map[live.SessionState]int{}, logged: map[string]int{}}
	if err := json.Unmarshal([]byte(given), &s.setup); err != nil {
		panic(err)
	}
	if err := s.answer(os.Stdin, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "soak: serve:", err)
		os.Exit(1)
	}
	return true
}

// answer answers questions.
func (s *service) answer(in io.Reader, out io.Writer) error {
	questions, answers := json.NewDecoder(in), json.NewEncoder(out)
	for {
		var q question
		if err := questions.Decode(&q); err == io.EOF {
			return s.drain()
		} else if err != nil {
			return err
		}
		var err error
		switch q {
		case drain:
			err = s.drain()
		case serve:
			err = errors.Join(s.drain(), s.serve())
		}
		st := s.look()
		if q == goroutines {
			var b bytes.Buffer
			pprof.Lookup("goroutine").WriteTo(&b, 1)
			st.Profile = b.String()
		}
		if err != nil {
			st.Err = err.Error()
		}
		if err := answers.Encode(st); err != nil {
			return err
		}
	}
}

// serve starts a new app on the old address.
func (s *service) serve() error {
	a, err := app.New(app.Config{
		Origins:        []string{origin},
		Keys:           []string{strings.Repeat("k", 32)}, // the same in every process
		TrustedProxies: []string{"127.0.0.1"},
		Limits:         s.setup.Limits,
		Log:            slog.New(s),
		Observe:        live.Observer{Session: s.session},
	})
	if err != nil {
		return err
	}
	for path, page := range pages {
		a.Page(path, page)
	}
	l, err := net.Listen("tcp", s.setup.Addr)
	if err != nil {
		return err
	}
	ctx, stop := context.WithCancel(context.Background())
	s.stop, s.ended = stop, make(chan error, 1)
	go func() { s.ended <- a.Serve(ctx, narrow{l}) }() // ends with ctx; drain waits
	return nil
}

// narrow accepts connections for which the kernel keeps little that has not been read: on one machine it
// would keep megabytes, and a client that does not read would be noticed late.
type narrow struct{ net.Listener }

func (l narrow) Accept() (net.Conn, error) {
	nc, err := l.Listener.Accept()
	if tcp, ok := nc.(*net.TCPConn); ok {
		tcp.SetWriteBuffer(64 << 10) // fails for one that has ended, which its reader will notice
	}
	return nc, err
}

// drain ends the app, if one is served, as a deployment does.
func (s *service) drain() error {
	if s.stop == nil {
		return nil
	}
	s.stop()
	s.stop = nil
	return <-s.ended
}

func (s *service) session(_ string, what live.SessionState) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.seen[what]++
}

// look measures what there is once the garbage is gone. Two collections empty the pools as well.
func (s *service) look() state {
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	s.mu.Lock()
	defer s.mu.Unlock()
	return state{
		Heap:        int64(m.HeapAlloc),
		Goroutines:  runtime.NumGoroutine(),
		Descriptors: descriptors(),
		Sessions:    s.seen[live.SessionMounted] - s.seen[live.SessionEnded] - s.seen[live.SessionAbandoned],
		Mounted:     s.seen[live.SessionMounted],
		Logged:      maps.Clone(s.logged),
	}
}

// descriptors counts the open files of this process, where the system lists them.
func descriptors() int {
	list, _ := os.ReadDir("/dev/fd")
	return len(list)
}

// Enabled makes service a slog.Handler that counts what is worth a warning, and writes none of it.
func (s *service) Enabled(_ context.Context, level slog.Level) bool { return level >= slog.LevelWarn }

// Handle counts.
func (s *service) Handle(_ context.Context, r slog.Record) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.logged[r.Message]++
	return nil
}

// WithAttrs changes nothing: only messages count.
func (s *service) WithAttrs([]slog.Attr) slog.Handler { return s }

// WithGroup changes nothing.
func (s *service) WithGroup(string) slog.Handler { return s }
