package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"

	"github.com/azu-live/azu/diff"
)

// browserOperation is what the browser's measurement needs of an operation.
type browserOperation struct {
	Name      string               `json:"name"`
	Before    string               `json:"before"` // HTML
	Patch     json.RawMessage      `json:"patch"`
	Templates [][3]json.RawMessage `json:"templates"` // name, table, statics
}

// writeOperations writes the table operations for bench/browser.
func writeOperations(dir string) error {
	var list []browserOperation
	for _, op := range operations() {
		set, h := newSet()
		from := op.from.tree(h, set)
		to := op.to.tree(h, set)
		var d diff.Differ
		patch, _ := d.Append(nil, set.Registry(), from, to, uses{})
		b := browserOperation{Name: op.name, Patch: patch}
		b.Before = string(set.Registry().AppendHTML(nil, slices.Clone(from), ` z-view="1"`, nil))
		for id := range set.Len() {
			t := set.Registry().Template(uint32(id + 1))
			name, err := json.Marshal(t.Name())
			if err != nil {
				return err
			}
			b.Templates = append(b.Templates, [3]json.RawMessage{name, t.Table(), t.Statics()})
		}
		list = append(list, b)
	}
	out, err := json.Marshal(list)
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dir, "operations.json"), out, 0o644)
}
