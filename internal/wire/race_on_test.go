//go:build race

package wire_test

// raceEnabled says that the race detector, which drops what is pooled at random, is on.
const raceEnabled = true
