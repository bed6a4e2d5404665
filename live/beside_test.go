package live_test

import (
	"fmt"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/azu-live/azu/live"
)

// beside has a healthy client join a page of its own beside what the test does to the site, and be served.
// It is to be called again when that is done: the client must be served as before.
func beside(s *site) (served func()) {
	s.t.Helper()
	s.pages["/beside"] = counterPage
	c, _ := s.join("/beside", "healthy")
	n := 0
	served = func() {
		s.t.Helper()
		n++
		c.Send(fmt.Sprintf(`[%d,1,"Increment"]`, n))
		if got, want := c.Next(), fmt.Sprintf(`[%d,%d,1,[0,%d]]`, n, n, n); got != want {
			s.t.Errorf("the client beside got %s, want %s", got, want)
		}
	}
	served()
	return served
}

func TestRow16WhatAVisitorEntersIsTextWhereverItGoes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := tickerSite(t, live.Limits{})
		defer beside(s)()
		c, _ := s.join("/", "ann")
		for i, hostile := range []string{`</script><img src=x onerror=alert(1)>`, `<!--]-->`, `<b z=AAAAAA>`} {
			c.Send(fmt.Sprintf(`[%d,1,"Note",null,%q]`, i+1, hostile))
			got := c.Next()
			if !strings.HasPrefix(got, fmt.Sprintf(`[%d,%d,1,[2,`, i+1, i+1)) || !strings.Contains(got, strconv.Quote(hostile)) {
				t.Errorf("%s came as %s, want it as the text of a slot", hostile, got)
			}
		}
	})
}

func TestRow18FieldsNamedLikePropertiesOfObjectsAreOnlyNames(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newSite(t, map[string]live.Page{"/": live.NewPage(func() *desk { return &desk{} })}, live.Limits{})
		defer beside(s)()
		c, _ := s.join("/", "ann")
		for i, name := range []string{"__proto__", "constructor", "parentNode", "attributes"} {
			c.Send(fmt.Sprintf(`[%d,1,"Sign",null,{"email":"a@b","age":"3",%q:"x"}]`, i+1, name))
			if got := c.Next(); strings.Contains(got, "-1") || strings.Contains(got, "boundary") {
				t.Errorf("a form with a field %s is answered %s", name, got)
			}
		}
	})
}
