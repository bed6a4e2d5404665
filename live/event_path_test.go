package live

import (
	"fmt"
	"io"
	"log/slog"
	"net/http/httptest"
	"net/url"
	"runtime"
	"strconv"
	"strings"
	"testing"

	"github.com/azu-live/azu/html"
	"github.com/azu-live/azu/internal/seal"
)

// nowhere is a connection that takes everything: what is left is the session's own cost.
type nowhere struct{ frames, bytes int }

func (n *nowhere) Write(frame []byte) (bool, error) {
	n.frames++
	n.bytes += len(frame)
	return true, nil
}
func (n *nowhere) SetMark(uint64)    {}
func (n *nowhere) Joined()           {}
func (n *nowhere) Relieve()          {}
func (n *nowhere) Close(int, string) {}
func (n *nowhere) Login() string     { return "" }
func (n *nowhere) RemoteIP() string  { return "" }

type clicks struct{ n, step int }

func (c *clicks) Increment(*Ctx) error          { c.n += c.step; return nil }
func (c *clicks) Decrement(*Ctx) error          { c.n -= c.step; return nil }
func (c *clicks) SetStep(_ *Ctx, n int) error   { c.step = n; return nil }
func (c *clicks) Remove(_ *Ctx, id int64) error { return nil }

func (c *clicks) Render(h *H[clicks]) html.Node {
	return h.Div(h.Class("counter"),
		h.H2(h.Lit("Counter: "), h.Int(c.n)),
		h.Button(h.Type("button"), Click(h, (*clicks).Decrement), h.Lit("-"), h.Int(c.step)),
		h.Input(h.Type("number"), h.ValueInt(c.step), h.Min("1"), Change(h, (*clicks).SetStep)),
		h.Button(h.Type("button"), Click(h, (*clicks).Increment), h.Lit("+"), h.Int(c.step)))
}

type rowsOf struct{ ids []int64 }

func (c *rowsOf) Remove(_ *Ctx, id int64) error { return nil }
func (c *rowsOf) Render(h *H[rowsOf]) html.Node {
	return h.Ul(html.Each(h, c.ids, func(id *int64) int64 { return *id }, func(h *H[rowsOf], id *int64) html.Node {
		return h.Li(h.Int64(*id), h.Button(ClickWith(h, (*rowsOf).Remove, *id), h.Lit("x")))
	}))
}

type onePage struct{ page Page }

func (p onePage) Resolve(*url.URL) (Page, map[string]string, bool) { return p.page, nil, true }

// joinedPeer is a socket to nowhere that has joined a page.
func joinedPeer(tb testing.TB, page Page, limits Limits) (*peer, *nowhere) {
	return joinPeer(tb, newEngine(tb, page, limits), page)
}

// newEngine is an engine with one page.
func newEngine(tb testing.TB, page Page, limits Limits) *Engine {
	ring, err := seal.NewRing(strings.Repeat("s", 32))
	if err != nil {
		tb.Fatal(err)
	}
	e, err := New(Config{Pages: onePage{page}, Ring: ring, Limits: limits, Log: slog.New(slog.NewTextHandler(io.Discard, nil))})
	if err != nil {
		tb.Fatal(err)
	}
	return e
}

func joinPeer(tb testing.TB, e *Engine, page Page) (*peer, *nowhere) {
	sink := &nowhere{}
	return joinOver(tb, e, page, sink), sink
}

// joinOver is a socket that has joined a page over some connection.
func joinOver(tb testing.TB, e *Engine, page Page, conn transport) *peer {
	out, err := e.Mount(httptest.NewRequest("GET", "/", nil), page, nil)
	if err != nil {
		tb.Fatal(err)
	}
	_, token, _ := strings.Cut(string(out.html), `z-join="`)
	token, _, _ = strings.Cut(token, `"`)
	p := e.newPeer(conn)
	p.Text([]byte(`[0,"join",{"token":"` + token + `","url":"/","known":[],"full":[],"seq":0}]`))
	if p.sess == nil {
		tb.Fatal("not joined")
	}
	return p
}

var unmetered = Limits{EventRate: -1}

func TestAClickAllocatesNothing(t *testing.T) {
	if raceEnabled {
		t.Skip("pools drop what they hold under the race detector")
	}
	p, sink := joinedPeer(t, NewPage(func() *clicks { return &clicks{step: 1} }), unmetered)
	var frame []byte
	ref := 0
	click := func() {
		ref++
		frame = append(strconv.AppendInt(append(frame[:0], '['), int64(ref), 10), `,1,"Increment"]`...)
		p.Text(frame)
		if ref%100 == 0 {
			p.Pong(strconv.AppendInt(nil, int64(ref), 10)) // as the heartbeat does
		}
	}
	for range 1000 {
		click()
	}
	if n := testing.AllocsPerRun(2000, click); n > 0 {
		t.Errorf("a click allocates %v times", n)
	}
	if sink.frames < 3000 {
		t.Errorf("%d frames for 3,000 clicks", sink.frames)
	}
}

func BenchmarkClick(b *testing.B) {
	p, _ := joinedPeer(b, NewPage(func() *clicks { return &clicks{step: 1} }), unmetered)
	var frame []byte
	b.ReportAllocs()
	for i := range b.N {
		frame = append(strconv.AppendInt(append(frame[:0], '['), int64(i+1), 10), `,1,"Increment"]`...)
		p.Text(frame)
	}
}

func BenchmarkClickInAThousandRows(b *testing.B) {
	c := &rowsOf{}
	for i := range 1000 {
		c.ids = append(c.ids, int64(i))
	}
	p, _ := joinedPeer(b, NewPage(func() *rowsOf { return c }), unmetered)
	var frame []byte
	b.ReportAllocs()
	for i := range b.N {
		frame = append(strconv.AppendInt(append(frame[:0], '['), int64(i+1), 10), `,1,"Remove",7]`...)
		p.Text(frame)
	}
}

// TestAnIdleSessionIsSmall reports the heap of a joined counter beyond its socket.
func TestAnIdleSessionIsSmall(t *testing.T) {
	if raceEnabled {
		t.Skip("the race detector adds its own")
	}
	page := NewPage(func() *clicks { return &clicks{step: 1} })
	first, _ := joinedPeer(t, page, Limits{UnjoinedPerIP: -1})
	e := first.e
	heap := func() uint64 {
		runtime.GC()
		runtime.GC()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return m.HeapAlloc
	}
	const n = 2000
	peers := make([]*peer, n)
	sinks := make([]*nowhere, n)
	before := heap()
	for i := range peers {
		peers[i], sinks[i] = joinPeer(t, e, page)
		peers[i].Text([]byte(`[1,1,"Increment"]`))
		peers[i].Pong([]byte("1"))
	}
	after := heap()
	each := int(after-before) / n
	t.Logf("%d bytes a session, its end of the socket included", each)
	if each > 1200 {
		t.Errorf("a session takes %d bytes", each)
	}
	fmt.Fprint(io.Discard, peers, sinks)
	runtime.KeepAlive(peers)
}

// family has children that never change.
type family struct {
	n   int
	ids []int
}

func (f *family) Click(*Ctx) error            { f.n++; return nil }
func (f *family) Called(_ *Ctx, id int) error { return nil }
func (f *family) Render(h *H[family]) html.Node {
	return h.Div(h.Int(f.n), h.Button(Click(h, (*family).Click)),
		html.Each(h, f.ids, func(id *int) int { return *id }, func(h *H[family], id *int) html.Node {
			return Child(h, *id, func(m *member) { m.id, m.call = *id, Bind(h, (*family).Called) })
		}))
}

type member struct {
	id   int
	call Callback[int]
}

func (m *member) Call(ctx *Ctx) error           { return m.call.Call(ctx, m.id) }
func (m *member) Render(h *H[member]) html.Node { return h.P(h.Int(m.id), Click(h, (*member).Call)) }

func familyOf(n int) *family {
	f := &family{}
	for i := range n {
		f.ids = append(f.ids, i)
	}
	return f
}

func TestChildrenCostTheirParentNoAllocation(t *testing.T) {
	if raceEnabled {
		t.Skip("pools drop what they hold under the race detector")
	}
	p, _ := joinedPeer(t, NewPage(func() *family { return familyOf(100) }), unmetered)
	ref := 0
	var frame []byte
	click := func() {
		ref++
		frame = append(strconv.AppendInt(append(frame[:0], '['), int64(ref), 10), `,1,"Click"]`...)
		p.Text(frame)
	}
	click()
	if n := testing.AllocsPerRun(200, click); n > 0 {
		t.Errorf("a render with 100 children allocates %v times", n)
	}
}

func BenchmarkRenderWithAHundredChildren(b *testing.B) {
	p, _ := joinedPeer(b, NewPage(func() *family { return familyOf(100) }), unmetered)
	var frame []byte
	b.ReportAllocs()
	for i := range b.N {
		frame = append(strconv.AppendInt(append(frame[:0], '['), int64(i+1), 10), `,1,"Click"]`...)
		p.Text(frame)
	}
}
