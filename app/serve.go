package app

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"syscall"
)

// Run listens on Config.Addr and serves until ctx ends; then it drains and returns nil. An error is that
// of listening or serving.
func (a *App) Run(ctx context.Context) error {
	listeners, err := listen(ctx, a.addr)
	if err != nil {
		return fmt.Errorf("app: listen: %w", err)
	}
	return a.Serve(ctx, listeners...)
}

// Serve serves on listeners until ctx ends, then drains: no new connections are taken, open sockets are
// closed so that their browsers come back elsewhere, running requests and handlers finish. A handler that
// runs for Limits.HandlerTime has its session given up. What is left after Timeouts.Drain is cut off, with
// a warning in the log. The listeners are closed in any case.
func (a *App) Serve(ctx context.Context, listeners ...net.Listener) error {
	server := &http.Server{
		Handler:           a,
		ReadHeaderTimeout: a.timeouts.Header,
		ReadTimeout:       a.timeouts.Read,
		WriteTimeout:      a.timeouts.Write,
		IdleTimeout:       a.timeouts.Idle,
		MaxHeaderBytes:    64 << 10,
		ErrorLog:          slog.NewLogLogger(a.log.Handler(), slog.LevelWarn),
	}
	ended := make(chan error, len(listeners))
	for _, l := range listeners {
		a.log.Info("listening", "url", "http://"+l.Addr().String())
		go func() { ended <- server.Serve(l) }() // ends when the server is closed below; awaited there
	}
	var err error
	running := len(listeners)
	select {
	case <-ctx.Done():
	case err = <-ended:
		running--
	}

	limit, cancel := context.WithTimeout(context.WithoutCancel(ctx), a.timeouts.Drain)
	defer cancel()
	drained := make(chan error, 1)
	go func() { drained <- a.engine.Drain(limit) }() // ends with limit at the latest; awaited below
	// The two go together: requests must not open sockets that nobody would close.
	errShutdown := server.Shutdown(limit)
	errDrain := <-drained
	server.Close()
	for range running {
		<-ended
	}
	if err != nil {
		return fmt.Errorf("app: serve: %w", err)
	}
	if late := errors.Join(errShutdown, errDrain); late != nil {
		a.log.Warn("cut off what was still running", "err", late)
	}
	return nil
}

// listen opens the address, or both loopback ones for the host "localhost": browsers try them in either
// order. A machine without IPv6 has one.
func listen(ctx context.Context, addr string) ([]net.Listener, error) {
	var lc net.ListenConfig
	host, port, err := net.SplitHostPort(addr)
	if err != nil {
		return nil, err
	}
	if host != "localhost" {
		l, err := lc.Listen(ctx, "tcp", addr)
		if err != nil {
			return nil, err
		}
		return []net.Listener{l}, nil
	}
	four, err := lc.Listen(ctx, "tcp4", net.JoinHostPort("127.0.0.1", port))
	if err != nil {
		return nil, err
	}
	_, port, _ = net.SplitHostPort(four.Addr().String()) // for port 0: the same one twice
	six, err := lc.Listen(ctx, "tcp6", net.JoinHostPort("::1", port))
	switch {
	case err == nil:
		return []net.Listener{four, six}, nil
	case errors.Is(err, syscall.EADDRINUSE):
		four.Close()
		return nil, err
	}
	return []net.Listener{four}, nil
}
