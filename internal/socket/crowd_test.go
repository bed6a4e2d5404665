package socket_test

import (
	"fmt"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"

	"github.com/azu-live/azu/internal/leaktest"
	"github.com/azu-live/azu/internal/socket"
	"github.com/azu-live/azu/internal/socket/sockettest"
	"github.com/azu-live/azu/internal/wire"
)

func TestRow23AFloodOfSocketsGetsAsManyAsThereMayBe(t *testing.T) {
	const most, perIP, addresses, each = 60, 8, 20, 25
	synctest.Test(t, func(t *testing.T) {
		s := newSite(t, socket.Config{Limits: wire.Limits{Sockets: most, SocketsPerIP: perIP}})
		healthy := s.DialWith("/healthy", sockettest.Options{From: "192.0.2.1:1"})
		hello := func() {
			healthy.Send("hello")
			if got := healthy.Next(); got != "hello" {
				t.Errorf("the healthy one beside was answered %q", got)
			}
		}
		stop, clicked := make(chan struct{}), make(chan struct{})
		go func() { // ends with stop
			defer close(clicked)
			for {
				hello()
				select {
				case <-stop:
					return
				default:
				}
			}
		}()
		var answers [3]atomic.Int64 // 101, 429, 503
		var all sync.WaitGroup
		for a := range addresses {
			for i := range each {
				all.Go(func() {
					_, resp, err := s.Try("/", sockettest.Options{From: fmt.Sprintf("10.0.0.%d:%d", a+1, i+1)})
					if err != nil {
						t.Error(err)
						return
					}
					switch resp.StatusCode {
					case 101:
						answers[0].Add(1)
					case 429:
						answers[1].Add(1)
					case 503:
						answers[2].Add(1)
					default:
						t.Errorf("answered %d", resp.StatusCode)
					}
				})
			}
		}
		all.Wait()
		close(stop)
		<-clicked
		hello()
		granted, perIPFull, full := answers[0].Load(), answers[1].Load(), answers[2].Load()
		if granted != most-1 || s.sockets.Len() != most || granted+perIPFull+full != addresses*each || full == 0 {
			t.Errorf("%d were granted, %d refused with 429 and %d with 503; %d are open", granted, perIPFull, full, s.sockets.Len())
		}
	})
}

func TestRow2NothingIsAllocatedForALengthThatIsAnnounced(t *testing.T) {
	leaktest.Check(t)
	huge := bytesOf(frame{Op: sockettest.Binary, Length: 1<<63 - 1})
	s := newSite(t, socket.Config{})
	healthy := s.Dial("/healthy")
	var before, after runtime.MemStats
	const times = 20
	for i := range times + 1 {
		if i == 1 { // the first one fills pools
			runtime.ReadMemStats(&before)
		}
		c := s.Dial("/")
		c.Write(huge)
		if code := c.Closed(); code != wire.CloseTooBig {
			t.Fatalf("closed with %d, want 1009", code)
		}
	}
	runtime.ReadMemStats(&after)
	healthy.Send("hello")
	if got := healthy.Next(); got != "hello" {
		t.Errorf("the healthy one beside was answered %q", got)
	}
	// What both ends of a connection are takes some 30 KB.
	if each := (after.TotalAlloc - before.TotalAlloc) / times; each > 64<<10 {
		t.Errorf("%d bytes were allocated for each", each)
	} else {
		t.Logf("%d bytes for each", each)
	}
}
