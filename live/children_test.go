package live_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/azu-live/azu/html"
	"github.com/azu-live/azu/live"
	"github.com/azu-live/azu/live/livetest"
)

// board shows a tile for each metric; its methods and those of its tiles write into diary.
type board struct {
	diary   *diary
	metrics []metric
	hidden  bool
	renders int
}

type metric struct {
	ID    int
	Name  string
	Value int
}

func (m *metric) Key() int { return m.ID }

func (b *board) Drop(_ *live.Ctx, id int) error {
	for i := range b.metrics {
		if b.metrics[i].ID == id {
			b.metrics = append(b.metrics[:i], b.metrics[i+1:]...)
			break
		}
	}
	return nil
}

func (b *board) Reverse(*live.Ctx) error {
	for i, j := 0, len(b.metrics)-1; i < j; i, j = i+1, j-1 {
		b.metrics[i], b.metrics[j] = b.metrics[j], b.metrics[i]
	}
	return nil
}

func (b *board) Raise(*live.Ctx) error { b.metrics[0].Value++; return nil }
func (b *board) Hide(*live.Ctx) error  { b.hidden = !b.hidden; return nil }
func (b *board) Add(*live.Ctx) error {
	b.metrics = append(b.metrics, metric{ID: 100 + len(b.metrics), Name: "new"})
	return nil
}
func (b *board) Unmount(*live.Ctx) { b.diary.say("board unmounted") }

func (b *board) Render(h *live.H[board]) html.Node {
	b.renders++
	return h.Main(
		h.Button(h.ID("reverse"), h.Type("button"), live.Click(h, (*board).Reverse)),
		h.Button(h.ID("raise"), h.Type("button"), live.Click(h, (*board).Raise)),
		h.Button(h.ID("hide"), h.Type("button"), live.Click(h, (*board).Hide)),
		h.Button(h.ID("add"), h.Type("button"), live.Click(h, (*board).Add)),
		h.P(h.ID("renders"), h.Int(b.renders)),
		html.If(h, !b.hidden, func(h *live.H[board]) html.Node {
			return h.Section(html.Each(h, b.metrics, (*metric).Key, func(h *live.H[board], m *metric) html.Node {
				return live.Child(h, m.ID, func(t *tile) {
					t.metric, t.diary, t.dismiss = *m, b.diary, live.Bind(h, (*board).Drop)
				})
			}))
		}))
}

type tile struct {
	metric  metric
	diary   *diary
	dismiss live.Callback[int]
	flips   int
}

func (t *tile) Mount(*live.Ctx) error     { t.say("mounted"); return nil }
func (t *tile) Connected(*live.Ctx) error { t.say("connected"); return nil }
func (t *tile) Unmount(*live.Ctx)         { t.say("unmounted") }
func (t *tile) say(what string) {
	t.diary.say(t.metric.Name + " " + what)
}
func (t *tile) Flip(*live.Ctx) error      { t.flips++; return nil }
func (t *tile) Close(ctx *live.Ctx) error { return t.dismiss.Call(ctx, t.metric.ID) }

func (t *tile) Render(h *live.H[tile]) html.Node {
	return h.Div(h.Class("tile"), h.ID(live.ID(h, "tile")),
		h.B(h.Text(t.metric.Name)), h.Lit(" "), h.Int(t.metric.Value), h.Lit(" flipped "), h.Int(t.flips),
		h.Button(h.Class("flip"), h.Type("button"), live.Click(h, (*tile).Flip)),
		h.Button(h.Class("close"), h.Type("button"), live.Click(h, (*tile).Close)))
}

func openBoard(t *testing.T, diary *diary) *livetest.Page {
	page := live.NewPage(func() *board {
		return &board{diary: diary, metrics: []metric{{1, "load", 10}, {2, "heap", 20}, {3, "disk", 30}}}
	})
	return livetest.Open(t, newSite(t, map[string]live.Page{"/": page}, live.Limits{}), "/")
}

func TestAChildRendersAloneAndKeepsItsStateWhereverItsParentPutsIt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		diary := &diary{}
		page := openBoard(t, diary)
		wantDiary(t, diary, "load mounted", "heap mounted", "disk mounted", "load connected", "heap connected", "disk connected")
		tiles := page.Find(".tile")
		tiles.WantText("load 10 flipped 0heap 20 flipped 0disk 30 flipped 0")
		page.Find("#renders").WantText("1")

		page.Find(".tile .flip").Nth(1).Click()
		tiles.WantText("load 10 flipped 0heap 20 flipped 1disk 30 flipped 0")
		page.Find("#renders").WantText("1")

		page.Find("#reverse").Click()
		tiles.WantText("disk 30 flipped 0heap 20 flipped 1load 10 flipped 0")
		page.Find("#raise").Click()
		tiles.WantText("disk 31 flipped 0heap 20 flipped 1load 10 flipped 0")
		wantDiary(t, diary)

		page.Find(".tile .flip").Nth(0).Click()
		tiles.WantText("disk 31 flipped 1heap 20 flipped 1load 10 flipped 0")
	})
}

func TestAnIDLastsAsLongAsTheKeysThatLeadToIt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ids := func(page *livetest.Page) []string {
			var ids []string
			for i := range page.Find(".tile").Count() {
				id, _ := page.Find(".tile").Nth(i).Attr("id")
				ids = append(ids, id)
			}
			return ids
		}
		page := openBoard(t, new(diary))
		before := ids(page)
		if len(slices.Compact(slices.Sorted(slices.Values(before)))) != 3 || !strings.HasPrefix(before[0], "azu-") || !strings.HasSuffix(before[0], "-tile") {
			t.Fatalf("ids %q", before)
		}
		page.Find("#reverse").Click()
		page.Find("#hide").Click()
		page.Find("#hide").Click() // the same keys, other views
		after := ids(page)
		slices.Reverse(after)
		if anew := ids(openBoard(t, new(diary))); !slices.Equal(after, before) || !slices.Equal(anew, before) {
			t.Errorf("ids %q, after changes %q, on a page of another engine %q", before, after, anew)
		}
	})
}

func TestAChildThatIsNoLongerAskedForIsUnmounted(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		diary := &diary{}
		page := openBoard(t, diary)
		diary.take()
		page.Find(".tile .close").Nth(0).Click() // by way of the callback
		page.Find(".tile").WantText("heap 20 flipped 0disk 30 flipped 0")
		wantDiary(t, diary, "load unmounted")
		page.Find("#hide").Click()
		page.Find(".tile").WantCount(0)
		wantDiary(t, diary, "heap unmounted", "disk unmounted")
		page.Find("#hide").Click()
		page.Find(".tile").WantCount(2)
		wantDiary(t, diary, "heap mounted", "heap connected", "disk mounted", "disk connected")
		page.Find("#add").Click()
		page.Find(".tile").WantCount(3)
		page.Find(".tile .flip").Nth(2).Click()
		page.Find(".tile").Nth(2).WantText("new 0 flipped 1")
		wantDiary(t, diary, "new mounted", "new connected")
		page.Leave()
		synctest.Wait()
		wantDiary(t, diary, "heap unmounted", "disk unmounted", "new unmounted", "board unmounted")
	})
}

type twins struct{}

func (c *twins) Render(h *live.H[twins]) html.Node {
	return h.Div(live.Child(h, 1, func(*clock) {}), live.Child(h, 1, func(*clock) {}))
}

type clock struct{ n int }

func (c *clock) Render(h *live.H[clock]) html.Node { return h.P(h.Int(c.n)) }

func TestTwoChildrenOfOneTypeNeedKeysOfTheirOwn(t *testing.T) {
	s := newSite(t, map[string]live.Page{"/": live.NewPage(func() *twins { return &twins{} })}, live.Limits{})
	s.get("/", "")
	if log := s.log.String(); !strings.Contains(log, "two children of type live_test.clock have the key 1 (live/children_test.go:") {
		t.Errorf("the log says\n%s", log)
	}
}

type wrongMount struct{}

func (c *wrongMount) Mount(*live.Ctx)                        {}
func (c *wrongMount) Render(h *live.H[wrongMount]) html.Node { return h.P() }

type wrongParams struct{}

func (c *wrongParams) Params(*live.Ctx, int) error             { return nil }
func (c *wrongParams) Render(h *live.H[wrongParams]) html.Node { return h.P() }

type wrongChild struct{}

func (c *wrongChild) Render(h *live.H[wrongChild]) html.Node {
	return h.Div(live.Child(h, "x", func(*wrongMount) {}))
}

func TestALifecycleMethodThatWouldNeverBeCalledIsRefused(t *testing.T) {
	for name, make := range map[string]func(){
		"component live_test.wrongMount: Mount has the signature func(*live.Ctx), want func(*live.Ctx) error": func() {
			live.NewPage(func() *wrongMount { return &wrongMount{} })
		},
		"component live_test.wrongParams: Params has the signature func(*live.Ctx, int) error, want func(*live.Ctx, P) error with P a struct": func() {
			live.NewPage(func() *wrongParams { return &wrongParams{} })
		},
	} {
		func() {
			defer func() {
				if got := fmt.Sprint(recover()); got != "live: "+name {
					t.Errorf("panics with %q, want %q", got, name)
				}
			}()
			make()
		}()
	}
	s := newSite(t, map[string]live.Page{"/": live.NewPage(func() *wrongChild { return &wrongChild{} })}, live.Limits{})
	if s.get("/", ""); !strings.Contains(s.log.String(), "live_test.wrongMount: Mount has the signature") {
		t.Errorf("a child with a wrong Mount is let pass:\n%s", s.log)
	}
}

// many has children in numbers, to be shuffled.
type many struct{ ids []int }

func (m *many) Set(_ *live.Ctx, ids []int) error { m.ids = ids; return nil }
func (m *many) Render(h *live.H[many]) html.Node {
	return h.Div(h.Button(h.Type("button"), live.ClickWith(h, (*many).Set, m.ids)),
		html.Each(h, m.ids, func(id *int) int { return *id }, func(h *live.H[many], id *int) html.Node {
			return live.Child(h, *id, func(c *stateful) { c.id = *id })
		}))
}

type stateful struct{ id, born int }

var births int

func (c *stateful) Mount(*live.Ctx) error { births++; c.born = births; return nil }
func (c *stateful) Render(h *live.H[stateful]) html.Node {
	return h.P(h.Int(c.id), h.Lit(":"), h.Int(c.born))
}

func TestManyChildrenAreFoundByKeyInAnyOrder(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		births = 0
		page := livetest.Open(t, newSite(t, map[string]live.Page{"/": live.NewPage(func() *many {
			return &many{ids: []int{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12}}
		})}, live.Limits{}), "/")
		page.Send(1, "Set", "[12,3,1,20,11,10,9,2,21,4]", "")
		page.Find("p").WantText("12:123:31:120:1311:1110:109:92:221:144:4")
		page.Send(1, "Set", "[]", "")
		page.Find("p").WantCount(0)
		page.Send(1, "Set", "[3,1]", "")
		page.Find("p").WantText("3:151:16")
	})
}
