// Command soak churns the sessions of a real server, in a process of its own, and fails when that holds
// more in the end than it did before: bytes of heap, goroutines, or descriptors.
//
// Visitors come all the time, each to lead one of the lives in [lives]: they click and leave, are cut off
// and come back, walk away, fall silent, flood, send nonsense. Others stay. Every now and then the server
// drains and starts anew. Where a visitor is answered otherwise than docs/protocol.md says, that is a
// failure, too.
package main

import (
	"flag"
	"fmt"
	"os"
	"time"
)

func main() {
	if runAsServer() {
		return
	}
	d := flag.Duration("for", 10*time.Minute, "how long visitors come after a rehearsal, `time` such as 30s; in less than "+enough.String()+" only what is gross is seen as growth before the end")
	flag.Parse()
	s, err := startSoak(os.Stdout)
	if err == nil {
		err = s.run(*d)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "soak:", err)
		os.Exit(1)
	}
	fmt.Print(passed(*d))
}
