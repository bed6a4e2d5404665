package html

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	parser "golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// checkShape parses a template's markup, with samples in its slots, as a browser would,
// and returns an error with both shapes when elements, texts or fences would move,
// vanish or appear. The markup is our own: every element that isn't void has its end
// tag, so that its tags alone say what was meant.
func checkShape(markup string) error {
	before, after := surroundings(markup)
	markup = before + markup + after
	meant, err := asWritten(markup)
	if err != nil {
		return err
	}
	read, err := asRead(markup)
	if err != nil {
		return err
	}
	if err := differ(meant, read); err != nil {
		return err
	}
	return unreachable(meant, "")
}

// surroundings is the markup in which a root element can stand, when that isn't a
// document's body. A list's rows are checked on their own, too.
func surroundings(markup string) (before, after string) {
	z := parser.NewTokenizer(strings.NewReader(markup))
	for {
		switch z.Next() {
		case parser.ErrorToken:
			return "", ""
		case parser.StartTagToken, parser.SelfClosingTagToken:
			name, _ := z.TagName()
			switch name := string(name); name {
			case "tr":
				return "<table><tbody>", "</tbody></table>"
			case "td", "th":
				return "<table><tbody><tr>", "</tr></tbody></table>"
			case "tbody", "thead", "tfoot", "caption", "colgroup":
				return "<table>", "</table>"
			case "col":
				return "<table><colgroup>", "</colgroup></table>"
			case "option", "optgroup":
				return "<select>", "</select>"
			case "head", "body":
				return "<!doctype html><html>", "</html>"
			case "svg":
				return "", ""
			default:
				switch html, svg := languages(name); {
				case !svg:
					return "", ""
				case !html:
					return "<svg>", "</svg>"
				}
				// A link or a title stands in either: what follows tells.
			}
		}
	}
}

// languages tells in which an element, its name in lower case, exists.
func languages(name string) (html, svg bool) {
	for i := range tags {
		t := &tags[i]
		html = html || t.ns == nsHTML && t.name == name
		svg = svg || t.ns == nsSVG && strings.EqualFold(t.name, name)
	}
	return html, svg
}

// outline is an element with its content, a text or a comment.
type outline struct {
	name    string // of an element
	text    string
	comment string
	owns    bool // has slots of its own
	inner   []*outline
}

func (o *outline) add(child *outline) { o.inner = append(o.inner, child) }

func (o *outline) addText(s string) {
	if s = strings.TrimSpace(s); s != "" {
		o.add(&outline{text: s})
	}
}

// asWritten takes the tags at their word.
func asWritten(markup string) (*outline, error) {
	open := []*outline{{}}
	z := parser.NewTokenizer(strings.NewReader(markup))
	for {
		top := open[len(open)-1]
		kind := z.Next()
		t := z.Token()
		switch kind {
		case parser.ErrorToken:
			return open[0], nil
		case parser.TextToken:
			top.addText(t.Data)
		case parser.CommentToken:
			top.add(&outline{comment: t.Data})
		case parser.StartTagToken, parser.SelfClosingTagToken:
			// Text is escaped everywhere, so a '<' is a tag also where a browser would not look
			// for one; what it makes of that is the other outline's business.
			z.NextIsNotRawText()
			o := &outline{name: t.Data, owns: slices.ContainsFunc(t.Attr, func(a parser.Attribute) bool { return a.Key == "z" })}
			top.add(o)
			if !voidTag(t.Data) {
				open = append(open, o)
			}
		case parser.EndTagToken:
			if top.name != t.Data {
				return nil, fmt.Errorf("</%s> ends <%s>", t.Data, top.name)
			}
			open = open[:len(open)-1]
		}
	}
}

func voidTag(name string) bool {
	for i := range tags {
		if tags[i].name == name && tags[i].void {
			return true
		}
	}
	return false
}

// asRead is what a browser's parser makes of the markup. Scripting is off, for with it
// the content of noscript would be one text.
func asRead(markup string) (*outline, error) {
	off := parser.ParseOptionEnableScripting(false)
	o := &outline{}
	if strings.Contains(markup, "<html") {
		doc, err := parser.ParseWithOptions(strings.NewReader(markup), off)
		if err != nil {
			return nil, err
		}
		outlines(o, doc)
		return o, nil
	}
	body := &parser.Node{Type: parser.ElementNode, Data: "body", DataAtom: atom.Body}
	nodes, err := parser.ParseFragmentWithOptions(strings.NewReader(markup), body, off)
	if err != nil {
		return nil, err
	}
	for _, n := range nodes {
		body.AppendChild(n)
	}
	outlines(o, body)
	return o, nil
}

func outlines(o *outline, n *parser.Node) {
	text := ""
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.Type == parser.TextNode {
			text += c.Data // a parser may split one text
			continue
		}
		o.addText(text)
		text = ""
		switch c.Type {
		case parser.CommentNode:
			o.add(&outline{comment: c.Data})
		case parser.ElementNode:
			child := &outline{name: strings.ToLower(c.Data)}
			o.add(child)
			outlines(child, c)
		}
	}
	o.addText(text)
}

// differ finds the innermost element whose content is read otherwise than it is meant.
func differ(meant, read *outline) error {
	same := slices.EqualFunc(meant.inner, read.inner, func(a, b *outline) bool { return a.name == b.name && a.text == b.text && a.comment == b.comment })
	if same {
		for i := range meant.inner {
			if err := differ(meant.inner[i], read.inner[i]); err != nil {
				return err
			}
		}
		return nil
	}
	where := "a browser"
	if meant.name != "" {
		where = "in <" + meant.name + "> a browser"
	}
	return fmt.Errorf("%s would change the markup%s\n\twritten: %s\n\tread as: %s", where, hint(meant, nil), meant, read)
}

// hint words the reason where it is one of the usual ones.
func hint(o *outline, above []string) string {
	above = append(above, o.name)
	for _, c := range o.inner {
		switch {
		case c.name == "":
			continue
		case o.name == "table" && c.name == "tr":
			return ": rows stand in Tbody, Thead or Tfoot"
		case slices.Contains(above, "p") && slices.Contains(blocks, c.name):
			return ": a paragraph can't hold <" + c.name + ">"
		case slices.Contains([]string{"a", "button", "form"}, c.name) && slices.Contains(above, c.name):
			return ": <" + c.name + "> can't stand in <" + c.name + ">"
		}
		if s := hint(c, above); s != "" {
			return s
		}
	}
	return ""
}

// blocks end a paragraph.
var blocks = []string{
	"address", "article", "aside", "blockquote", "details", "dialog", "div", "dl", "fieldset", "figcaption", "figure",
	"footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hgroup", "hr", "main", "menu", "nav", "ol", "p",
	"pre", "search", "section", "table", "ul",
}

// unreachable finds what the parser reads, but Azu's client can't patch in all browsers.
func unreachable(o *outline, inside string) error {
	if inside != "" && (o.owns || strings.HasPrefix(o.comment, "[")) {
		return errors.New("<" + inside + "> holds a run-time value deeper inside, where a browser doesn't look for it")
	}
	if o.name == "noscript" || o.name == "template" {
		inside = o.name
	}
	for _, c := range o.inner {
		if o.name == "select" && c.name != "" && !slices.Contains([]string{"option", "optgroup", "hr"}, c.name) {
			return fmt.Errorf("<select> holds <%s>, which most browsers drop; it takes options, optgroups and hr", c.name)
		}
		if err := unreachable(c, inside); err != nil {
			return err
		}
	}
	return nil
}

// maxOutline bounds one outline in a message, in bytes.
const maxOutline = 400

func (o *outline) String() string {
	s := string(o.append(nil))
	if len(s) > maxOutline {
		s = strings.ToValidUTF8(s[:maxOutline], "") + "…"
	}
	return s
}

func (o *outline) append(dst []byte) []byte {
	switch {
	case o.name != "":
		dst = append(append(append(dst, '<'), o.name...), '>')
	case o.comment != "":
		dst = append(append(append(dst, "<!--"...), o.comment...), "-->"...)
	default:
		dst = append(dst, o.text...)
	}
	for _, c := range o.inner {
		if len(dst) > maxOutline {
			return dst
		}
		dst = c.append(dst)
	}
	if o.name != "" && !voidTag(o.name) {
		dst = append(append(append(dst, "</"...), o.name...), '>')
	}
	return dst
}
