package diff

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"

	"github.com/azu-live/azu/html"
)

const (
	maxDepth = 512     // instances in instances; a render ends at 256
	maxRows  = 1 << 20 // inserted by one patch: rows without slots cost it no bytes
)

// Apply returns the tree that the patch makes of a tree, which stays as it is; a nil
// tree takes only a whole. It is the browser's half in Go, for tests: what it returns
// differs from the tree that the patch was made for in what does not travel. Inserted
// rows have empty keys, slots that stand nowhere are empty in what was inserted, invalid
// UTF-8 and NUL have become U+FFFD, and markup names no handlers.
//
// view is called with each view that comes with the patch and its tree, inner ones
// first; nil drops them. Apply takes any bytes as a patch: what isn't exactly a patch
// for this tree is an error, and then the calls of view are void.
func Apply(reg *html.Registry, tree, patch []byte, view func(n uint32, tree []byte)) ([]byte, error) {
	a := applier{decoder: decoder{text: patch}, reg: reg, view: view}
	out, err := a.instance(make([]byte, 0, len(tree)+len(patch)), tree)
	if err == nil && a.i < len(patch) {
		err = errors.New("more follows after the patch")
	}
	if err != nil {
		return nil, fmt.Errorf("diff: apply patch, byte %d: %w", a.i, err)
	}
	return out, nil
}

type applier struct {
	decoder
	reg   *html.Registry
	view  func(n uint32, tree []byte)
	depth int
	rows  int
}

// instance appends what the patch or whole that comes next makes of an instance; nil is
// none.
func (a *applier) instance(out, old []byte) ([]byte, error) {
	if err := a.take('['); err != nil {
		return out, err
	}
	if a.next() == '"' {
		return a.whole(out)
	}
	if old == nil {
		return out, errors.New("a patch stands where nothing is to change")
	}
	if a.depth++; a.depth > maxDepth {
		return out, fmt.Errorf("the patch is deeper than %d", maxDepth)
	}
	defer func() { a.depth-- }()
	id, i := html.Uvarint(old, 0)
	if id == 0 {
		return out, errors.New("a patch stands where markup is to be replaced")
	}
	t := a.reg.Template(uint32(id))
	out, err := a.patch(append(out, old[:i]...), old[i:], t.Slots())
	if err != nil {
		err = fmt.Errorf("template %s: %w", t.Name(), err)
	}
	return out, err
}

// patch appends the slots in old, changed as the pairs that come next say.
func (a *applier) patch(out, old []byte, slots []html.Slot) ([]byte, error) {
	from, i, at := 0, 0, 0 // old[:from] is in out, slot at starts at old[i]
	for more := true; more; {
		n, err := a.count(len(slots) - 1)
		if err != nil {
			return out, fmt.Errorf("number of a slot: %w", err)
		}
		if n < at {
			return out, fmt.Errorf("slot %d comes after slot %d", n, at-1)
		}
		for ; at < n; at++ {
			i = a.reg.SkipSlot(old, i, slots[at].Kind)
		}
		out = append(out, old[from:i]...)
		from = a.reg.SkipSlot(old, i, slots[n].Kind)
		if !slots[n].Placed {
			err = errors.New("it stands nowhere in the markup")
		} else if err = a.take(','); err == nil {
			out, err = a.change(out, old[i:from], slots[n].Kind)
		}
		if err == nil {
			more, err = a.more()
		}
		if err != nil {
			return out, fmt.Errorf("slot %d: %w", n, err)
		}
		i, at = from, n+1
	}
	return append(out, old[from:]...), nil
}

// change appends the new value of a slot of this kind that had the value old.
func (a *applier) change(out, old []byte, k html.Kind) ([]byte, error) {
	switch {
	case k == html.KindText && a.next() == '[':
		a.i++
		n, i := html.Uvarint(old, 0)
		s, err := a.appendString(append([]byte(nil), old[i:i+n]...))
		if err != nil {
			return out, err
		}
		return appendBytes(out, s), a.take(']')
	case k == html.KindRegion && a.next() == '[':
		if old = old[1:]; len(old) == 0 {
			old = nil
		}
		return a.instance(append(out, 1), old)
	case k == html.KindList:
		return a.list(out, old)
	}
	return a.value(out, k)
}

// whole appends the instance whose name comes next.
func (a *applier) whole(out []byte) ([]byte, error) {
	if a.depth++; a.depth > maxDepth {
		return out, fmt.Errorf("the patch is deeper than %d", maxDepth)
	}
	defer func() { a.depth-- }()
	t, err := a.template()
	if err != nil {
		return out, err
	}
	if t == nil {
		if err := a.take(','); err != nil {
			return out, err
		}
		if out, err = a.markup(out); err != nil {
			return out, err
		}
	} else if out, err = a.values(out, t); err != nil {
		return out, err
	}
	return out, a.take(']')
}

// template reads the name of a template; nil stands for markup.
func (a *applier) template() (*html.Template, error) {
	name, err := a.appendString(nil)
	if err != nil || len(name) == 0 {
		return nil, err
	}
	t := a.reg.Named(string(name))
	if t == nil {
		return nil, fmt.Errorf("no template is named %q", name)
	}
	return t, nil
}

// values appends an instance of t whose values come next, each behind a comma.
func (a *applier) values(out []byte, t *html.Template) ([]byte, error) {
	out = binary.AppendUvarint(out, uint64(t.ID()))
	width := widthOf(t.Slots())
	for n, s := range t.Slots() {
		if n >= width {
			out = append(out, 0)
			continue
		}
		err := a.take(',')
		if err == nil && !s.Placed {
			_, err = a.count(0)
			out = append(out, 0) // empty, whatever the kind
		} else if err == nil {
			out, err = a.value(out, s.Kind)
		}
		if err != nil {
			return out, fmt.Errorf("template %s: slot %d: %w", t.Name(), n, err)
		}
	}
	return out, nil
}

// value appends a value that doesn't depend on an old one.
func (a *applier) value(out []byte, k html.Kind) ([]byte, error) {
	switch k {
	case html.KindText, html.KindRaw:
		if k == html.KindText && a.next() != '"' {
			s, err := a.integer()
			return appendBytes(out, s), err
		}
		s, err := a.appendString(nil)
		return appendBytes(out, s), err
	case html.KindBool:
		v, err := a.bit()
		return append(out, v), err
	case html.KindRegion:
		if a.next() == '[' {
			return a.instance(append(out, 1), nil)
		}
		_, err := a.count(0)
		return append(out, 0), err
	case html.KindList:
		return a.list(out, []byte{0})
	case html.KindView:
		if a.next() == '[' {
			n, err := a.content()
			return binary.AppendUvarint(out, uint64(n)), err
		}
		_, err := a.count(0)
		return append(out, 0), err
	}
	return out, fmt.Errorf("a slot of the unknown kind %d", k)
}

// content reads a view with its content, [number,"name",value,…], and passes it on.
func (a *applier) content() (uint32, error) {
	if err := a.take('['); err != nil {
		return 0, err
	}
	n, err := a.number(math.MaxUint32)
	if err != nil {
		return 0, err
	}
	if n == 0 {
		return 0, errors.New("view 0 has no content")
	}
	if err := a.take(','); err != nil {
		return 0, err
	}
	tree, err := a.whole(nil)
	if err != nil {
		return 0, fmt.Errorf("view %d: %w", n, err)
	}
	if a.view != nil {
		a.view(uint32(n), tree)
	}
	return uint32(n), nil
}

func appendBytes(dst, s []byte) []byte {
	return append(binary.AppendUvarint(dst, uint64(len(s))), s...)
}
