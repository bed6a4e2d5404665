// Package server holds the processes that the load benchmark measures: Azu, and beside it the floor, a
// bare gorilla/websocket and templ. Each is told what to do over its standard input and ends with it,
// so that none outlives the benchmark.
package server

import (
	"fmt"
	"net"
	"net/http"

	"github.com/azu-live/azu/bench/load/pipe"
)

// Kind says which server a process is.
type Kind string

// The kinds.
const (
	Azu       Kind = "azu"       // counter, tables and pushes, with the default limits
	Unmetered Kind = "unmetered" // the same without the limits of events and bytes a second
	Floor     Kind = "floor"     // gorilla/websocket, and templ for the pages
	Socket    Kind = "socket"    // Azu's connection without a session behind it
)

// Where the pages and sockets are.
const (
	CounterPath  = "/counter"       // a counter
	RowsPath     = "/rows"          // 1,000 rows that all sessions share
	OwnRowsPath  = "/own-rows"      // 1,000 rows of the session's own
	TickerPath   = "/ticker"        // a number that Host.Push changes
	AzuSocket    = "/ws/components" // of Azu
	EchoSocket   = "/ws"            // of the others
	HolderSocket = "/ws/own-rows"   // of Floor: each connection holds 1,000 rows
	TickerSocket = "/ws/ticker"     // of Floor: those that Host.Push writes to
)

// site is what a kind of server does.
type site interface {
	serve(l net.Listener) error
	push(size int) error
}

// Serve is the process of a server on addr: it runs until its standard input ends.
func Serve(kind Kind, addr string) error {
	l, err := net.Listen("tcp", addr)
	if err != nil {
		return err
	}
	var s site
	switch kind {
	case Azu, Unmetered:
		s, err = newAzu(l.Addr().String(), kind == Unmetered)
	case Floor:
		s = newFloor()
	case Socket:
		s, err = newBare(l.Addr().String())
	default:
		err = fmt.Errorf("no server %q", kind)
	}
	if err != nil {
		return err
	}
	ended := make(chan error, 2)
	go func() { ended <- s.serve(l) }()
	go func() { ended <- pipe.Serve(&Host{site: s, addr: l.Addr().String()}) }()
	return <-ended
}

func serveHTTP(l net.Listener, h http.Handler) error { return (&http.Server{Handler: h}).Serve(l) }
