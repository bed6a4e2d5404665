package html

import "slices"

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

// opKind says what one call of a render was.
type opKind uint8

const (
	opNone opKind = iota
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
	opNamedText  // attribute named s, run-time value
	opNamedBool  // attribute named s, on or off
	opNamedConst // attribute named s with the constant t
	opClassIf    // classes s when on, t when off
	opStyle      // style property s
	opValue      // the value: of an input, a textarea's text, a select's choice
	opEvent      // event s, handler t
	opEventArg
	opModify // modifier s of the event before it
)

// isAttr reports whether the op belongs to its element's start tag.
func (k opKind) isAttr() bool { return k >= opAttrConst }

// op is one recorded call. Ops of a template are read by every render and never change.
type op struct {
	tok  token
	kind opKind
	url  bool   // the value passes CheckURL
	idx  uint16 // tag or attribute
	site uint16 // control flow: first of its predictions in Template.sites
	n    uint16 // control flow: how many branches
	s, t string
	kids []uint32 // positions of the children, none for the zero Node

	seen   *Template // control flow: the template of the body that was recorded
	branch uint16    // and which body it was
}

// none marks the zero Node among the children of an op.
const none = ^uint32(0)

// is reports whether two calls are the same but for the values of their slots.
func (o *op) is(p *op) bool {
	return o.tok == p.tok && o.s == p.s && o.t == p.t && slices.Equal(o.kids, p.kids)
}

// token is what a render compares with its prediction: the kind of the call, a tag or
// attribute, a length, and the address of a constant or of a handler's code. Constants
// stay referenced by the op, so that an address can't come to mean another text.
type token struct {
	what uint64
	addr uintptr
}

func tok(k opKind, idx uint16, n int) token {
	return token{what: uint64(k) | uint64(idx)<<8 | uint64(uint32(n))<<32}
}
