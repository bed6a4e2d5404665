package html

import (
	"fmt"
	"strconv"
	"time"
)

func (b *Builder) put(s string) {
	b.tree = append(appendUvarint(b.tree, uint64(len(s))), s...)
}

func (b *Builder) putInt(v int64) {
	if uint64(v) < 10 {
		b.tree = append(b.tree, 1, byte('0'+v))
		return
	}
	at := len(b.tree)
	t := strconv.AppendInt(append(b.tree, 0), v, 10)
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
	t := constTok(opLit, 0, string(s))
	if n, ok := b.match(t); ok {
		return n
	}
	return b.record(op{tok: t, kind: opLit, s: string(s)}, nil)
}

// Text is run-time text. Any string is safe; invalid UTF-8 shows as U+FFFD.
func (b *Builder) Text(s string) Node {
	b.put(s)
	return b.leaf(opText)
}

// Int is a number as decimal text.
func (b *Builder) Int(v int) Node { return b.Int64(int64(v)) }

// Int64 is a number as decimal text.
func (b *Builder) Int64(v int64) Node {
	b.putInt(v)
	return b.leaf(opText)
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
	b.tree = append(appendUvarint(b.tree, uint64(len(b.tmp))), b.tmp...)
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
	t := constTok(opComment, 0, string(s))
	if n, ok := b.match(t); ok {
		return n
	}
	return b.record(op{tok: t, kind: opComment, s: string(s)}, nil)
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
