package live_test

import (
	"strings"
	"testing"
	"testing/synctest"

	"github.com/azu-live/azu/html"
	"github.com/azu-live/azu/live"
)

// sack is as large as it is told to be.
type sack struct {
	diary *diary
	size  int
}

func (s *sack) Mount(ctx *live.Ctx) error {
	if ctx.Path() == "/large" {
		s.size = 20_000
	}
	s.diary.say("mount")
	return nil
}
func (s *sack) Fill(*live.Ctx) error { s.size = 20_000; return nil }
func (s *sack) Unmount(*live.Ctx)    { s.diary.say("unmount") }
func (s *sack) Render(h *live.H[sack]) html.Node {
	return h.Div(h.P(h.Text(strings.Repeat("x", s.size))), h.Button(live.Click(h, (*sack).Fill)))
}

func sackSite(t *testing.T, diary *diary, limits live.Limits) *site {
	page := live.NewPage(func() *sack { return &sack{diary: diary} })
	return newSite(t, map[string]live.Page{"/": page, "/large": page}, limits)
}

func TestRow24ASessionTooLargeToBeKeptTakesNobodysPlace(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		diary := &diary{}
		s := sackSite(t, diary, live.Limits{UnjoinedBytes: 10_000})
		small := s.token("/", "ann")
		wantDiary(t, diary, "mount")
		large := s.token("/large", "eve")
		wantDiary(t, diary, "mount", "unmount")

		c := s.dial("ann")
		c.Send(joinFrame(small, "/"))
		if got := c.Next(); !strings.Contains(got, `"fresh":false`) {
			t.Errorf("the small one: %s", got)
		}
		c = s.dial("eve")
		c.Send(joinFrame(large, "/large")) // it is mounted anew
		if got := c.Next(); !strings.Contains(got, `"fresh":true`) {
			t.Errorf("the large one: %s", got)
		}
	})
}

func TestADetachedSessionTooLargeToBeKeptTakesNobodysPlace(t *testing.T) {
	synctest.Test(t, func(t *testing.T) { // docs/security.md, rule 8
		diary := &diary{}
		s := sackSite(t, diary, live.Limits{DetachedBytes: 10_000})
		c, small := s.join("/", "ann")
		c.Cut()
		c, large := s.join("/", "eve")
		wantDiary(t, diary, "mount", "mount")
		c.Send(`[1,1,"Fill"]`)
		c.Next()
		c.Cut()
		wantDiary(t, diary, "unmount")

		if _, got := resume(s, "ann", tokenOf(t, small), 0); !strings.Contains(got, "resumed") {
			t.Errorf("the small one: %s", got)
		}
		if _, got := resume(s, "eve", tokenOf(t, large), 1); got != `[0,"gone"]` {
			t.Errorf("the large one: %s", got)
		}
	})
}
