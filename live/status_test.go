package live_test

import (
	"errors"
	"fmt"
	"testing"

	"github.com/azu-live/azu/html"
	"github.com/azu-live/azu/live"
)

type moved struct{ err error }

func (m *moved) Mount(*live.Ctx) error             { return m.err }
func (m *moved) Render(h *live.H[moved]) html.Node { return h.P() }

func TestMountsErrorsCarryTheirStatus(t *testing.T) {
	for _, c := range []struct {
		err  error
		code int
		to   string
	}{
		{nil, 200, ""},
		{live.NotFound, 404, ""},
		{fmt.Errorf("no user 7: %w", live.NotFound), 404, ""},
		{live.Forbidden, 403, ""},
		{live.Redirect("/login?next=/"), 303, "/login?next=/"},
		{errors.New("the database is away"), 500, ""},
	} {
		s := newSite(t, map[string]live.Page{"/": live.NewPage(func() *moved { return &moved{c.err} })}, live.Limits{})
		got := s.get("/", "")
		if got.Code != c.code || got.Header().Get("Location") != c.to {
			t.Errorf("%v: %d %q, want %d %q", c.err, got.Code, got.Header().Get("Location"), c.code, c.to)
		}
	}
	for _, to := range []string{"", "x", "//evil.test", "/\\evil", "/\tx", "https://evil.test", "/a\x7f"} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("Redirect(%q) does not panic", to)
				}
			}()
			live.Redirect(to)
		}()
	}
}
