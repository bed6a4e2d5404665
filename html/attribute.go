package html

func (b *Builder) attrConst(attr uint16, v constant) Node {
	return b.constant(opAttrConst|call(attr)<<8, string(v))
}

func (b *Builder) attrText(attr uint16, v string) Node {
	return b.text(opAttrText|call(attr)<<8, v)
}

func (b *Builder) attrURL(attr uint16, v string) Node {
	return b.text(opAttrText|call(attr)<<8, CheckURL(v))
}

func (b *Builder) attrInt(attr uint16, v int) Node {
	return b.number(opAttrText|call(attr)<<8, int64(v))
}

func (b *Builder) attrBool(attr uint16, on bool) Node {
	return b.boolean(opAttrBool|call(attr)<<8, on)
}

// namedAs says what stands before the name of an attribute that is given by name.
type namedAs uint16

const (
	asGiven namedAs = iota
	asData
	asAria
)

var prefixes = [...]string{asGiven: "", asData: "data-", asAria: "aria-"}

// named matches an attribute that is given by name; url tells whether its value must
// pass CheckURL.
func (b *Builder) named(kind call, as namedAs, name string) (n Node, url bool) {
	t := token{what: tok(kind, uint16(as), len(name)), addr: addr(name)}
	if p := b.predicted(); p.what == t.what && p.addr == t.addr {
		url = b.tmpl.details[b.pos()].url
		return b.advance(), url
	}
	full := prefixes[as] + name
	if why := forbiddenAttr(full); why != "" {
		panic(b.fault("attribute " + full + ": " + why))
	}
	url = urlAttr(full)
	return b.record(op{t, detail{s: full, t: name, url: url}}, nil), url
}

// Attr is an attribute by name, for those without a method of their own. Names of
// event handlers, style, srcdoc and those of Azu panic; URL attributes are checked.
func (b *Builder) Attr(name constant, v string) Node {
	n, url := b.named(opNamedText, asGiven, string(name))
	if url {
		v = CheckURL(v)
	}
	b.put(v)
	return n
}

// AttrInt is an attribute by name with a number.
func (b *Builder) AttrInt(name constant, v int) Node {
	n, _ := b.named(opNamedText, asGiven, string(name))
	b.putInt(int64(v))
	return n
}

// AttrIf is an attribute by name that is there, without a value, or not.
func (b *Builder) AttrIf(name constant, on bool) Node {
	n, _ := b.named(opNamedBool, asGiven, string(name))
	b.putBool(on)
	return n
}

// Data is the attribute data-name.
func (b *Builder) Data(name constant, v string) Node {
	n, _ := b.named(opNamedText, asData, string(name))
	b.put(v)
	return n
}

// DataInt is the attribute data-name with a number.
func (b *Builder) DataInt(name constant, v int) Node {
	n, _ := b.named(opNamedText, asData, string(name))
	b.putInt(int64(v))
	return n
}

// Aria is the attribute aria-name.
func (b *Builder) Aria(name constant, v string) Node {
	n, _ := b.named(opNamedText, asAria, string(name))
	b.put(v)
	return n
}

// AriaBool is the attribute aria-name with "true" or "false".
func (b *Builder) AriaBool(name constant, on bool) Node {
	n, _ := b.named(opNamedText, asAria, string(name))
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
	return b.text(opValue, v)
}

// ValueInt is Value with a number.
func (b *Builder) ValueInt(v int) Node {
	return b.number(opValue, int64(v))
}

// ClassIf has the element carry the classes, separated by spaces, when on is true. It
// adds to Class and to other ClassIfs; a class that stands in two of them panics.
func (b *Builder) ClassIf(classes constant, on bool) Node {
	return b.ClassIfElse(on, classes, "")
}

// ClassIfElse has the element carry the classes yes or the classes no, which may have
// some in common; with Class and other conditions of the element they share none.
func (b *Builder) ClassIfElse(on bool, yes, no constant) Node {
	b.putBool(on)
	t := token{what: tok(opClassIf, uint16(len(no)), len(yes)), addr: addr(string(yes)), second: addr(string(no))}
	if p := b.predicted(); p.what == t.what && p.addr == t.addr && (p.second == t.second || no == "") {
		return b.advance()
	}
	return b.record(op{t, detail{s: string(yes), t: string(no)}}, nil)
}

// Style sets one style property of the element, such as "width" or "--progress". The
// client applies it through the object model, so that a strict Content-Security-Policy
// holds; without JavaScript it does nothing.
func (b *Builder) Style(property constant, v string) Node {
	b.put(v)
	return b.constant(opStyle, string(property))
}

// MatchEvent is the first half of an event attribute, the one that allocates nothing:
// ok tells that the predicted template has this event with the handler whose code is at
// code. When it hasn't, the caller finds the handler's name and calls AddEvent. arg is
// the argument in JSON; it counts only if hasArg. It is the seam on which package live
// builds its typed events.
func (b *Builder) MatchEvent(event string, code uintptr, arg []byte, hasArg bool) (Node, bool) {
	p := b.predicted()
	if p.what != eventTok(event, hasArg) || p.addr != code || p.second != addr(event) {
		return Node{}, false
	}
	if hasArg {
		b.putBytes(arg)
	}
	return b.advance(), true
}

// AddEvent is the second half of an event attribute: the call is recorded with the
// handler's name, by which the client will ask for it.
func (b *Builder) AddEvent(event, handler string, code uintptr, arg []byte, hasArg bool) Node {
	if hasArg {
		b.putBytes(arg)
	}
	return b.record(op{token{what: eventTok(event, hasArg), addr: code, second: addr(event)}, detail{s: event, t: handler}}, nil)
}

func eventTok(event string, hasArg bool) call {
	if hasArg {
		return tok(opEventArg, 0, len(event))
	}
	return tok(opEvent, 0, len(event))
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
	return b.constant(opModify, name)
}
