package live_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/azu-live/azu/html"
	"github.com/azu-live/azu/live"
)

func TestACtxEndsWithItsCall(t *testing.T) {
	synctest.Test(t, func(t *testing.T) { // docs/security.md, rule 11
		page, k, _ := openKeeper(t, live.Limits{})
		page.Find("#wait").Click()
		if err := <-k.result; !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("after ten seconds the context says %v", err)
		}
		page.Find("#derive").Click()
		synctest.Wait()
		if err := k.child.Err(); !errors.Is(err, context.Canceled) {
			t.Errorf("a derived context says %v after the call", err)
		}
		page.Find("#other").Click()
		if err := k.child.Err(); !errors.Is(err, context.Canceled) {
			t.Errorf("a derived context comes alive again: %v", err)
		}

		page.Find("#keep").Click()
		if err := k.ctx.Err(); !errors.Is(err, context.Canceled) {
			t.Errorf("a kept Ctx says %v", err)
		}
		defer func() {
			if recover() == nil {
				t.Error("a kept Ctx does not panic")
			}
		}()
		k.ctx.After(time.Second, nil)
	})
}

// reader reads all that its Ctx says.
type reader struct {
	said   []string
	told   live.Callback[string]
	nobody *live.Callback[string]
}

func (c *reader) say(what string) { c.said = append(c.said, what) }

func (c *reader) Read(ctx *live.Ctx) error {
	ctx.Log().Info("read", "by", ctx.Login())
	c.say(ctx.Path() + "?" + ctx.Query())
	if _, ok := ctx.Deadline(); ok {
		c.say("has a deadline")
	}
	if ctx.Value("key") != nil || ctx.Err() != nil {
		c.say("has a value or an error")
	}
	select {
	case <-ctx.Done():
		c.say("is done")
	default:
	}
	if _, ok := ctx.Deadline(); ok || ctx.Value("key") != nil {
		c.say("has a deadline or a value now")
	}
	return nil
}

func (c *reader) Sleep(ctx *live.Ctx) error {
	time.Sleep(11 * time.Second)
	if err := ctx.Err(); err != nil {
		c.say(err.Error())
	}
	return nil
}

func (c *reader) Mistake(ctx *live.Ctx) error  { live.Self(ctx, &reader{}); return nil }
func (c *reader) Other(ctx *live.Ctx) error    { live.Self(ctx, &keeper{}); return nil }
func (c *reader) Tell(ctx *live.Ctx) error     { return c.told.Call(ctx, "") }
func (c *reader) Abroad(ctx *live.Ctx) error   { return c.nobody.Call(ctx, "") }
func (c *reader) Told(*live.Ctx, string) error { return nil }
func (c *reader) Render(h *live.H[reader]) html.Node {
	if c.nobody != nil && *c.nobody == (live.Callback[string]{}) {
		*c.nobody = live.Bind(h, (*reader).Told) // the first session's, for the others
	}
	click := func(f func(*reader, *live.Ctx) error) html.Node { return h.Button(live.Click(h, f)) }
	return h.Div(h.P(h.Text(strings.Join(c.said, ", "))), click((*reader).Read), click((*reader).Sleep),
		click((*reader).Mistake), click((*reader).Other), click((*reader).Tell), click((*reader).Abroad))
}

func readerSite(t *testing.T, limits live.Limits) *site {
	shared := &live.Callback[string]{}
	return newSite(t, map[string]live.Page{"/": live.NewPage(func() *reader { return &reader{nobody: shared} })}, limits)
}

func TestACtxSaysWhereAndForWhomItRuns(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := readerSite(t, live.Limits{HandlerTime: -1})
		c, _ := s.join("/", "ann")
		c.Send(`[1,1,"Read"]`)
		wantNext(t, c, `[1,1,1,[0,"/?"]]`)
		if s.log.count("msg=read page=live_test.reader view=1 by=ann") != 1 {
			t.Errorf("the log says\n%s", s.log)
		}
		c.Send(`[2,1,"Sleep"]`)
		wantNext(t, c, `[2,2]`)

		c, _ = readerSite(t, live.Limits{}).join("/", "ann")
		c.Send(`[1,1,"Read"]`)
		wantNext(t, c, `[1,1,1,[0,"/?, has a deadline, has a deadline or a value now"]]`)
	})
}

func TestACtxEndsInTimeWithoutBeingAskedFor(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c, _ := readerSite(t, live.Limits{}).join("/", "ann")
		c.Send(`[1,1,"Sleep"]`)
		for _, want := range []string{`[0,"busy",true]`, `[1,1,1,[0,"context deadline exceeded"]]`, `[0,"busy",false]`} {
			wantNext(t, c, want)
		}
	})
}

func TestAHandleAndACallbackAreTheirComponentsAndSessions(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := readerSite(t, live.Limits{})
		first, _ := s.join("/", "ann")
		for name, want := range map[string]string{
			"Mistake": "live: Self: ctx belongs to another component",
			"Other":   "live: Self: ctx belongs to another component",
			"Abroad":  "live: a Callback is called in another session than its own",
		} {
			c, _ := s.join("/", "ann")
			c.Send(`[1,1,"` + name + `"]`)
			if got := c.Next(); !strings.HasSuffix(got, `-1,"failed"]`) || s.log.count("event="+name+` err="panic: `+want) != 1 {
				t.Errorf("%s: %s, the log says\n%s", name, got, s.log)
			}
		}
		first.Send(`[1,1,"Tell"]`) // the zero Callback does nothing
		wantNext(t, first, `[1,1]`)
	})
}
