package html

func (b *Builder) attrConst(attr uint16, v constant) Node {
	t := constTok(opAttrConst, attr, string(v))
	if n, ok := b.match(t); ok {
		return n
	}
	return b.record(op{tok: t, kind: opAttrConst, idx: attr, s: string(v)}, nil)
}

func (b *Builder) attrText(attr uint16, v string) Node {
	if attrs[attr].url {
		v = CheckURL(v)
	}
	b.put(v)
	t := tok(opAttrText, attr, 0)
	if n, ok := b.match(t); ok {
		return n
	}
	return b.record(op{tok: t, kind: opAttrText, idx: attr}, nil)
}

func (b *Builder) attrInt(attr uint16, v int) Node {
	b.putInt(int64(v))
	t := tok(opAttrText, attr, 0)
	if n, ok := b.match(t); ok {
		return n
	}
	return b.record(op{tok: t, kind: opAttrText, idx: attr}, nil)
}

func (b *Builder) attrBool(attr uint16, on bool) Node {
	b.putBool(on)
	t := tok(opAttrBool, attr, 0)
	if n, ok := b.match(t); ok {
		return n
	}
	return b.record(op{tok: t, kind: opAttrBool, idx: attr}, nil)
}

// named matches an attribute that is given by name; url tells whether its value must
// pass CheckURL.
func (b *Builder) named(k opKind, prefix, name string) (n Node, url bool) {
	t := constTok(k, uint16(len(prefix)), name)
	if n, ok := b.match(t); ok {
		return n, b.predicted().url
	}
	full := prefix + name
	if why := forbiddenAttr(full); why != "" {
		panic(b.fault("attribute " + full + ": " + why))
	}
	url = urlAttr(full)
	return b.record(op{tok: t, kind: k, s: full, url: url}, nil), url
}

// Attr is an attribute by name, for those without a method of their own. Names of
// event handlers, style, srcdoc and those of Azu panic; URL attributes are checked.
func (b *Builder) Attr(name constant, v string) Node {
	n, url := b.named(opNamedText, "", string(name))
	if url {
		v = CheckURL(v)
	}
	b.put(v)
	return n
}

// AttrInt is an attribute by name with a number.
func (b *Builder) AttrInt(name constant, v int) Node {
	n, _ := b.named(opNamedText, "", string(name))
	b.putInt(int64(v))
	return n
}

// AttrIf is an attribute by name that is there, without a value, or not.
func (b *Builder) AttrIf(name constant, on bool) Node {
	n, _ := b.named(opNamedBool, "", string(name))
	b.putBool(on)
	return n
}

// Data is the attribute data-name.
func (b *Builder) Data(name constant, v string) Node {
	n, _ := b.named(opNamedText, "data-", string(name))
	b.put(v)
	return n
}

// DataInt is the attribute data-name with a number.
func (b *Builder) DataInt(name constant, v int) Node {
	n, _ := b.named(opNamedText, "data-", string(name))
	b.putInt(int64(v))
	return n
}

// Aria is the attribute aria-name.
func (b *Builder) Aria(name constant, v string) Node {
	n, _ := b.named(opNamedText, "aria-", string(name))
	b.put(v)
	return n
}

// AriaBool is the attribute aria-name with "true" or "false".
func (b *Builder) AriaBool(name constant, on bool) Node {
	n, _ := b.named(opNamedText, "aria-", string(name))
	if on {
		b.put("true")
	} else {
		b.put("false")
	}
	return n
}

// Value is the value of an input, button, option, progress, meter or data element, the
// text of a textarea, and the chosen option of a select.
func (b *Builder) Value(v string) Node {
	b.put(v)
	return b.leaf(opValue)
}

// ValueInt is Value with a number.
func (b *Builder) ValueInt(v int) Node {
	b.putInt(int64(v))
	return b.leaf(opValue)
}

// ClassIf has the element carry the classes, separated by spaces, when on is true. It
// adds to Class and to other ClassIfs.
func (b *Builder) ClassIf(classes constant, on bool) Node {
	return b.ClassIfElse(on, classes, "")
}

// ClassIfElse has the element carry the classes yes or the classes no.
func (b *Builder) ClassIfElse(on bool, yes, no constant) Node {
	b.putBool(on)
	t := constTok(opClassIf, uint16(len(no)), string(yes))
	if p := b.next; *p == t && (no == "" || b.tmpl.ops[b.pos()].t == string(no)) {
		return b.advance(p)
	}
	return b.record(op{tok: t, kind: opClassIf, s: string(yes), t: string(no)}, nil)
}

// Style sets one style property of the element, such as "width" or "--progress". The
// client applies it through the object model, so that a strict Content-Security-Policy
// holds; without JavaScript it does nothing.
func (b *Builder) Style(property constant, v string) Node {
	b.put(v)
	t := constTok(opStyle, 0, string(property))
	if n, ok := b.match(t); ok {
		return n
	}
	return b.record(op{tok: t, kind: opStyle, s: string(property)}, nil)
}

// MatchEvent is the first half of an event attribute, the one that allocates nothing:
// ok tells that the predicted template has this event with the handler whose code is at
// code. When it hasn't, the caller finds the handler's name and calls AddEvent. arg is
// the argument in JSON; it counts only if hasArg. It is the seam on which package live
// builds its typed events.
func (b *Builder) MatchEvent(event string, code uintptr, arg []byte, hasArg bool) (Node, bool) {
	t := eventTok(event, code, hasArg)
	n, ok := b.match(t)
	if ok && hasArg {
		b.tree = append(appendUvarint(b.tree, uint64(len(arg))), arg...)
	}
	return n, ok
}

// AddEvent is the second half of an event attribute: the call is recorded with the
// handler's name, by which the client will ask for it.
func (b *Builder) AddEvent(event, handler string, code uintptr, arg []byte, hasArg bool) Node {
	k := opEvent
	if hasArg {
		k = opEventArg
		b.tree = append(appendUvarint(b.tree, uint64(len(arg))), arg...)
	}
	return b.record(op{tok: eventTok(event, code, hasArg), kind: k, s: event, t: handler}, nil)
}

// eventTok tells events apart by three letters and the length of their name, which is
// enough for those that browsers know; a test goes through them.
func eventTok(event string, code uintptr, hasArg bool) token {
	k := opEvent
	if hasArg {
		k = opEventArg
	}
	last := len(event) - 1
	t := tok(k, uint16(last), int(event[0])|int(event[last/2])<<8|int(event[last])<<16)
	t.addr = code
	return t
}

// Modify adds z-name-event to the element, event being the one right before it among
// the element's attributes.
func (b *Builder) Modify(name, value string) Node {
	b.put(value)
	return b.modify(name)
}

// ModifyInt is Modify with a number.
func (b *Builder) ModifyInt(name string, v int64) Node {
	b.putInt(v)
	return b.modify(name)
}

func (b *Builder) modify(name string) Node {
	t := constTok(opModify, 0, name)
	if n, ok := b.match(t); ok {
		return n
	}
	return b.record(op{tok: t, kind: opModify, s: name}, nil)
}
