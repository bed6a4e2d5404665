// Command load measures a server of Azu under load beside its floor, a bare gorilla/websocket and
// templ, and prints tables in Markdown. Servers and visitors are processes of their own, which run this
// program again; floor and Azu take turns, and what is printed are medians of the turns.
//
//	go run ./load [-only events,idle,push,documents,rows,storm] [-profile directory]
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"runtime"
	"slices"
	"strings"
	"syscall"
	"time"

	"github.com/azu-live/azu/bench/load/crowd"
	"github.com/azu-live/azu/bench/load/server"
)

// longest is how long all measurements may take.
const longest = 20 * time.Minute

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "load:", err)
		os.Exit(1)
	}
}

func run(args []string) error {
	switch {
	case len(args) == 3 && args[0] == "server":
		return server.Serve(server.Kind(args[1]), args[2])
	case len(args) == 1 && args[0] == "crowd":
		return crowd.Serve()
	}
	flags := flag.NewFlagSet("load", flag.ContinueOnError)
	only := flags.String("only", "", "measure only these, separated by commas: "+strings.Join(names(), ","))
	profile := flags.String("profile", "", "also write processor and heap profiles of Azu's servers into this directory")
	if err := flags.Parse(args); err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(context.Background(), longest)
	defer cancel()
	ctx, stop := signal.NotifyContext(ctx, os.Interrupt, syscall.SIGTERM)
	defer stop()
	fmt.Printf("%s, %d cores, %s/%s\n\n", runtime.Version(), runtime.NumCPU(), runtime.GOOS, runtime.GOARCH)
	for _, m := range measurements {
		if *only != "" && !slices.Contains(strings.Split(*only, ","), m.name) {
			continue
		}
		b := &bench{ctx: ctx, profile: *profile}
		if err := errors.Join(m.run(b), ctx.Err()); err != nil {
			return fmt.Errorf("%s: %w", m.name, err)
		}
		fmt.Println()
	}
	return nil
}

// measurements are all there are, in the order of their tables.
var measurements = []struct {
	name string
	run  func(*bench) error
}{
	{"events", (*bench).events},
	{"idle", (*bench).idle},
	{"push", (*bench).push},
	{"documents", (*bench).documents},
	{"rows", (*bench).rows},
	{"storm", (*bench).storm},
}

func names() []string {
	var list []string
	for _, m := range measurements {
		list = append(list, m.name)
	}
	return list
}
