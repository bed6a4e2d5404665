package html

import (
	"crypto/sha256"
	"encoding/binary"
	"log/slog"
	"sync"
	"sync/atomic"
)

// DefaultLimit is how many templates a set holds unless its options say otherwise.
const DefaultLimit = 256

// maxCalls bounds the calls in a set's templates together: a template of a thousand rows
// spread in a plain loop has ten thousand, and takes a megabyte.
const maxCalls = 1 << 17

// SetOptions are the options of a set of templates.
type SetOptions struct {
	// Limit bounds the templates; 0 stands for DefaultLimit, a negative one for none at
	// all. Together they have at most 131,072 calls. A render past either comes out right,
	// but travels as markup.
	Limit int
	// Marks has the markup carry what Azu's client needs to find the slots. Layouts and
	// plain pages go without, and can't hold events.
	Marks bool
	// Check parses each new template as a browser would and panics when elements would
	// move or vanish: for development and tests.
	Check bool
	// Log gets one warning for each limit that is met; nil stands for slog.Default.
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
	byKey  map[[sha256.Size]byte]*Template // Guarded by mu.
	calls  int                             // Guarded by mu. In the templates together.
	warned map[string]bool                 // Guarded by mu.
}

// Set makes a set; name stands in messages.
func (r *Registry) Set(name string, o SetOptions) *Set {
	if o.Limit == 0 {
		o.Limit = DefaultLimit
	}
	if o.Log == nil {
		o.Log = slog.Default()
	}
	return &Set{reg: r, name: name, opts: o, byKey: make(map[[sha256.Size]byte]*Template), warned: make(map[string]bool)}
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
	t, why := s.find(b, root)
	if t != nil {
		return t
	}
	if why != "" {
		s.opts.Log.Warn(b.faultAt(firstPlace(b), why), "component", s.name, "limit", s.opts.Limit)
	}
	b.flatten(compile(b, b.miss.ops, root, true))
	return nil
}

// What a warning says when an instance travels as markup.
const (
	tooMany  = "a component has more shapes than its template limit: it works, but travels as markup; use Each, If and Switch for what varies"
	tooLarge = "a component's templates have more than 131,072 calls together: it works, but what comes now travels as markup; use Each for what repeats"
	sameName = "a template has the name of another: it works, but travels as markup"
)

// find is intern without the markup; why is the warning to give when there is no template.
// Each set gives it once.
func (s *Set) find(b *Builder, root uint32) (t *Template, why string) {
	key := contentKey(b.miss.ops, root)
	s.mu.Lock()
	defer s.mu.Unlock()
	if t := s.byKey[key]; t != nil {
		return t, ""
	}
	switch {
	case len(s.byKey) >= s.opts.Limit:
		why = tooMany
	case s.calls+len(b.miss.ops) > maxCalls:
		why = tooLarge
	default:
		t := compile(b, b.miss.ops, root, false)
		if s.reg.add(t) {
			s.byKey[key] = t
			s.calls += len(t.toks)
			return t, ""
		}
		why = sameName
	}
	if s.warned[why] {
		return nil, ""
	}
	s.warned[why] = true
	return nil, why
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
func contentKey(ops []op, root uint32) [sha256.Size]byte {
	key := make([]byte, 0, 24*len(ops)+4)
	key = binary.LittleEndian.AppendUint32(key, root)
	text := func(s string) {
		key = binary.AppendUvarint(key, uint64(len(s)))
		key = append(key, s...)
	}
	for i := range ops {
		o := &ops[i]
		key = binary.LittleEndian.AppendUint64(key, uint64(o.what))
		if o.kind() == opEvent || o.kind() == opEventArg {
			key = binary.LittleEndian.AppendUint64(key, uint64(o.addr))
		}
		text(o.s)
		text(o.t)
		key = binary.AppendUvarint(key, uint64(len(o.kids)))
		for _, k := range o.kids {
			key = binary.LittleEndian.AppendUint32(key, k)
		}
	}
	return sha256.Sum256(key)
}
