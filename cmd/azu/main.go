// Command azu is Azu's tool for developers.
//
// Usage:
//
//	azu assets [-C dir]
//
// assets builds the Spark client of the repository in dir into assets/dist and prints
// its size.
package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"

	"github.com/azu-live/azu/assets/bundle"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "azu:", err)
		os.Exit(1)
	}
}

func run(args []string) error {
	if len(args) == 0 || args[0] != "assets" {
		return fmt.Errorf("usage: azu assets [-C dir]")
	}
	flags := flag.NewFlagSet("azu assets", flag.ContinueOnError)
	root := flags.String("C", ".", "the repository's folder")
	if err := flags.Parse(args[1:]); err != nil {
		return err
	}
	return buildAssets(*root)
}

func buildAssets(root string) error {
	script, err := bundle.Spark(root)
	if err != nil {
		return err
	}
	size, err := bundle.SizeOf(script)
	if err != nil {
		return err
	}
	file := filepath.Join(root, "assets", "dist", "azu-spark.js")
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		return err
	}
	if err := os.WriteFile(file, script, 0o644); err != nil {
		return err
	}
	fmt.Printf("%s: %d bytes, %d after gzip -9, %d after brotli -q 11\n", file, size.Raw, size.Gzip, size.Brotli)
	return nil
}
