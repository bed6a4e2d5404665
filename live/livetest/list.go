package livetest

import (
	"fmt"
	"slices"

	"golang.org/x/net/html"
)

// setList applies a list's operations: structure first, each index counting the list as it stands then,
// and the rows' own patches by their final place.
func (p *Page) setList(s span, ops []any) error {
	rows, err := instances(s)
	if err != nil {
		return err
	}
	for i := 0; i < len(ops); {
		word, structural := ops[i].(string)
		if !structural {
			n := integer(ops[i])
			if n >= len(rows) {
				return fmt.Errorf("row %d of %d is patched", n, len(rows))
			}
			v := ops[i+1].([]any)
			if _, whole := v[0].(string); whole {
				nodes, err := p.instantiate(s.parent, v, 0)
				if err != nil {
					return err
				}
				rows[n] = replace(rows[n], nodes)
			} else if err := p.patchInstance(rows[n], v); err != nil {
				return fmt.Errorf("row %d: %w", n, err)
			}
			i += 2
			continue
		}
		used, err := p.restructure(s, &rows, word, ops[i+1:])
		if err != nil {
			return err
		}
		i += 1 + used
	}
	return nil
}

// restructure applies one operation and returns how many values it took.
func (p *Page) restructure(s span, rows *[]instance, word string, args []any) (int, error) {
	x := integer(args[0])
	switch word {
	case "r":
		n := integer(args[1])
		if x+n > len(*rows) {
			return 0, fmt.Errorf("rows %d to %d of %d are removed", x, x+n, len(*rows))
		}
		for _, in := range (*rows)[x : x+n] {
			for _, node := range in.nodes() {
				s.parent.RemoveChild(node)
			}
		}
		*rows = slices.Delete(*rows, x, x+n)
		return 2, nil
	case "m":
		to := integer(args[1])
		if x >= len(*rows) || to >= len(*rows) {
			return 0, fmt.Errorf("row %d of %d is moved to %d", x, len(*rows), to)
		}
		in := (*rows)[x]
		*rows = slices.Delete(*rows, x, x+1)
		at := before(s, *rows, to)
		for _, node := range in.nodes() {
			s.parent.RemoveChild(node)
			s.parent.InsertBefore(node, at)
		}
		*rows = slices.Insert(*rows, to, in)
		return 2, nil
	case "i":
		return p.insert(s, rows, x, args[1:])
	}
	return 0, fmt.Errorf("unknown list operation %q", word)
}

// insert takes "NAME",count,values… and returns how many values it took with the index before them.
func (p *Page) insert(s span, rows *[]instance, x int, args []any) (int, error) {
	name, count := args[0].(string), integer(args[1])
	values, per := args[2:], 1
	if name != "" {
		t := p.templates[name]
		if t == nil {
			return 0, fmt.Errorf("rows of template %s came without it", name)
		}
		per = slotsOf(t)
	}
	used := 3
	for range count {
		v := []any{name}
		if name == "" {
			v, values = append(v, values[0]), values[1:]
			used++
			for len(values) > 0 { // views that the markup brings along
				if _, more := values[0].([]any); !more {
					break
				}
				v, values = append(v, values[0]), values[1:]
				used++
			}
		} else {
			if len(values) < per {
				return 0, fmt.Errorf("%d values for a row of %d", len(values), per)
			}
			v, values = append(v, values[:per]...), values[per:]
			used += per
		}
		nodes, err := p.instantiate(s.parent, v, 0)
		if err != nil {
			return 0, err
		}
		at := before(s, *rows, x)
		for _, n := range nodes {
			s.parent.InsertBefore(n, at)
		}
		*rows = slices.Insert(*rows, x, instanceOf(nodes))
		x++
	}
	return used, nil
}

// before is the node that a row inserted at index i stands before.
func before(s span, rows []instance, i int) *html.Node {
	if i < len(rows) {
		return rows[i].nodes()[0]
	}
	return s.after
}

func replace(in instance, nodes []*html.Node) instance {
	old := in.nodes()
	parent := old[0].Parent
	for _, n := range nodes {
		parent.InsertBefore(n, old[0])
	}
	for _, n := range old {
		parent.RemoveChild(n)
	}
	return instanceOf(nodes)
}

func instanceOf(nodes []*html.Node) instance {
	if nodes[0].Type == html.ElementNode {
		name, _ := attr(nodes[0], "z")
		return instance{name: name, el: nodes[0]}
	}
	return instance{name: nodes[0].Data[1:], open: nodes[0], close: nodes[len(nodes)-1]}
}

// slotsOf is how many values an instance of t travels with: up to the last slot that stands somewhere.
func slotsOf(t *template) int {
	n := 0
	for _, ops := range t.table {
		for _, o := range ops {
			n = max(n, o.slot+1)
		}
	}
	return n
}
