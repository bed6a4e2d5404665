package html

import (
	"fmt"
	"math/rand/v2"
	"path"
	"runtime"
	"strconv"
	"strings"
	"unsafe"
)

// maxNesting bounds how deep If, Each and Switch bodies nest in one render.
const maxNesting = 256

// Builder turns the calls of one render into a tree. It doesn't build nodes: each call
// is compared with the call that the predicted template had at this place, and only
// the values of slots are written. A render that goes as predicted allocates nothing; a
// call that differs makes the rest of its instance be recorded and compiled into a new
// template, once.
//
// A Builder serves one render at a time, on one goroutine. The zero value is ready for
// Begin; live keeps them in pools.
type Builder struct {
	state
	stack []state // of the enclosing instances
	set   *Set
	fresh bool // not all went as predicted in this render
	tree  []byte
	inst  uint64 // counts instances and is never reset, so that a handle of an earlier render is recognised
	tmp   []byte
}

// state is the instance being rendered. Each row and each body has one, so it is small.
type state struct {
	next  *token     // predicted; past the last call and without a prediction it matches nothing
	ref   uint64     // reference of the next call's node
	tmpl  *Template  // predicted, nil without a prediction or after a miss
	at    int        // where its tree starts
	miss  *recording // after a miss
	moved bool       // the prediction changed: the number in the tree is an old one
}

// recording is what an instance needs once it has parted from its prediction.
type recording struct {
	ops    []op      // all calls so far
	places []place   // of those that were recorded, not copied
	parted *Template // the template that the render parted from,
	partAt int       // and where
}

// place is the stack at a recorded call, resolved only for a message.
type place struct {
	pos int
	pcs [10]uintptr
}

// Begin starts a render of a component whose templates are in s.
func (b *Builder) Begin(s *Set) {
	if b.inst == 0 {
		b.inst = uint64(rand.Uint32()) // another builder's handles are recognised too
	}
	b.set, b.stack, b.tree, b.fresh = s, b.stack[:0], b.tree[:0], false
	b.start(s.root.Load())
}

// End finishes the render with its outermost node and returns the tree, valid until the
// next Begin.
func (b *Builder) End(root Node) []byte {
	was := b.set.root.Load()
	t := b.finish(root)
	if b.set.opts.Check && (b.fresh || b.set.wrong.Load()) {
		b.checkWhole()
	}
	if t != was && t != nil {
		b.set.root.Store(t)
	}
	b.set, b.next, b.tmpl = nil, &nothing, nil
	return b.tree
}

// checkWhole checks the shape of a whole render. Each template has been checked alone,
// with the bodies that it had then; this one may have others.
func (b *Builder) checkWhole() {
	w := writer{reg: b.set.reg, tree: b.tree, outline: true}
	markup, _ := w.instance(nil, 0, "")
	if err := checkShape(string(markup)); err != nil {
		b.set.wrong.Store(true)
		panic("html: " + b.set.name + ": " + err.Error())
	}
}

func (b *Builder) start(p *Template) {
	if b.inst++; uint32(b.inst) == 0 {
		b.inst++ // instance 0's first node would be the zero Node
	}
	b.state = state{tmpl: p, ref: b.inst << 32, at: len(b.tree), next: &nothing}
	if p != nil {
		b.next = &p.toks[0]
		b.tree = appendUvarint(b.tree, uint64(p.id))
	} else {
		b.tree = append(b.tree, 0)
	}
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

// pos is the number of calls so far.
func (s *state) pos() int { return int(uint32(s.ref)) }

// origin is the reference of the instance's first call.
func (s *state) origin() uint64 { return s.ref &^ uint64(none) }

func (s *state) siteOf(branch int) *Template {
	if i := s.pos(); s.tmpl != nil && i < len(s.tmpl.ops) {
		if o := &s.tmpl.ops[i]; branch < int(o.n) {
			return s.tmpl.sites[int(o.site)+branch].Load()
		}
	}
	return nil
}

// learn keeps the template that a body had as the prediction for the next render.
func (b *Builder) learn(branch int, was, t *Template) {
	if i := b.pos(); t != was && t != nil && b.tmpl != nil && i < len(b.tmpl.ops) {
		if o := &b.tmpl.ops[i]; branch < int(o.n) {
			b.fresh = true
			b.tmpl.sites[int(o.site)+branch].Store(t)
		}
	}
}

// nothing is what a render without a prediction is compared with.
var nothing token

func (b *Builder) match(t token) (Node, bool) {
	if p := b.next; p.what == t.what && p.addr == t.addr {
		return b.advance(p), true
	}
	return Node{}, false
}

// advance takes the call as the predicted one. The token after it exists: each
// template's tokens end with one that matches nothing.
func (b *Builder) advance(p *token) Node {
	n := b.ref
	b.next, b.ref = (*token)(unsafe.Add(unsafe.Pointer(p), unsafe.Sizeof(token{}))), n+1
	return Node{n}
}

// predicted is the call that advance has just taken.
func (b *Builder) predicted() *op { return &b.tmpl.ops[b.pos()-1] }

func (b *Builder) el(tag uint16, kids []Node) Node {
	t := tok(opElement, tag, len(kids))
	if p := b.next; p.what == t.what && b.same(kids, p.addr) {
		return b.advance(p)
	}
	return b.record(op{tok: t, kind: opElement, idx: tag}, kids)
}

func (b *Builder) elNamed(k opKind, name string, kids []Node) Node {
	t := tok(k, uint16(len(name)), len(kids))
	if p := b.next; p.what == t.what && b.same(kids, p.addr) && b.tmpl.ops[b.pos()].s == name {
		return b.advance(p)
	}
	return b.record(op{tok: t, kind: k, s: name}, kids)
}

// same compares the children of a call with the predicted ones, which start at from.
func (b *Builder) same(kids []Node, from uintptr) bool {
	want, origin := b.tmpl.kids[from:][:len(kids)], b.origin()
	for i, k := range kids {
		if w := want[i]; k.ref != origin|uint64(w) && (w != none || k.ref != 0) {
			return false
		}
	}
	return true
}

func addr(s string) uintptr { return uintptr(unsafe.Pointer(unsafe.StringData(s))) }

func constTok(k opKind, idx uint16, s string) token {
	t := tok(k, idx, len(s))
	t.addr = addr(s)
	return t
}

// leaf is a call without children whose value the caller has written.
func (b *Builder) leaf(k opKind) Node {
	t := tok(k, 0, 0)
	if n, ok := b.match(t); ok {
		return n
	}
	return b.record(op{tok: t, kind: k}, nil)
}

// record takes a call that is not the predicted one: another template that starts the
// same way may go on with it, else the instance is recorded from here.
//
//go:noinline
func (b *Builder) record(o op, kids []Node) Node {
	if b.set == nil {
		panic(b.fault("a builder is used outside a render"))
	}
	i := b.pos()
	if uint64(i) >= uint64(none) {
		panic(b.fault("a render has too many calls"))
	}
	if len(kids) > 0 {
		o.kids = make([]uint32, len(kids))
		for j, k := range kids {
			switch {
			case k.ref == 0:
				o.kids[j] = none
			case k.ref&^uint64(none) != b.origin():
				panic(b.fault("a node made in another If, Each, component or render is used in " + o.label()))
			default:
				o.kids[j] = uint32(k.ref)
			}
		}
	}
	if b.miss == nil {
		if t := b.tmpl.alternative(i, &o); t != nil {
			b.follow(t)
			return b.advance(b.next)
		}
		b.part()
	}
	b.miss.ops = append(b.miss.ops, o)
	p := place{pos: i}
	runtime.Callers(2, p.pcs[:])
	b.miss.places = append(b.miss.places, p)
	b.ref++
	return Node{b.ref - 1}
}

// follow goes on with another template that has the same calls so far.
func (b *Builder) follow(t *Template) {
	b.tmpl, b.next, b.moved = t, &t.toks[b.pos()], true
}

// part leaves the prediction: from here on calls are recorded.
func (b *Builder) part() {
	b.fresh = true
	b.miss = &recording{parted: b.tmpl, partAt: b.pos()}
	if b.tmpl != nil {
		b.miss.ops = append(make([]op, 0, len(b.tmpl.ops)+8), b.tmpl.ops[:b.pos()]...)
	}
	b.tmpl, b.next = nil, &nothing
}

// finish ends an instance: the prediction held, or the template is made or found.
func (b *Builder) finish(root Node) *Template {
	r := none
	switch {
	case root.ref == 0:
	case root.ref&^uint64(none) != b.origin():
		panic(b.fault("a node made in another If, Each, component or render is returned"))
	default:
		r = uint32(root.ref)
	}
	if b.miss == nil {
		t := b.tmpl
		if t == nil || b.pos() != len(t.ops) || r != t.rootAt {
			if t = t.ending(b.pos(), r); t != nil {
				b.follow(t)
			}
		}
		if t != nil {
			if b.moved {
				b.setID(t.id)
			}
			return t
		}
		b.part()
	}
	t := b.set.intern(b, r)
	if t == nil {
		return nil // it stands in the tree as markup
	}
	b.miss.parted.remember(b.miss.partAt, t)
	b.setID(t.id)
	return t
}

// setID puts the template's number where the predicted one was written.
func (b *Builder) setID(id uint32) {
	_, old := Uvarint(b.tree, b.at)
	old -= b.at
	var buf [5]byte
	n := len(appendUvarint(buf[:0], uint64(id)))
	b.resize(b.at, old, n)
	copy(b.tree[b.at:], buf[:n])
}

// resize makes room for n bytes where there were old ones.
func (b *Builder) resize(at, old, n int) {
	for range n - old {
		b.tree = append(b.tree, 0)
	}
	copy(b.tree[at+n:], b.tree[at+old:len(b.tree)-max(n-old, 0)])
	if n < old {
		b.tree = b.tree[:len(b.tree)-(old-n)]
	}
}

// fault words a panic and names the place in the caller's code.
func (b *Builder) fault(sentence string) string {
	var pcs [24]uintptr
	return "html: " + sentence + at(pcs[:runtime.Callers(2, pcs[:])])
}

// faultAt is fault for the call at a position of the instance being compiled, or for the
// first one after it whose place is known: calls that went as predicted have none.
func (b *Builder) faultAt(pos int, sentence string) string {
	if place := b.placeAt(pos); place != "" {
		return "html: " + sentence + place
	}
	return b.fault(sentence)
}

// placeAt is the place for faultAt, "" when none is known.
func (b *Builder) placeAt(pos int) string {
	if b.miss != nil {
		for i := range b.miss.places {
			if p := &b.miss.places[i]; p.pos >= pos {
				return at(p.pcs[:])
			}
		}
	}
	return ""
}

// at names the first frame outside the framework's builders.
func at(pcs []uintptr) string {
	frames := runtime.CallersFrames(pcs)
	for {
		f, more := frames.Next()
		if f.Function != "" && !builderFrame(f.Function) {
			return fmt.Sprintf(" (%s:%d)", path.Join(path.Base(path.Dir(f.File)), path.Base(f.File)), f.Line)
		}
		if !more {
			return ""
		}
	}
}

func builderFrame(fn string) bool {
	const module = "github.com/azu-live/azu/"
	return strings.HasPrefix(fn, module+"html.") || strings.HasPrefix(fn, module+"live.") || strings.HasPrefix(fn, "runtime.")
}

// label names the call for a message.
func (o *op) label() string {
	switch o.kind {
	case opElement:
		return "<" + tags[o.idx].name + ">"
	case opCustom:
		return "<" + o.s + ">"
	case opAttrConst, opAttrText, opAttrBool:
		return "attribute " + attrs[o.idx].name
	case opNamedText, opNamedBool, opNamedConst:
		return "attribute " + o.s
	case opEvent, opEventArg:
		return "event " + o.s
	case opModify:
		return "modifier " + o.s
	case opFragment:
		return "a fragment"
	case opRegion, opList:
		return "control flow"
	default:
		return "text"
	}
}
