package livetest

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"golang.org/x/net/html"
)

// patch applies a patch or a whole to a view.
func (p *Page) patch(view uint32, v []any) {
	p.t.Helper()
	root := p.root(view)
	if root == nil {
		p.t.Errorf("livetest: a patch came for view %d, which is not in the document", view)
		return
	}
	if err := p.patchRoot(view, root, v); err != nil {
		p.t.Errorf("livetest: view %d: %v", view, err)
	}
}

// root is the root element of a view.
func (p *Page) root(view uint32) *html.Node {
	found := p.query(`[z-view="` + strconv.FormatUint(uint64(view), 10) + `"]`)
	if found.Length() == 0 {
		return nil
	}
	return found.Get(0)
}

func (p *Page) patchRoot(view uint32, root *html.Node, v []any) error {
	if _, whole := v[0].(string); whole {
		return p.build(span{root.Parent, root.PrevSibling, root.NextSibling}, v, view)
	}
	name, _ := attr(root, "z")
	return p.patchInstance(instance{name: name, el: root}, v)
}

// patchInstance applies [slot,value,…].
func (p *Page) patchInstance(in instance, v []any) error {
	for pass := range 2 {
		for i := 0; i+1 < len(v); i += 2 {
			if err := p.set(in, integer(v[i]), v[i+1], pass); err != nil {
				return fmt.Errorf("template %s, slot %d: %w", in.name, integer(v[i]), err)
			}
		}
	}
	return nil
}

// set gives a slot a value, wherever its template's table says it stands; pass 1 is for what comes late.
func (p *Page) set(in instance, slot int, v any, pass int) error {
	t := p.templates[in.name]
	if t == nil {
		return fmt.Errorf("the template was never told")
	}
	hs, err := holders(in)
	if err != nil {
		return err
	}
	if len(hs) != len(t.table) {
		return fmt.Errorf("%d elements carry marks, the table has %d", len(hs), len(t.table))
	}
	for i, ops := range t.table {
		for _, o := range ops {
			if o.slot == slot && late(hs[i], o) == pass {
				if err := p.setAt(hs[i], o, v); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// Operations of a table, as docs/protocol.md numbers them.
const (
	opSoleText = iota
	opFencedText
	opAttribute
	opBoolean
	opClasses
	opStyle
	opRegion
	opList
	opView
	opRaw
)

func (p *Page) setAt(h holder, o tableOp, v any) error {
	switch o.kind {
	case opSoleText:
		pre, post := o.text(0), o.text(1)
		old := textOf(h.kids)
		setText(h.kids, pre+grown(strings.TrimSuffix(strings.TrimPrefix(old, pre), post), v)+post)
	case opFencedText:
		s, err := h.fenced(o.fence())
		if err != nil {
			return err
		}
		setText(s, grown(textOf(s), v))
	case opAttribute:
		p.setAttribute(h.el, o.text(0), o.text(1), v)
	case opBoolean:
		if integer(v) == 1 {
			setAttr(h.el, o.text(0), "")
		} else {
			removeAttr(h.el, o.text(0))
		}
	case opClasses:
		toggle(h.el, o.text(0), integer(v) == 1)
		toggle(h.el, o.text(1), integer(v) == 0)
	case opStyle:
		old, _ := attr(h.el, "z-style-"+o.text(0))
		setAttr(h.el, "z-style-"+o.text(0), grown(old, v))
	case opRegion:
		s, err := h.fenced(o.fence())
		if err != nil {
			return err
		}
		return p.setRegion(s, v)
	case opList:
		s, err := h.fenced(o.fence())
		if err != nil {
			return err
		}
		return p.setList(s, v.([]any))
	case opView:
		s, err := h.fenced(o.fence())
		if err != nil {
			return err
		}
		s.clear()
		if parts, ok := v.([]any); ok {
			return p.build(s, parts[1:], uint32(integer(parts[0])))
		}
	case opRaw:
		h.kids.clear()
		nodes, err := fragment(v.(string), h.el)
		if err != nil {
			return err
		}
		for _, n := range nodes {
			h.kids.append(n)
		}
	default:
		return fmt.Errorf("the table has the unknown operation %d", o.kind)
	}
	return nil
}

// setRegion: 0, a whole, or a patch of what stands there.
func (p *Page) setRegion(s span, v any) error {
	parts, ok := v.([]any)
	if !ok {
		s.clear()
		return nil
	}
	if _, whole := parts[0].(string); whole {
		return p.build(s, parts, 0)
	}
	list, err := instances(s)
	if err != nil || len(list) != 1 {
		return fmt.Errorf("a region holds %d instances (%v)", len(list), err)
	}
	return p.patchInstance(list[0], parts)
}

// setAttribute gives an attribute its value, and shows it as a browser would.
func (p *Page) setAttribute(el *html.Node, name, pre string, v any) {
	if name == "value" && el.Data == "select" { // no option may have it, or not yet
		p.told(el) // and what was entered is forgotten
		old, _ := attr(el, "z-chosen")
		setAttr(el, "z-chosen", grown(old, v))
		choose(el, grown(old, v))
		return
	}
	if name == "value" {
		setValue(el, grown(p.told(el), v))
		return
	}
	old, _ := attr(el, name)
	setAttr(el, name, pre+grown(strings.TrimPrefix(old, pre), v))
}

func textOf(s span) string {
	var b strings.Builder
	for _, n := range s.nodes() {
		if n.Type == html.TextNode {
			b.WriteString(n.Data)
		}
	}
	return b.String()
}

func setText(s span, text string) {
	s.clear()
	if text != "" {
		s.append(&html.Node{Type: html.TextNode, Data: text})
	}
}

// grown is a text slot's new value: a string, a number, or what the old value is followed by.
func grown(old string, v any) string {
	switch v := v.(type) {
	case string:
		return v
	case json.Number:
		return v.String()
	case []any:
		return old + v[0].(string)
	}
	return ""
}

func toggle(el *html.Node, classes string, on bool) {
	old, _ := attr(el, "class")
	list := strings.Fields(old)
	for _, c := range strings.Fields(classes) {
		at := -1
		for i := range list {
			if list[i] == c {
				at = i
			}
		}
		switch {
		case on && at < 0:
			list = append(list, c)
		case !on && at >= 0:
			list = append(list[:at], list[at+1:]...)
		}
	}
	setAttr(el, "class", strings.Join(list, " "))
}
