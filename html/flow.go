package html

import (
	"encoding/binary"
	"iter"
	"reflect"
	"strconv"
)

// maxNesting bounds how deep If, Each and Switch bodies nest in one render.
const maxNesting = 256

// If renders the body when c is true. The body is a function, for Go evaluates
// arguments before the call: what must not be evaluated goes inside.
func If[B Writer](h B, c bool, body func(B) Node) Node {
	b := h.base()
	if !c {
		return b.region(1)
	}
	was := b.enter(0)
	return b.leave(body(h), was, 0, 1)
}

// IfElse renders one of two bodies.
func IfElse[B Writer](h B, c bool, yes, no func(B) Node) Node {
	b := h.base()
	if c {
		was := b.enter(0)
		return b.leave(yes(h), was, 0, 2)
	}
	was := b.enter(1)
	return b.leave(no(h), was, 1, 2)
}

// Case is one branch of a Switch, made by When or Otherwise.
type Case[B Writer, K comparable] struct {
	value K
	any   bool
	body  func(B) Node
}

// When is the branch for one value.
func When[B Writer, K comparable](value K, body func(B) Node) Case[B, K] {
	return Case[B, K]{value: value, body: body}
}

// Otherwise is the branch for every value that no branch before it takes.
func Otherwise[B Writer, K comparable](body func(B) Node) Case[B, K] {
	return Case[B, K]{any: true, body: body}
}

// Switch renders the first branch that takes v, or nothing.
func Switch[B Writer, K comparable](h B, v K, cases ...Case[B, K]) Node {
	b := h.base()
	for i := range cases {
		if c := &cases[i]; c.any || c.value == v {
			was := b.enter(i)
			return b.leave(c.body(h), was, i, len(cases))
		}
	}
	return b.region(len(cases))
}

// region is a place of control flow that stays empty.
func (b *Builder) region(branches int) Node {
	b.tree = append(b.tree, 0)
	return b.flow(opRegion, branches, 0, nil)
}

func (b *Builder) enter(branch int) *Template {
	b.tree = append(b.tree, 1)
	p := b.push(branch)
	b.start(p)
	return p
}

func (b *Builder) leave(root Node, was *Template, branch, branches int) Node {
	t := b.finish(root)
	b.pop()
	b.learn(branch, was, t)
	return b.flow(opRegion, branches, branch, t)
}

func (b *Builder) flow(k call, branches, branch int, seen *Template) Node {
	what := tok(k, 0, branches)
	if b.predicted().what == what {
		return b.advance()
	}
	return b.record(op{token{what: what}, detail{n: uint16(branches), branch: uint16(branch), seen: seen}}, nil)
}

// push saves the instance being rendered and returns the prediction for a body at this
// place; branch tells apart the bodies of one If or Switch.
func (b *Builder) push(branch int) *Template {
	if len(b.stack) >= maxNesting {
		panic(b.fault("If, Each and Switch nest deeper than " + strconv.Itoa(maxNesting)))
	}
	b.stack = append(b.stack, b.state)
	return b.state.siteOf(branch)
}

func (b *Builder) pop() {
	b.state = b.stack[len(b.stack)-1]
	b.stack = b.stack[:len(b.stack)-1]
}

func (s *state) siteOf(branch int) *Template {
	if i := s.pos(); s.tmpl != nil && i < len(s.tmpl.details) {
		if o := &s.tmpl.details[i]; branch < int(o.n) {
			return s.tmpl.sites[int(o.site)+branch].Load()
		}
	}
	return nil
}

// learn keeps the template that a body had as the prediction for the next render.
func (b *Builder) learn(branch int, was, t *Template) {
	if i := b.pos(); t != was && t != nil && b.tmpl != nil && i < len(b.tmpl.details) {
		if o := &b.tmpl.details[i]; branch < int(o.n) {
			b.fresh = true
			b.tmpl.sites[int(o.site)+branch].Store(t)
		}
	}
}

// Key is what tells the rows of a list apart. It is kept as bytes; rows of one list
// with the same key are told apart by their order only.
type Key interface {
	~string | ~int | ~int32 | ~int64 | ~uint | ~uint32 | ~uint64
}

// Each renders a row for each element of a slice. key names the row, so that it keeps
// its place in the DOM, its focus and its state when the order changes.
func Each[B Writer, E any, K Key](h B, xs []E, key func(*E) K, row func(B, *E) Node) Node {
	b := h.base()
	b.tree = appendUvarint(b.tree, uint64(len(xs)))
	was := b.push(0)
	t := was
	for i := range xs {
		x := &xs[i]
		b.tree = appendKey(b.tree, key(x))
		b.start(t)
		t = b.finish(row(h, x))
	}
	b.pop()
	b.learn(0, was, t)
	return b.flow(opList, 1, 0, t)
}

// EachSeq is Each over an iterator, such as slices.Values of a []*User or maps.Keys. A
// list from an iterator costs a few allocations, however long it is.
func EachSeq[B Writer, E any, K Key](h B, seq iter.Seq[E], key func(E) K, row func(B, E) Node) Node {
	b := h.base()
	at, n := len(b.tree), 0
	b.tree = append(b.tree, 0)
	was := b.push(0)
	t := was
	for x := range seq {
		n++
		b.tree = appendKey(b.tree, key(x))
		b.start(t)
		t = b.finish(row(h, x))
	}
	b.pop()
	var buf [binary.MaxVarintLen64]byte
	count := appendUvarint(buf[:0], uint64(n))
	b.resize(at, 1, len(count))
	copy(b.tree[at:], count)
	b.learn(0, was, t)
	return b.flow(opList, 1, 0, t)
}

func appendKey[K Key](dst []byte, k K) []byte {
	switch v := any(k).(type) {
	case string:
		return append(appendUvarint(dst, uint64(len(v))), v...)
	case int:
		return appendIntKey(dst, uint64(v))
	case int64:
		return appendIntKey(dst, uint64(v))
	}
	if v := reflect.ValueOf(k); v.Kind() == reflect.String {
		s := v.String()
		return append(appendUvarint(dst, uint64(len(s))), s...)
	} else if v.CanInt() {
		return appendIntKey(dst, uint64(v.Int()))
	} else {
		return appendIntKey(dst, v.Uint())
	}
}

func appendIntKey(dst []byte, v uint64) []byte {
	at := len(dst)
	dst = binary.AppendUvarint(append(dst, 0), v)
	dst[at] = byte(len(dst) - at - 1)
	return dst
}
