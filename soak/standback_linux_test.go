package main

import (
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"strconv"
	"syscall"
)

// niceness is the attackers'. More of it would have them wait for ever when the machine has other work.
const niceness = 19

// standBack has run, and all that it starts, get processors after everybody else: attackers have machines
// of their own, and what they take from a server's processors here is none of the server's doing. The
// processes that run starts have the priority that this one had.
//
// On Linux each thread has a priority of its own, and hands it on to the threads and processes that it
// starts. One thread keeps it, on which nothing but processes is started.
func standBack(run func() int) int {
	runtime.LockOSThread() // the runtime does not start threads from it any more
	launches, code := make(chan func()), make(chan int)
	launch = func(c *exec.Cmd) error {
		launched := make(chan error)
		launches <- func() { launched <- c.Start() }
		return <-launched
	}
	if err := beNice(); err != nil {
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

// beNice lowers the priority of all threads but the caller's. It looks twice: some may just have been
// starting others.
func beNice() error {
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
			if id == syscall.Gettid() {
				continue
			}
			if err := syscall.Setpriority(syscall.PRIO_PROCESS, id, niceness); err != nil && err != syscall.ESRCH {
				return err
			}
		}
	}
	return nil
}
