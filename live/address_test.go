package live_test

import (
	"net/url"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/azu-live/azu/html"
	"github.com/azu-live/azu/internal/wire"
	"github.com/azu-live/azu/live"
)

// where says where it is.
type where struct{ path, query string }

func (c *where) Mount(ctx *live.Ctx) error         { c.path, c.query = ctx.Path(), ctx.Query(); return nil }
func (c *where) Render(h *live.H[where]) html.Node { return h.P(h.Text(c.path + " and " + c.query)) }

func TestAnEscapedQuestionMarkBelongsToThePath(t *testing.T) {
	for address, want := range map[string]string{
		"/asks":                        "/asks and ",
		"/asks?page=2":                 "/asks and page=2",
		"/asks/a%3Fadmin=1?page=2":     "/asks/a?admin=1 and page=2",
		"/asks/a%2Fb%3F%23?q=%2F":      "/asks/a/b?# and q=%2F",
		"/asks/%2541":                  "/asks/%41 and ",
		"/asks/b%C3%BCcher?page=2?x=3": "/asks/bücher and page=2?x=3",
	} {
		synctest.Test(t, func(t *testing.T) {
			u, err := url.Parse(address)
			if err != nil {
				t.Fatal(err)
			}
			s := newSite(t, map[string]live.Page{u.Path: live.NewPage(func() *where { return new(where) })}, live.Limits{})
			res := s.get(address, "ann", "Sec-Purpose", "prefetch") // no session is kept
			doc := res.Body.String()
			if !strings.Contains(doc, ">"+want+"</p>") {
				t.Errorf("%s: want %s in %s", address, want, doc)
			}
			c := s.dial("ann")
			c.Send(string(wire.AppendJoin(nil, wire.Join{Token: joinToken.FindStringSubmatch(doc)[1], URL: address})))
			if got := c.Next(); !strings.Contains(got, `"fresh":true`) || strings.Contains(got, `"view"`) {
				t.Errorf("%s: mounted for a join it is another page: %s", address, got)
			}
			c.Close(1000)
			s.engine.Drain(t.Context())
		})
	}
}
