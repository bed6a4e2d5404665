package html

import (
	"crypto/sha256"
	"encoding/base64"
	"sync/atomic"
)

// compile makes a template of the recorded calls. loose makes one that only serves to
// write a single instance as markup.
func compile(b *Builder, ops []op, root uint32, loose bool) *Template {
	c := &compiler{b: b, ops: ops, marks: b.set.opts.Marks, check: b.set.opts.Check, slotOf: make([]uint16, len(ops))}
	t := &Template{rootAt: root, toks: make([]token, len(ops)), details: make([]detail, len(ops))}
	c.t = t
	sites := 0
	for i := range ops {
		o := &ops[i]
		if k, ok := o.kind().slot(); ok {
			c.slotOf[i] = uint16(len(t.slots))
			t.slots = append(t.slots, Slot{Kind: k})
		}
		if o.kind() == opRegion || o.kind() == opList {
			o.site = uint16(sites)
			sites += int(o.n)
		}
		t.toks[i], t.details[i] = o.token, o.detail
	}
	if len(t.slots) > 0xffff || sites > 0xffff {
		panic(b.faultAt(0, "a template has more than 65,535 slots, or branches of If, Switch and Each"))
	}
	t.sites = make([]atomic.Pointer[Template], sites)
	for i := range ops {
		if o := &ops[i]; o.seen != nil {
			t.sites[int(o.site)+int(o.branch)].Store(o.seen)
		}
	}
	c.placedOnce(root)
	c.pos = root
	c.root(root)
	c.finish(loose)
	for i := range ops {
		if k, _ := ops[i].kind().slot(); (k == KindView || k == KindRegion || k == KindList) && !t.slots[c.slotOf[i]].Placed {
			place := b.placeAt(i)
			b.set.stray.Store(&place)
			break
		}
	}
	if c.check {
		t.shape = string(c.shape)
		if err := checkShape(t.shape); err != nil {
			panic(b.faultAt(int(root), err.Error()))
		}
	}
	return t
}

// slot tells which kind of slot the call fills.
func (k call) slot() (Kind, bool) {
	switch k {
	case opText, opAttrText, opNamedText, opStyle, opValue, opEventArg, opModify:
		return KindText, true
	case opAttrBool, opNamedBool, opClassIf:
		return KindBool, true
	case opRegion:
		return KindRegion, true
	case opList:
		return KindList, true
	case opView:
		return KindView, true
	case opRaw:
		return KindRaw, true
	}
	return 0, false
}

// compiler writes a template's markup three times in one walk: for the server in pieces
// between holes, for the client with empty slots, and with samples for the shape check.
type compiler struct {
	b            *Builder
	t            *Template
	ops          []op
	marks, check bool
	slotOf       []uint16
	markup       []byte
	ends         []int // of the pieces between holes, but for the last
	bare         []byte
	bareCut      int
	shape        []byte
	holders      [][]byte
	pos          uint32 // the element being written, for messages
}

// hole is a place in the markup that a slot fills.
type hole struct {
	slot    uint16
	context context
	class   *[256]uint8 // inText and inAttr: what is escaped
	on, off string      // boolean attributes and classes: what is written
	after   string      // the markup up to the next hole
}

// context says how a slot's value is written.
type context uint8

const (
	inText      context = iota
	inTextFirst         // first in an element that swallows one leading newline
	inAttr
	inBool
	inRegion
	inList
	inView
	inRaw
	inSelect    // the value of the select that starts here
	inSelectEnd // the select's content ends here: its option is marked
	inRawFirst  // inRaw, first in an element that swallows one leading newline
)

// static appends to all three.
func (c *compiler) static(s ...string) {
	for _, s := range s {
		c.markup = append(c.markup, s...)
		c.bare = append(c.bare, s...)
		c.shape = append(c.shape, s...)
	}
}

// server appends what the client's copy goes without.
func (c *compiler) server(s ...string) {
	for _, s := range s {
		c.markup = append(c.markup, s...)
		c.shape = append(c.shape, s...)
	}
}

func (c *compiler) hole(pos uint32, ctx context, on, off string) {
	s := c.slotOf[pos]
	c.t.slots[s].Placed = true
	c.ends = append(c.ends, len(c.markup))
	c.t.holes = append(c.t.holes, hole{slot: s, context: ctx, on: on, off: off})
	switch ctx {
	case inText:
		c.t.holes[len(c.t.holes)-1].class = &inTextEscape
	case inAttr:
		c.t.holes[len(c.t.holes)-1].class = &inAttrEscape
	}
	switch ctx {
	case inText, inTextFirst, inAttr:
		c.shape = append(c.shape, 'x')
	case inBool:
		c.shape = append(c.shape, on...)
	case inRegion, inList:
		if seen := c.ops[pos].seen; seen != nil {
			c.shape = append(c.shape, seen.shape...)
		}
	}
}

// cut takes the markup apart at the holes.
func (c *compiler) cut() {
	markup, from := string(c.markup), 0
	for i, end := range append(c.ends, len(markup)) {
		piece := markup[from:end]
		if from = end; i == 0 {
			c.t.head = piece
		} else {
			c.t.holes[i-1].after = piece
		}
	}
}

// finish names the template by its content and puts the name into the root.
func (c *compiler) finish(loose bool) {
	t := c.t
	c.cut()
	t.linear = len(t.holes) == len(t.slots)
	for i, h := range t.holes {
		if int(h.slot) != i {
			t.linear = false
		}
	}
	t.table = c.tableJSON()
	sum := sha256.New()
	sum.Write(t.table)
	sum.Write(c.bare)
	sum.Write([]byte(t.head))
	for _, h := range t.holes {
		sum.Write([]byte{0, byte(h.slot), byte(h.slot >> 8), byte(h.context)})
		sum.Write([]byte(h.on + "\x00" + h.off + h.after))
	}
	if !c.marks {
		sum.Write([]byte("plain")) // it may stand beside the same with marks
	}
	t.name = base64.RawURLEncoding.EncodeToString(sum.Sum(nil))[:6]
	name := t.name
	if loose {
		name = flatMark
	}
	if c.marks {
		if t.single {
			z := ` z="` + name + `"`
			t.head = t.head[:t.cut] + z + t.head[t.cut:]
			t.cut += len(z)
			c.bare = append(c.bare[:c.bareCut:c.bareCut], z+string(c.bare[c.bareCut:])...)
		} else {
			t.head = "<!--[" + name + "-->" + t.head
			*t.last() += "<!--]-->"
		}
	}
	t.bare = appendJSON(nil, string(c.bare))
}

// flatMark stands for the name in an instance that travels as markup.
const flatMark = "!"
