package app_test

import (
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/azu-live/azu/app"
	"github.com/azu-live/azu/internal/tcpfault"
	"github.com/azu-live/azu/internal/wire"
	"github.com/azu-live/azu/live"
)

// quiet are limits that notice a silent line soon.
var quiet = live.Limits{PingEvery: 150 * time.Millisecond, Silence: 1500 * time.Millisecond, CloseTime: 300 * time.Millisecond}

func TestRow28ADeadLineIsNoticedAndAnEarlierResumeWins(t *testing.T) {
	s := serve(t, quiet, app.Timeouts{}, nil)
	patient, prompt := s.visit("/desk"), s.visit("/desk")
	dead, half := s.line(), s.line()
	patient.connect(dead.Addr())
	prompt.connect(half.Addr())
	for _, v := range []*visitor{patient, prompt} {
		v.do(typing("a"))
		v.settle()
	}
	dead.Swallow(tcpfault.Both)
	half.Swallow(tcpfault.Up) // for the server this one is fine yet
	start := time.Now()
	for _, v := range []*visitor{patient, prompt} {
		v.do(typing("b")) // never arrives
	}

	old := prompt.client
	prompt.catchUp()
	if !prompt.connect(s.addr) || prompt.told[1] != `"resumed"` {
		t.Fatalf("who comes back at once was told %v", prompt.told)
	}
	prompt.do(typing("c"))
	if prompt.settle(); prompt.shown[typedSlot] != "abc" {
		t.Errorf("it shows %v", prompt.shown)
	}
	if code := old.Closed(); code != wire.CloseReplaced {
		t.Errorf("the old socket was closed with %d", code)
	}

	s.await("the dead line is noticed", func() bool { return s.count(live.SessionDetached) > 0 })
	if took := time.Since(start); took < quiet.Silence-2*quiet.PingEvery {
		t.Errorf("it was given up after %v", took)
	}
	patient.catchUp()
	if !patient.connect(s.addr) || patient.told[1] != `"resumed"` {
		t.Fatalf("who comes back later was told %v", patient.told)
	}
	patient.do(click)
	if patient.settle(); patient.shown[typedSlot] != "ab" || patient.shown[clicksSlot] != "1" {
		t.Errorf("it shows %v", patient.shown)
	}

	prompt.do(typing("d")) // past the time of the socket it left
	if !prompt.settle() || prompt.shown[typedSlot] != "abcd" || s.count(live.SessionDetached) > 1 {
		t.Errorf("it shows %v, %d were detached", prompt.shown, s.count(live.SessionDetached))
	}
}

func TestRow41WhoSleepsAndComesBack(t *testing.T) {
	s := serve(t, quiet, app.Timeouts{}, nil)
	briefly, long, idle := s.visit("/desk"), s.visit("/desk"), s.visit("/desk")
	nap, night := s.line(), s.line()
	briefly.connect(nap.Addr())
	long.connect(night.Addr())
	idle.connect(s.addr) // its page does nothing, its browser answers pings
	for _, v := range []*visitor{briefly, long} {
		v.do(typing("a"))
		v.settle()
	}
	nap.Freeze(tcpfault.Both)
	night.Freeze(tcpfault.Both)
	for _, v := range []*visitor{briefly, long} {
		v.do(typing("b")) // as it falls asleep
	}

	s.pass(quiet.Silence / 3)
	nap.Heal()
	briefly.do(typing("c"))
	if !briefly.settle() || briefly.shown[typedSlot] != "abc" || !slices.Equal(briefly.told, []string{`"joined"`}) {
		t.Errorf("after a nap it shows %v, was told %v", briefly.shown, briefly.told)
	}

	s.await("the sleeper's socket is given up", func() bool { return s.count(live.SessionDetached) == 1 })
	s.pass(quiet.Silence / 3) // its session waits, and its clock goes on
	night.Heal()
	if code := long.client.Closed(); code != wire.CloseSilence {
		t.Errorf("the sleeper's socket was closed with %d", code)
	}
	long.catchUp()
	before, _ := strconv.Atoi(long.shown[ticksSlot])
	if !long.connect(s.addr) || !slices.Equal(long.told, []string{`"joined"`, `"resumed"`}) {
		t.Fatalf("told %v", long.told)
	}
	long.do(typing("c"))
	if long.settle(); long.shown[typedSlot] != "abc" {
		t.Errorf("after a night it shows %v", long.shown)
	}
	if after, _ := strconv.Atoi(long.shown[ticksSlot]); after <= before {
		t.Errorf("its clock went from %d to %d", before, after)
	}

	idle.do(click)
	if !idle.settle() || len(idle.told) != 1 {
		t.Errorf("who was idle was told %v", idle.told)
	}
}

// exchange has a visitor type and click through a line, and come back on a good one when it breaks.
func (s *served) exchange(line *tcpfault.Proxy) (v *visitor, broken bool) {
	s.t.Helper()
	v = s.visit("/desk")
	v.connect(line.Addr())
	for _, letter := range "abcdef" {
		v.do(typing(string(letter)))
		v.do(click)
		if letter == 'c' {
			v.settle()
		}
	}
	for !v.settle() {
		if broken = true; len(v.told) > 5 {
			s.t.Fatalf("told %v", v.told)
		}
		v.connect(s.addr)
	}
	// A resume says what was applied before it shows it. The clock has something to say in any case.
	for n := 0; v.shown[typedSlot] != "abcdef" || v.shown[clicksSlot] != "6"; n++ {
		if n > 50 || !v.next() {
			s.t.Fatalf("it shows %v", v.shown)
		}
	}
	if slices.Contains(v.told, `"gone"`) {
		s.t.Errorf("told %v", v.told)
	}
	v.client.Send(`[0,"leave"]`)
	switch code := v.client.Closed(); {
	case code == 1006 && !broken: // in the midst of its last words
		broken = true
	case code != wire.CloseNormal:
		s.t.Errorf("closed with %d", code)
	}
	return v, broken
}

func TestRow29ALineCutAtAnyByteLosesAndDoublesNothing(t *testing.T) {
	s := serve(t, live.Limits{}, app.Timeouts{}, nil)
	whole := s.line()
	s.exchange(whole)
	step := 1
	if raceEnabled {
		step = 16
	}
	runs, cuts := 0, 0
	for _, d := range []tcpfault.Direction{tcpfault.Up, tcpfault.Down} {
		for n := 1; n < int(whole.Passed(d)); n += step {
			line := s.line()
			cut := line.Reset
			if n%2 == 0 {
				cut = line.Finish
			}
			line.At(d, int64(n), cut)
			_, broken := s.exchange(line)
			line.Close()
			if runs++; broken {
				cuts++
			}
			if t.Failed() {
				t.Fatalf("cut at byte %d, direction %d", n, d)
			}
			if runs%50 == 0 {
				s.await("a click", func() bool { return true })
			}
		}
	}
	if cuts < runs*9/10 { // how many bytes the clock takes varies
		t.Errorf("%d of %d lines were cut", cuts, runs)
	}
}

func TestRow29SplitAndDelayedFramesArriveWhole(t *testing.T) {
	for name, spoil := range map[string]func(*tcpfault.Proxy){
		"split":             func(p *tcpfault.Proxy) { p.Split(tcpfault.Both) },
		"delayed":           func(p *tcpfault.Proxy) { p.Delay(tcpfault.Both, 10*time.Millisecond) },
		"split and delayed": func(p *tcpfault.Proxy) { p.Split(tcpfault.Both); p.Delay(tcpfault.Up, 50*time.Microsecond) },
	} {
		t.Run(name, func(t *testing.T) {
			s := serve(t, live.Limits{}, app.Timeouts{}, nil)
			line := s.line()
			spoil(line)
			if v, broken := s.exchange(line); broken {
				t.Errorf("the line broke, told %s", strings.Join(v.told, ", "))
			}
		})
	}
}
