package main

import (
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/azu-live/azu/live"
)

func TestRow24AHundredThousandPagesThatNobodyJoins(t *testing.T) {
	const attackers = 8 // connections
	const pages, bytes = 100_000 / scale, 64 << 20
	// So that neither their number nor time helps.
	s := startFor(t, live.Limits{Unjoined: -1, UnjoinedBytes: bytes, UnjoinedTime: time.Hour})
	h := keepHealthy(t, s)
	defer h.end()
	before := ask(t, s, look)
	round := 0
	h.withstand(attack{
		greedy: true,
		run: func() { // each is asked for by somebody else, from somewhere else
			round++
			var all sync.WaitGroup
			for w := range attackers {
				all.Go(func() {
					v := &visitor{addr: s.setup.Addr}
					defer v.gone()
					for i := w; i <= pages/rounds; i += attackers {
						v.cookie, v.ip = "", fmt.Sprintf("10.%d.%d.%d", round, i>>8, i&255)
						if err := v.get("/counter"); err != nil {
							t.Error(err)
							return
						}
					}
				})
			}
			all.Wait()
		},
		check: func() {
			now := ask(t, s, look)
			more := now.Heap - before.Heap
			t.Logf("%d pages: %d sessions wait, the heap has %d bytes more", now.Mounted-before.Mounted, now.Sessions-before.Sessions, more)
			if more > bytes {
				t.Errorf("the heap has %d bytes more, %d are allowed", more, bytes)
			}
		},
	})
	now := ask(t, s, look)
	waiting, mounted := now.Sessions-before.Sessions, now.Mounted-before.Mounted
	if mounted < pages || scale == 1 && (waiting > pages*9/10 || waiting < pages/10) {
		t.Errorf("%d of %d pages wait for their browsers", waiting, mounted)
	}
}

func TestRow24PagesThatNobodyJoinsAreCounted(t *testing.T) {
	s := startFor(t, live.Limits{})
	visit := func(ip string, login bool) {
		v := &visitor{addr: s.setup.Addr, ip: ip}
		defer v.gone()
		for range 300 {
			if err := v.get("/counter"); err != nil {
				t.Fatal(err)
			}
			if !login {
				v.cookie = ""
			}
		}
	}
	visit("10.0.0.1", true)
	if n := ask(t, s, look).Sessions; n > 16 {
		t.Errorf("%d sessions wait for one login, want 16", n)
	}
	visit("10.0.0.2", false)
	if n := ask(t, s, look).Sessions; n > 16+32 {
		t.Errorf("%d sessions wait for one login and another address, want 16 and 32", n)
	}
}
