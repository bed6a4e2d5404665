package html

import (
	"slices"
	"sync/atomic"
)

// Template is the static part of renders that made the same calls with other values.
// It never changes once it is made, but for the predictions that renders leave in it,
// and may be read from any goroutine.
type Template struct {
	id      uint32
	name    string
	toks    []token  // its calls, side by side for the comparison,
	details []detail // and the rest of each
	rootAt  uint32
	slots   []Slot
	events  []string
	single  bool

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
