package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/azu-live/azu/bench/load/crowd"
	"github.com/azu-live/azu/bench/load/server"
)

// TestMain is also that of the processes which the tests start.
func TestMain(m *testing.M) {
	if len(os.Args) > 1 && (os.Args[1] == "server" || os.Args[1] == "crowd") {
		if err := run(os.Args[1:]); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	os.Setenv("GORACE", "atexit_sleep_ms=0") // or with -race each process takes a second to end
	os.Exit(m.Run())
}

func TestOnlyWhatThereIsIsMeasured(t *testing.T) {
	for _, c := range []struct{ args, want, said string }{
		{"", "events idle push documents rows storm", ""},
		{"-only push", "push", ""},
		{"-only push,idle", "idle push", ""},
		{"-only nonsense", "", `there is no "nonsense", but events,idle,push,documents,rows,storm`},
		{"-only idle,", "", `there is no "", but`},
		{"idle", "", `what is "idle"?`},
		{"-nonsense", "", "-nonsense"},
	} {
		var out strings.Builder
		list, _, err := parse(strings.Fields(c.args), &out)
		var got []string
		for _, m := range list {
			got = append(got, m.name)
		}
		if strings.Join(got, " ") != c.want || errors.Is(err, errUsage) != (c.said != "") || !strings.Contains(out.String(), c.said) {
			t.Errorf("%q: got %q, %v, said\n%s", c.args, got, err, out.String())
		}
	}
}

func TestTheDirectoryForProfilesIsThereBeforeAnythingIsMeasured(t *testing.T) {
	t.Chdir(t.TempDir())
	dir, err := profileDir("one/two")
	if err != nil || !filepath.IsAbs(dir) {
		t.Fatal(dir, err)
	}
	if files, err := os.ReadDir(dir); err != nil || len(files) > 0 {
		t.Errorf("%s has %v: %v", dir, files, err)
	}
	if err := os.WriteFile("file", nil, 0o666); err != nil {
		t.Fatal(err)
	}
	if _, err := profileDir("file"); err == nil {
		t.Error("a file was taken for the directory")
	}
	if dir, err := profileDir(""); dir != "" || err != nil {
		t.Error(dir, err)
	}
}

func TestEventsAreAnsweredByFramesOfOneSize(t *testing.T) {
	b := &bench{ctx: t.Context()}
	visitors, err := b.crowd()
	if err != nil {
		t.Fatal(err)
	}
	defer visitors.Stop()
	for _, kind := range []server.Kind{server.Floor, server.Socket, server.Unmetered} {
		h, err := b.start(kind, "")
		if err != nil {
			t.Fatal(err)
		}
		defer h.Stop()
		group := string(kind)
		if err := visitors.Call("Open", crowd.Opening{Group: group, To: h.target(), Count: 3}, nil); err != nil {
			t.Fatal(err)
		}
		var c crowd.Clicks
		if err := visitors.Call("Click", crowd.Clicking{Group: group, For: 50 * time.Millisecond}, &c); err != nil {
			t.Fatal(err)
		}
		want := 0 // answers count 1, 2, … for each visitor
		for _, n := range c.Each {
			for i := range n {
				want += server.AnswerSize(len(fmt.Sprint(i + 1)))
			}
		}
		if c.Events < 3 || c.Bytes != want {
			t.Errorf("%s: %d events were answered by %d bytes, want %d", kind, c.Events, c.Bytes, want)
		}
		if err := visitors.Call("Close", group, nil); err != nil {
			t.Error(err)
		}
	}
}

func TestWhatSessionsHoldIsMeasured(t *testing.T) {
	b := &bench{ctx: t.Context()}
	for _, kind := range []server.Kind{server.Floor, server.Socket, server.Azu} {
		found, err := b.idleTurn(kind, []int{40, 80}, false)
		if err != nil {
			t.Fatal(err)
		}
		if h := found[80]; h.heap < 1000 || h.heap > 50_000 {
			t.Errorf("%s: %+v", kind, h)
		}
	}
	rows, _, err := b.rowsTurn(server.Azu, 40, 0)
	if err != nil {
		t.Fatal(err)
	}
	if rows.heap < 40_000 {
		t.Errorf("sessions of 1,000 rows hold %+v", rows)
	}
}

func TestWhoeverWasThereComesBackToAKilledServer(t *testing.T) {
	const visitors = 40
	b := &bench{ctx: t.Context()}
	for _, kind := range []server.Kind{server.Floor, server.Azu} {
		first, again, err := b.stormTurn(kind, visitors, func(_ *host, _ string, load func() error) error { return load() })
		if err != nil {
			t.Fatal(err)
		}
		fresh := 0
		if kind == server.Azu {
			fresh = visitors
		}
		if first.Joined != visitors || first.Fresh != 0 || again.Joined != visitors || again.Fresh != fresh {
			t.Errorf("%s: joined %+v, came back %+v", kind, first.Joins, again.Joins)
		}
	}
}
