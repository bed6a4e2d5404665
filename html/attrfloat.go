package html

import "strconv"

// attrFloat writes a number in its shortest decimal form, without an exponent: that is
// what both HTML and SVG read.
func (b *Builder) attrFloat(attr uint16, v float64) Node {
	b.tmp = strconv.AppendFloat(b.tmp[:0], v, 'f', -1, 64)
	b.tree = append(appendUvarint(b.tree, uint64(len(b.tmp))), b.tmp...)
	t := tok(opAttrText, attr, 0)
	if n, ok := b.match(t); ok {
		return n
	}
	return b.record(op{tok: t, kind: opAttrText, idx: attr}, nil)
}
