package live_test

import (
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/azu-live/azu/html"
	"github.com/azu-live/azu/internal/seal"
	"github.com/azu-live/azu/internal/socket/sockettest"
	"github.com/azu-live/azu/live"
)

func TestRow5WhatIsNoMessageIsAnErrorAndRoundsNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := counterSite(t)
		defer beside(s)()
		for _, bad := range []string{
			`{`, `[1,1`, `[1,1,"Add",{"a":1,"a":2}]`, `[1,1,"Add",` + strings.Repeat("[", 40) + strings.Repeat("]", 40) + `]`,
			`[1,1,"Add",1e999]`, `[1.5,1,"Add"]`, `[-1,1,"Add"]`, `["1",1,"Add"]`, `[1,0,"Add"]`, `[0,"nonsense"]`, `[1,1,"Add",1,2,3]`,
		} {
			c, _ := s.join("/counter", "ann")
			c.Send(bad)
			wantNext(t, c, `[0,"error","bad_message"]`)
			c.Send(`[1,1,"Increment"]`) // the socket lives on
			wantNext(t, c, `[1,1,1,[0,1]]`)
			c.Close(1000)
		}
		c, _ := s.join("/counter", "ann")
		for i, bad := range []string{`9223372036854775808`, `1.5`, `"1"`, `true`, `[1]`, `{}`, `null`} {
			c.Send(`[` + string(rune('1'+i)) + `,1,"Add",` + bad + `]`)
			n := string(rune('1' + i))
			wantNext(t, c, `[`+n+`,`+n+`,-1,"bad_argument"]`)
		}
		c.Send(`[8,1,"Add",9007199254740993]`)
		wantNext(t, c, `[8,8,1,[0,"9007199254740993"]]`)
	})
}

// gate shows its handlers to some and not to others.
type gate struct {
	admin bool
	gone  bool
	n     int
}

func (g *gate) Mount(ctx *live.Ctx) error { g.admin = ctx.Login() == "admin"; return nil }
func (g *gate) Delete(*live.Ctx) error    { g.n++; return nil }
func (g *gate) Close(*live.Ctx) error     { g.gone = true; return nil }
func (g *gate) Never(*live.Ctx) error     { panic("called") }
func (g *gate) Render(h *live.H[gate]) html.Node {
	return h.Div(h.P(h.Int(g.n)),
		html.If(h, g.admin, func(h *live.H[gate]) html.Node {
			return h.Button(h.Type("button"), live.Click(h, (*gate).Delete))
		}),
		html.If(h, !g.gone, func(h *live.H[gate]) html.Node {
			return h.Div(h.Button(h.Type("button"), live.Click(h, (*gate).Close)), live.Child(h, 1, func(*clock) {}))
		}))
}

func gateSite(t *testing.T, limits live.Limits) *site {
	return newSite(t, map[string]live.Page{"/": live.NewPage(func() *gate { return &gate{} })}, limits)
}

func TestRow6OnlyWhatStandsInTheNewestRenderCanBeCalled(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := gateSite(t, live.Limits{})
		defer beside(s)()
		admin, _ := s.join("/", "admin")
		admin.Send(`[1,1,"Delete"]`)
		wantNext(t, admin, `[1,1,1,[0,1]]`)

		c, _ := s.join("/", "ann")
		time.Sleep(11 * time.Second) // so that nothing can be in flight
		for i, frame := range []string{
			`,9,"Close"]`, `,1,"Never"]`, `,1,"Render"]`, `,1,"Mount"]`, `,1,"Delete"]`, `,1,"azu.retry"]`,
		} {
			n := string(rune('1' + i))
			c.Send("[" + n + frame)
			code := "unknown_event"
			if i == 0 {
				code = "unknown_view"
			}
			wantNext(t, c, `[`+n+`,`+n+`,-1,"`+code+`"]`)
		}
		if s.log.count("unknown event refused") != 1 {
			t.Errorf("logged other than once:\n%s", s.log)
		}
		admin.Send(`[2,1,"Delete"]`)
		wantNext(t, admin, `[2,2,1,[0,2]]`)
	})
}

func TestRow6WhatARenderHasJustRemovedIsPassedOverInSilence(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := gateSite(t, live.Limits{})
		defer beside(s)()
		c, _ := s.join("/", "ann")
		c.Send(`[1,1,"Close"]`)
		wantNext(t, c, `[1,1,1,[2,0]]`)
		c.Send(`[2,1,"Close"]`) // the second click of a double click
		wantNext(t, c, `[2,2]`)
		c.Send(`[3,2,"Anything"]`) // a view that has gone
		wantNext(t, c, `[3,3]`)
		if log := s.log.String(); strings.Contains(log, "unknown event") {
			t.Errorf("the log says\n%s", log)
		}
	})
}

func TestTenErrorsInTenSecondsCloseTheSocket(t *testing.T) {
	synctest.Test(t, func(t *testing.T) { // docs/security.md, rule 5
		s := counterSite(t)
		c, _ := s.join("/counter", "ann")
		err := func() {
			c.Send(`nonsense`)
			wantNext(t, c, `[0,"error","bad_message"]`)
		}
		err()
		time.Sleep(9 * time.Second)
		for range 8 {
			err()
		}
		time.Sleep(2 * time.Second)
		err() // for the first was more than ten seconds ago
		c.Send(`nonsense`)
		if code := c.Closed(); code != 4003 {
			t.Errorf("closed with %d, want 4003", code)
		}
	})
}

func TestRow8AnInputIsAppliedOnceWhateverIsSent(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := counterSite(t)
		defer beside(s)()
		c, _ := s.join("/counter", "ann")
		c.Send(`[1,1,"Increment"]`)
		wantNext(t, c, `[1,1,1,[0,1]]`)
		c.Send(`[1,1,"Increment"]`)
		c.Send(`[2,1,"Increment"]`)
		wantNext(t, c, `[2,2,1,[0,2]]`)
		c.Send(`[1,1,"Increment"]`)
		c.Send(`[2,1,"Increment"]`)
		c.Send(`[3,1,"Increment"]`)
		wantNext(t, c, `[3,3,1,[0,3]]`)
	})
}

func TestRow9ATokenThatIsNotOnesOwnIsStale(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := counterSite(t)
		defer beside(s)()
		try := func(login, token string) string {
			c := s.dialWith(login, sockettest.Options{From: "10.0.0." + login[:1] + ":1"})
			defer c.Cut()
			c.Send(joinFrame(token, "/counter"))
			return c.Next()
		}
		token := s.token("/counter", "1 ann")
		if got := try("2 eve", token); got != `[0,"stale"]` {
			t.Errorf("another's token: %s", got)
		}
		if got := try("1 ann", token); !strings.Contains(got, `"joined"`) || !strings.Contains(got, `"fresh":false`) {
			t.Errorf("one's own token, after another tried it: %s", got)
		}
		if got := try("1 ann", token); !strings.Contains(got, `"fresh":true`) {
			t.Errorf("a token used again: %s", got)
		}
		for _, bad := range []string{"", "x", token[:len(token)-1], token[:40] + "AAAA" + token[44:], strings.Repeat("A", len(token))} {
			if got := try("3 mal", bad); got != `[0,"stale"]` {
				t.Errorf("forged token %q: %s", bad, got)
			}
		}
		time.Sleep(24*time.Hour + 2*time.Minute)
		if got := try("1 ann", token); got != `[0,"stale"]` {
			t.Errorf("an expired token: %s", got)
		}
	})
}

func TestTenForgedTokensBarAnAddressForTenMinutes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) { // docs/security.md, rule 3
		s := counterSite(t)
		token := s.token("/counter", "ann")
		forged := token[:60] + "AAAA" + token[64:]
		s.dial("ann").Cut()
		for range 10 {
			c := s.dial("ann")
			c.Send(joinFrame(forged, "/counter"))
			wantNext(t, c, `[0,"stale"]`)
			c.Cut()
		}
		dial := func(from string) int {
			c, resp, err := s.server.Try("/ws/components", sockettest.Options{From: from, Header: http.Header{loginHeader: {"ann"}}})
			if err != nil {
				t.Fatal(err)
			}
			if c != nil {
				c.Cut()
				return 101
			}
			return resp.StatusCode
		}
		if got := dial("127.0.0.1:1"); got != 429 {
			t.Errorf("the forger is answered %d, want 429", got)
		}
		if got := dial("127.0.0.2:1"); got != 101 {
			t.Errorf("another address is answered %d, want 101", got)
		}
		time.Sleep(10*time.Minute + time.Second)
		if got := dial("127.0.0.1:1"); got != 101 {
			t.Errorf("after ten minutes the forger is answered %d, want 101", got)
		}
	})
}

func TestAForgerDoesNotBarTheKnownLoginsAtItsAddress(t *testing.T) {
	synctest.Test(t, func(t *testing.T) { // docs/security.md, rule 3
		s := newSiteWith(t, map[string]live.Page{"/counter": counterPage}, live.Config{Known: knowsAnn})
		token := s.token("/counter", "eve")
		for range 10 {
			c := s.dial("eve")
			c.Send(joinFrame(token[:60]+"AAAA"+token[64:], "/counter"))
			wantNext(t, c, `[0,"stale"]`)
			c.Cut()
		}
		for _, login := range []string{"eve", "bob", ""} {
			c, resp, err := s.server.Try("/ws/components", sockettest.Options{Header: http.Header{loginHeader: {login}}})
			if err != nil || c != nil || resp.StatusCode != 429 {
				t.Errorf("%q, who is not known, is let in: %v", login, err)
			}
		}
		c, _ := s.join("/counter", "ann")
		c.Send(`[1,1,"Increment"]`)
		wantNext(t, c, `[1,1,1,[0,1]]`)
	})
}

// knowsAnn knows whose login begins with ann.
func knowsAnn(r *http.Request) bool { return strings.HasPrefix(r.Header.Get(loginHeader), "ann") }

func TestRow10ATokenOfAnOldKeyOpensUntilTheKeyIsGone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		old, next := strings.Repeat("o", 32), strings.Repeat("n", 32)
		ring := func(secrets ...string) *seal.Ring {
			r, err := seal.NewRing(secrets...)
			if err != nil {
				t.Fatal(err)
			}
			return r
		}
		pages := map[string]live.Page{"/counter": counterPage}
		token := newSiteWith(t, pages, live.Config{Ring: ring(old)}).token("/counter", "ann")
		join := func(s *site) string {
			defer beside(s)()
			c := s.dial("ann")
			defer c.Cut()
			c.Send(joinFrame(token, "/counter"))
			return c.Next()
		}
		got := join(newSiteWith(t, pages, live.Config{Ring: ring(next, old)}))
		if !strings.Contains(got, `"fresh":true`) || strings.Contains(got, `"view"`) {
			t.Errorf("with the key added in front: %s", got)
		}
		if got := join(newSiteWith(t, pages, live.Config{Ring: ring(next)})); got != `[0,"stale"]` {
			t.Errorf("with the old key gone: %s", got)
		}
	})
}

func TestConfirmationsWithoutEndWhileAHandlerRunsWaitAsOne(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		_, k, c, _ := joinKeeper(t, live.Limits{})
		k.self.Do(func(k *keeper, _ *live.Ctx) error { time.Sleep(5 * time.Second); k.n++; return nil })
		pong := sockettest.Frame{Op: sockettest.Pong, Payload: []byte("1")}.Append(nil)
		for range 300 {
			c.Write(pong)
			time.Sleep(10 * time.Millisecond)
		}
		if n := live.Waiting(k.self); n != 1 {
			t.Errorf("%d messages wait, want 1", n)
		}
		wantNext(t, c, `[2,1,1,[0,1]]`)
	})
}
