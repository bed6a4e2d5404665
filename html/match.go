package html

import "unsafe"

// token is what a render compares with its prediction. Addresses are those of constants,
// which the op keeps, as it keeps what was put together at run time, of a Const and a
// constant: so an address can't come to mean another text.
type token struct {
	what   call
	addr   uintptr  // of a constant, or of a handler's code
	second uintptr  // of a second constant: an event's name, the classes when off
	kids   []uint32 // positions of the children, none for the zero Node
}

func tok(kind call, idx uint16, n int) call { return kind | call(idx)<<8 | call(n)<<32 }

func addr(s string) uintptr { return uintptr(unsafe.Pointer(unsafe.StringData(s))) }

// predicted is the call that the template has at this place.
//
// A render consists of this and of what follows, some thirty instructions for a call.
// Calls that aren't the predicted ones are left to functions which aren't inlined, so that
// these stay as short.
func (b *Builder) predicted() *token {
	if i := uint(uint32(b.ref)); i < uint(len(b.toks)) {
		return &b.toks[i]
	}
	return &nothing
}

// nothing is predicted past the last call and where there is no prediction. No call is
// equal to it.
var nothing token

// advance takes the call as the predicted one.
func (b *Builder) advance() Node {
	n := b.ref
	b.ref++
	return Node{n}
}

// el is an element of the table.
func (b *Builder) el(tag call, kids []Node) Node {
	what := tag | call(len(kids))<<32
	if p := b.predicted(); p.what == what && b.same(kids, p.kids) {
		return b.advance()
	}
	return b.recordElement(what, kids)
}

//go:noinline
func (b *Builder) recordElement(what call, kids []Node) Node {
	return b.record(op{token: token{what: what}}, kids)
}

// elNamed is a custom element or a fragment.
func (b *Builder) elNamed(k call, name string, kids []Node) Node {
	t := token{what: tok(k, uint16(len(name)), len(kids)), addr: addr(name)}
	if p := b.predicted(); p.what == t.what && p.addr == t.addr && b.same(kids, p.kids) {
		return b.advance()
	}
	return b.record(op{t, detail{s: name}}, kids)
}

// same compares the children of a call with the predicted ones.
func (b *Builder) same(kids []Node, want []uint32) bool {
	if len(want) != len(kids) {
		return false
	}
	origin := b.origin()
	for i, k := range kids {
		if k.ref != origin+uint64(want[i]) && (want[i] != none || k.ref != 0) {
			return false
		}
	}
	return true
}

// constant is a call that consists of one constant, whose length isn't yet in what.
func (b *Builder) constant(what call, s string) Node {
	what |= call(len(s)) << 32
	if p := b.predicted(); p.what == what && p.addr == addr(s) {
		return b.advance()
	}
	return b.recordConstant(what, s)
}

//go:noinline
func (b *Builder) recordConstant(what call, s string) Node {
	return b.record(op{token{what: what, addr: addr(s)}, detail{s: s}}, nil)
}

// leaf is a call without children. The caller has written its value already: that stays
// where it is, whatever becomes of the call.
func (b *Builder) leaf(what call) Node {
	if b.predicted().what == what {
		return b.advance()
	}
	return b.recordLeaf(what)
}

//go:noinline
func (b *Builder) recordLeaf(what call) Node {
	return b.record(op{token: token{what: what}}, nil)
}
