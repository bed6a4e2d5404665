package html

import "runtime"

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

// record takes a call that is not the predicted one: another template that starts the
// same way may go on with it, else the instance is recorded from here.
//
//go:noinline
func (b *Builder) record(o op, kids []Node) Node {
	if b.set == nil {
		panic(b.fault(outside))
	}
	i := b.pos()
	if b.miss == nil {
		if t := b.alternative(&o, kids); t != nil {
			b.follow(t)
			return b.advance()
		}
	}
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
		b.part()
	}
	b.miss.ops = append(b.miss.ops, o)
	p := place{pos: i}
	runtime.Callers(2, p.pcs[:])
	b.miss.places = append(b.miss.places, p)
	b.ref++
	return Node{b.ref - 1}
}

// alternative finds a template that has the same calls so far and goes on with this one.
func (b *Builder) alternative(o *op, kids []Node) *Template {
	i := b.pos()
	for _, a := range b.tmpl.alternatives() {
		if a.at == i && i < len(a.t.toks) && o.is(&a.t.toks[i], &a.t.details[i]) && b.same(kids, a.t.toks[i].kids) {
			return a.t
		}
	}
	return nil
}

// ending finds a template that has the same calls so far and ends here with this root.
func (b *Builder) ending(root uint32) *Template {
	i := b.pos()
	for _, a := range b.tmpl.alternatives() {
		if a.at == i && i == len(a.t.toks) && a.t.rootAt == root {
			return a.t
		}
	}
	return nil
}

// follow goes on with another template that has the same calls so far.
func (b *Builder) follow(t *Template) {
	b.tmpl, b.toks, b.moved = t, t.toks, true
}

// part leaves the prediction: from here on calls are recorded.
func (b *Builder) part() {
	b.fresh = true
	b.miss = &recording{parted: b.tmpl, partAt: b.pos()}
	if b.tmpl != nil {
		b.miss.ops = make([]op, b.pos(), len(b.tmpl.toks)+8)
		for i := range b.miss.ops {
			b.miss.ops[i] = op{b.tmpl.toks[i], b.tmpl.details[i]}
		}
	}
	b.tmpl, b.toks = nil, nil
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
		if t == nil || b.pos() != len(t.toks) || r != t.rootAt {
			if t = b.ending(r); t != nil {
				b.follow(t)
			}
		}
		if t != nil {
			if b.moved {
				b.setID(t.id)
			}
			return t
		}
		if b.set == nil {
			panic(b.fault(outside))
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
