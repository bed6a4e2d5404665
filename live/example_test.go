package live_test

import (
	"fmt"
	"time"

	"github.com/azu-live/azu/html"
	"github.com/azu-live/azu/live"
)

// Counter is a whole component: its state, its handlers and what it looks like.
type Counter struct{ Count, Step int }

func (c *Counter) Increment(*live.Ctx) error { c.Count += c.Step; return nil }

func (c *Counter) SetStep(_ *live.Ctx, step int) error { c.Step = step; return nil }

func (c *Counter) Render(h *live.H[Counter]) html.Node {
	return h.Div(
		h.H2(h.Lit("Counter: "), h.Int(c.Count)),
		h.Button(h.Type("button"), live.Click(h, (*Counter).Increment), h.Lit("+"), h.Int(c.Step)),
		h.Input(h.Type("number"), h.ValueInt(c.Step), live.Change(h, (*Counter).SetStep)))
}

func ExampleNewPage() {
	page := live.NewPage(func() *Counter { return &Counter{Step: 1} })
	fmt.Println(page.Name()) // then: a.Page("/counter", page), a being an *app.App
	// Output: live_test.Counter
}

// Cart's rows say which of them was meant.
type Cart struct{ Items []Item }

type Item struct {
	ID   int64
	Name string
}

func (i *Item) Key() int64 { return i.ID }

func (c *Cart) Remove(_ *live.Ctx, id int64) error {
	for i := range c.Items {
		if c.Items[i].ID == id {
			c.Items = append(c.Items[:i], c.Items[i+1:]...)
			return nil
		}
	}
	return live.NotFound // the client made the id up, or it is gone: the visitor need not know
}

func (c *Cart) Render(h *live.H[Cart]) html.Node {
	return h.Ul(html.Each(h, c.Items, (*Item).Key, func(h *live.H[Cart], i *Item) html.Node {
		return h.Li(h.Text(i.Name),
			h.Button(h.Type("button"), live.ClickWith(h, (*Cart).Remove, i.ID), live.Confirm(h, "Remove "+i.Name+"?"), h.Lit("Remove")))
	}))
}

func ExampleClickWith() {
	live.NewPage(func() *Cart { return &Cart{Items: []Item{{1, "Tea"}, {2, "Jam"}}} })
}

// Stopwatch is told the time by its session.
type Stopwatch struct{ Seconds int }

func (s *Stopwatch) Connected(ctx *live.Ctx) error {
	ctx.Every(time.Second, s.tick)
	return nil
}

func (s *Stopwatch) tick(*live.Ctx) error { s.Seconds++; return nil }

func (s *Stopwatch) Render(h *live.H[Stopwatch]) html.Node { return h.P(h.Int(s.Seconds)) }

func ExampleCtx_Every() {
	live.NewPage(func() *Stopwatch { return &Stopwatch{} })
}

// Report is filled by work that outlives the handler which began it.
type Report struct {
	Text    string
	Working bool
}

func (r *Report) Make(ctx *live.Ctx) error {
	r.Working = true
	self := live.Self(ctx, r)
	go func() {
		text := "…" // from a slow database
		// The error says that the visitor has gone: nobody waits for the text any more.
		_ = self.Do(func(r *Report, _ *live.Ctx) error { r.Text, r.Working = text, false; return nil })
	}()
	return nil
}

func (r *Report) Render(h *live.H[Report]) html.Node {
	return h.Section(h.P(h.Text(r.Text)),
		h.Button(h.Type("button"), h.Disabled(r.Working), live.Click(h, (*Report).Make), h.Lit("Make")))
}

func ExampleSelf() {
	live.NewPage(func() *Report { return &Report{} })
}

// Basket holds lines, each a component of its own that edits itself and tells the basket when it is done.
type Basket struct{ Items []Item }

func (b *Basket) Save(_ *live.Ctx, saved Item) error {
	for i := range b.Items {
		if b.Items[i].ID == saved.ID {
			b.Items[i] = saved
		}
	}
	return nil
}

func (b *Basket) Render(h *live.H[Basket]) html.Node {
	return h.Ul(html.Each(h, b.Items, (*Item).Key, func(h *live.H[Basket], i *Item) html.Node {
		return live.Child(h, i.ID, func(l *Line) { l.Item, l.Saved = *i, live.Bind(h, (*Basket).Save) })
	}))
}

type Line struct {
	Item  Item                // property: set by the basket's renders
	Saved live.Callback[Item] // property: the way back
	edit  bool                // state: the line's own
}

func (l *Line) Edit(*live.Ctx) error { l.edit = true; return nil }

func (l *Line) Save(ctx *live.Ctx, form struct{ Name string }) error {
	l.edit = false
	return l.Saved.Call(ctx, Item{l.Item.ID, form.Name})
}

func (l *Line) Render(h *live.H[Line]) html.Node {
	return h.Li(html.IfElse(h, l.edit,
		func(h *live.H[Line]) html.Node {
			return h.Form(live.Submit(h, (*Line).Save), h.Input(h.Name("Name"), h.Value(l.Item.Name)), h.Button(h.Lit("Save")))
		},
		func(h *live.H[Line]) html.Node {
			return h.Button(h.Type("button"), live.Click(h, (*Line).Edit), h.Text(l.Item.Name))
		}))
}

func ExampleChild() {
	live.NewPage(func() *Basket { return &Basket{Items: []Item{{1, "Tea"}}} })
}

func ExampleStatus() {
	err := fmt.Errorf("no user 7: %w", live.NotFound)
	fmt.Println(live.Status(nil), live.Status(err), live.Status(live.Redirect("/login")), live.Location(live.Redirect("/login")))
	// Output: 200 404 303 /login
}

func ExampleLocalPath() {
	fmt.Println(live.LocalPath("/users?page=2"), live.LocalPath("//evil.example"), live.LocalPath(`/\evil.example`))
	// Output: true false false
}
