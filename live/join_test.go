package live_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/azu-live/azu/html"
	"github.com/azu-live/azu/internal/socket/sockettest"
	"github.com/azu-live/azu/internal/wire"
	"github.com/azu-live/azu/live"
	"github.com/azu-live/azu/live/livetest"
)

// visit writes down its life.
type visit struct {
	diary *diary
	start int
	n     int
	page  int
}

type visitParams struct {
	Page int      `query:"page"`
	Tags []string `query:"tag"`
}

func (v *visit) say(what string) { v.diary.say(what) }
func (v *visit) Mount(ctx *live.Ctx) error {
	v.say(fmt.Sprintf("mount %v", ctx.Connected()))
	v.n = v.start
	return nil
}
func (v *visit) Params(ctx *live.Ctx, p visitParams) error {
	v.say(fmt.Sprintf("params %d %v %s?%s", p.Page, p.Tags, ctx.Path(), ctx.Query()))
	if v.page = p.Page; p.Page < 0 {
		return live.NotFound
	}
	return nil
}
func (v *visit) Connected(ctx *live.Ctx) error {
	v.say(fmt.Sprintf("connected %v %s", ctx.Connected(), ctx.Login()))
	return nil
}
func (v *visit) Unmount(*live.Ctx)     { v.say("unmount") }
func (v *visit) Title() string         { return fmt.Sprintf("Visit %d", v.n) }
func (v *visit) Click(*live.Ctx) error { v.n++; return nil }
func (v *visit) Render(h *live.H[visit]) html.Node {
	return h.Div(h.P(h.Int(v.n)), h.I(h.Int(v.page)), h.Button(h.Type("button"), live.Click(h, (*visit).Click)))
}

// visitSite starts each visit at *start.
func visitSite(t testing.TB, diary *diary, start *int, limits live.Limits) *site {
	page := live.NewPage(func() *visit { return &visit{diary: diary, start: *start} })
	return newSite(t, map[string]live.Page{"/": page}, limits)
}

func TestTheSocketTakesUpTheSessionOfTheDocument(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		diary := &diary{}
		start := 5
		s := visitSite(t, diary, &start, live.Limits{})
		page := livetest.Open(t, s, "/?page=2&tag=a&tag=b")
		wantDiary(t, diary, "mount false", "params 2 [a b] /?page=2&tag=a&tag=b", "connected true ")
		if page.Fresh() {
			t.Error("the page was mounted anew")
		}
		page.Find("title").WantText("Visit 5")
		page.Find("p").WantText("5")
		page.Find("button").Click()
		page.Find("p").WantText("6")
	})
}

func TestAJoinWithoutItsSessionMountsAnewAndSaysNothingMoreWhenThePageIsTheSame(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		diary := &diary{}
		start := 5
		s := visitSite(t, diary, &start, live.Limits{})
		token := s.token("/", "ann")
		time.Sleep(16 * time.Second)
		synctest.Wait()
		wantDiary(t, diary, "mount false", "params 0 [] /?", "unmount")
		join := func(seq uint64) string {
			c := s.dial("ann")
			defer c.Close(1000)
			c.Send(string(wire.AppendJoin(nil, wire.Join{Token: token, URL: "/", Seq: seq})))
			return c.Next()
		}
		got := join(0)
		wantDiary(t, diary, "mount false", "params 0 [] /?", "connected true ann")
		if !strings.Contains(got, `"fresh":true`) || strings.Contains(got, `"view"`) {
			t.Errorf("the same page: %s", got)
		}
		if got := join(3); !strings.Contains(got, `"view":["`) {
			t.Errorf("a page that was patched before: %s", got)
		}
		start = 6
		if got := join(0); !strings.Contains(got, `"view":["`) || !strings.Contains(got, `,6,0]`) {
			t.Errorf("another page: %s", got)
		}
	})
}

func TestRow39EachTabHasASessionOfItsOwn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		diary := &diary{}
		start := 0
		s := visitSite(t, diary, &start, live.Limits{})
		one, two := livetest.Open(t, s, "/"), livetest.Open(t, s, "/")
		one.Find("button").Click()
		one.Find("button").Click()
		two.Find("button").Click()
		one.Find("p").WantText("2")
		two.Find("p").WantText("1")

		// A duplicated tab has the document of the first, and its token.
		token := s.token("/", "ann")
		for i := range 3 {
			c := s.dial("ann")
			c.Send(joinFrame(token, "/"))
			if got := c.Next(); strings.Contains(got, `"fresh":true`) != (i > 0) {
				t.Errorf("join %d: %s", i, got)
			}
			c.Send(`[1,1,"Click"]`)
			wantNext(t, c, `[1,1,1,[0,1]]`)
		}
	})
}

func TestErrorsOfMountAnswerTheRequestAndTheJoin(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		diary := &diary{}
		start := 0
		s := visitSite(t, diary, &start, live.Limits{})
		for path, want := range map[string]int{"/": 200, "/?page=-1": 404, "/?page=x": 404, "/?page=": 200, "/?page=99999999999999999999": 404} {
			if got := s.get(path, ""); got.Code != want {
				t.Errorf("%s: %d, want %d", path, got.Code, want)
			}
		}
		token := s.token("/", "ann")
		for url, want := range map[string]string{
			"/?page=-1":    `[0,"error","not_found"]`,
			"/nowhere":     `[0,"error","not_found"]`,
			"//evil.test/": `[0,"error","bad_message"]`,
			"http://x/":    `[0,"error","bad_message"]`,
			"/\\evil":      `[0,"error","bad_message"]`,
		} {
			c := s.dial("ann")
			c.Send(string(wire.AppendJoin(nil, wire.Join{Token: token, URL: "/", Seq: 1}))) // takes the session
			c.Next()
			c.Close(1000)
			c = s.dial("ann")
			c.Send(joinFrame(token, url))
			wantNext(t, c, want)
			c.Close(1000)
		}
	})
}

// moody has another mind at its second mount.
type moody struct {
	mounts *int
	then   error
}

func (m *moody) Mount(*live.Ctx) error {
	if *m.mounts++; *m.mounts > 1 {
		return m.then
	}
	return nil
}
func (m *moody) Render(h *live.H[moody]) html.Node { return h.P() }

func TestAPageThatWillNotMountAgainSaysWhy(t *testing.T) {
	for want, err := range map[string]error{
		`[0,"error","not_found"]`:         live.NotFound,
		`[0,"error","denied"]`:            live.Forbidden,
		`[0,"error","redirect","/login"]`: live.Redirect("/login"),
		`[0,"error","failed"]`:            errors.New("the database is away"),
	} {
		synctest.Test(t, func(t *testing.T) {
			mounts := 0
			s := newSite(t, map[string]live.Page{"/": live.NewPage(func() *moody { return &moody{&mounts, err} })}, live.Limits{})
			token := s.token("/", "ann")
			time.Sleep(time.Minute)
			c := s.dial("ann")
			c.Send(joinFrame(token, "/"))
			wantNext(t, c, want)
			if code := c.Closed(); code != 1008 {
				t.Errorf("%s: closed with %d, want 1008", want, code)
			}
		})
	}
}

func TestWhatAsksForNoSessionIsRefused(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := counterSite(t)
		for _, frame := range []string{
			`[0,"join",{"token":1}]`, `[0,"join",{"token":"x","more":1}]`, `[0,"resume",{"seq":-1}]`, `[0,"resume",{"token":"x","seq":"1"}]`,
			`[1,1,"Increment"]`, `[0,"view",1]`,
		} {
			c := s.dial("ann")
			c.Send(frame)
			wantNext(t, c, `[0,"error","bad_message"]`)
			c.Cut()
		}
		c, _ := s.join("/counter", "ann")
		c.SendFrame(sockettest.Frame{Op: sockettest.Binary, Payload: []byte("x")})
		wantNext(t, c, `[0,"error","bad_message"]`)
	})
}

func TestRow31AfterARestartThePageMountsAgainByItself(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		diary := &diary{}
		start := 0
		before := visitSite(t, diary, &start, live.Limits{})
		token := before.token("/", "ann")
		c := before.dial("ann")
		c.Send(joinFrame(token, "/"))
		joined := c.Next()
		c.Send(`[1,1,"Click"]`)
		wantNext(t, c, `[1,1,1,[0,1]]`)
		c.Cut()

		after := visitSite(t, diary, &start, live.Limits{})
		c, got := resume(after, "ann", tokenOf(t, joined), 1)
		if got != `[0,"gone"]` {
			t.Fatalf("another process knows the session: %s", got)
		}
		c.Send(string(wire.AppendJoin(nil, wire.Join{Token: token, URL: "/", Seq: 1}))) // on the same socket
		if got := c.Next(); !strings.Contains(got, `"fresh":true,"seq":0,"ref":0`) || !strings.Contains(got, `"view":["`) {
			t.Errorf("joined: %s", got)
		}
		c.Send(`[1,1,"Click"]`)
		wantNext(t, c, `[1,1,1,[0,1]]`)
	})
}

func TestRow23AJoinIsAnsweredOnceAndFiveTimesASecondAtMost(t *testing.T) {
	synctest.Test(t, func(t *testing.T) { // docs/security.md, rule 6
		diary := &diary{}
		start := 0
		s := visitSite(t, diary, &start, live.Limits{})
		defer beside(s)()
		c, _ := s.join("/", "ann")
		join := joinFrame(s.token("/", "ann"), "/")
		c.Send(join)
		wantNext(t, c, `[0,"error","limit"]`)

		c = s.dial("ann")
		for range 5 {
			c.Send(string(wire.AppendResume(nil, wire.Resume{Token: "x"})))
			wantNext(t, c, `[0,"gone"]`)
		}
		c.Send(join)
		wantNext(t, c, `[0,"error","limit"]`)
		time.Sleep(time.Second)
		c.Send(join)
		if got := c.Next(); !strings.Contains(got, "joined") {
			t.Errorf("a second later: %s", got)
		}

		silent := s.dial("ann")
		time.Sleep(10*time.Second + time.Millisecond)
		if code := silent.Closed(); code != 4002 {
			t.Errorf("a socket that joins nothing is closed with %d, want 4002", code)
		}
	})
}

func TestDrainEndsEverySession(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		diary := &diary{}
		start := 0
		s := visitSite(t, diary, &start, live.Limits{})
		c, _ := s.join("/", "ann") // attached
		other, _ := s.join("/", "bob")
		other.Cut()       // detached
		s.get("/", "ann") // unjoined
		synctest.Wait()
		diary.take()
		if err := s.engine.Drain(t.Context()); err != nil {
			t.Error(err)
		}
		wantDiary(t, diary, "unmount", "unmount", "unmount")
		if code := c.Closed(); code != 1012 {
			t.Errorf("closed with %d, want 1012", code)
		}
		if got := s.get("/", "ann"); got.Code != 200 {
			t.Errorf("a page while draining: %d", got.Code)
		}
		synctest.Wait()
	})
}

func TestAJoinForNoAddressDoesNotCountAsOne(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := counterSite(t)
		token := s.token("/counter", "ann")
		s.dial("ann").Send(joinFrame(token, "/counter"))
		c := s.dial("ann")
		start := time.Now()
		c.Send(joinFrame(token, "//elsewhere")) // its session is taken, so that the page would be mounted anew
		wantNext(t, c, `[0,"error","bad_message"]`)
		if code := c.Closed(); code != 4002 || time.Since(start) > 11*time.Second {
			t.Errorf("closed with %d after %v", code, time.Since(start))
		}
	})
}
