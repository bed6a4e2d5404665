package app_test

import (
	"fmt"
	"os/exec"
	"strings"
	"testing"

	"github.com/azu-live/azu/app"
	"github.com/azu-live/azu/live"
)

// What clients that others have written do, in the order of the scripts in testdata/clients.
var clientSteps = []string{
	"handshake", "foreign origin", "join", "click", "fragments, a ping between", "64 KiB", "binary", "pings",
	"a newer socket", "leave", "close", "not UTF-8", "too large",
}

func TestClientsThatOthersHaveWrittenAreServed(t *testing.T) {
	s := serve(t, live.Limits{PingEvery: quiet.PingEvery, Silence: quiet.Silence}, app.Timeouts{}, nil)
	python, websockets := "python3", []string{"-c", "import websockets.legacy.client"}
	if missing(python, websockets...) != "" {
		python = "/usr/bin/python3" // the system's, whose package it is
	}
	for _, c := range []struct {
		name    string
		lacks   string // why it cannot run, or ""
		command []string
	}{
		{"ws in Node", missing("node", "--input-type=module", "-e", "import 'ws'"), []string{"node", "testdata/clients/client.mjs"}},
		{"websockets in Python", missing(python, websockets...), []string{python, "testdata/clients/client.py"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			if c.lacks != "" {
				t.Skip(c.lacks)
			}
			args := append(c.command[1:], "http://"+s.addr, "/desk", fmt.Sprint(quiet.Silence.Milliseconds()))
			cmd := exec.CommandContext(t.Context(), c.command[0], args...)
			var out, errs strings.Builder
			cmd.Stdout, cmd.Stderr = &out, &errs
			ended := make(chan error, 1)
			go func() { ended <- cmd.Run() }() // ends with the script, or with the test
			var err error
			s.await("the script's end", func() bool {
				select {
				case err = <-ended:
					return true
				default:
					return false
				}
			})
			if got := strings.TrimSpace(out.String()); err != nil || got != strings.Join(clientSteps, "\n") {
				t.Errorf("%v, done:\n%s\n%s", err, got, errs.String())
			}
		})
	}
}

// missing says what is missing to run a command, or "". The packages of Node and Python are none that Go's
// tests would install.
func missing(name string, args ...string) string {
	if _, err := exec.LookPath(name); err != nil {
		return name + " is not installed"
	}
	if out, err := exec.Command(name, args...).CombinedOutput(); err != nil {
		return fmt.Sprintf("%s %s: %s", name, args[len(args)-1], out)
	}
	return ""
}
