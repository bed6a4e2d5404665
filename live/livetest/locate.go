package livetest

import (
	"fmt"
	"strings"

	"golang.org/x/net/html"
)

// span is what stands between two nodes of one parent, both excluded; nil is the parent's end.
type span struct{ parent, before, after *html.Node }

func inside(n *html.Node) span { return span{parent: n} }

func (s span) first() *html.Node {
	if s.before != nil {
		return s.before.NextSibling
	}
	return s.parent.FirstChild
}

// nodes lists the nodes in the span.
func (s span) nodes() []*html.Node {
	var out []*html.Node
	for n := s.first(); n != nil && n != s.after; n = n.NextSibling {
		out = append(out, n)
	}
	return out
}

func (s span) clear() {
	for _, n := range s.nodes() {
		s.parent.RemoveChild(n)
	}
}

func (s span) append(n *html.Node) { s.parent.InsertBefore(n, s.after) }

// instance is one template's markup in the document: an element, or what stands between two fences.
type instance struct {
	name        string
	el          *html.Node // a single element, else nil
	open, close *html.Node // the fences
}

// nodes are all nodes of the instance, its fences included.
func (in instance) nodes() []*html.Node {
	if in.el != nil {
		return []*html.Node{in.el}
	}
	out := append([]*html.Node{in.open}, span{in.open.Parent, in.open, in.close}.nodes()...)
	return append(out, in.close)
}

// holder is what owns slots: an element, or the span of an instance without one.
type holder struct {
	el   *html.Node
	kids span
}

func attr(n *html.Node, name string) (string, bool) {
	for _, a := range n.Attr {
		if a.Key == name && a.Namespace == "" {
			return a.Val, true
		}
	}
	return "", false
}

func setAttr(n *html.Node, name, value string) {
	for i := range n.Attr {
		if n.Attr[i].Key == name && n.Attr[i].Namespace == "" {
			n.Attr[i].Val = value
			return
		}
	}
	n.Attr = append(n.Attr, html.Attribute{Key: name, Val: value})
}

func removeAttr(n *html.Node, name string) {
	for i := range n.Attr {
		if n.Attr[i].Key == name && n.Attr[i].Namespace == "" {
			n.Attr = append(n.Attr[:i], n.Attr[i+1:]...)
			return
		}
	}
}

func isOpen(n *html.Node) bool  { return n.Type == html.CommentNode && strings.HasPrefix(n.Data, "[") }
func isClose(n *html.Node) bool { return n.Type == html.CommentNode && n.Data == "]" }

// closeOf finds the fence that closes the one at open.
func closeOf(open *html.Node) (*html.Node, error) {
	depth := 0
	for n := open; n != nil; n = n.NextSibling {
		if isOpen(n) {
			depth++
		} else if isClose(n) {
			if depth--; depth == 0 {
				return n, nil
			}
		}
	}
	return nil, fmt.Errorf("the fence <!--%s--> is not closed", open.Data)
}

// instances lists the instances that stand in a span, in order.
func instances(s span) ([]instance, error) {
	var out []instance
	for n := s.first(); n != nil && n != s.after; n = n.NextSibling {
		switch {
		case n.Type == html.ElementNode:
			name, _ := attr(n, "z")
			out = append(out, instance{name: name, el: n})
		case isOpen(n):
			end, err := closeOf(n)
			if err != nil {
				return nil, err
			}
			out = append(out, instance{name: n.Data[1:], open: n, close: end})
			n = end
		}
	}
	return out, nil
}

// holders lists the holders of an instance in the order of its table: the root, then every own mark.
func holders(in instance) ([]holder, error) {
	root := holder{el: in.el}
	if in.el != nil {
		root.kids = inside(in.el)
		if _, raw := attr(in.el, "z-raw"); raw {
			return []holder{root}, nil
		}
	} else {
		root.kids = span{in.open.Parent, in.open, in.close}
	}
	return own([]holder{root}, root.kids)
}

func own(list []holder, s span) ([]holder, error) {
	for n := s.first(); n != nil && n != s.after; n = n.NextSibling {
		if isOpen(n) && len(n.Data) > 1 { // a nested instance
			end, err := closeOf(n)
			if err != nil {
				return nil, err
			}
			n = end
			continue
		}
		if n.Type != html.ElementNode {
			continue
		}
		mark, marked := attr(n, "z")
		if mark != "" {
			continue
		}
		if marked {
			list = append(list, holder{n, inside(n)})
		}
		if _, raw := attr(n, "z-raw"); raw {
			continue
		}
		var err error
		if list, err = own(list, inside(n)); err != nil {
			return nil, err
		}
	}
	return list, nil
}

// fenced is what the k-th fence of a holder encloses, or all of the holder for -1.
func (h holder) fenced(k int) (span, error) {
	if k < 0 {
		return h.kids, nil
	}
	at := 0
	for n := h.kids.first(); n != nil && n != h.kids.after; n = n.NextSibling {
		if !isOpen(n) {
			continue
		}
		end, err := closeOf(n)
		if err != nil {
			return span{}, err
		}
		if at == k {
			return span{h.kids.parent, n, end}, nil
		}
		at++
		n = end
	}
	return span{}, fmt.Errorf("fence %d is missing", k)
}
