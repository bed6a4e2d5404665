package livetest

import (
	"strings"
	"time"

	"github.com/PuerkitoBio/goquery"
	"golang.org/x/net/html"
)

// patience is how long a Want waits outside a synctest bubble.
const patience = 5 * time.Second

// Selection is what a CSS selector finds, looked up anew each time it is used.
type Selection struct {
	p    *Page
	path []string // selectors, each within what the one before found
	nth  int      // -1: all
}

// Find selects by CSS.
func (p *Page) Find(css string) *Selection { return &Selection{p, []string{css}, -1} }

// Find selects by CSS within the selection.
func (s *Selection) Find(css string) *Selection {
	if s.nth >= 0 {
		s.p.t.Helper()
		s.p.t.Fatal("livetest: Find after Nth is not supported: say it in the selector")
	}
	return &Selection{s.p, append(append([]string(nil), s.path...), css), -1}
}

// Nth is the element with index n, from 0, of the selection.
func (s *Selection) Nth(n int) *Selection { return &Selection{s.p, s.path, n} }

func (s *Selection) String() string { return strings.Join(s.path, " ") }

// now is what the selection finds in the document as it stands.
func (s *Selection) now() *goquery.Selection {
	found := s.p.query(s.path[0])
	for _, css := range s.path[1:] {
		found = found.Find(css)
	}
	if s.nth >= 0 {
		found = found.Eq(s.nth)
	}
	return found
}

// one is the selection's only element, or ends the test.
func (s *Selection) one() *html.Node {
	s.p.t.Helper()
	s.p.rest()
	found := s.now()
	if found.Length() != 1 {
		s.p.t.Fatalf("livetest: %s finds %d elements, want one", s, found.Length())
	}
	return found.Get(0)
}

// Text is the text of all elements found, white space collapsed.
func (s *Selection) Text() string {
	s.p.rest()
	return collapse(s.now().Text())
}

// Count is how many elements are found.
func (s *Selection) Count() int {
	s.p.rest()
	return s.now().Length()
}

// Attr is an attribute of the only element found, and whether it has it.
func (s *Selection) Attr(name string) (value string, ok bool) {
	s.p.t.Helper()
	return attr(s.one(), name)
}

// Value is what the only element found, a form control, shows.
func (s *Selection) Value() string {
	s.p.t.Helper()
	return valueOf(s.one())
}

// WantText fails the test unless the text of all elements found, white space collapsed, is this one.
func (s *Selection) WantText(want string) {
	s.p.t.Helper()
	got := ""
	if !s.p.eventually(func() bool { got = collapse(s.now().Text()); return got == want }) {
		s.p.t.Errorf("%s has the text %q, want %q", s, got, want)
	}
}

// WantContains fails the test unless the text of all elements found has this one in it.
func (s *Selection) WantContains(want string) {
	s.p.t.Helper()
	got := ""
	if !s.p.eventually(func() bool { got = collapse(s.now().Text()); return strings.Contains(got, want) }) {
		s.p.t.Errorf("%s has the text %q, want %q in it", s, got, want)
	}
}

// WantCount fails the test unless n elements are found.
func (s *Selection) WantCount(n int) {
	s.p.t.Helper()
	got := 0
	if !s.p.eventually(func() bool { got = s.now().Length(); return got == n }) {
		s.p.t.Errorf("%s finds %d elements, want %d", s, got, n)
	}
}

// WantAttr fails the test unless the first element found has the attribute with this value.
func (s *Selection) WantAttr(name, want string) {
	s.p.t.Helper()
	got, has := "", false
	if !s.p.eventually(func() bool { got, has = s.now().Attr(name); return has && got == want }) {
		s.p.t.Errorf("%s has %s=%q (there: %v), want %q", s, name, got, has, want)
	}
}

// WantNoAttr fails the test if the first element found has the attribute.
func (s *Selection) WantNoAttr(name string) {
	s.p.t.Helper()
	got, has := "", false
	if !s.p.eventually(func() bool { got, has = s.now().Attr(name); return !has }) {
		s.p.t.Errorf("%s has %s=%q, want none", s, name, got)
	}
}

// WantValue fails the test unless the first element found, a form control, shows this value.
func (s *Selection) WantValue(want string) {
	s.p.t.Helper()
	got := ""
	ok := s.p.eventually(func() bool {
		found := s.now()
		if found.Length() == 0 {
			return false
		}
		got = valueOf(found.Get(0))
		return got == want
	})
	if !ok {
		s.p.t.Errorf("%s shows %q, want %q", s, got, want)
	}
}

// eventually reports whether is becomes true: when all is at rest in a bubble, else within patience.
func (p *Page) eventually(is func() bool) bool {
	p.t.Helper()
	p.rest()
	for late := time.Now().Add(patience); !is(); {
		if p.bubble || p.client == nil || time.Now().After(late) {
			return false
		}
		time.Sleep(2 * time.Millisecond)
		p.rest()
	}
	return true
}

func collapse(s string) string { return strings.Join(strings.Fields(s), " ") }
