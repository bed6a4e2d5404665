// Command showcase serves the pages that show what Azu does: a counter and a user list.
//
// It listens on http://localhost:4000, both loopback addresses; PORT takes another port, ADDR another
// address. CLOCK is how often the clock of the user list ticks, such as "50ms"; one second otherwise.
package main

import (
	"context"
	"embed"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/azu-live/azu/app"
	"github.com/azu-live/azu/html"
	"github.com/azu-live/azu/live"
)

//go:embed static
var static embed.FS

func main() {
	if err := run(); err != nil {
		slog.Error("showcase", "err", err)
		os.Exit(1)
	}
}

func run() error {
	tick, err := time.ParseDuration(env("CLOCK", "1s"))
	if err != nil {
		return err
	}
	site, err := newSite(env("ADDR", net.JoinHostPort("localhost", env("PORT", "4000"))), tick)
	if err != nil {
		return err
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	return site.Run(ctx)
}

// newSite puts the pages together.
func newSite(addr string, tick time.Duration) (*app.App, error) {
	var files *app.Files
	site, err := app.New(app.Config{
		Addr:   addr,
		Dev:    true,
		Layout: func(h *html.Builder, p *app.Page) html.Node { return layout(h, p, files) },
	})
	if err != nil {
		return nil, err
	}
	files = site.Files("/static", sub(static, "static"))
	site.Page("/counter", live.NewPage(func() *Counter { return &Counter{Step: 1} }))
	site.Page("/users", live.NewPage(func() *Users { return NewUsers(tick) }))
	site.Router().Get("/", func(w http.ResponseWriter, r *http.Request) {
		site.Render(w, r, "Azu showcase", index)
	})
	site.Router().Get("/avatars/{id}.svg", avatar)
	return site, nil
}

func env(name, otherwise string) string {
	if v := os.Getenv(name); v != "" {
		return v
	}
	return otherwise
}
