// Command load measures a server of Azu under load beside its floor, a bare gorilla/websocket and
// templ, and prints tables in Markdown. Servers and visitors are processes of their own, which run this
// program again; floor and Azu take turns, and what is printed are medians of the turns.
//
//	go run ./load [-only events,idle,push,documents,rows,storm] [-profile directory]
//
// A command line that asks for something else ends it with status 2, which go run reports and makes 1.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
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
	switch err := run(os.Args[1:]); {
	case err == nil, errors.Is(err, flag.ErrHelp):
	case errors.Is(err, errUsage):
		os.Exit(2)
	default:
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
	list, profile, err := parse(args, os.Stderr)
	if err != nil {
		return err
	}
	if profile, err = profileDir(profile); err != nil {
		return fmt.Errorf("-profile: %w", err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), longest)
	defer cancel()
	ctx, stop := signal.NotifyContext(ctx, os.Interrupt, syscall.SIGTERM)
	defer stop()
	fmt.Printf("%s, %d cores, %s/%s\n\n", runtime.Version(), runtime.NumCPU(), runtime.GOOS, runtime.GOARCH)
	for _, m := range list {
		b := &bench{ctx: ctx, profile: profile}
		if err := errors.Join(m.run(b), ctx.Err()); err != nil {
			return fmt.Errorf("%s: %w", m.name, err)
		}
		fmt.Println()
	}
	return nil
}

// errUsage says that the command line is wrong. Why has been printed.
var errUsage = errors.New("usage")

// parse takes what is to be measured, and the directory for profiles, from the command line.
func parse(args []string, out io.Writer) (list []measurement, profile string, err error) {
	flags := flag.NewFlagSet("load", flag.ContinueOnError)
	flags.SetOutput(out)
	list = measurements
	flags.Func("only", "measure only these `measurements`, separated by commas: "+names(), func(only string) (err error) {
		list, err = chosen(only)
		return err
	})
	flags.StringVar(&profile, "profile", "", "also write processor and heap profiles of the servers into this `directory`, which is made if need be")
	if err := flags.Parse(args); errors.Is(err, flag.ErrHelp) {
		return nil, "", err
	} else if err != nil {
		return nil, "", errUsage
	}
	if flags.NArg() > 0 {
		fmt.Fprintf(out, "what is %q? -only says what to measure\n", flags.Arg(0))
		return nil, "", errUsage
	}
	return list, profile, nil
}

// profileDir makes the directory for profiles, and sees that files can be written there: once something has
// been measured it is too late. It returns the whole path, "" for "".
func profileDir(dir string) (string, error) {
	if dir == "" {
		return "", nil
	}
	dir, err := filepath.Abs(dir)
	if err != nil {
		return "", err
	}
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return "", err
	}
	f, err := os.CreateTemp(dir, "")
	if err != nil {
		return "", err
	}
	return dir, errors.Join(f.Close(), os.Remove(f.Name()))
}

// measurement is what one table tells.
type measurement struct {
	name string
	run  func(*bench) error
}

// measurements are all there are, in the order of their tables.
var measurements = []measurement{
	{"events", (*bench).events},
	{"idle", (*bench).idle},
	{"push", (*bench).push},
	{"documents", (*bench).documents},
	{"rows", (*bench).rows},
	{"storm", (*bench).storm},
}

// chosen are those whose names are in a list, in the order of their tables.
func chosen(only string) (list []measurement, err error) {
	wanted := strings.Split(only, ",")
	for _, name := range wanted {
		if !slices.ContainsFunc(measurements, func(m measurement) bool { return m.name == name }) {
			return nil, fmt.Errorf("there is no %q, but %s", name, names())
		}
	}
	for _, m := range measurements {
		if slices.Contains(wanted, m.name) {
			list = append(list, m)
		}
	}
	return list, nil
}

func names() string {
	var list []string
	for _, m := range measurements {
		list = append(list, m.name)
	}
	return strings.Join(list, ",")
}
