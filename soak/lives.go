package main

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"strconv"
	"time"

	"github.com/azu-live/azu/internal/socket/sockettest"
	"github.com/azu-live/azu/internal/tcpfault"
	"github.com/azu-live/azu/internal/wire"
)

// A life is what a visitor does, from the first request to the last. Its error is what the server did
// that it should not have done.
type life struct {
	name   string
	weight int // how many of a hundred visitors lead it
	live   func(*visitor) error
}

var lives = []life{
	{"passes by", 16, passBy},
	{"prefetches", 4, prefetch},
	{"clicks", 16, clickAndLeave},
	{"reads a list", 6, readList},
	{"watches clocks", 8, watchClocks},
	{"walks away", 10, walkAway},
	{"is cut off", 8, beCutOff},
	{"has a bad line", 4, haveBadLine},
	{"moves", 4, move},
	{"joins twice", 4, joinTwice},
	{"breaks views", 6, breakViews},
	{"sends nonsense", 6, sendNonsense},
	{"forges", 1, forge},
	{"floods", 1, flood},
	{"does not read", 1, doNotRead},
	{"falls silent", 2, fallSilent},
	{"never joins", 2, neverJoin},
	{"is foreign", 1, beForeign},
}

// passBy gets a page and goes.
func passBy(v *visitor) error {
	if rand.N(8) == 0 {
		return v.head("/counter")
	}
	return v.get(anyOf("/counter", "/counter", "/rows", "/clocks", "/faults", "/wall"))
}

// prefetch gets a page on a guess, and perhaps joins it after all.
func prefetch(v *visitor) error {
	if err := v.get("/counter", "Sec-Purpose", "prefetch"); err != nil {
		return err
	}
	if rand.N(2) == 0 {
		return nil
	}
	if err := v.joinAnew(); err != nil {
		return err
	}
	return v.leave()
}

// clickAndLeave is the life that most visitors lead.
func clickAndLeave(v *visitor) error {
	if err := v.arrive("/counter"); err != nil {
		return err
	}
	for n := 1; n <= 10; n++ {
		if err := v.count(n); err != nil {
			return err
		}
		if err := v.linger(rand.N(100 * time.Millisecond)); err != nil {
			return err
		}
	}
	return v.leave()
}

// count is a click on a counter and what it says then.
func (v *visitor) count(n int) error {
	seq := v.seq + 1
	got, err := v.do(1, "Add", "", "")
	if err != nil {
		return err
	}
	if want := fmt.Sprintf("[%d,%d,1,[0,%d]]", seq, v.sent, n); string(got) != want {
		return fmt.Errorf("got %s, want %s", got, want)
	}
	return nil
}

// readList changes a long list in every way.
func readList(v *visitor) error {
	if err := v.arrive("/rows"); err != nil {
		return err
	}
	for range 5 {
		for _, input := range [][2]string{{"Vote", strconv.Itoa(rand.N(500))}, {"Turn", ""}, {"Vote", "999"}} {
			if err := v.change(1, input[0], input[1]); err != nil {
				return err
			}
		}
		if err := v.linger(rand.N(200 * time.Millisecond)); err != nil {
			return err
		}
	}
	if err := v.change(1, "Replace", "500"); err != nil {
		return err
	}
	return v.leave()
}

// watchClocks lets timers run, and leaves without a word.
func watchClocks(v *visitor) error {
	if err := v.arrive("/clocks"); err != nil {
		return err
	}
	for range 2 {
		if err := v.change(1, "Wind", ""); err != nil {
			return err
		}
		for before := v.seq; v.seq < before+4; {
			m, err := v.hear()
			if err != nil {
				return fmt.Errorf("waiting for the clocks: %w", err)
			}
			v.update(m)
		}
	}
	return nil
}

// walkAway clicks and goes without a word.
func walkAway(v *visitor) error {
	if err := v.arrive("/counter"); err != nil {
		return err
	}
	return v.count(1)
}

// beCutOff loses the connection within a message, and again while nothing happens, and comes back.
func beCutOff(v *visitor) error {
	if err := v.arrive("/counter"); err != nil {
		return err
	}
	if err := v.count(1); err != nil {
		return err
	}
	whole := sockettest.Frame{Op: sockettest.Text, Payload: wire.AppendEvent(nil, 2, 1, "Add", nil, nil)}.Append(nil)
	if _, err := v.sock.Write(whole[:rand.N(len(whole))]); err != nil {
		return err
	}
	for n := 2; n <= 3; n++ {
		v.cut()
		if err := v.reconnectToOld(); err != nil {
			return err
		}
		if err := v.count(n); err != nil {
			return err
		}
	}
	return v.leave()
}

// haveBadLine has a line that is slow, breaks in the midst of an update, and at last is dead while both
// sides believe it is not. The update comes again, and an input is not applied twice.
func haveBadLine(v *visitor) error {
	line, err := tcpfault.Listen(v.addr)
	if err != nil {
		return err
	}
	defer line.Close()
	straight := v.addr
	v.addr = line.Addr()
	line.Delay(tcpfault.Both, rand.N(20*time.Millisecond))
	if err := v.arrive("/counter"); err != nil {
		return err
	}
	line.Split(tcpfault.Down)
	line.At(tcpfault.Down, line.Passed(tcpfault.Down)+1+rand.N[int64](8), line.Reset)
	if err := v.count(1); closedWith(err) != 1006 {
		return fmt.Errorf("a line that breaks: %w", err)
	}
	if err := v.reconnectToOld(); err != nil {
		return err
	}
	if _, err := v.settle(); err != nil {
		return err
	}
	line.Swallow(tcpfault.Both)
	defer v.sock.Close()
	v.addr = straight
	if err := v.reconnectToOld(); err != nil {
		return err
	}
	if err := v.count(2); err != nil {
		return err
	}
	return v.leave()
}

// move takes the session to another socket while the old one is still there.
func move(v *visitor) error {
	if err := v.arrive("/counter"); err != nil {
		return err
	}
	if err := v.count(1); err != nil {
		return err
	}
	old := *v
	defer old.cut()
	if err := v.comeBack(); err != nil {
		return err
	}
	if err := old.hearTheEnd(wire.CloseReplaced); err != nil {
		return err
	}
	if err := v.count(2); err != nil {
		return err
	}
	return v.leave()
}

// joinTwice joins a document in two windows. The second one gets a session of its own.
func joinTwice(v *visitor) error {
	if err := v.arrive("/counter"); err != nil {
		return err
	}
	other := *v
	defer other.cut()
	if err := other.joinAnew(); err != nil {
		return err
	}
	if err := errors.Join(other.count(1), v.count(1)); err != nil {
		return err
	}
	return errors.Join(other.leave(), v.leave())
}

// breakViews has a view panic wherever it can, and asks for a fresh one.
func breakViews(v *visitor) error {
	if err := v.arrive("/faults"); err != nil {
		return err
	}
	for _, where := range []string{"handler", "render", "error", "unmount", "timer"} {
		if _, err := v.do(3, "Panic", "", strconv.Quote(where)); err != nil {
			return err
		}
		if where == "timer" {
			if err := v.linger(50 * time.Millisecond); err != nil {
				return err
			}
		}
		if err := v.change(2, "Add", ""); err != nil {
			return err
		}
		if _, err := v.do(3, "azu.retry", "", ""); err != nil {
			return err
		}
	}
	return v.leave()
}

// anyOf is one of them.
func anyOf(list ...string) string { return list[rand.N(len(list))] }
