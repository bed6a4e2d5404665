package html

import "math/rand/v2"

// Builder turns the calls of one render into a tree. It doesn't build nodes: each call
// is compared with the call that the predicted template had at this place, and only
// the values of slots are written. A render that goes as predicted allocates nothing; a
// call that differs makes the rest of its instance be recorded and compiled into a new
// template, once.
//
// A Builder serves one render at a time, on one goroutine. The zero value is ready for
// Begin, and so is a Builder whose last render panicked; live keeps them in pools.
type Builder struct {
	state
	stack []state // of the enclosing instances
	set   *Set
	fresh bool // not all went as predicted in this render
	ended bool // End was called: the stack has no place in the component any more
	tree  []byte
	inst  uint64 // counts instances and is never reset, so that a handle of an earlier render is recognised
	tmp   []byte
}

// state is the instance being rendered. Each row and each body has one, so it is small.
type state struct {
	ref   uint64     // of the next call's node: the instance, and below it the number of calls so far
	toks  []token    // the predicted calls; none without a prediction or after a miss
	tmpl  *Template  // the predicted template; nil likewise
	at    int        // where its tree starts
	miss  *recording // after a miss
	moved bool       // the prediction changed: the number in the tree is an old one
}

// maxKept is how large a buffer, in bytes, a builder keeps although the last render
// filled less than a quarter of it.
const maxKept = 1 << 20

// Begin starts a render of a component whose templates are in s. The render before, if it
// panicked, is forgotten.
func (b *Builder) Begin(s *Set) {
	if b.inst == 0 {
		b.inst = uint64(rand.Uint32()) // another builder's handles are recognised too
	}
	if cap(b.tree) > maxKept && len(b.tree) < cap(b.tree)/4 {
		b.tree = nil
	}
	if cap(b.tmp) > maxKept {
		b.tmp = nil
	}
	b.set, b.stack, b.tree, b.fresh, b.ended = s, b.stack[:0], b.tree[:0], false, false
	b.start(s.root.Load())
}

// End finishes the render with its outermost node and returns the tree, valid until the
// next Begin.
func (b *Builder) End(root Node) []byte {
	if b.set == nil {
		panic(b.fault(outside))
	}
	b.ended = true
	if len(b.stack) > 0 {
		panic(b.fault("a panic was recovered outside of the If, Each or Switch body that it left"))
	}
	was := b.set.root.Load()
	t := b.finish(root)
	if b.fresh || b.set.wrong.Load() {
		b.endFresh()
	}
	if t != was && t != nil {
		b.set.root.Store(t)
	}
	b.set, b.toks, b.tmpl, b.ended = nil, nil, nil, false
	return b.tree
}

// outside is what a builder says that has no render in progress.
const outside = "a builder is used outside a render"

// endFresh ends a render that did not go as predicted: what it took to record it is let
// go, and the shape of the whole is checked.
func (b *Builder) endFresh() {
	b.miss = nil
	clear(b.stack[:cap(b.stack)])
	if b.set.opts.Check {
		b.checkWhole()
	}
}

// checkWhole checks the shape of a whole render. Each template has been checked alone,
// with the bodies that it had then; this one may have others. What views do to it, package
// live checks.
func (b *Builder) checkWhole() {
	if err := b.set.reg.CheckOutline(b.set.reg.AppendOutline(nil, b.tree, nil)); err != nil {
		b.set.wrong.Store(true)
		panic("html: " + b.set.name + ": " + err.Error())
	}
}

// start begins an instance with its prediction.
func (b *Builder) start(p *Template) {
	if b.inst++; uint32(b.inst) == 0 {
		b.inst++ // instance 0's first node would be the zero Node
	}
	b.ref, b.at, b.moved = b.inst<<32, len(b.tree), false
	if p == nil {
		b.tmpl, b.toks, b.miss = nil, nil, nil
		b.tree = append(b.tree, 0)
		return
	}
	if b.tmpl != p { // it is the same in the rows of a list
		b.tmpl, b.toks, b.miss = p, p.toks, nil
	}
	b.tree = appendUvarint(b.tree, uint64(p.id))
}

// pos is the number of calls so far.
func (s *state) pos() int { return int(uint32(s.ref)) }

// origin is the reference of the instance's first call.
func (s *state) origin() uint64 { return s.ref &^ uint64(none) }
