package live_test

import (
	"testing"
	"testing/synctest"
	"time"

	"github.com/azu-live/azu/html"
	"github.com/azu-live/azu/live"
	"github.com/azu-live/azu/live/livetest"
)

// lastWord asks for timers while it is unmounted, and is rendered at most while it is there.
type lastWord struct {
	diary *diary
	told  live.Callback[string]
}

func (l *lastWord) Mount(ctx *live.Ctx) error {
	l.diary.say("mounted")
	_ = l.told.Call(ctx, "mounted")
	return nil
}
func (l *lastWord) Open(*live.Ctx) error { panic("broken") }
func (l *lastWord) Unmount(ctx *live.Ctx) {
	l.diary.say("unmounted")
	ctx.Every(time.Second, func(*live.Ctx) error { l.diary.say("ticks"); return nil })
}
func (l *lastWord) Render(h *live.H[lastWord]) html.Node {
	l.diary.say("rendered")
	return h.P(live.Click(h, (*lastWord).Open))
}

// listener holds a lastWord, and breaks when it hears from it.
type listener struct {
	diary *diary
	open  bool
	deaf  bool
}

func (l *listener) Toggle(*live.Ctx) error              { l.open = !l.open; return nil }
func (l *listener) Hear(_ *live.Ctx, what string) error { panic("heard " + what) }
func (l *listener) Render(h *live.H[listener]) html.Node {
	return h.Div(live.Click(h, (*listener).Toggle), html.If(h, l.open, func(h *live.H[listener]) html.Node {
		return live.Child(h, 1, func(w *lastWord) {
			if w.diary = l.diary; !l.deaf {
				w.told = live.Bind(h, (*listener).Hear)
			}
		})
	}))
}

func openListener(t *testing.T, diary *diary, deaf bool) *livetest.Page {
	page := live.NewPage(func() *listener { return &listener{diary: diary, deaf: deaf} })
	return livetest.Open(t, newSite(t, map[string]live.Page{"/": page}, live.Limits{}), "/")
}

func TestAViewIsNotRenderedAfterItsUnmount(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		diary := &diary{}
		page := openListener(t, diary, false)
		page.Find("div").Click()
		wantDiary(t, diary, "mounted", "unmounted") // for its parent broke
		page.Find(".azu-boundary").WantCount(1)
	})
}

func TestRow37ATimerAskedForWhileUnmountingNeverTicks(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		diary := &diary{}
		page := openListener(t, diary, true)
		page.Find("div").Click()
		wantDiary(t, diary, "mounted", "rendered")
		page.Find("div").Click()
		wantDiary(t, diary, "unmounted")
		page.Advance(time.Minute)
		wantDiary(t, diary)

		page.Find("div").Click()
		wantDiary(t, diary, "mounted", "rendered")
		page.Find("p").Click() // and it breaks
		wantDiary(t, diary, "unmounted")
		page.Advance(time.Minute)
		wantDiary(t, diary)
	})
}
