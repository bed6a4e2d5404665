package live_test

import (
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"github.com/azu-live/azu/html"
	"github.com/azu-live/azu/live"
	"github.com/azu-live/azu/live/livetest"
)

// desk has a handler of each kind and writes down what it was called with.
type desk struct {
	got  string
	rows []int64
	pick string
}

type signup struct {
	Email string `form:"email"`
	Age   int    `form:"age"`
	News  bool   `form:"news"`
	Tags  []string
}

type point struct {
	X, Y int
	Name string
}

func (d *desk) note(format string, args ...any) error {
	d.got = fmt.Sprintf(format, args...)
	return nil
}

func (d *desk) Clicked(*live.Ctx) error             { return d.note("clicked") }
func (d *desk) Row(_ *live.Ctx, id int64) error     { return d.note("row %d", id) }
func (d *desk) Place(_ *live.Ctx, p point) error    { return d.note("place %d %d %s", p.X, p.Y, p.Name) }
func (d *desk) Search(_ *live.Ctx, q string) error  { return d.note("search %q", q) }
func (d *desk) Amount(_ *live.Ctx, n float64) error { return d.note("amount %v", n) }
func (d *desk) Agree(_ *live.Ctx, on bool) error    { return d.note("agree %v", on) }
func (d *desk) Pick(_ *live.Ctx, v string) error    { d.pick = v; return d.note("pick %s", v) }
func (d *desk) Rename(_ *live.Ctx, id int64, name string) error {
	return d.note("rename %d %q", id, name)
}
func (d *desk) Sign(_ *live.Ctx, s signup) error {
	return d.note("sign %s %d %v %v", s.Email, s.Age, s.News, s.Tags)
}
func (d *desk) Key(_ *live.Ctx, k live.Key) error {
	return d.note("key %s %s %v %v", k.Key, k.Code, k.Ctrl, k.Shift)
}
func (d *desk) Focused(*live.Ctx) error              { return d.note("focused") }
func (d *desk) Left(_ *live.Ctx, where string) error { return d.note("left %s", where) }
func (d *desk) Both(_ *live.Ctx, text string) error  { return d.note("both %q", text) }
func (d *desk) Fill(_ *live.Ctx, row int64, q string) error {
	return d.note("fill %d %q", row, q)
}
func (d *desk) SignAt(_ *live.Ctx, row int64, s signup) error {
	return d.note("sign %d %s", row, s.Email)
}
func (d *desk) KeyAt(_ *live.Ctx, row int64, k live.Key) error {
	return d.note("key %d %s", row, k.Key)
}
func (d *desk) Denied(*live.Ctx, int) error          { return fmt.Errorf("not yours: %w", live.Forbidden) }
func (d *desk) Optional(_ *live.Ctx, p *point) error { return d.note("optional %v", p) }

func (d *desk) Render(h *live.H[desk]) html.Node {
	return h.Div(
		h.P(h.ID("got"), h.Text(d.got)),
		h.Button(h.ID("click"), h.Type("button"), live.Click(h, (*desk).Clicked)),
		html.Each(h, d.rows, func(id *int64) int64 { return *id }, func(h *live.H[desk], id *int64) html.Node {
			return h.Div(h.Class("row"),
				h.Button(h.Type("button"), live.ClickWith(h, (*desk).Row, *id), h.Int64(*id)),
				h.Input(live.ChangeWith(h, (*desk).Rename, *id)))
		}),
		h.Button(h.ID("place"), h.Type("button"), live.ClickWith(h, (*desk).Place, point{1, -2, `<"&'>`})),
		h.Button(h.ID("nil"), h.Type("button"), live.ClickWith(h, (*desk).Optional, nil)),
		h.Input(h.ID("search"), live.Input(h, (*desk).Search), live.Debounce(h, 200*time.Millisecond)),
		h.Input(h.ID("amount"), h.Type("number"), live.Change(h, (*desk).Amount)),
		h.Input(h.ID("agree"), h.Type("checkbox"), live.Change(h, (*desk).Agree)),
		h.Select(h.ID("pick"), h.Value(d.pick), live.Change(h, (*desk).Pick),
			h.Option(h.Value("a"), h.Lit("A")), h.Option(h.Value("b"), h.Lit("B"))),
		h.Form(h.ID("form"), live.Submit(h, (*desk).Sign),
			h.Input(h.Name("email")), h.Input(h.Name("age")), h.Input(h.Name("news"), h.Type("checkbox")), h.Input(h.Name("Tags"))),
		h.Input(h.ID("keys"), live.Keydown(h, (*desk).Key), live.Focus(h, (*desk).Focused), live.BlurWith(h, (*desk).Left, "keys")),
		h.Button(h.ID("both-click"), h.Type("button"), live.ClickWith(h, (*desk).Both, "argument")),
		h.Input(h.ID("both-input"), live.Input(h, (*desk).Both)),
		h.Form(h.ID("form-at"), live.SubmitWith(h, (*desk).SignAt, 3), h.Input(h.Name("email"))),
		h.Input(h.ID("all-at"), live.InputWith(h, (*desk).Fill, 4), live.KeydownWith(h, (*desk).KeyAt, 5), live.FocusWith(h, (*desk).Row, 6)),
		h.Button(h.ID("denied"), h.Type("button"), live.ClickWith(h, (*desk).Denied, 1)),
		h.Button(h.ID("ask"), h.Type("button"), live.Click(h, (*desk).Clicked), live.Confirm(h, "Sure?")))
}

func openDesk(t *testing.T) *livetest.Page {
	page := live.NewPage(func() *desk { return &desk{rows: []int64{7, 1<<53 + 1}, pick: "b"} })
	return livetest.Open(t, newSite(t, map[string]live.Page{"/": page}, live.Limits{}), "/")
}

func TestEachKindOfEventReachesItsHandler(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		page := openDesk(t)
		got := page.Find("#got")

		page.Find("#click").Click()
		got.WantText("clicked")
		page.Find(".row button").Nth(1).Click()
		got.WantText("row 9007199254740993")
		page.Find("#place").Click()
		got.WantText(`place 1 -2 <"&'>`)
		page.Find("#nil").Click()
		got.WantText("optional <nil>")
		page.Find("#search").Type("ann\u00e9")
		got.WantText("search \"ann\u00e9\"")
		page.Find("#amount").Change(" 1.5e2 ")
		got.WantText("amount 150")
		page.Find("#agree").Click()
		got.WantText("agree true")
		page.Find("#pick").Change("a")
		got.WantText("pick a")
		page.Find("#pick").WantValue("a")
		page.Find(".row input").Nth(0).Change("Ann")
		got.WantText(`rename 7 "Ann"`)
		page.Find("#form").Submit("email", "a@b.c", "age", "30", "Tags", "x")
		got.WantText("sign a@b.c 30 false [x]")
		page.Find("#keys").Press("Control+Shift+k")
		got.WantText("key k KeyK true true")
		page.Find("#keys").Focus()
		got.WantText("focused")
		page.Find("#keys").Blur()
		got.WantText("left keys")
		page.Find("#both-click").Click()
		got.WantText(`both "argument"`)
		page.Find("#both-input").Type("p")
		got.WantText(`both "p"`)
		page.Find("#form-at").Submit("email", "a@b.c")
		got.WantText("sign 3 a@b.c")
		page.Find("#all-at").Type("x")
		got.WantText(`fill 4 "x"`)
		page.Find("#all-at").Press("Enter")
		got.WantText("key 5 Enter")
		page.Find("#all-at").Focus()
		got.WantText("row 6")
	})
}

func TestAnEventWithoutWhatItsHandlerTakesIsABadArgument(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		page := openDesk(t)
		for _, e := range []struct{ name, arg, payload string }{
			{"Row", "", ""}, {"Row", `"x"`, ""}, {"Row", "7", `"payload"`},
			{"Search", "", ""}, {"Search", "null", "7"}, {"Search", "1", `"q"`},
			{"Fill", "4", ""}, {"Fill", "", ""}, {"Fill", `"x"`, `"q"`}, {"Fill", "4", `7`}, {"Fill", "null", `"q"`},
			{"Sign", "null", `"text"`}, {"Key", "null", `"k"`},
		} {
			page.Advance(2 * time.Second) // ten errors in ten seconds are too many
			page.Send(1, e.name, e.arg, e.payload)
			if page.Refused() != "bad_argument" {
				t.Errorf("%v is answered with %q", e, page.Refused())
			}
		}
		page.Find("#got").WantText("")
	})
}

func TestANumberThatDoesNotParseCallsNobodyAndMarksTheField(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		page := openDesk(t)
		page.Find("#click").Click()
		for _, bad := range []string{"", " ", "x", "1e999", "0x10", "NaN", "--1"} {
			page.Find("#amount").Change(bad)
			page.Find("#amount").WantAttr("aria-invalid", "true")
			if page.Refused() != "invalid" {
				t.Errorf("%q is refused with %q", bad, page.Refused())
			}
		}
		page.Find("#got").WantText("clicked")
		page.Find("#amount").Change("3")
		page.Find("#amount").WantNoAttr("aria-invalid")
		page.Find("#got").WantText("amount 3")
		page.Find("#form").Submit("age", "many")
		if page.Refused() != "invalid" {
			t.Errorf("a form with a bad number is refused with %q", page.Refused())
		}
	})
}

func TestRow7WhatAHandlerForbidsIsDeniedAndLeavesTheView(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		page := openDesk(t)
		page.Find("#denied").Click()
		if page.Refused() != "denied" {
			t.Errorf("refused with %q, want denied", page.Refused())
		}
		page.Find(".azu-boundary").WantCount(0)
		page.Find("#click").Click()
		page.Find("#got").WantText("clicked")
	})
}

func TestAConfirmThatIsDeclinedSendsNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		page := openDesk(t)
		asked := ""
		page.OnConfirm = func(q string) bool { asked = q; return false }
		page.Find("#ask").Click()
		page.Find("#got").WantText("")
		if asked != "Sure?" {
			t.Errorf("asked %q", asked)
		}
		page.OnConfirm = nil
		page.Find("#ask").Click()
		page.Find("#got").WantText("clicked")
	})
}
