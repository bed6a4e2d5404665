// Command site serves the pages that the browser specs disturb: views that panic, markup that
// translators and extensions get at, forms whose fields have the names of DOM properties.
//
// It listens on http://localhost:PORT, both loopback addresses. KEYS are its secrets, separated by
// semicolons, the first one seals. ORIGINS are its origins, likewise; without any the request's own.
// DETACHED is how long sessions without a socket are kept, such as "1s".
package main

import (
	"cmp"
	"context"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"

	"github.com/azu-live/azu/app"
	"github.com/azu-live/azu/live"
)

func main() {
	seen := new(sessions)
	detached, err := time.ParseDuration(cmp.Or(os.Getenv("DETACHED"), "0s")) // the default
	if err != nil {
		slog.Error("site", "err", err)
		os.Exit(1)
	}
	a, err := app.New(app.Config{
		Keys:    list("KEYS"),
		Origins: list("ORIGINS"),
		Addr:    net.JoinHostPort("localhost", os.Getenv("PORT")),
		Dev:     true,
		Observe: live.Observer{Session: seen.note},
		Limits:  live.Limits{DetachedTime: detached},
	})
	if err != nil {
		slog.Error("site", "err", err)
		os.Exit(1)
	}
	a.Page("/desks", live.NewPage(func() *Desks { return NewDesks(os.Getenv("DESKS") == "turned") }))
	a.Page("/door", live.NewPage(func() *Door { return &Door{state: os.Getenv("DOOR")} }))
	a.Page("/faults", live.NewPage(func() *Faults { return new(Faults) }))
	a.Page("/mixed", live.NewPage(func() *Mixed { return new(Mixed) }))
	a.Page("/names", live.NewPage(func() *Names { return new(Names) }))
	a.Page("/order", live.NewPage(NewOrder))
	a.Page("/payloads", live.NewPage(func() *Payloads { return new(Payloads) }))
	a.Page("/pushed", live.NewPage(func() *Pushed { return new(Pushed) }))
	a.Page("/ticks", live.NewPage(func() *Ticks { return new(Ticks) }))
	a.Router().Method(http.MethodGet, "/sessions", seen)
	a.Router().Method(http.MethodPost, "/notes", new(notes))
	a.Router().Get("/favicon.ico", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) })
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := a.Run(ctx); err != nil {
		slog.Error("site", "err", err)
		os.Exit(1)
	}
}

// list is what stands in a variable of the environment, between semicolons.
func list(name string) []string {
	return strings.FieldsFunc(os.Getenv(name), func(r rune) bool { return r == ';' })
}
