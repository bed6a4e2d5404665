package live

// RaceEnabled tells the tests of package live_test that the race detector runs.
const RaceEnabled = raceEnabled
