package html

import (
	"encoding/json"
	"strconv"
	"strings"
)

// attributes writes an element's attributes and returns the call of Value when the
// element shows it as content, as textarea and select do.
func (c *compiler) attributes(pos uint32, list []uint32, h int, tag string) (value uint32) {
	value = none
	seen := map[string]bool{}
	once := func(k uint32, name string) {
		name = strings.ToLower(name) // viewbox is viewBox to the parser
		if seen[name] {
			panic(c.fault("<" + tag + "> has the attribute " + name + " twice"))
		}
		seen[name] = true
	}
	event := ""
	classes, styles := false, false
	for _, k := range list {
		o := &c.ops[k]
		if o.kind() != opModify && o.kind() != opEvent && o.kind() != opEventArg {
			event = ""
		}
		switch o.kind() {
		case opAttrConst, opAttrText, opAttrBool:
			name := attrs[o.what.idx()].name
			if name == "class" && o.kind() == opAttrConst {
				if !classes {
					classes = true
					once(k, "class")
					c.classes(list, h)
				}
				continue
			}
			once(k, name)
			c.attribute(k, h, name)
		case opClassIf:
			if !classes {
				classes = true
				once(k, "class")
				c.classes(list, h)
			}
		case opNamedText, opNamedBool:
			once(k, o.s)
			c.attribute(k, h, o.s)
		case opValue:
			once(k, "value")
			if value = k; tag != "textarea" && tag != "select" {
				value = none
				c.attribute(k, h, "value")
			} else if tag == "select" && c.marks {
				// The option may come later than the value, which the document would not have.
				c.server(` z-chosen="`)
				c.hole(k, inAttr, "", "")
				c.server(`"`)
			}
		case opStyle:
			if why := styleName(o.s); why != "" {
				panic(c.b.faultAt(int(k), "style property "+o.s+": "+why))
			}
			once(k, "z-style-"+o.s)
			if !styles {
				styles = true
				c.server(" z-style")
			}
			c.server(" z-style-", o.s, `="`)
			c.hole(k, inAttr, "", "")
			c.server(`"`)
			c.tableOp(h, opStyleProp, k, o.s)
		case opEvent, opEventArg:
			if !c.marks {
				panic(c.b.faultAt(int(k), "an event stands outside a live component"))
			}
			event = o.s
			once(k, "z-"+event)
			c.event(k, h)
		case opModify:
			if event == "" {
				panic(c.b.faultAt(int(k), "the modifier "+o.s+" must stand right after the event that it modifies"))
			}
			once(k, "z-"+o.s+"-"+event)
			c.attribute(k, h, "z-"+o.s+"-"+event)
		}
	}
	return value
}

// attribute writes one attribute by its name.
func (c *compiler) attribute(k uint32, h int, name string) {
	o := &c.ops[k]
	switch o.kind() {
	case opAttrConst:
		c.static(" ", name, `="`, string(appendAttr(nil, o.s)), `"`)
	case opAttrBool, opNamedBool:
		c.hole(k, inBool, " "+name, "")
		c.tableOp(h, opBoolean, k, name)
	default:
		c.server(" ", name, `="`)
		c.hole(k, inAttr, "", "")
		c.server(`"`)
		c.tableOp(h, opAttribute, k, name)
	}
}

// classes merges all classes of an element into one attribute. The client adds and takes
// away those of one condition without a look at the others, so that none is in two.
func (c *compiler) classes(list []uint32, h int) {
	var fixed []string
	of := map[string]uint32{} // the call that a class stands in; all of Class count as one
	for _, k := range list {
		o := &c.ops[k]
		switch {
		case o.kind() == opAttrConst && attrs[o.what.idx()].name == "class" && o.s != "":
			fixed = append(fixed, o.s)
			k = none
		case o.kind() != opClassIf:
			continue
		}
		for _, class := range strings.Fields(o.s + " " + o.t) {
			if first, ok := of[class]; ok && first != k {
				panic(c.fault("the class " + class + " stands in two of Class and the conditions, and would go with either"))
			}
			of[class] = k
		}
	}
	text := string(appendAttr(nil, strings.Join(fixed, " ")))
	c.server(` class="`, text)
	if text != "" {
		c.bare = append(c.bare, ` class="`+text+`"`...)
	}
	for _, k := range list {
		if o := &c.ops[k]; o.kind() == opClassIf {
			c.hole(k, inBool, class(o.s, text), class(o.t, text))
			c.tableOp(h, opClasses, k, o.s, o.t)
		}
	}
	c.server(`"`)
}

func class(s, before string) string {
	if s == "" {
		return ""
	}
	s = string(appendAttr(nil, s))
	if before == "" {
		return s + " "
	}
	return " " + s
}

// event writes the attribute by which the client knows the handler; an argument, JSON,
// follows its name after a space.
func (c *compiler) event(k uint32, h int) {
	o := &c.ops[k]
	handler := string(appendAttr(nil, o.t))
	add := true
	for _, e := range c.t.events {
		add = add && e != o.t
	}
	if add {
		c.t.events = append(c.t.events, o.t)
	}
	if o.kind() == opEvent {
		c.static(" z-", o.s, `="`, handler, `"`)
		return
	}
	c.server(" z-", o.s, `="`, handler, " ")
	c.hole(k, inAttr, "", "")
	c.server(`"`)
	c.tableOp(h, opAttribute, k, "z-"+o.s, o.t+" ")
}

// tableKind numbers the operations in a template's table; docs/protocol.md lists them.
type tableKind int

const (
	opSoleText tableKind = iota
	opFencedText
	opAttribute
	opBoolean
	opClasses
	opStyleProp
	opRegionAt
	opListAt
	opViewAt
	opMarkup
)

// tableOp appends an operation to a holder; empty strings at its end are left out.
func (c *compiler) tableOp(h int, kind tableKind, k uint32, args ...any) {
	for len(args) > 0 && args[len(args)-1] == "" {
		args = args[:len(args)-1]
	}
	d := c.holders[h]
	if len(d) > 0 {
		d = append(d, ',')
	}
	d = append(strconv.AppendInt(append(d, '['), int64(kind), 10), ',')
	d = strconv.AppendInt(d, int64(c.slotOf[k]), 10)
	for _, a := range args {
		d = append(d, ',')
		switch a := a.(type) {
		case string:
			d = appendJSON(d, a)
		case int:
			d = strconv.AppendInt(d, int64(a), 10)
		}
	}
	c.holders[h] = append(d, ']')
}

func (c *compiler) tableJSON() []byte {
	d := []byte{'['}
	for i, h := range c.holders {
		if i > 0 {
			d = append(d, ',')
		}
		d = append(append(append(d, '['), h...), ']')
	}
	return append(d, ']')
}

func appendJSON(dst []byte, s string) []byte {
	var w strings.Builder
	e := json.NewEncoder(&w)
	e.SetEscapeHTML(false)
	if err := e.Encode(s); err != nil {
		panic("html: " + err.Error()) // a string always encodes
	}
	return append(dst, strings.TrimSuffix(w.String(), "\n")...)
}

// comment checks a constant comment and keeps it apart from the client's fences.
func (c *compiler) comment(s string) string {
	if strings.Contains(s, "--") || strings.HasPrefix(s, ">") || strings.HasPrefix(s, "->") || strings.HasSuffix(s, "-") || strings.HasSuffix(s, "<!") {
		panic(c.fault("a comment can't hold " + strconv.Quote(s)))
	}
	if strings.HasPrefix(s, "[") || strings.HasPrefix(s, "]") {
		return " " + s
	}
	return s
}

// customName tells why a custom element can't have this name.
func customName(s string) string {
	if !strings.Contains(s, "-") || s[0] < 'a' || s[0] > 'z' {
		return "a custom element starts with a letter and has a hyphen"
	}
	for _, r := range s {
		if (r < 'a' || r > 'z') && (r < '0' || r > '9') && r != '-' && r != '.' && r != '_' {
			return "a custom element has lower-case letters, digits, hyphens, dots and underscores"
		}
	}
	return ""
}

// urlAttr reports whether an attribute given by name holds a URL.
func urlAttr(name string) bool {
	name = strings.ToLower(name)
	switch name {
	case "xlink:href", "archive", "attributionsrc", "background", "classid", "codebase", "longdesc", "lowsrc", "manifest", "profile", "usemap":
		return true // without a method: the namespace and the standard's past
	}
	for i := range attrs {
		if attrs[i].name == name {
			return attrs[i].url
		}
	}
	return false
}
