package app

import (
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"slices"
	"time"

	"github.com/azu-live/azu/html"
	"github.com/azu-live/azu/internal/seal"
	"github.com/azu-live/azu/internal/socket"
	"github.com/azu-live/azu/live"
)

// Config is what an App is made of. It is copied and checked by New; the error names the field.
type Config struct {
	// Addr is where Run listens; "" stands for "localhost:4000". With the host "localhost" that is both
	// loopback addresses, 127.0.0.1 and ::1; without a host, as in ":4000", it is every interface.
	Addr string
	// Origins are the public origins of the site, such as "https://example.org": http or https, the host,
	// and the port unless it is the scheme's own. Sockets and forms of other origins are refused. Empty only
	// with Dev: then the origin must be the request's own.
	Origins []string
	// Keys are the secrets that cookies and tokens are sealed with, of at least 32 bytes each. The first
	// one seals, all of them open: a new key is added at the end of every instance's, then moved to the front,
	// and 14 days later the old one may go. Empty only with Dev: then a key is made once and kept in the
	// user's cache folder.
	Keys []string
	// Layout is the document around pages. Nil stands for a plain one.
	Layout Layout
	// ErrorPage is the content shown for a status of 400 or more, inside the layout. Nil stands for a
	// heading and a sentence.
	ErrorPage func(h *html.Builder, status int) html.Node
	// Sources adds origins to directives of the Content-Security-Policy, such as "img-src" to
	// {"https://images.example.org"}.
	Sources map[string][]string
	// TrustedProxies are the addresses, such as "10.0.0.0/8", whose X-Forwarded-For and
	// X-Forwarded-Proto are believed.
	TrustedProxies []string
	// Known reports whether a socket is opened by a user and not by an anonymous visitor. Who is known is
	// what the program's own sign-in says: the login in Azu's cookie is any visitor's. The sockets of known
	// users are counted for Limits.SocketsPerLogin, but not for SocketsPerIP; as each visit without the cookie
	// gives out a login, that trusts them not to collect some. It is called for the handshake, before any
	// middleware and on several goroutines at once, and not for a request without a login. Nil: nobody is
	// known.
	Known func(*http.Request) bool
	// Limits bounds what clients may use; zero fields have their defaults.
	Limits live.Limits
	// Observe is told what sessions do.
	Observe live.Observer
	// Timeouts bounds how long requests take; zero fields have their defaults.
	Timeouts Timeouts
	// Log gets what happens. Nil: slog.Default().
	Log *slog.Logger
	// Dev is for development: templates are checked as a browser's parser would read them, Keys and
	// Origins may be empty, and requests whose Host is a foreign name are refused.
	Dev bool
}

// Timeouts bounds how long requests take. Zero fields have the default named beside them; New refuses
// negative ones. Sockets have bounds of their own, in live.Limits.
//
// By default Drain is longer than Limits.HandlerTime, so that a handler that hangs has its session given up
// in order before what is left is cut off. Whoever stops the process has to let it have that time.
type Timeouts struct {
	Header time.Duration // until a request's headers are read; 5 s
	Read   time.Duration // until its body is read too; 30 s
	Write  time.Duration // from the end of its headers until the answer is written; 60 s
	Idle   time.Duration // a kept connection waits for the next request; 2 min
	Drain  time.Duration // requests and sockets end after Run's context has; 15 s
}

func (t Timeouts) withDefaults() (Timeouts, error) {
	for _, f := range []struct {
		name  string
		value *time.Duration
		zero  time.Duration
	}{
		{"Header", &t.Header, 5 * time.Second},
		{"Read", &t.Read, 30 * time.Second},
		{"Write", &t.Write, 60 * time.Second},
		{"Idle", &t.Idle, 2 * time.Minute},
		{"Drain", &t.Drain, 15 * time.Second},
	} {
		if *f.value < 0 {
			return t, fmt.Errorf("app: Config.Timeouts.%s is negative", f.name)
		}
		if *f.value == 0 {
			*f.value = f.zero
		}
	}
	return t, nil
}

// check fills the defaults of c and refuses what cannot work.
func (c *Config) check() error {
	if c.Addr == "" {
		c.Addr = "localhost:4000"
	}
	if _, _, err := net.SplitHostPort(c.Addr); err != nil {
		return fmt.Errorf("app: Config.Addr: %w", err)
	}
	if len(c.Origins) == 0 && !c.Dev {
		return errors.New("app: Config.Origins is empty: want the site's public origins, such as https://example.org")
	}
	c.Origins = slices.Clone(c.Origins)
	for i, o := range c.Origins {
		var err error
		if c.Origins[i], err = socket.ParseOrigin(o); err != nil {
			return fmt.Errorf("app: Config.Origins: %w", err)
		}
	}
	if len(c.Keys) == 0 && !c.Dev {
		return fmt.Errorf("app: Config.Keys is empty: want a secret of at least %d bytes", seal.MinSecret)
	}
	for i, k := range c.Keys {
		if len(k) < seal.MinSecret {
			return fmt.Errorf("app: Config.Keys[%d] has %d bytes: want at least %d", i, len(k), seal.MinSecret)
		}
	}
	if c.Layout == nil {
		c.Layout = plainLayout
	}
	if c.ErrorPage == nil {
		c.ErrorPage = plainError
	}
	for directive, sources := range c.Sources {
		if err := checkSources(directive, sources); err != nil {
			return fmt.Errorf("app: Config.Sources: %w", err)
		}
	}
	var err error
	if c.Timeouts, err = c.Timeouts.withDefaults(); err != nil {
		return err
	}
	if c.Log == nil {
		c.Log = slog.Default()
	}
	return nil
}
