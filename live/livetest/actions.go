package livetest

import (
	"strconv"
	"strings"
	"time"

	"github.com/azu-live/azu/internal/wire"
	"golang.org/x/net/html"
)

// Click clicks the only element found, which must be there and enabled. A submit button submits its
// form. What asks first is confirmed, see Page.OnConfirm.
func (s *Selection) Click() {
	s.p.t.Helper()
	el := s.enabled()
	kind, has := attr(el, "type")
	if t := el.Data; t == "input" && (kind == "checkbox" || kind == "radio") {
		s.Check(kind == "radio" || !checked(el))
		return
	}
	sent := s.p.fire(el, "click", nil)
	if el.Data == "button" && (!has || kind == "submit") || el.Data == "input" && kind == "submit" {
		if form := ancestor(el, func(n *html.Node) bool { return n.Data == "form" }); form != nil {
			sent = s.p.fire(form, "submit", formData(form, el)) || sent
		}
	}
	s.heard(sent, "clicked")
	s.p.settle()
}

// Type types text at the end of the only field found, one input for each character; where the input is
// debounced, one for all of them when its time has passed.
func (s *Selection) Type(text string) {
	s.p.t.Helper()
	el := s.enabled()
	holder := bearer(el, "input")
	if holder == nil {
		s.p.enter(el, valueOf(el)+text)
		return
	}
	if ms, ok := attr(holder, "z-debounce-input"); ok {
		s.p.enter(el, valueOf(el)+text)
		n, _ := strconv.Atoi(ms)
		time.Sleep(time.Duration(n) * time.Millisecond)
		s.p.fire(el, "input", payload(el))
		s.p.settle()
		return
	}
	for _, r := range text {
		el = s.one() // the last input may have replaced it
		s.p.enter(el, valueOf(el)+string(r))
		s.p.fire(el, "input", payload(el))
		s.p.settle()
	}
}

// Change replaces the value of the only control found and commits it, as leaving the field does: an
// input, if anybody asks for it, and a change.
func (s *Selection) Change(value string) {
	s.p.t.Helper()
	el := s.enabled()
	s.p.enter(el, value)
	sent := s.p.fire(el, "input", payload(el))
	s.heard(s.p.fire(el, "change", payload(el)) || sent || formOf(el) != nil, "changed") // in a form it may be for later
	s.p.settle()
}

// Check checks or unchecks the only checkbox or radio button found.
func (s *Selection) Check(on bool) {
	s.p.t.Helper()
	el := s.enabled()
	removeAttr(el, "checked")
	if on {
		uncheckGroup(el)
		setAttr(el, "checked", "")
	}
	sent := s.p.fire(el, "click", nil)
	sent = s.p.fire(el, "input", payload(el)) || sent
	s.heard(s.p.fire(el, "change", payload(el)) || sent || formOf(el) != nil, "checked")
	s.p.settle()
}

// Submit submits the only form found. Before, the controls named are given values, in pairs:
// Submit("name", "Ann", "age", "30").
func (s *Selection) Submit(pairs ...string) {
	s.p.t.Helper()
	form := s.one()
	for i := 0; i+1 < len(pairs); i += 2 {
		el := descendant(form, func(n *html.Node) bool { name, _ := attr(n, "name"); return name == pairs[i] })
		if el == nil {
			s.p.t.Fatalf("livetest: %s has no control %q", s, pairs[i])
		}
		s.p.enter(el, pairs[i+1])
	}
	s.heard(s.p.fire(form, "submit", formData(form, nil)), "submitted")
	s.p.settle()
}

// Press presses a key in the only element found: "Enter", "a", "Control+k".
func (s *Selection) Press(key string) {
	s.p.t.Helper()
	s.heard(s.p.fire(s.enabled(), "keydown", keyPayload(key)), "the place where "+key+" is pressed")
	s.p.settle()
}

// Focus moves the focus to the only element found.
func (s *Selection) Focus() {
	s.p.t.Helper()
	s.heard(s.p.fire(s.enabled(), "focus", nil), "focused")
	s.p.settle()
}

// Blur takes the focus away from the only element found.
func (s *Selection) Blur() {
	s.p.t.Helper()
	s.heard(s.p.fire(s.enabled(), "blur", nil), "left")
	s.p.settle()
}

// enabled is the only element found; a disabled one ends the test.
func (s *Selection) enabled() *html.Node {
	s.p.t.Helper()
	el := s.one()
	off := ancestor(el, func(n *html.Node) bool {
		_, off := attr(n, "disabled")
		return off && (n == el || n.Data == "fieldset")
	})
	if off != nil {
		s.p.t.Fatalf("livetest: %s is disabled", s)
	}
	return el
}

// Refused is the code that the server refused the last input with, or "". A refusal that the test does not
// ask for before the next input, or its end, is an error; but for "invalid", which the field shows.
func (p *Page) Refused() string {
	p.unasked = ""
	return p.refused[p.ref]
}

// WantRefused fails the test unless the server refused the last input with this code.
func (p *Page) WantRefused(code string) {
	p.t.Helper()
	if got := p.Refused(); got != code {
		p.t.Errorf("livetest: the last input was refused with %q, want %q", got, code)
	}
}

// accepted fails the test if an input was refused that it has not asked about.
func (p *Page) accepted() {
	p.t.Helper()
	if p.unasked != "" && p.unasked != string(wire.Invalid) {
		p.t.Errorf("livetest: an input was refused with %q; see Page.Refused", p.unasked)
	}
	p.unasked = ""
}

// heard ends the test unless somebody asked for what was done.
func (s *Selection) heard(sent bool, done string) {
	s.p.t.Helper()
	if !sent {
		s.p.t.Fatalf("livetest: nothing happens when %s is %s", s, done)
	}
}

// Send sends an input as a hostile client could: any view, name, argument and payload, the latter two in
// JSON or "". It waits for the answer.
func (p *Page) Send(view uint32, name, arg, payload string) {
	p.t.Helper()
	raw := func(s string) []byte {
		if s == "" {
			return nil
		}
		return []byte(s)
	}
	p.accepted()
	p.ref++
	p.client.Send(string(wire.AppendEvent(nil, p.ref, view, name, raw(arg), raw(payload))))
	p.settle()
}

// fire sends an event of el, if el or what it stands in asks for it, and reports whether.
func (p *Page) fire(el *html.Node, event string, payload any) bool {
	p.t.Helper()
	holder := bearer(el, event)
	if holder == nil {
		return false
	}
	if ask, ok := attr(holder, "z-confirm-"+event); ok && p.OnConfirm != nil && !p.OnConfirm(ask) {
		return true
	}
	value, _ := attr(holder, "z-"+event)
	name, arg, has := strings.Cut(value, " ")
	var raw []byte
	if has {
		raw = []byte(arg)
	}
	root := ancestor(holder, func(n *html.Node) bool { _, ok := attr(n, "z-view"); return ok })
	if root == nil {
		p.t.Fatalf("livetest: z-%s=%q stands outside any view", event, value)
	}
	number, _ := attr(root, "z-view")
	view, err := strconv.ParseUint(number, 10, 32)
	if err != nil {
		p.t.Fatalf("livetest: z-view=%q", number)
	}
	p.accepted()
	p.ref++
	p.client.Send(string(wire.AppendEvent(nil, p.ref, uint32(view), name, raw, encode(payload))))
	for ref := p.ref; p.acked < ref; {
		p.take()
	}
	if p.refused[p.ref] == string(wire.Invalid) {
		setAttr(el, "aria-invalid", "true")
	} else if _, was := attr(el, "aria-invalid"); was {
		removeAttr(el, "aria-invalid")
	}
	return true
}

// bearer is el or the nearest element around it that asks for an event.
func bearer(el *html.Node, event string) *html.Node {
	return ancestor(el, func(n *html.Node) bool { _, ok := attr(n, "z-"+event); return ok })
}

func ancestor(n *html.Node, is func(*html.Node) bool) *html.Node {
	for ; n != nil; n = n.Parent {
		if n.Type == html.ElementNode && is(n) {
			return n
		}
	}
	return nil
}

func descendant(n *html.Node, is func(*html.Node) bool) *html.Node {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.Type == html.ElementNode && is(c) {
			return c
		}
		if found := descendant(c, is); found != nil {
			return found
		}
	}
	return nil
}
