package main

import (
	"strings"
	"testing"
	"time"
)

// held are ten minutes of samples, one a second, of a server that holds as much at a time as f says.
func held(f func(at time.Duration) state) []sample {
	var out []sample
	for at := time.Second; at <= 10*time.Minute; at += time.Second {
		out = append(out, sample{at, f(at)})
	}
	return out
}

func TestRow38ASoakTellsWhatGrew(t *testing.T) {
	noisy := func(at time.Duration) int { return int(at/time.Second) % 7 } // goes up and down
	for want, f := range map[string]func(at time.Duration) state{
		"": func(at time.Duration) state {
			return state{Heap: int64(5e6 + 1e5*noisy(at)), Goroutines: 150 + noisy(at), Descriptors: 160 + noisy(at)}
		},
		"bytes of heap grew from 5525000 to 6155000 while visitors came, by 11.4% and not 5% at most": func(at time.Duration) state { // by ten bytes for each visitor
			return state{Heap: int64(5e6+1e5*noisy(at)) + 10*int64(at/lifeEvery), Goroutines: 150, Descriptors: 160}
		},
		"goroutines grew": func(at time.Duration) state { // by one for a thousand visitors
			return state{Heap: 5e6, Goroutines: 150 + noisy(at) + int(at/lifeEvery/1000), Descriptors: 160}
		},
		"descriptors grew": func(at time.Duration) state {
			return state{Heap: 5e6, Goroutines: 150, Descriptors: 160 + noisy(at) + int(at/lifeEvery/1000)}
		},
	} {
		s := &soak{samples: held(f)}
		got := strings.Join(s.during(10*time.Minute), "; ")
		if want == "" && got != "" || !strings.HasPrefix(got, want) || strings.Contains(got, "; ") {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

// Two seconds have a sample in the second third of them, and none in the last.
func TestRow38ASoakThatComparesNothingSaysSo(t *testing.T) {
	s := &soak{samples: []sample{{at: time.Second}, {at: 2 * time.Second}}}
	if got := s.during(2 * time.Second); len(got) != 1 || got[0] != "nothing was compared: 1 and 0 samples" {
		t.Errorf("got %q", got)
	}
}

func TestRow38ASoakTellsWhatIsLeftInTheEnd(t *testing.T) {
	idle := state{Heap: 1e6, Goroutines: 3, Descriptors: 11}
	for want, after := range map[string]state{
		"": {Heap: 119e4, Goroutines: 3, Descriptors: 11, Logged: map[string]int{"view failed": 7}},
		"bytes of heap grew from 1000000 to 1210000 when all had left, by 21.0% and not 20% at most": {Heap: 121e4, Goroutines: 3, Descriptors: 11},
		"goroutines grew":             {Heap: 1e6, Goroutines: 4, Descriptors: 11},
		"left: 3 goroutines of 3, 12": {Heap: 1e6, Goroutines: 3, Descriptors: 12},
		"1 sessions have not ended":   {Heap: 1e6, Goroutines: 3, Descriptors: 11, Sessions: 1},
		"logged 1 times: resolve fai": {Heap: 1e6, Goroutines: 3, Descriptors: 11, Logged: map[string]int{"resolve failed": 1}},
	} {
		s := &soak{idle: idle, churn: &churn{}}
		got := strings.Join(s.inTheEnd(idle, after), "; ")
		if want == "" && got != "" || !strings.HasPrefix(got, want) {
			t.Errorf("got %q, want %q", got, want)
		}
	}
	s := &soak{idle: idle, churn: &churn{wrong: 2}}
	if got := s.inTheEnd(idle, idle); len(got) != 1 || got[0] != "2 visitors were answered wrongly" {
		t.Errorf("got %q", got)
	}
}

func TestRow38ASoakSaysWhatItHasComparedAndWithinWhat(t *testing.T) {
	for _, c := range []struct {
		d     time.Duration
		said  []string
		gross bool
	}{
		{10 * time.Minute, []string{"seconds 540 to 600, at most 5% above those of 120 to 180", "at most 20% above"}, false},
		{4 * time.Minute, []string{"seconds 180 to 240, at most 5% above those of 120 to 180"}, false},
		{30 * time.Second, []string{"seconds 20 to 30, at most 50% above those of 10 to 20"}, true},
	} {
		got := passed(c.d)
		for _, want := range c.said {
			if !strings.Contains(got, want) {
				t.Errorf("%v: want %q in\n%s", c.d, want, got)
			}
		}
		if strings.Contains(got, "less than 4m0s") != c.gross {
			t.Errorf("%v: got\n%s", c.d, got)
		}
	}
}
