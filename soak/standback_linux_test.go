package main

import (
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"strconv"
	"time"

	"golang.org/x/sys/unix"
)

// standBack has run, and all that it starts, get processors after everybody else: attackers have machines
// of their own, and what they take from a server's processors here is none of the server's doing. The
// processes that run starts have the priority that this one had.
//
// On Linux each thread has a priority of its own, and hands it on to the threads and processes that it
// starts. The main thread keeps it, on which nothing but processes is started.
func standBack(run func() int) int {
	runtime.LockOSThread() // the runtime does not start threads from it any more
	launches, code := make(chan func()), make(chan int)
	launch = func(c *exec.Cmd) error {
		launched := make(chan error)
		launches <- func() { launched <- c.Start() }
		return <-launched
	}
	if err := giveWay(false); err != nil {
		fmt.Fprintln(os.Stderr, "soak: attackers have the servers' priority:", err)
	}
	go func() { code <- run() }()
	for {
		select {
		case launch := <-launches:
			launch()
		case c := <-code:
			return c
		}
	}
}

// giveWay sets the priority of all threads but the main one: the lowest, with which they have a little of
// a processor that others want, too; or, entirely, none, and a processor that has only them to run counts as
// idle when a server's thread looks for one. It looks twice: some may just have been starting others.
func giveWay(entirely bool) error {
	priority := unix.SchedAttr{Policy: unix.SCHED_NORMAL, Nice: 19}
	if entirely {
		priority = unix.SchedAttr{Policy: unix.SCHED_IDLE}
	}
	for range 2 {
		threads, err := os.ReadDir("/proc/self/task")
		if err != nil {
			return err
		}
		for _, t := range threads {
			id, err := strconv.Atoi(t.Name())
			if err != nil {
				return err
			}
			if id == os.Getpid() {
				continue
			}
			if err := unix.SchedSetAttr(id, &priority, 0); err != nil && err != unix.ESRCH {
				return err
			}
		}
	}
	return nil
}

// spares reports whether f leaves a quarter of the processors' time to nobody.
func spares(f func()) bool {
	start, idle := time.Now(), idleTime()
	f()
	return idleTime()-idle > time.Since(start)*time.Duration(runtime.NumCPU())/4
}

// idleTime is how long all processors together have had nothing to do.
func idleTime() time.Duration {
	var user, nice, system, idle int64 // in hundredths of a second
	text, _ := os.ReadFile("/proc/stat")
	fmt.Sscanf(string(text), "cpu %d %d %d %d", &user, &nice, &system, &idle)
	return time.Duration(idle) * time.Second / 100
}
