package livetest

import (
	"encoding/json"
	"strings"

	"golang.org/x/net/html"
)

// valueOf is what a form control shows.
func valueOf(el *html.Node) string {
	switch el.Data {
	case "textarea":
		return textOf(inside(el))
	case "select":
		for _, o := range options(el) {
			if _, on := attr(o, "selected"); on {
				return optionValue(o)
			}
		}
		if list := options(el); len(list) > 0 {
			if _, several := attr(el, "multiple"); !several {
				return optionValue(list[0])
			}
		}
		return ""
	}
	v, has := attr(el, "value")
	if t, _ := attr(el, "type"); !has && (t == "checkbox" || t == "radio") {
		return "on"
	}
	return v
}

// enter has a control show what the visitor enters, and remembers what the server told it last: text
// that grows is told by what is new.
func (p *Page) enter(el *html.Node, v string) {
	if _, ok := p.entered[el]; !ok {
		p.entered[el] = valueOf(el)
	}
	setValue(el, v)
}

// told is the value that the server told a control last; what was entered since is forgotten.
func (p *Page) told(el *html.Node) string {
	v, ok := p.entered[el]
	if !ok {
		return valueOf(el)
	}
	delete(p.entered, el)
	return v
}

// setValue has a control show a value.
func setValue(el *html.Node, v string) {
	switch el.Data {
	case "textarea":
		setText(inside(el), v)
	case "select":
		choose(el, v)
	default:
		setAttr(el, "value", v)
	}
}

// choose marks the option with a value as the one selected.
func choose(el *html.Node, v string) {
	for _, o := range options(el) {
		removeAttr(o, "selected")
		if optionValue(o) == v {
			setAttr(o, "selected", "")
		}
	}
}

func options(n *html.Node) []*html.Node {
	var out []*html.Node
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.Type == html.ElementNode && c.Data == "option" {
			out = append(out, c)
		} else {
			out = append(out, options(c)...)
		}
	}
	return out
}

func optionValue(o *html.Node) string {
	if v, ok := attr(o, "value"); ok {
		return v
	}
	return collapse(textOf(inside(o)))
}

// uncheckGroup unchecks the radio buttons of which only one is checked beside el, if that is one.
func uncheckGroup(el *html.Node) {
	name, _ := attr(el, "name")
	if kind, _ := attr(el, "type"); kind != "radio" || name == "" {
		return
	}
	form := formOf(el)
	var walk func(n *html.Node)
	walk = func(n *html.Node) {
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			kind, _ := attr(c, "type")
			if other, _ := attr(c, "name"); c.Type == html.ElementNode && kind == "radio" && other == name && formOf(c) == form {
				removeAttr(c, "checked")
			}
			walk(c)
		}
	}
	top := el
	for top.Parent != nil {
		top = top.Parent
	}
	walk(top)
}

// formOf is the form that an element stands in, nil without one.
func formOf(el *html.Node) *html.Node {
	return ancestor(el, func(n *html.Node) bool { return n.Data == "form" })
}

func checked(el *html.Node) bool { _, on := attr(el, "checked"); return on }

// payload is what an input or change of a control brings along.
func payload(el *html.Node) any {
	if t, _ := attr(el, "type"); el.Data == "input" && t == "checkbox" {
		return checked(el)
	}
	if _, several := attr(el, "multiple"); el.Data == "select" && several {
		list := []string{}
		for _, o := range options(el) {
			if _, on := attr(o, "selected"); on {
				list = append(list, optionValue(o))
			}
		}
		return list
	}
	return valueOf(el)
}

// formData is what submitting a form sends; by, the button used, may be nil.
func formData(form, by *html.Node) map[string]any {
	data := map[string]any{}
	add := func(name, v string) {
		switch old := data[name].(type) {
		case nil:
			data[name] = v
		case string:
			data[name] = []string{old, v}
		case []string:
			data[name] = append(old, v)
		}
	}
	var walk func(n *html.Node)
	walk = func(n *html.Node) {
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			walk(c)
			name, _ := attr(c, "name")
			if _, off := attr(c, "disabled"); c.Type != html.ElementNode || name == "" || off {
				continue
			}
			switch c.Data {
			case "select":
				_, several := attr(c, "multiple")
				if list := options(c); !several && len(list) > 0 {
					add(name, valueOf(c)) // a browser shows the first one where none is selected
				} else {
					for _, o := range list {
						if _, on := attr(o, "selected"); on {
							add(name, optionValue(o))
						}
					}
				}
			case "textarea":
				add(name, valueOf(c))
			case "button":
				if c == by {
					add(name, valueOf(c))
				}
			case "input":
				switch t, _ := attr(c, "type"); t {
				case "checkbox", "radio":
					if checked(c) {
						add(name, valueOf(c))
					}
				case "submit", "image", "button", "reset", "file":
					if c == by {
						add(name, valueOf(c))
					}
				default:
					add(name, valueOf(c))
				}
			}
		}
	}
	walk(form)
	return data
}

// keyPayload reads "Control+Shift+k" as ["key","code",mask].
func keyPayload(press string) any {
	const alt, ctrl, meta, shift = 1, 2, 4, 8
	parts := strings.Split(press, "+")
	key, mask := parts[len(parts)-1], 0
	if key == "" {
		key = "+"
	}
	for _, m := range parts[:len(parts)-1] {
		switch m {
		case "Alt":
			mask |= alt
		case "Control":
			mask |= ctrl
		case "Meta":
			mask |= meta
		case "Shift":
			mask |= shift
		}
	}
	code := key
	if len(key) == 1 {
		switch c := strings.ToUpper(key)[0]; {
		case c >= 'A' && c <= 'Z':
			code = "Key" + string(c)
		case c >= '0' && c <= '9':
			code = "Digit" + string(c)
		case c == ' ':
			code = "Space"
		}
	}
	return []any{key, code, mask}
}

func encode(v any) []byte {
	if v == nil {
		return nil
	}
	raw, err := json.Marshal(v)
	if err != nil {
		panic("livetest: " + err.Error()) // strings, booleans and numbers encode
	}
	return raw
}
