package socket

import (
	"io"
	"net"
	"testing"
	"testing/synctest"
	"time"

	"github.com/azu-live/azu/internal/wire"
)

// slowKernel takes its time for a write, and then takes nothing.
type slowKernel struct{ called, done chan struct{} }

func (k slowKernel) Control(func(uintptr)) error   { return nil }
func (k slowKernel) Read(func(uintptr) bool) error { return nil }
func (k slowKernel) Write(func(uintptr) bool) error {
	k.called <- struct{}{}
	<-k.done
	return nil
}

// The connection ends while the heartbeat is amid a beat: from then on the timer counts to
// the cut-off, and no more to the next ping.
func TestAPingThatCrossesTheEndLeavesItsTimerAlone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, err := New(Config{})
		if err != nil {
			t.Fatal(err)
		}
		near, far := net.Pipe()
		c := &Conn{server: s}
		c.line.open(near, c)
		kernel := slowKernel{make(chan struct{}), make(chan struct{})}
		c.line.outbox.raw = kernel
		c.Joined()
		c.startHeart()

		<-kernel.called
		c.end(&CloseError{Code: wire.CloseRestart})
		ended := time.Now()
		close(kernel.done)
		io.Copy(io.Discard, far) // until it is cut off
		if after := time.Since(ended); after != s.limits.CloseTime {
			t.Errorf("cut off after %v, want %v", after, s.limits.CloseTime)
		}
	})
}
