package livetest

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"golang.org/x/net/html"
)

// build replaces what a span holds by a new instance, of ["name",value,…] or ["",markup,view,…]; with a
// view's number it becomes that view.
func (p *Page) build(s span, v []any, view uint32) error {
	nodes, err := p.instantiate(s.parent, v, view)
	if err != nil {
		return err
	}
	s.clear()
	for _, n := range nodes {
		if n.Parent != nil {
			n.Parent.RemoveChild(n)
		}
		s.append(n)
	}
	return nil
}

// instantiate makes the nodes of a whole.
func (p *Page) instantiate(parent *html.Node, v []any, view uint32) ([]*html.Node, error) {
	name, _ := v[0].(string)
	if name == "" {
		return p.markup(parent, v[1:], view)
	}
	t := p.templates[name]
	if t == nil || t.statics == "" {
		return nil, fmt.Errorf("an instance of template %s came without its statics", name)
	}
	nodes, err := fragment(t.statics, parent)
	if err != nil {
		return nil, err
	}
	// Until it is placed the instance stands in a parent of its own.
	home := &html.Node{Type: html.ElementNode, Data: parent.Data, DataAtom: parent.DataAtom, Namespace: parent.Namespace}
	in := instance{name: name}
	if len(nodes) == 1 && nodes[0].Type == html.ElementNode && isRoot(nodes[0], name) {
		in.el = nodes[0]
	} else {
		in.open = &html.Node{Type: html.CommentNode, Data: "[" + name}
		in.close = &html.Node{Type: html.CommentNode, Data: "]"}
		nodes = append(append([]*html.Node{in.open}, nodes...), in.close)
	}
	for _, n := range nodes {
		home.AppendChild(n)
	}
	if err := p.fill(in, t, v[1:]); err != nil {
		return nil, err
	}
	nodes = inside(home).nodes()
	for _, n := range nodes {
		home.RemoveChild(n)
	}
	return nodes, number(nodes, view)
}

func isRoot(n *html.Node, name string) bool { z, _ := attr(n, "z"); return z == name }

// number marks the root of a view.
func number(nodes []*html.Node, view uint32) error {
	if view == 0 {
		return nil
	}
	for _, n := range nodes {
		if n.Type == html.ElementNode {
			setAttr(n, "z-view", fmt.Sprint(view))
			return nil
		}
	}
	return errors.New("a view came without an element")
}

// fill gives all slots of a new instance their values. Holders are found before anything is put in.
func (p *Page) fill(in instance, t *template, values []any) error {
	hs, err := holders(in)
	if err != nil {
		return err
	}
	if len(hs) != len(t.table) {
		return fmt.Errorf("template %s: %d elements carry marks, the table has %d", in.name, len(hs), len(t.table))
	}
	type place struct {
		h holder
		o tableOp
	}
	var todo []place
	for i, ops := range t.table {
		for _, o := range ops {
			if o.slot >= len(values) {
				return fmt.Errorf("template %s: no value for slot %d", in.name, o.slot)
			}
			todo = append(todo, place{hs[i], o})
		}
	}
	slices.SortStableFunc(todo, func(a, b place) int { return late(a.h, a.o) - late(b.h, b.o) })
	for _, pl := range todo {
		v := values[pl.o.slot]
		if pl.o.kind == opRegion || pl.o.kind == opView {
			if _, none := v.([]any); !none {
				continue
			}
		}
		if err := p.setAt(pl.h, pl.o, v); err != nil {
			return fmt.Errorf("template %s, slot %d: %w", in.name, pl.o.slot, err)
		}
	}
	return nil
}

// late is 1 for what must be set after the rest: a select's value, which chooses among its options.
func late(h holder, o tableOp) int {
	if o.kind == opAttribute && o.text(0) == "value" && h.el != nil && h.el.Data == "select" {
		return 1
	}
	return 0
}

// markup makes what travels as markup; views in it stand as fences with their number, and those that
// the document lacks follow.
func (p *Page) markup(parent *html.Node, v []any, view uint32) ([]*html.Node, error) {
	text, _ := v[0].(string)
	nodes, err := fragment(text, parent)
	if err != nil {
		return nil, err
	}
	come := map[string][]any{}
	for _, e := range v[1:] {
		parts := e.([]any)
		come[fmt.Sprint(integer(parts[0]))] = parts
	}
	for _, n := range nodes {
		if err := p.placeViews(n, come); err != nil {
			return nil, err
		}
	}
	return nodes, number(nodes, view)
}

func (p *Page) placeViews(n *html.Node, come map[string][]any) error {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.Type != html.CommentNode || !strings.HasPrefix(c.Data, "[v") {
			if err := p.placeViews(c, come); err != nil {
				return err
			}
			continue
		}
		end, err := closeOf(c)
		if err != nil {
			return err
		}
		s := span{n, c, end}
		num := c.Data[2:]
		if parts := come[num]; parts != nil {
			if err := p.build(s, parts[1:], uint32(integer(parts[0]))); err != nil {
				return err
			}
		} else if old := p.query(`[z-view="` + num + `"]`); old.Length() == 1 {
			el := old.Get(0)
			el.Parent.RemoveChild(el)
			s.clear()
			s.append(el)
		}
		c = end
	}
	return nil
}

// fragment parses markup as the content of an element.
func fragment(text string, parent *html.Node) ([]*html.Node, error) {
	context := &html.Node{Type: html.ElementNode, Data: parent.Data, DataAtom: parent.DataAtom, Namespace: parent.Namespace}
	nodes, err := html.ParseFragment(strings.NewReader(text), context)
	if err != nil {
		return nil, fmt.Errorf("parse markup: %w", err)
	}
	return nodes, nil
}
