package app_test

import (
	"strings"
	"testing"
	"time"

	"github.com/azu-live/azu/app"
	"github.com/azu-live/azu/live"
)

func TestNewRefusesWhatCannotWorkAndNamesTheField(t *testing.T) {
	for field, change := range map[string]func(*app.Config){
		"Config.Addr":                              func(c *app.Config) { c.Addr = "localhost" },
		"Config.Origins is empty":                  func(c *app.Config) { c.Origins = nil },
		"Config.Origins: \"https://example.org/\"": func(c *app.Config) { c.Origins = []string{"https://example.org/"} },
		"Config.Origins: \"example.org\"":          func(c *app.Config) { c.Origins = []string{"example.org"} },
		"Config.Origins: \"ftp://example.org\"":    func(c *app.Config) { c.Origins = []string{"ftp://example.org"} },
		"Config.Keys is empty":                     func(c *app.Config) { c.Keys = nil },
		"Config.Keys[1] has 5 bytes":               func(c *app.Config) { c.Keys = append(c.Keys, "short") },
		"Config.TrustedProxies":                    func(c *app.Config) { c.TrustedProxies = []string{"10.0.0.0/99"} },
		"Config.Timeouts.Read":                     func(c *app.Config) { c.Timeouts.Read = -time.Second },
		"Message is negative":                      func(c *app.Config) { c.Limits = live.Limits{Message: -1} },
		"Config.Sources: script-src":               func(c *app.Config) { c.Sources = map[string][]string{"script-src": {"'unsafe-eval'"}} },
		"Config.Sources: \"trusted-types\"":        func(c *app.Config) { c.Sources = map[string][]string{"trusted-types": {"*"}} },
		"Config.Sources: img-src":                  func(c *app.Config) { c.Sources = map[string][]string{"img-src": {"a; script-src *"}} },
	} {
		c := app.Config{
			Origins: []string{"https://example.org"},
			Keys:    []string{"a key of thirty-two bytes or more"},
		}
		if _, err := app.New(c); err != nil {
			t.Fatal(err)
		}
		change(&c)
		if _, err := app.New(c); err == nil || !strings.HasPrefix(err.Error(), "app: ") || !strings.Contains(err.Error(), field) {
			t.Errorf("%s: got %v", field, err)
		}
	}
}
