package html

import (
	"crypto/sha256"
	"sync"
	"sync/atomic"
)

// Registry holds the templates of one program. It is safe for concurrent use; the zero
// value is ready.
type Registry struct {
	mu    sync.Mutex
	named map[string]*Template        // Guarded by mu.
	sound map[[sha256.Size]byte]bool  // Guarded by mu. Outlines that a browser keeps.
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
