//go:build !linux

package main

// standBack has run compete for processors with the servers: only Linux's threads have priorities.
func standBack(run func() int) int { return run() }
