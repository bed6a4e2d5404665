package livetest_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/azu-live/azu/html"
	"github.com/azu-live/azu/live"
	"github.com/azu-live/azu/live/livetest"
)

// order has controls of which a browser sends one value each.
type order struct{ got string }

type ordered struct {
	City  string
	Sizes []string `form:"size"`
}

func (c *order) Save(_ *live.Ctx, p ordered) error {
	c.got = fmt.Sprintf("%s/%s", p.City, strings.Join(p.Sizes, "+"))
	return nil
}

func (c *order) Render(h *live.H[order]) html.Node {
	return h.Div(
		h.Input(h.Type("radio"), h.Name("size"), h.Value("L"), h.ID("other"), h.Checked(true)), // of no form
		h.Form(live.Submit(h, (*order).Save),
			h.Input(h.Type("radio"), h.Name("size"), h.Value("S"), h.Checked(true)),
			h.Input(h.Type("radio"), h.Name("size"), h.Value("M"), h.ID("m")),
			h.Select(h.Name("City"), h.Option(h.Value("Rome"), h.Lit("Rome")), h.Option(h.Value("Oslo"), h.Lit("Oslo")))),
		h.Output(h.Text(c.got)))
}

func TestAFormSendsWhatABrowserWould(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		page := livetest.Open(t, site(t, live.NewPage(func() *order { return &order{} })), "/")
		page.Find("#m").Check(true)
		page.Find("form").Submit()
		page.Find("output").WantText("Rome/M")
		page.Find("#other[checked]").WantCount(1)
	})
}
