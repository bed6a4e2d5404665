//go:build !race

package main

// scale divides the numbers of an attack.
const scale = 1
