package live_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/azu-live/azu/html"
	"github.com/azu-live/azu/internal/socket/sockettest"
	"github.com/azu-live/azu/internal/wire"
	"github.com/azu-live/azu/live"
)

// fuse cuts a connection when so many bytes have passed, in both directions together. Bytes before the
// cut still arrive.
type fuse struct {
	net.Conn
	mu   sync.Mutex
	left int
}

var errCut = errors.New("cut")

// whole is a fuse that does not blow.
const whole = 1 << 20

// spend takes up to n bytes of what is left.
func (f *fuse) spend(n int) int {
	f.mu.Lock()
	defer f.mu.Unlock()
	n = min(n, f.left)
	f.left -= n
	return n
}

func (f *fuse) unspent() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.left
}

func (f *fuse) Read(p []byte) (int, error) {
	n, err := f.Conn.Read(p)
	if got := f.spend(n); got < n {
		f.Conn.Close()
		return got, errCut
	}
	return n, err
}

func (f *fuse) Write(p []byte) (int, error) {
	if n := f.spend(len(p)); n < len(p) {
		f.Conn.Write(p[:n])
		f.Conn.Close()
		return n, errCut
	}
	return f.Conn.Write(p)
}

// letters collects what is typed and counts clicks, beside a clock that goes on by itself.
type letters struct {
	typed   string
	clicks  int
	seconds int
}

func (l *letters) Connected(ctx *live.Ctx) error         { ctx.Every(700*time.Millisecond, l.tick); return nil }
func (l *letters) tick(*live.Ctx) error                  { l.seconds++; return nil }
func (l *letters) Type(_ *live.Ctx, letter string) error { l.typed += letter; return nil }
func (l *letters) Click(*live.Ctx) error                 { l.clicks++; return nil }
func (l *letters) Render(h *live.H[letters]) html.Node {
	return h.Div(h.I(h.Text(l.typed)), h.B(h.Int(l.clicks)), h.P(h.Int(l.seconds)),
		h.Input(live.Input(h, (*letters).Type)), h.Button(h.Type("button"), live.Click(h, (*letters).Click)))
}

// survivor is a client that comes back until all its inputs are acknowledged.
type survivor struct {
	t      *testing.T
	s      *site
	login  string
	join   string // token of the document
	resume string
	inputs []string // after the ref
	sent   int      // inputs sent on some socket
	acked  int
	seq    int
	shown  map[string]string // slot to value
	client *sockettest.Client
}

// connect dials, with or without a fuse, and takes the session up.
func (v *survivor) connect(wrap func(net.Conn) net.Conn) {
	c, resp, err := v.s.server.Try("/ws/components", sockettest.Options{Header: http.Header{loginHeader: {v.login}}, Wrap: wrap})
	if err != nil {
		return // cut within the handshake
	}
	if c == nil {
		v.t.Fatalf("refused with %s", resp.Status)
	}
	v.client = c
	if v.resume != "" {
		c.Send(string(wire.AppendResume(nil, wire.Resume{Token: v.resume, Seq: uint64(v.seq)})))
	} else {
		c.Send(string(wire.AppendJoin(nil, wire.Join{Token: v.join, URL: "/", Seq: uint64(v.seq)})))
	}
}

// live sends inputs one by one and takes what comes, until all are acknowledged or the socket ends.
func (v *survivor) live() {
	if v.client == nil {
		return
	}
	joined := false
	for {
		synctest.Wait()
		for _, text := range v.client.Waiting() {
			v.client.Next()
			joined = v.take(text) || joined
		}
		switch {
		case !v.client.Open():
			v.client = nil
			return
		case v.acked == len(v.inputs):
			return
		case !joined:
		case v.sent < len(v.inputs):
			v.client.Send(fmt.Sprintf("[%d,%s", v.sent+1, v.inputs[v.sent]))
			v.sent++
		}
		time.Sleep(100 * time.Millisecond)
	}
}

// take applies a message and reports whether it lets inputs be sent.
func (v *survivor) take(text string) bool {
	var m []json.RawMessage
	if err := json.Unmarshal([]byte(text), &m); err != nil {
		v.t.Fatalf("got %s: %v", text, err)
	}
	word := string(m[1])
	switch word {
	case `"joined"`, `"resumed"`:
		var body struct {
			Resume string
			Seq    int
			Ref    int
			Fresh  bool
		}
		json.Unmarshal(m[2], &body)
		v.resume, v.sent = body.Resume, body.Ref
		if word == `"joined"` {
			v.seq, v.acked = body.Seq, body.Ref
		} // else the updates that follow acknowledge
		return true
	case `"gone"`:
		v.t.Errorf("the session is gone")
		return false
	}
	var seq, ref int
	json.Unmarshal(m[0], &seq)
	json.Unmarshal(m[1], &ref)
	if seq != v.seq+1 {
		v.t.Errorf("update %d came after %d: %s", seq, v.seq, text)
	}
	v.seq, v.acked = seq, ref
	for i := 2; i+1 < len(m); i += 2 {
		if string(m[i]) != "1" {
			v.t.Errorf("got %s", text)
			continue
		}
		var patch []any
		json.Unmarshal(m[i+1], &patch)
		for j := 0; j+1 < len(patch); j += 2 {
			slot := fmt.Sprint(patch[j])
			if grown, ok := patch[j+1].([]any); ok {
				v.shown[slot] += fmt.Sprint(grown[0])
			} else {
				v.shown[slot] = fmt.Sprint(patch[j+1])
			}
		}
	}
	return false
}

func TestRow29CutsAtAnyByteLoseAndDoubleNothing(t *testing.T) {
	inputs := []string{`1,"Type",null,"a"]`, `1,"Type",null,"b"]`, `1,"Click"]`, `1,"Type",null,"c"]`, `1,"Click"]`, `1,"Type",null,"d"]`}
	synctest.Test(t, func(t *testing.T) {
		var mounted []*letters
		s := newSite(t, map[string]live.Page{"/": live.NewPage(func() *letters {
			l := &letters{}
			mounted = append(mounted, l)
			return l
		})}, live.Limits{UnjoinedPerIP: -1, SocketsPerIP: -1})
		s.dial("nobody").Cut() // so that there is a server
		visitor := 0
		run := func(cuts ...int) (used []int) { // of one connection after the other, the last of which is whole
			visitor++
			login := fmt.Sprint("login ", visitor)
			v := &survivor{t: t, s: s, login: login, inputs: inputs, shown: map[string]string{}}
			v.join = s.token("/", login)
			for _, cut := range cuts {
				f := &fuse{left: cut}
				v.connect(func(c net.Conn) net.Conn { f.Conn = c; return f })
				v.live()
				used = append(used, cut-f.unspent())
				time.Sleep(300 * time.Millisecond)
			}
			for tries := 0; v.acked < len(inputs); tries++ {
				if tries > 5 {
					t.Fatalf("cut at %d: no way back", cuts)
				}
				v.connect(nil)
				v.live()
				time.Sleep(300 * time.Millisecond)
			}
			l := mounted[len(mounted)-1]
			if l.typed != "abcd" || l.clicks != 2 {
				t.Errorf("cut at %d: the server has %q and %d clicks", cuts, l.typed, l.clicks)
			}
			if v.shown["0"] != "abcd" || v.shown["1"] != "2" {
				t.Errorf("cut at %d: the client shows %q and %s clicks", cuts, v.shown["0"], v.shown["1"])
			}
			if v.client != nil {
				v.client.Send(`[0,"leave"]`)
				v.client.Closed()
			}
			return used
		}
		bytes := run(whole)[0]
		if bytes < 500 {
			t.Fatalf("the exchange has %d bytes", bytes)
		}
		for cut := range bytes {
			run(cut)
		}
		for _, first := range []int{bytes * 2 / 3, bytes * 3 / 4, bytes * 5 / 6} { // in the midst of the inputs
			back := run(first, whole)[1]
			if back < 300 {
				t.Fatalf("after a cut at %d the exchange has %d bytes", first, back)
			}
			for cut := range back {
				run(first, cut)
			}
		}
		if log := s.log.String(); strings.Contains(log, "level=ERROR") {
			t.Errorf("the log says\n%s", log)
		}
	})
}
