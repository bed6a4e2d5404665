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
// starts. One thread keeps it, on which nothing but processes is started.
func standBack(run func() int) int {
	runtime.LockOSThread() // the runtime does not start threads from it any more
	launcher = unix.Gettid()
	launches, code := make(chan func()), make(chan int)
	launch = func(c *exec.Cmd) error {
		launched := make(chan error)
		launches <- func() { launched <- c.Start() }
		return <-launched
	}
	if err := giveWay(spares(func() { time.Sleep(200 * time.Millisecond) })); err != nil {
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

// launcher is the thread that keeps its priority. It is set once, in standBack.
var launcher int

// giveWay sets the priority of all threads but the launcher: the lowest, with which they have a little of a
// processor that others want, too; or, entirely, next to none, and a processor that has only them to run counts
// as idle when a server's thread looks for one. The way back from there takes privilege: without it, attackers on
// a machine that others come to use may be too late for what they try, and their test fails. It looks twice: some
// threads may just have been starting others.
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
			if id == launcher {
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
	idle, all := processorTime()
	f()
	idleThen, allThen := processorTime()
	return idleThen-idle > (allThen-all)/4
}

// processorTime is how long all processors together have had nothing to do, and how long in all, in the
// system's ticks.
func processorTime() (idle, all int64) {
	var did [8]int64 // user, nice, system, idle, iowait, irq, softirq, steal
	text, _ := os.ReadFile("/proc/stat")
	fmt.Sscanf(string(text), "cpu %d %d %d %d %d %d %d %d", &did[0], &did[1], &did[2], &did[3], &did[4], &did[5], &did[6], &did[7])
	for _, d := range did {
		all += d
	}
	return did[3], all
}
