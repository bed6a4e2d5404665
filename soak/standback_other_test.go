//go:build !linux

package main

// standBack runs run. How attackers get processors after everybody else is known for Linux only.
func standBack(run func() int) int { return run() }

func giveWay(bool) error { return nil }

func spares(f func()) bool { f(); return false }
