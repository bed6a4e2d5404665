package livetest_test

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/azu-live/azu/html"
	"github.com/azu-live/azu/internal/seal"
	"github.com/azu-live/azu/live"
	"github.com/azu-live/azu/live/livetest"
	dom "golang.org/x/net/html"
)

// chameleon looks like its seed: any shape the builder can make.
type chameleon struct {
	seed  uint64
	depth int
}

func (c *chameleon) Params(_ *live.Ctx, p struct {
	Seed uint64 `query:"seed"`
}) error {
	c.seed = p.Seed
	return nil
}

func (c *chameleon) Turn(_ *live.Ctx, seed uint64) error { c.seed = seed; return nil }

// words are texts with everything that may need care.
var words = []string{"", "a", "12", "-3", "007", "<b>&amp;\"'", "línea", "\n first", "two words", "<!--[-->", "ab", "abc"}

func (c *chameleon) Render(h *live.H[chameleon]) html.Node {
	r := rand.New(rand.NewPCG(c.seed, 1))
	word := func() string { return words[r.IntN(len(words))] }
	return h.Div(h.Class("chameleon"), h.ClassIf("odd", c.seed%2 == 1), h.ClassIfElse(r.IntN(2) == 0, "warm", "cold"), h.Title(word()),
		h.Button(h.Type("button"), live.ClickWith(h, (*chameleon).Turn, 0)),
		h.P(h.Lit("before "), h.Text(word()), h.Lit(" after")),
		h.P(h.Text(word()), h.B(h.Text(word())), h.Text(word()), h.Lit("!"), h.Text(word())),
		html.If(h, r.IntN(2) == 0, func(h *live.H[chameleon]) html.Node { return h.Em(h.Text(word())) }),
		html.IfElse(h, r.IntN(2) == 0, func(h *live.H[chameleon]) html.Node { return h.Text(word()) },
			func(h *live.H[chameleon]) html.Node { return h.Fragment(h.I(h.Lit("i")), h.Text(word())) }),
		html.Switch(h, r.IntN(4),
			html.When(0, func(h *live.H[chameleon]) html.Node { return h.U(h.Style("width", word())) }),
			html.When(1, func(h *live.H[chameleon]) html.Node { return h.S(h.Hidden(r.IntN(2) == 0)) })),
		h.Input(h.Value(word()), h.Disabled(r.IntN(2) == 0)),
		h.Textarea(h.Value(word())),
		h.Select(h.Value([]string{"a", "12"}[r.IntN(2)]), h.Option(h.Value("a"), h.Lit("A")), h.Option(h.Value("12"), h.Lit("B"))),
		h.Section(h.Raw(html.Markup("<b z>"+fmt.Sprint(r.IntN(3))+"</b>"))),
		h.Ul(html.Each(h, shuffled(r), func(i *int) int { return *i }, func(h *live.H[chameleon], i *int) html.Node {
			return html.IfElse(h, *i%3 == 0,
				func(h *live.H[chameleon]) html.Node { return h.Li(h.Int(*i), h.Text(word())) },
				func(h *live.H[chameleon]) html.Node {
					return h.Fragment(h.Li(h.ClassIf("x", r.IntN(2) == 0), h.Int(*i)), h.Li(h.Text(word())))
				})
		})),
		h.Table(h.Tbody(html.Each(h, shuffled(r), func(i *int) int { return *i }, func(h *live.H[chameleon], i *int) html.Node {
			return h.Tr(h.Td(h.Int(*i)), h.Td(h.Text(word())))
		}))),
		h.Div(h.Lit("views "), html.Each(h, c.kids(r), func(i *int) int { return *i }, func(h *live.H[chameleon], i *int) html.Node {
			seed := r.Uint64() % 50
			return live.Child(h, *i, func(k *chameleon) { k.seed, k.depth = seed, c.depth+1 })
		})))
}

func (c *chameleon) kids(r *rand.Rand) []int {
	if c.depth > 0 {
		return nil
	}
	return shuffled(r)
}

func shuffled(r *rand.Rand) []int { return r.Perm(6)[:r.IntN(7)] }

type pages map[string]live.Page

func (p pages) Resolve(address *url.URL) (live.Page, map[string]string, bool) {
	page, ok := p[address.Path]
	return page, nil, ok
}

// site serves one page at / and the socket.
func site(t *testing.T, page live.Page) http.Handler {
	ring, err := seal.NewRing(strings.Repeat("s", 32))
	if err != nil {
		t.Fatal(err)
	}
	engine, err := live.New(live.Config{Pages: pages{"/": page}, Ring: ring, Dev: true, Limits: live.Limits{UnjoinedPerIP: -1, EventRate: -1}})
	if err != nil {
		t.Fatal(err)
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/ws/components" {
			engine.ServeHTTP(w, r)
			return
		}
		out, err := engine.Mount(r, page, nil)
		if err != nil {
			http.Error(w, err.Error(), live.Status(err))
			return
		}
		w.Write(append(out.AppendView([]byte("<!doctype html><body><main>"), 1), "</main>"...))
	})
}

func TestPatchesMakeWhatAFreshDocumentWouldBe(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := site(t, live.NewPage(func() *chameleon { return &chameleon{} }))
		page := livetest.Open(t, h, "/?seed=0")
		for i := range 150 {
			seed := rand.Uint64() % 1000
			switch i % 10 {
			case 9: // away meanwhile
				page.Cut()
				page.Resume()
			}
			page.Send(1, "Turn", fmt.Sprint(seed), "")
			fresh := livetest.Open(t, h, fmt.Sprint("/?seed=", seed))
			if got, want := canonical(t, page.HTML()), canonical(t, fresh.HTML()); got != want {
				at := 0
				for at < min(len(got), len(want)) && got[at] == want[at] {
					at++
				}
				from := max(0, at-100)
				t.Fatalf("turn %d, to seed %d: got\n%.300s\nwant\n%.300s", i, seed, got[from:], want[from:])
			}
			fresh.Leave()
		}
	})
}

// canonical is a document without what may differ: the numbers of views, the order of attributes, how
// text is split.
func canonical(t *testing.T, text string) string {
	doc, err := dom.Parse(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	var walk func(n *dom.Node)
	walk = func(n *dom.Node) {
		n.Attr = slices.DeleteFunc(n.Attr, func(a dom.Attribute) bool {
			return a.Key == "z-view" || a.Key == "z-join" || a.Key == "z-style" || a.Key == "class" && strings.TrimSpace(a.Val) == ""
		})
		for i := range n.Attr {
			if n.Attr[i].Key == "class" {
				list := strings.Fields(n.Attr[i].Val)
				slices.Sort(list)
				n.Attr[i].Val = strings.Join(list, " ")
			}
		}
		slices.SortFunc(n.Attr, func(a, b dom.Attribute) int { return strings.Compare(a.Key, b.Key) })
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			walk(c)
		}
	}
	walk(doc)
	var b strings.Builder
	if err := dom.Render(&b, doc); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// spread makes a template of its own for each length.
type spread struct{ n int }

func (s *spread) Params(_ *live.Ctx, p struct {
	N int `query:"seed"`
}) error {
	s.n = p.N
	return nil
}
func (s *spread) Turn(_ *live.Ctx, n int) error { s.n = n; return nil }
func (s *spread) Render(h *live.H[spread]) html.Node {
	kids := []html.Node{h.Class("spread"), h.Button(h.Type("button"), live.ClickWith(h, (*spread).Turn, s.n+1), h.Int(s.n))}
	for i := range s.n {
		if i%50 == 0 {
			kids = append(kids, live.Child(h, i, func(c *chameleon) { c.seed, c.depth = uint64(i), 1 }))
		}
		kids = append(kids, h.I(h.Int(i)))
	}
	return h.Div(kids...)
}

func TestShapesBeyondTheTemplateLimitComeOutRight(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := site(t, live.NewPage(func() *spread { return &spread{} }))
		page := livetest.Open(t, h, "/")
		for n := range 320 {
			page.Send(1, "Turn", fmt.Sprint(n), "")
			if n < 250 && n%50 != 0 {
				continue
			}
			fresh := livetest.Open(t, h, fmt.Sprint("/?seed=", n))
			if got, want := canonical(t, page.HTML()), canonical(t, fresh.HTML()); got != want {
				t.Fatalf("%d children: got\n%.3000s\nwant\n%.3000s", n, got, want)
			}
			fresh.Leave()
		}
		page.Find(".spread > button").Click()
		page.Find(".spread > button").WantText("320")
		page.Find(".spread > .chameleon").WantCount(7)
	})
}
