package html

import (
	"fmt"
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
	tree  []byte
	inst  uint64 // counts instances and is never reset, so that a handle of an earlier render is recognised
	tmp   []byte
}

// state is the instance being rendered.
type state struct {
	tmpl   *Template // predicted, nil without a prediction or after a miss
	toks   []token
	pi     int    // calls so far
	origin uint64 // reference of the instance's first call
	at     int    // where its tree starts
	rec    []op   // after a miss: all calls so far
	places []place
	missed bool
	moved  bool      // the prediction changed: the number in the tree is an old one
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
	b.set, b.stack, b.tree = s, b.stack[:0], b.tree[:0]
	b.start(s.root.Load())
}

// End finishes the render with its outermost node and returns the tree, valid until the
// next Begin.
func (b *Builder) End(root Node) []byte {
	was := b.set.root.Load()
	t := b.finish(root)
	if t != was && t != nil {
		b.set.root.Store(t)
	}
	b.set, b.toks, b.tmpl = nil, nil, nil
	return b.tree
}

func (b *Builder) start(p *Template) {
	b.inst++
	b.state = state{tmpl: p, origin: b.inst << 32, at: len(b.tree)}
	if p != nil {
		b.toks = p.toks
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

func (s *state) siteOf(branch int) *Template {
	if s.pi < len(s.toks) {
		if o := &s.tmpl.ops[s.pi]; branch < int(o.n) {
			return s.tmpl.sites[int(o.site)+branch].Load()
		}
	}
	return nil
}

// learn keeps the template that a body had as the prediction for the next render.
func (b *Builder) learn(branch int, was, t *Template) {
	if t != was && t != nil && b.pi < len(b.toks) {
		if o := &b.tmpl.ops[b.pi]; branch < int(o.n) {
			b.tmpl.sites[int(o.site)+branch].Store(t)
		}
	}
}

func (b *Builder) match(t token) (Node, bool) {
	if i := b.pi; i < len(b.toks) && b.toks[i] == t {
		b.pi = i + 1
		return Node{b.origin | uint64(i)}, true
	}
	return Node{}, false
}

func (b *Builder) el(tag uint16, kids []Node) Node {
	t := tok(opElement, tag, len(kids))
	if i := b.pi; i < len(b.toks) && b.toks[i] == t && same(kids, b.tmpl.ops[i].kids, b.origin) {
		b.pi = i + 1
		return Node{b.origin | uint64(i)}
	}
	return b.record(op{tok: t, kind: opElement, idx: tag}, kids)
}

func (b *Builder) elNamed(k opKind, name string, kids []Node) Node {
	t := tok(k, uint16(len(name)), len(kids))
	t.addr = addr(name)
	if i := b.pi; i < len(b.toks) && b.toks[i] == t && same(kids, b.tmpl.ops[i].kids, b.origin) {
		b.pi = i + 1
		return Node{b.origin | uint64(i)}
	}
	return b.record(op{tok: t, kind: k, s: name}, kids)
}

func same(kids []Node, want []uint32, base uint64) bool {
	if len(kids) != len(want) {
		return false
	}
	for i, k := range kids {
		if w := want[i]; k.ref != base|uint64(w) && (w != none || k.ref != 0) {
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
	i := b.pi
	if uint64(i) >= uint64(none) {
		panic(b.fault("a render has too many calls"))
	}
	if len(kids) > 0 {
		o.kids = make([]uint32, len(kids))
		for j, k := range kids {
			switch {
			case k.ref == 0:
				o.kids[j] = none
			case k.ref&^uint64(none) != b.origin:
				panic(b.fault("a node made in another If, Each, component or render is used in " + o.label()))
			default:
				o.kids[j] = uint32(k.ref)
			}
		}
	}
	if !b.missed {
		if t := b.tmpl.alternative(i, &o); t != nil {
			b.follow(t)
			b.pi = i + 1
			return Node{b.origin | uint64(i)}
		}
		b.part()
	}
	b.rec = append(b.rec, o)
	p := place{pos: i}
	runtime.Callers(2, p.pcs[:])
	b.places = append(b.places, p)
	b.pi = i + 1
	return Node{b.origin | uint64(i)}
}

// follow goes on with another template that has the same calls so far.
func (b *Builder) follow(t *Template) { b.tmpl, b.toks, b.moved = t, t.toks, true }

// part leaves the prediction: from here on calls are recorded.
func (b *Builder) part() {
	if b.tmpl != nil {
		b.rec = append(make([]op, 0, len(b.tmpl.ops)+8), b.tmpl.ops[:b.pi]...)
	}
	b.parted, b.partAt = b.tmpl, b.pi
	b.missed, b.tmpl, b.toks = true, nil, nil
}

// finish ends an instance: the prediction held, or the template is made or found.
func (b *Builder) finish(root Node) *Template {
	r := none
	switch {
	case root.ref == 0:
	case root.ref&^uint64(none) != b.origin:
		panic(b.fault("a node made in another If, Each, component or render is returned"))
	default:
		r = uint32(root.ref)
	}
	if !b.missed {
		t := b.tmpl
		if t == nil || b.pi != len(t.ops) || r != t.rootAt {
			if t = t.ending(b.pi, r); t != nil {
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
	b.parted.remember(b.partAt, t)
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

// faultAt is fault for the call at a position of the instance being compiled.
func (b *Builder) faultAt(pos int, sentence string) string {
	for i := range b.places {
		if b.places[i].pos == pos {
			return "html: " + sentence + at(b.places[i].pcs[:])
		}
	}
	return b.fault(sentence)
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
