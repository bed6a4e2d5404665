package main

import (
	"fmt"
	"time"

	"github.com/azu-live/azu/bench/load/crowd"
	"github.com/azu-live/azu/bench/load/server"
)

// rows measures what sessions hold that show 1,000 rows each.
func (b *bench) rows() error {
	const turns, sessions, idle = 3, 200, 15 * time.Second
	var alone, floors, busy, idles []held
	for range turns {
		rows, err := b.rowsAlone(sessions)
		if err != nil {
			return err
		}
		floor, _, err := b.rowsTurn(server.Floor, sessions, 0)
		if err != nil {
			return err
		}
		ours, rest, err := b.rowsTurn(server.Azu, sessions, idle)
		if err != nil {
			return err
		}
		alone, floors, busy, idles = append(alone, rows), append(floors, floor), append(busy, ours), append(idles, rest)
	}
	head("200 sessions of 1,000 rows, KB each", "heap", "RSS", "heap beyond the rows", "RSS beyond the rows", "goal")
	kept := medianHeld(alone)
	print := func(name string, list []held, goal string) {
		h := medianHeld(list)
		fmt.Printf("| %s | %.1f | %.1f | %.1f | %.1f | %s |\n", name, h.heap/1024, h.rss/1024, (h.heap-kept.heap)/1024, (h.rss-kept.rss)/1024, goal)
	}
	print("the rows alone", alone, "")
	print("gorilla/websocket, holding them", floors, "")
	print("Azu, at once", busy, "48 beyond the rows")
	print("Azu, 15 s later", idles, "4 beyond the rows")
	return nil
}

// rowsAlone measures rows in a process that does nothing with them.
func (b *bench) rowsAlone(n int) (held, error) {
	h, err := b.start(server.Floor, "")
	if err != nil {
		return held{}, err
	}
	defer h.Stop()
	before, err := h.memory()
	if err != nil {
		return held{}, err
	}
	if err := h.Call("Hold", n, nil); err != nil {
		return held{}, err
	}
	after, err := h.memory()
	return heldBy(before, after, n), err
}

// rowsTurn measures a new process with n sessions, at once and after a while.
func (b *bench) rowsTurn(kind server.Kind, n int, wait time.Duration) (atOnce, later held, err error) {
	h, err := b.start(kind, "")
	if err != nil {
		return
	}
	defer h.Stop()
	visitors, err := b.crowd()
	if err != nil {
		return
	}
	defer visitors.Stop()
	to := h.target()
	if to.Event, to.Arg, to.Socket = "Remove", "1", server.HolderSocket; h.azu() {
		to.Page, to.Socket = server.OwnRowsPath, server.AzuSocket
	}
	if err = visitors.Call("Open", crowd.Opening{Group: "first", To: to, Count: 10, Click: true}, nil); err != nil {
		return
	}
	if err = visitors.Call("Close", "first", nil); err != nil {
		return
	}
	before, err := h.memory()
	if err != nil {
		return
	}
	if err = visitors.Call("Open", crowd.Opening{Group: "rows", To: to, Count: n, Click: true, Listen: true}, nil); err != nil {
		return
	}
	after, err := h.memory()
	if err != nil {
		return
	}
	if atOnce = heldBy(before, after, n); wait == 0 {
		return
	}
	if err = b.heapProfile(h, "rows-at-once-heap"); err != nil {
		return
	}
	time.Sleep(wait)
	if after, err = h.memory(); err != nil {
		return
	}
	return atOnce, heldBy(before, after, n), b.heapProfile(h, "rows-idle-heap")
}
