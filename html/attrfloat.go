package html

import "strconv"

// attrFloat writes a number in its shortest decimal form, without an exponent: that is
// what both HTML and SVG read.
func (b *Builder) attrFloat(attr uint16, v float64) Node {
	b.tmp = strconv.AppendFloat(b.tmp[:0], v, 'f', -1, 64)
	b.putBytes(b.tmp)
	return b.leaf(opAttrText | call(attr)<<8)
}
