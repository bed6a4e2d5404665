package html

import "strings"

import "unsafe"

// Views writes the components that stand in another component's tree.
type Views interface {
	// AppendView appends the markup of the view with this number.
	AppendView(dst []byte, number uint32) []byte
}

// AppendHTML appends the markup of a tree to dst. rootAttrs, already escaped and with a
// leading space, goes into the root's start tag; views may be nil when the tree has no
// other components in it. It allocates only to grow dst.
func (r *Registry) AppendHTML(dst, tree []byte, rootAttrs string, views Views) []byte {
	w := writer{reg: r, tree: tree, views: views}
	dst, _ = w.instance(dst, 0, rootAttrs)
	return dst
}

// writer turns a tree into markup.
type writer struct {
	reg   *Registry
	tree  []byte
	views Views
	// outline leaves out what isn't the templates': trusted markup, and instances that
	// are kept as markup.
	outline bool
	// collect has the places of views noted in found, with an empty fence in the markup,
	// instead of having them written.
	collect bool
	start   int
	found   []int // offset, view, offset, view, ...
}

func (w *writer) instance(dst []byte, i int, rootAttrs string) ([]byte, int) {
	id, i := Uvarint(w.tree, i)
	if id == 0 && w.outline {
		return dst, skipMarkup(w.tree, i)
	}
	if id == 0 {
		return w.markup(dst, i, rootAttrs)
	}
	return w.template(dst, w.reg.Template(uint32(id)), i, rootAttrs)
}

func (w *writer) template(dst []byte, t *Template, i int, rootAttrs string) ([]byte, int) {
	first := t.statics[0]
	if rootAttrs != "" {
		dst = append(append(append(dst, first[:t.cut]...), rootAttrs...), first[t.cut:]...)
	} else {
		dst = append(dst, first...)
	}
	if t.linear {
		for k := range t.holes {
			dst, i = w.hole(dst, &t.holes[k], i)
			dst = append(dst, t.statics[k+1]...)
		}
		return dst, i
	}
	var few [32]int
	at := few[:0]
	for _, s := range t.slots {
		at = append(at, i)
		i = w.reg.SkipSlot(w.tree, i, s.Kind)
	}
	selects := -1
	for k := range t.holes {
		h := &t.holes[k]
		switch h.context {
		case inSelect:
			selects = len(dst)
		case inSelectEnd:
			n, j := Uvarint(w.tree, at[h.slot])
			dst = chooseOption(dst, selects, string(w.tree[j:j+n]))
		default:
			dst, _ = w.hole(dst, h, at[h.slot])
		}
		dst = append(dst, t.statics[k+1]...)
	}
	return dst, i
}

func (w *writer) hole(dst []byte, h *hole, i int) ([]byte, int) {
	n, i := Uvarint(w.tree, i)
	switch h.context {
	case inText:
		return appendText(dst, view(w.tree[i:i+n])), i + n
	case inAttr:
		return appendAttr(dst, view(w.tree[i:i+n])), i + n
	case inBool:
		if n == 1 {
			return append(dst, h.on...), i
		}
		return append(dst, h.off...), i
	case inTextFirst:
		if n > 0 && (w.tree[i] == '\n' || w.tree[i] == '\r') {
			dst = append(dst, '\n')
		}
		return appendText(dst, view(w.tree[i:i+n])), i + n
	case inRegion:
		if n == 1 {
			return w.instance(dst, i, "")
		}
	case inList:
		for range n {
			l, j := Uvarint(w.tree, i)
			dst, i = w.instance(dst, j+l, "")
		}
	case inView:
		switch {
		case n == 0:
		case w.collect:
			dst = append(dst, "<!--[v"...)
			dst = appendDecimal(dst, n)
			dst = append(dst, "-->"...)
			w.found = append(w.found, len(dst)-w.start, n)
			dst = append(dst, "<!--]-->"...)
		case w.views != nil:
			dst = w.views.AppendView(dst, uint32(n))
		}
	case inRaw:
		if w.outline {
			return dst, i + n
		}
		return append(dst, w.tree[i:i+n]...), i + n
	}
	return dst, i
}

// markup writes an instance that is kept as markup, its views in their places.
func (w *writer) markup(dst []byte, i int, rootAttrs string) ([]byte, int) {
	n, i := Uvarint(w.tree, i)
	text, from := w.tree[i:i+n], 0
	i += n
	if rootAttrs != "" {
		const mark = ` z="` + markupMark + `"`
		if at := strings.Index(view(text), mark); at >= 0 {
			from = at + len(mark)
			dst = append(append(dst, text[:from]...), rootAttrs...)
		}
	}
	n, i = Uvarint(w.tree, i)
	for range n {
		at, j := Uvarint(w.tree, i)
		var number int
		number, i = Uvarint(w.tree, j)
		dst = append(dst, text[from:at]...)
		from = at
		if w.collect {
			w.found = append(w.found, len(dst)-w.start, number)
		} else if w.views != nil {
			dst = w.views.AppendView(dst, uint32(number))
		}
	}
	dst = append(dst, text[from:]...)
	n, i = Uvarint(w.tree, i)
	for range n {
		l, j := Uvarint(w.tree, i)
		i = j + l
	}
	return dst, i
}

// flatten replaces the recorded instance, whose shape is one too many for its set, by
// its markup.
func (b *Builder) flatten(t *Template) {
	w := writer{reg: b.set.reg, tree: b.tree, collect: true}
	_, i := Uvarint(b.tree, b.at)
	text, _ := w.template(nil, t, i, "")
	events, _ := b.set.reg.eventsOf(nil, b.tree, i, t)
	d := append(b.tree[:b.at], 0)
	d = append(appendUvarint(d, uint64(len(text))), text...)
	d = appendUvarint(d, uint64(len(w.found)/2))
	for _, v := range w.found {
		d = appendUvarint(d, uint64(v))
	}
	d = appendUvarint(d, uint64(len(events)))
	for _, e := range events {
		d = append(appendUvarint(d, uint64(len(e))), e...)
	}
	b.tree = d
}

// chooseOption marks the option of a select whose start tag ends at from. The markup is
// our own: attributes are quoted, and only a tag starts with '<'.
func chooseOption(dst []byte, from int, value string) []byte {
	if from < 0 {
		return dst
	}
	text := string(dst[from:])
	want := string(appendAttr(nil, value))
	for at := 0; ; {
		k := strings.Index(text[at:], "<option")
		if k < 0 {
			return dst
		}
		at += k + len("<option")
		end := at + tagEnd(text[at:])
		have, ok := attrValue(text[at:end])
		if !ok {
			have = text[end+1 : end+1+strings.IndexByte(text[end+1:], '<')]
			have = strings.Join(strings.Fields(have), " ")
			ok = have == string(appendText(nil, value))
		} else {
			ok = have == want
		}
		if ok {
			const chosen = " selected"
			dst = append(dst, chosen...)
			copy(dst[from+at+len(chosen):], text[at:])
			copy(dst[from+at:], chosen)
			return dst
		}
	}
}

// tagEnd finds the '>' that ends a start tag, outside quotes.
func tagEnd(s string) int {
	quoted := false
	for i := range len(s) {
		switch s[i] {
		case '"':
			quoted = !quoted
		case '>':
			if !quoted {
				return i
			}
		}
	}
	return len(s)
}

// attrValue finds value="..." among a tag's attributes.
func attrValue(s string) (string, bool) {
	const name = ` value="`
	for i, quoted := 0, false; i+len(name) <= len(s); i++ {
		if !quoted && s[i:i+len(name)] == name {
			v := s[i+len(name):]
			return v[:strings.IndexByte(v, '"')], true
		}
		if s[i] == '"' {
			quoted = !quoted
		}
	}
	return "", false
}

func appendDecimal(dst []byte, n int) []byte {
	if n >= 10 {
		dst = appendDecimal(dst, n/10)
	}
	return append(dst, byte('0'+n%10))
}

// view is the bytes as a string, valid as long as they don't change.
func view(b []byte) string { return unsafe.String(unsafe.SliceData(b), len(b)) }
