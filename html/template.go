package html

import (
	"encoding/binary"
	"log/slog"
	"slices"
	"sync"
	"sync/atomic"
)

// Template is the static part of renders that made the same calls with other values.
// It never changes once it is made, but for the predictions that renders leave in it,
// and may be read from any goroutine.
type Template struct {
	id     uint32
	name   string
	ops    []op
	toks   []token // of the ops, side by side for the comparison
	rootAt uint32
	slots  []Slot
	events []string
	single bool

	// The markup: head, and the holes with what follows each. cut is where further
	// attributes of the root fit into head; linear tells that the holes have the slots'
	// order.
	head   string
	holes  []hole
	cut    int
	linear bool

	table []byte
	bare  []byte
	shape string

	sites  []atomic.Pointer[Template]    // what the bodies of control flow had last
	others atomic.Pointer[[]alternative] // templates that start as this one does
}

// last is the markup behind the last hole.
func (t *Template) last() *string {
	if n := len(t.holes); n > 0 {
		return &t.holes[n-1].after
	}
	return &t.head
}

// alternative is a template with the same calls before at.
type alternative struct {
	at int
	t  *Template
}

// maxAlternatives bounds what one template remembers; more would be searched in vain.
const maxAlternatives = 16

// ID is the template's number in its registry, from 1.
func (t *Template) ID() uint32 { return t.id }

// Name identifies the template's content in every process: six characters.
func (t *Template) Name() string { return t.name }

// Slots describes the slots in the order of the tree. The caller must not change it.
func (t *Template) Slots() []Slot { return t.slots }

// Events lists the handlers of the events in the template.
func (t *Template) Events() []string { return t.events }

// Single reports whether the root is one element.
func (t *Template) Single() bool { return t.single }

// Table is the JSON that tells the client where the slots are; docs/protocol.md has its
// form.
func (t *Template) Table() []byte { return t.table }

// Statics is a JSON string: the markup with empty slots, from which the client makes
// new instances.
func (t *Template) Statics() []byte { return t.bare }

// alternatives are the templates that renders which parted from t have been.
func (t *Template) alternatives() []alternative {
	if t == nil {
		return nil
	}
	if list := t.others.Load(); list != nil {
		return *list
	}
	return nil
}

// remember notes that renders which part from t at this place may be an u.
func (t *Template) remember(at int, u *Template) {
	if t == nil || t == u {
		return
	}
	for {
		old := t.others.Load()
		var list []alternative
		if old != nil {
			list = *old
		}
		if len(list) >= maxAlternatives || slices.Contains(list, alternative{at, u}) {
			return
		}
		list = append(slices.Clip(list), alternative{at, u})
		if t.others.CompareAndSwap(old, &list) {
			return
		}
	}
}

// Registry holds the templates of one program. It is safe for concurrent use; the zero
// value is ready.
type Registry struct {
	mu    sync.Mutex
	named map[string]*Template        // Guarded by mu.
	list  atomic.Pointer[[]*Template] // by ID; only grows
}

// NewRegistry returns an empty registry.
func NewRegistry() *Registry { return &Registry{} }

// Template returns the template with this number, which must be one that a tree of this
// registry holds.
func (r *Registry) Template(id uint32) *Template { return (*r.list.Load())[id-1] }

// Named returns a template by its name, nil if this program has none of that name.
func (r *Registry) Named(name string) *Template {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.named[name]
}

// add gives t its number. It refuses a template whose name already stands for other
// content: with 36 bits of hash that needs tens of thousands of templates.
func (r *Registry) add(t *Template) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	if old := r.named[t.name]; old != nil && (string(old.bare) != string(t.bare) || string(old.table) != string(t.table)) {
		return false
	}
	if r.named == nil {
		r.named = make(map[string]*Template)
	}
	var list []*Template
	if l := r.list.Load(); l != nil {
		list = *l
	}
	t.id = uint32(len(list) + 1)
	list = append(list, t)
	r.list.Store(&list)
	if r.named[t.name] == nil {
		r.named[t.name] = t
	}
	return true
}

// DefaultLimit is how many templates a set holds unless its options say otherwise.
const DefaultLimit = 256

// SetOptions are the options of a set of templates.
type SetOptions struct {
	// Limit bounds the templates; 0 stands for DefaultLimit, a negative one for none at
	// all. A render past it comes out right, but travels as markup.
	Limit int
	// Marks has the markup carry what Azu's client needs to find the slots. Layouts and
	// plain pages go without, and can't hold events.
	Marks bool
	// Check parses each new template as a browser would and panics when elements would
	// move or vanish: for development and tests.
	Check bool
	// Log gets one warning when the limit is met; nil stands for slog.Default.
	Log *slog.Logger
}

// Set holds the templates of one component type. It is safe for concurrent use.
type Set struct {
	reg  *Registry
	name string
	opts SetOptions
	root atomic.Pointer[Template] // what the last render was

	wrong atomic.Bool            // a render had a shape that a browser changes: all are checked now
	stray atomic.Pointer[string] // see Stray

	mu     sync.Mutex
	byKey  map[string]*Template // Guarded by mu.
	warned bool                 // Guarded by mu.
}

// Set makes a set; name stands in messages.
func (r *Registry) Set(name string, o SetOptions) *Set {
	if o.Limit == 0 {
		o.Limit = DefaultLimit
	}
	if o.Log == nil {
		o.Log = slog.Default()
	}
	return &Set{reg: r, name: name, opts: o, byKey: make(map[string]*Template)}
}

// Registry is the registry that numbers the set's templates.
func (s *Set) Registry() *Registry { return s.reg }

// Len is the number of templates in the set.
func (s *Set) Len() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.byKey)
}

// intern finds or makes the template of the recorded instance. It returns nil when the
// set is full: then the instance stands in the builder's tree as markup.
func (s *Set) intern(b *Builder, root uint32) *Template {
	t, first := s.find(b, root)
	if t != nil {
		return t
	}
	if first {
		s.opts.Log.Warn(b.faultAt(firstPlace(b), "a component has more shapes than its template limit: it works, but travels as markup; use Each, If and Switch for what varies"),
			"component", s.name, "limit", s.opts.Limit)
	}
	b.flatten(compile(b, b.miss.ops, root, true))
	return nil
}

// find is intern without the markup; first tells that the set was never found full before.
func (s *Set) find(b *Builder, root uint32) (t *Template, first bool) {
	key := contentKey(b.miss.ops, root)
	s.mu.Lock()
	defer s.mu.Unlock()
	if t := s.byKey[string(key)]; t != nil {
		return t, false
	}
	if len(s.byKey) < s.opts.Limit {
		t := compile(b, b.miss.ops, root, false)
		if s.reg.add(t) {
			s.byKey[string(key)] = t
			return t, false
		}
	}
	first = !s.warned
	s.warned = true
	return nil, first
}

// Stray reports whether renders of the set have made views, or control flow that may hold some, and
// placed them nowhere: what is in there is not shown. The place is where that was met last, in brackets
// behind a space, or "" when it is not known.
func (s *Set) Stray() (place string, ok bool) {
	if p := s.stray.Load(); p != nil {
		return *p, true
	}
	return "", false
}

func firstPlace(b *Builder) int {
	if len(b.miss.places) == 0 {
		return -1
	}
	return b.miss.places[0].pos
}

// contentKey tells templates apart by what they are made of; a handler by its code.
func contentKey(ops []op, root uint32) []byte {
	key := make([]byte, 0, 24*len(ops)+4)
	key = binary.LittleEndian.AppendUint32(key, root)
	text := func(s string) {
		key = binary.AppendUvarint(key, uint64(len(s)))
		key = append(key, s...)
	}
	for i := range ops {
		o := &ops[i]
		key = binary.LittleEndian.AppendUint64(key, uint64(o.what))
		if o.kind == opEvent || o.kind == opEventArg {
			key = binary.LittleEndian.AppendUint64(key, uint64(o.addr))
		}
		text(o.s)
		text(o.t)
		key = binary.AppendUvarint(key, uint64(len(o.kids)))
		for _, k := range o.kids {
			key = binary.LittleEndian.AppendUint32(key, k)
		}
	}
	return key
}
