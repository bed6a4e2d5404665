package server

import (
	"errors"
	"maps"
	"net"
	"net/http"
	"runtime"
	"slices"
	"sync"

	"github.com/a-h/templ"
	"github.com/azu-live/azu/bench/templs"
	"github.com/go-chi/chi/v5"
	"github.com/gorilla/websocket"
)

// floor is the least that can be done: templ's pages and bare connections.
type floor struct {
	router   *chi.Mux
	upgrader websocket.Upgrader

	mu      sync.Mutex
	tickers map[*websocket.Conn]bool // Guarded by mu.
}

func newFloor() *floor {
	f := &floor{router: newPages(), tickers: map[*websocket.Conn]bool{}}
	f.router.Get(EchoSocket, func(w http.ResponseWriter, r *http.Request) { f.echo(w, r) })
	f.router.Get(HolderSocket, func(w http.ResponseWriter, r *http.Request) {
		rows := newRows()
		f.echo(w, r)
		runtime.KeepAlive(rows)
	})
	f.router.Get(TickerSocket, f.ticker)
	return f
}

// newPages routes the pages that templ renders.
func newPages() *chi.Mux {
	router, shared := chi.NewRouter(), newRows()
	router.Get(CounterPath, func(w http.ResponseWriter, r *http.Request) {
		templ.Handler(templs.Document("Counter", templs.Counter(0, 1))).ServeHTTP(w, r)
	})
	router.Get(RowsPath, func(w http.ResponseWriter, r *http.Request) {
		templ.Handler(templs.Document("Rows", templs.Table(shared))).ServeHTTP(w, r)
	})
	return router
}

func (f *floor) serve(l net.Listener) error { return serveHTTP(l, f.router) }

// echo answers each message with one of the size that Azu's answer would have.
func (f *floor) echo(w http.ResponseWriter, r *http.Request) {
	c, err := f.upgrader.Upgrade(w, r, nil)
	if err != nil {
		return // and has been answered
	}
	defer c.Close()
	for {
		kind, message, err := c.ReadMessage()
		if err != nil || c.WriteMessage(kind, answer(message)) != nil {
			return
		}
	}
}

// ticker keeps a connection for push.
func (f *floor) ticker(w http.ResponseWriter, r *http.Request) {
	c, err := f.upgrader.Upgrade(w, r, nil)
	if err != nil {
		return
	}
	f.mu.Lock()
	f.tickers[c] = true
	f.mu.Unlock()
	defer func() {
		f.mu.Lock()
		defer f.mu.Unlock()
		delete(f.tickers, c)
		c.Close()
	}()
	for {
		if _, _, err := c.ReadMessage(); err != nil {
			return
		}
	}
}

// push writes size bytes to every ticker, with as many writers as there are processors.
func (f *floor) push(size int) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	all, message := slices.Collect(maps.Keys(f.tickers)), room[:size]
	writers := runtime.GOMAXPROCS(0)
	errs := make([]error, writers)
	var writing sync.WaitGroup
	for part := range writers {
		writing.Go(func() {
			for i := part; i < len(all) && errs[part] == nil; i += writers {
				errs[part] = all[i].WriteMessage(websocket.TextMessage, message)
			}
		})
	}
	writing.Wait()
	return errors.Join(errs...)
}
