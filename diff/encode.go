package diff

import (
	"bytes"
	"unicode/utf8"

	"github.com/azu-live/azu/html"
	"github.com/azu-live/azu/internal/decimal"
	"github.com/azu-live/azu/internal/wire"
)

// maxBareDigits is how many digits an integer may have to travel as a number: more
// would not survive the browser's floating point.
const maxBareDigits = 15

// encoder appends values in the form they have in a whole.
type encoder struct {
	reg *html.Registry
	env Env
}

// whole appends the instance at i as ["name",value,…] and returns its end. had is the
// markup that the browser has in its place, if any: views in it aren't sent again.
func (e *encoder) whole(dst, tree []byte, i int, had []byte) ([]byte, int) {
	id, j := html.Uvarint(tree, i)
	if id == 0 {
		dst, i = e.markup(append(dst, `["",`...), tree, i, had)
		return append(dst, ']'), i
	}
	t := e.use(id)
	dst = append(append(append(dst, '[', '"'), t.Name()...), '"')
	dst, i = e.values(dst, t, tree, j)
	return append(dst, ']'), i
}

// use returns template id, which the browser is about to need.
func (e *encoder) use(id int) *html.Template {
	t := e.reg.Template(uint32(id))
	if e.env != nil {
		e.env.Use(t)
	}
	return t
}

// values appends a comma and the value of each slot of t, which stand at i, up to the
// last that is placed.
func (e *encoder) values(dst []byte, t *html.Template, tree []byte, i int) ([]byte, int) {
	slots := t.Slots()
	width := widthOf(slots)
	for n := range slots {
		kind := slots[n].Kind
		if !slots[n].Placed {
			i = e.reg.SkipSlot(tree, i, kind)
			if n < width {
				dst = append(dst, ',', '0')
			}
			continue
		}
		dst = append(dst, ',')
		v, j := html.Uvarint(tree, i)
		i = j
		switch kind {
		case html.KindText:
			i += v
			dst = appendText(dst, tree[j:i])
		case html.KindRaw:
			i += v
			dst = wire.AppendString(dst, tree[j:i])
		case html.KindRegion:
			if v == 0 {
				dst = append(dst, '0')
			} else {
				dst, i = e.whole(dst, tree, i, nil)
			}
		case html.KindList:
			dst, i = e.rows(append(dst, '['), tree, i, v)
			dst = append(dst, ']')
		case html.KindBool:
			dst = append(dst, '0'+byte(v))
		case html.KindView:
			dst = e.view(dst, uint32(v))
		}
	}
	return dst, i
}

// widthOf is how many values an instance has on the wire. The browser knows of a
// template's slots only those that stand in its markup: the last of them ends the count.
func widthOf(slots []html.Slot) int {
	n := len(slots)
	for n > 0 && !slots[n-1].Placed {
		n--
	}
	return n
}

// markup appends the markup at i as a string, and after it each view in it that isn't in
// had as well. The places of views are fences in the markup itself.
func (e *encoder) markup(dst, tree []byte, i int, had []byte) ([]byte, int) {
	m := markupAt(tree, i)
	dst = wire.AppendString(dst, m.text)
	for v := range m.views() {
		if had == nil || !markupAt(had, 0).holds(v) {
			dst = e.view(append(dst, ','), v)
		}
	}
	return dst, m.end
}

// view appends view n with its content; 0 is no view.
func (e *encoder) view(dst []byte, n uint32) []byte {
	if n == 0 {
		return append(dst, '0')
	}
	return e.env.AppendView(dst, n)
}

// rows appends the insertion of the n rows at i into an empty list.
func (e *encoder) rows(dst, tree []byte, i, n int) ([]byte, int) {
	for at := 0; at < n; {
		// How long the run of one template is shows only at its end. Mostly it is the
		// whole list, so that number stands there first.
		l, j := html.Uvarint(tree, i)
		id, _ := html.Uvarint(tree, j+l)
		run := e.insert(comma(dst), at, id, n-at)
		dst = run.dst
		count := 0
		for at < n {
			l, j := html.Uvarint(tree, i)
			next, _ := html.Uvarint(tree, j+l)
			if next != id {
				break
			}
			dst, i = run.row(e, dst, tree, j+l)
			at++
			count++
		}
		if at < n {
			dst = run.recount(dst, count)
		}
	}
	return dst, i
}

// insertion is an insert being appended: "i",at,"name",count,value,…
type insertion struct {
	dst  []byte         // up to the count
	t    *html.Template // nil: rows of markup
	from int            // where the count begins
}

func (e *encoder) insert(dst []byte, at, id, count int) insertion {
	var ins insertion
	dst = decimal.Append(append(dst, `"i",`...), uint64(at))
	dst = append(dst, ',', '"')
	if id != 0 {
		ins.t = e.use(id)
		dst = append(dst, ins.t.Name()...)
	}
	dst = append(dst, '"', ',')
	ins.from = len(dst)
	ins.dst = decimal.Append(dst, uint64(count))
	return ins
}

// row appends the values of the instance at i and returns its end.
func (ins *insertion) row(e *encoder, dst, tree []byte, i int) ([]byte, int) {
	if ins.t == nil {
		return e.markup(append(dst, ','), tree, i, nil)
	}
	_, i = html.Uvarint(tree, i)
	return e.values(dst, ins.t, tree, i)
}

// recount puts a smaller count in the place of the one that insert wrote.
func (ins *insertion) recount(dst []byte, count int) []byte {
	var digits [20]byte
	d := decimal.Append(digits[:0], uint64(count))
	to := ins.from + copy(dst[ins.from:], d)
	return dst[:to+copy(dst[to:], dst[len(ins.dst):])]
}

// appendText appends a text as a number where it is one, else as a string.
func appendText(dst, s []byte) []byte {
	if isInteger(s) {
		return append(dst, s...)
	}
	return appendString(dst, s)
}

// appendString appends a text as a string. NUL becomes U+FFFD, which is what the first
// page has for it: a parser would not let it pass.
func appendString(dst, s []byte) []byte {
	start := len(dst)
	dst = wire.AppendString(dst, s)
	if len(dst)-start > len(s)+2 && bytes.IndexByte(s, 0) >= 0 { // only if something was escaped
		dst = wire.AppendString(dst[:start], bytes.ReplaceAll(s, []byte{0}, []byte("\uFFFD")))
	}
	return dst
}

// appendGrown appends the text is where the browser has the text was: as ["suffix"]
// when it only grew and that is shorter. A suffix starts with a whole character, also
// where was ends in bytes that are none: both ends read it the same way.
func appendGrown(dst, was, is []byte) []byte {
	if len(is) > len(was) && utf8.RuneStart(is[len(was)]) && bytes.HasPrefix(is, was) {
		whole := 2 // bytes around the text, against four around a suffix
		if isInteger(is) {
			whole = 0
		}
		if whole+len(was) > 4 {
			return append(appendString(append(dst, '['), is[len(was):]), ']')
		}
	}
	return appendText(dst, is)
}

// isInteger reports whether s is a decimal integer in its one canonical form and short
// enough to be exact in the browser.
func isInteger(s []byte) bool {
	n := len(s)
	if n > 0 && s[0] == '-' {
		s = s[1:]
		n-- // and "-0" is text
		if n > 0 && s[0] == '0' {
			return false
		}
	}
	if n == 0 || n > maxBareDigits || s[0] == '0' && n > 1 {
		return false
	}
	for _, c := range s {
		if c-'0' > 9 {
			return false
		}
	}
	return true
}
