package main

import (
	"fmt"
	"os"
	"strconv"
	"strings"
	"time"
)

// busyFor returns the time that the server's process and this one have had of processors, 0 where the
// system does not tell.
func (h *healthy) busyFor(s *server) time.Duration {
	return processTime(os.Getpid()) + processTime(s.cmd.Process.Pid)
}

// busyBeside is the same of the healthy and of the other server.
func (h *healthy) busyBeside() time.Duration {
	return processTime(h.process.cmd.Process.Pid) + processTime(h.other.cmd.Process.Pid)
}

func processTime(pid int) time.Duration {
	stat, _ := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	return hundredths(stat, 13, 14) // as a user, in the kernel
}

// busyAtAll is the time that all processes of the machine have had, and other machines on the same processors.
func busyAtAll() time.Duration {
	stat, _ := os.ReadFile("/proc/stat")
	return hundredths(stat, 1, 2, 3, 8) // user, nice, system, steal
}

// hundredths adds up fields that count hundredths of a second.
func hundredths(stat []byte, fields ...int) (d time.Duration) {
	all := strings.Fields(string(stat))
	for _, i := range fields {
		if i < len(all) {
			n, _ := strconv.Atoi(all[i])
			d += time.Duration(n) * 10 * time.Millisecond
		}
	}
	return d
}
