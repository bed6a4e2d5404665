package live

import (
	"fmt"
	"testing"
	"testing/synctest"
	"time"
)

func TestRow45WhoIsOverItsShareMovesNobodyElsesTurn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		e := newEngine(t, NewPage(func() *stuck { return &stuck{} }), Limits{Mounts: 60})
		eve := payer{ip: "10.0.0.1"}
		let := func(by payer, n int) (in int, wait time.Duration) {
			for range n {
				w, ok := e.crowded(by)
				if ok {
					in++
				}
				wait = w
			}
			return in, wait
		}
		if in, wait := let(eve, 10_000); in != 30 || wait != 30*time.Second {
			t.Errorf("%d of one address are let in, the last shall wait %v", in, wait)
		}
		// The first 6 were for nothing, then there is one in a sixtieth of a second.
		if in, wait := let(payer{ip: "10.0.0.2"}, 20); in != 20 || wait/time.Millisecond != (30+20-6)*1000/60 {
			t.Errorf("%d of another are let in, the last after %v", in, wait)
		}
		if in, wait := let(payer{}, 120+6-30-20); in != 120+6-30-20 || wait.Round(time.Millisecond) != 2*time.Second {
			t.Errorf("%d of nobody are let in, the last after %v", in, wait) // they only count in all
		}
		if in, wait := let(payer{}, 2); in != 0 || wait/time.Millisecond != 1000+2*1000/60 {
			t.Errorf("%d beyond are let in, the second is to come back after %v", in, wait)
		}
		time.Sleep(time.Second)
		if in, _ := let(eve, 10_000); in != 30 {
			t.Errorf("after a second %d of the first address are let in", in)
		}
	})
}

func TestRow45SharesAreForgottenInTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		e := newEngine(t, NewPage(func() *stuck { return &stuck{} }), Limits{})
		come := func(from, to int) {
			for i := from; i < to; i++ {
				e.crowded(payer{ip: fmt.Sprint("address ", i)})
			}
		}
		come(0, 10_000)
		if n := len(e.shares); n != 10_000 {
			t.Errorf("%d addresses", n)
		}
		come(10_000, 12_500)
		if n := len(e.shares); n > 10_000 || n < 9_000 {
			t.Errorf("%d addresses at once", n)
		}
		time.Sleep(31 * time.Second)
		come(30_000, 31_500)
		if n := len(e.shares); n > 1_500 {
			t.Errorf("%d addresses, of which all but 1,500 have what they had before", n)
		}
	})
}

func TestAShareIsAnAddresssOrAKnownLogins(t *testing.T) {
	e := newEngine(t, NewPage(func() *stuck { return &stuck{} }), Limits{})
	for _, c := range []struct {
		known bool
		login string
		want  payer
	}{
		{false, "eve", payer{ip: "192.0.2.1"}},
		{false, "", payer{ip: "192.0.2.1"}},
		{true, "ann", payer{login: "ann"}},
		{true, "", payer{ip: "192.0.2.1"}}, // who is nobody is not known
	} {
		p := e.newPeer(&somebody{login: c.login})
		if p.known = c.known; p.payer() != c.want {
			t.Errorf("%+v: it is %+v's", c, p.payer())
		}
	}
}

// somebody is nowhere, with a login.
type somebody struct {
	nowhere
	login string
}

func (s *somebody) Login() string    { return s.login }
func (s *somebody) RemoteIP() string { return "192.0.2.1" }

func TestRow45SharesThatAreOverGoWithinASecond(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		e := newEngine(t, NewPage(func() *stuck { return &stuck{} }), Limits{})
		for i := range 100 {
			e.crowded(payer{ip: fmt.Sprint("address ", i)})
		}
		e.mu.Lock()
		e.watchLocked() // as with the first session
		e.mu.Unlock()
		time.Sleep(watchEvery)
		synctest.Wait()
		if n := len(e.shares); n > 0 {
			t.Errorf("%d addresses are remembered", n)
		}
	})
}
