//go:build race

package main

// scale divides the numbers of an attack: the race detector is ten times as slow and there is as much to see.
const scale = 100
