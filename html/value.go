package html

import (
	"fmt"
	"strconv"
	"time"

	"github.com/azu-live/azu/internal/decimal"
)

// text is a call without children that writes a string.
func (b *Builder) text(what call, v string) Node {
	b.put(v)
	if b.predicted().what == what {
		return b.advance()
	}
	return b.recordLeaf(what)
}

// number is a call without children that writes a number.
func (b *Builder) number(what call, v int64) Node {
	if uint64(v) < 10 {
		b.tree = append(b.tree, 1, '0'+byte(v))
	} else {
		b.putInt(v)
	}
	if b.predicted().what == what {
		return b.advance()
	}
	return b.recordLeaf(what)
}

// boolean is a call without children that writes on or off.
func (b *Builder) boolean(what call, on bool) Node {
	b.putBool(on)
	if b.predicted().what == what {
		return b.advance()
	}
	return b.recordLeaf(what)
}

func (b *Builder) put(s string) {
	b.tree = append(appendUvarint(b.tree, uint64(len(s))), s...)
}

func (b *Builder) putBytes(s []byte) {
	b.tree = append(appendUvarint(b.tree, uint64(len(s))), s...)
}

func (b *Builder) putInt(v int64) {
	at := len(b.tree)
	t := decimal.AppendInt(append(b.tree, 0), v)
	t[at] = byte(len(t) - at - 1)
	b.tree = t
}

func (b *Builder) putBool(on bool) {
	v := byte(0)
	if on {
		v = 1
	}
	b.tree = append(b.tree, v)
}

// Lit is constant text.
func (b *Builder) Lit(s constant) Node {
	return b.constant(opLit, string(s))
}

// Text is run-time text. Any string is safe; invalid UTF-8 shows as U+FFFD.
func (b *Builder) Text(s string) Node {
	return b.text(opText, s)
}

// Int is a number as decimal text.
func (b *Builder) Int(v int) Node { return b.Int64(int64(v)) }

// Int64 is a number as decimal text.
func (b *Builder) Int64(v int64) Node {
	return b.number(opText, v)
}

// Float is a number with prec digits after the point; -1 stands for as many as are
// needed to read the same number back.
func (b *Builder) Float(v float64, prec int) Node {
	b.tmp = strconv.AppendFloat(b.tmp[:0], v, 'f', prec, 64)
	return b.textTmp()
}

// Textf is text made by a format of package fmt.
func (b *Builder) Textf(format constant, args ...any) Node {
	b.tmp = fmt.Appendf(b.tmp[:0], string(format), args...)
	return b.textTmp()
}

// Timef is a time in a layout of package time.
func (b *Builder) Timef(t time.Time, layout constant) Node {
	b.tmp = t.AppendFormat(b.tmp[:0], string(layout))
	return b.textTmp()
}

func (b *Builder) textTmp() Node {
	b.putBytes(b.tmp)
	return b.leaf(opText)
}

// Markup is HTML that the program vouches for. Converting a string to it is the one
// door by which unescaped text gets into a page.
type Markup string

// Raw writes trusted markup as it is. It must be its element's only child: the
// element owns it, and Azu's client neither patches nor listens inside it.
func (b *Builder) Raw(m Markup) Node {
	b.put(string(m))
	return b.leaf(opRaw)
}

// Comment is a constant comment.
func (b *Builder) Comment(s constant) Node {
	return b.constant(opComment, string(s))
}

// Doctype is the document type of a page: <!doctype html>.
func (b *Builder) Doctype() Node { return b.leaf(opDoctype) }

// Fragment groups nodes where one is asked for. It leaves no trace in the markup.
func (b *Builder) Fragment(kids ...Node) Node { return b.elNamed(opFragment, "", kids) }

// El is a custom element; its name has a hyphen.
func (b *Builder) El(name constant, kids ...Node) Node {
	return b.elNamed(opCustom, string(name), kids)
}

// View is the place of another component's tree. number is that component's view; 0
// leaves the place empty.
func (b *Builder) View(number uint32) Node {
	b.tree = appendUvarint(b.tree, uint64(number))
	return b.leaf(opView)
}
