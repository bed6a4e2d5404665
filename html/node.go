package html

// Node is a handle to one part of a render: an element, an attribute, a text, a
// control-flow place. It is valid only in the render that made it, inside the same
// component and the same If, Each or Switch body, and it may be placed once; any other
// use panics with a sentence that names the place. The zero Node stands for nothing
// and may be placed anywhere.
type Node struct{ ref uint64 } // the instance in the upper 32 bits, the position in the lower

// constant is what only an untyped constant converts to implicitly: the type checker
// keeps run-time values out of names, classes and literal markup text.
type constant string

// Const is a constant that functions pass on. It can't be made from a run-time string
// by mistake: only [C] makes one, from an untyped constant.
type Const struct{ v constant }

// C makes a constant to pass on: label(h, html.C("Name")).
func C(s constant) Const { return Const{s} }

// V gives the constant to a method that takes one: h.Lit(label.V()).
func (c Const) V() constant { return c.v }

// String returns the text of the constant.
func (c Const) String() string { return string(c.v) }

// Writer is any builder: a *Builder, or a type that embeds one, as live.H does. The
// control-flow functions take it, so that a body gets the builder it came from.
type Writer interface{ base() *Builder }

func (b *Builder) base() *Builder { return b }

// call says what one call of a render was: its kind in the lowest byte, above that, in
// two, a tag or attribute, and in the upper half a length: of a constant, or how many
// children or branches it has.
type call uint64

const (
	opNone call = iota
	opElement
	opCustom   // element named by s
	opFragment // its children stand where it stands
	opLit
	opComment
	opDoctype
	opText
	opRaw
	opRegion
	opList
	opView
	opAttrConst // attribute idx with the constant s
	opAttrText  // attribute idx, run-time value
	opAttrBool
	opNamedText // attribute named s, run-time value
	opNamedBool // attribute named s, on or off
	opClassIf   // classes s when on, t when off
	opStyle     // style property s
	opValue     // the value: of an input, a textarea's text, a select's choice
	opEvent     // event s, handler t
	opEventArg
	opModify // modifier s of the event before it
)

// kind is a call's lowest byte.
func (c call) kind() call { return c & 0xff }

// idx is the tag or attribute.
func (c call) idx() uint16 { return uint16(c >> 8) }

// isAttr reports whether a call of this kind belongs to its element's start tag.
func (k call) isAttr() bool { return k >= opAttrConst }

// op is one recorded call. A template keeps its halves apart: each render reads the tokens,
// side by side.
type op struct {
	token
	detail
}

// detail is what of a call only a compilation needs, or a render that differs.
type detail struct {
	site   uint16 // control flow: first of its predictions in Template.sites,
	n      uint16 // how many bodies it has,
	branch uint16 // and which of them was recorded
	url    bool   // the value passes CheckURL
	s, t   string // what the token has the addresses of among them, to keep it

	seen *Template // control flow: the template of the body that was recorded
}

func (o *op) kind() call { return o.what.kind() }

// none marks the zero Node among the children of an op.
const none = ^uint32(0)

// is reports whether the call is one of a template but for its children and the values of
// its slots.
func (o *op) is(t *token, d *detail) bool {
	return o.what == t.what && o.addr == t.addr && o.s == d.s && o.t == d.t
}
