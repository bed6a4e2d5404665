package html

// root walks the outermost node: one element, or whatever stands between fences.
func (c *compiler) root(root uint32) {
	var kids []uint32
	if root != none {
		kids = c.spread([]uint32{root}, nil)
	}
	c.holders = append(c.holders, nil)
	if len(kids) == 1 && (c.ops[kids[0]].kind() == opElement || c.ops[kids[0]].kind() == opCustom) {
		c.t.single = true
		c.element(kids[0], true)
		return
	}
	for _, k := range kids {
		if c.ops[k].kind().isAttr() {
			panic(c.b.faultAt(int(k), c.ops[k].label()+" is not inside an element"))
		}
	}
	c.content(kids, 0, "", &tagInfo{}, true)
}

// placedOnce checks that no node is used twice, be it where nothing shows.
func (c *compiler) placedOnce(root uint32) {
	used := make([]bool, len(c.ops))
	use := func(at int, kids ...uint32) {
		for _, k := range kids {
			if k == none {
				continue
			}
			if used[k] {
				panic(c.b.faultAt(at, c.ops[k].label()+" is used twice: make a node where it stands"))
			}
			used[k] = true
		}
	}
	for i := range c.ops {
		use(i, c.ops[i].kids...)
	}
	use(int(root), root)
}

// spread replaces fragments by what they hold.
func (c *compiler) spread(kids, dst []uint32) []uint32 {
	for _, k := range kids {
		if k == none {
			continue
		}
		if c.ops[k].kind() == opFragment {
			dst = c.spread(c.ops[k].kids, dst)
		} else {
			dst = append(dst, k)
		}
	}
	return dst
}

// fault words a panic about the element being written.
func (c *compiler) fault(sentence string) string { return c.b.faultAt(int(c.pos), sentence) }

func (c *compiler) element(pos uint32, root bool) {
	outer := c.pos
	c.pos = pos
	defer func() { c.pos = outer }()
	o := &c.ops[pos]
	info := tagInfo{name: o.s}
	if o.kind() == opElement {
		info = tags[o.what.idx()]
	} else if why := customName(o.s); why != "" {
		panic(c.fault("element " + o.s + ": " + why))
	}
	var attrs, kids []uint32
	for _, k := range c.spread(o.kids, nil) {
		if c.ops[k].kind().isAttr() {
			attrs = append(attrs, k)
		} else {
			kids = append(kids, k)
		}
	}
	if (info.void || info.empty) && len(kids) > 0 {
		panic(c.fault("<" + info.name + "> holds nothing, but was given content"))
	}
	c.static("<", info.name)
	h := 0
	if root {
		c.t.cut, c.bareCut = len(c.markup), len(c.bare)
	} else if c.owns(attrs, kids) {
		h = len(c.holders)
		c.holders = append(c.holders, nil)
		if c.marks {
			c.static(" z")
		}
	}
	value := c.attributes(pos, attrs, h, info.name)
	if c.marks && len(kids) == 1 && c.ops[kids[0]].kind() == opRaw {
		c.static(" z-raw")
	}
	c.static(">")
	if info.void {
		return
	}
	switch {
	case value != none && info.name == "textarea":
		if len(kids) > 0 {
			panic(c.fault("a textarea has its text from Value or as content, not both"))
		}
		c.tableOp(h, opAttribute, value, "value")
		c.hole(value, inTextFirst, "", "")
	case value != none && info.name == "select":
		c.tableOp(h, opAttribute, value, "value")
		c.hole(value, inSelect, "", "")
		c.content(kids, h, info.name, &info, false)
		c.hole(value, inSelectEnd, "", "")
	default:
		c.content(kids, h, info.name, &info, false)
	}
	c.static("</", info.name, ">")
}

// owns reports whether an element has slots of its own.
func (c *compiler) owns(attrs, kids []uint32) bool {
	for _, list := range [2][]uint32{attrs, kids} {
		for _, k := range list {
			if _, ok := c.ops[k].kind().slot(); ok {
				return true
			}
		}
	}
	return false
}

// content writes an element's children, or those of an instance without an element.
func (c *compiler) content(kids []uint32, h int, tag string, info *tagInfo, fenced bool) {
	slots, others, text := 0, 0, none
	for _, k := range kids {
		switch kind := c.ops[k].kind(); kind {
		case opLit:
		case opText, opRaw, opRegion, opList, opView:
			if slots++; kind == opText {
				text = k
			}
		default:
			others++
		}
	}
	if info.text && (others > 0 || slots > 1 && c.marks || slots == 1 && text == none) {
		panic(c.fault("<" + tag + "> holds text only, and one run-time text at most"))
	}
	first := info.newline
	if c.marks && !fenced && slots == 1 && others == 0 && text != none {
		c.soleText(kids, h, text, first)
		return
	}
	sole := !fenced && len(kids) == 1
	fence := 0
	for _, k := range kids {
		o := &c.ops[k]
		if first && !c.marks && (o.kind() == opText && !sole || o.kind() == opRegion || o.kind() == opList) {
			c.static("\n") // for the parser to swallow, whatever follows
			first = false
		}
		switch o.kind() {
		case opElement, opCustom:
			c.element(k, false)
		case opLit:
			c.static(string(literal(o.s, first)))
		case opComment:
			c.static("<!--", c.comment(o.s), "-->")
		case opDoctype:
			c.static("<!doctype html>")
		case opRaw:
			if !sole {
				panic(c.fault("Raw must be the only child of an element, which then owns the markup"))
			}
			c.tableOp(h, opMarkup, k)
			if first { // as the client puts it there the parser swallows nothing
				c.hole(k, inRawFirst, "", "")
			} else {
				c.hole(k, inRaw, "", "")
			}
		default:
			at := c.open(&fence, sole)
			switch o.kind() {
			case opText:
				c.tableOp(h, opFencedText, k, at)
				if first && sole { // else a fence stands before it
					c.hole(k, inTextFirst, "", "")
				} else {
					c.hole(k, inText, "", "")
				}
			case opRegion:
				c.tableOp(h, opRegionAt, k, at)
				c.hole(k, inRegion, "", "")
			case opList:
				c.tableOp(h, opListAt, k, at)
				c.hole(k, inList, "", "")
			case opView:
				c.tableOp(h, opViewAt, k, at)
				c.hole(k, inView, "", "")
			}
			if c.marks && !sole {
				c.static("<!--]-->")
			}
		}
		first = first && o.kind() == opLit && o.s == ""
	}
}

// open starts a fence, unless the slot is its element's whole content.
func (c *compiler) open(fence *int, sole bool) int {
	if sole {
		return -1
	}
	if c.marks {
		c.static("<!--[-->")
	}
	*fence++
	return *fence - 1
}

// soleText writes an element whose content is text with one run-time part.
func (c *compiler) soleText(kids []uint32, h int, text uint32, first bool) {
	pre, post := "", ""
	for _, k := range kids {
		o := &c.ops[k]
		switch {
		case k == text && first && pre == "":
			c.hole(k, inTextFirst, "", "")
		case k == text:
			c.hole(k, inText, "", "")
		case c.t.slots[c.slotOf[text]].Placed:
			post += o.s
			c.server(string(literal(o.s, false)))
		default:
			c.server(string(literal(o.s, first && pre == "")))
			pre += o.s
		}
	}
	c.tableOp(h, opSoleText, text, pre, post)
}

// literal escapes constant text; first doubles a newline that the parser would swallow.
func literal(s string, first bool) []byte {
	var dst []byte
	if first && len(s) > 0 && s[0] == '\n' {
		dst = append(dst, '\n')
	}
	return appendText(dst, s)
}
