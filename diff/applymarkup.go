package diff

import (
	"bytes"
	"encoding/binary"
	"fmt"
)

// markup appends the markup that comes next, a string and the views in it that are new.
func (a *applier) markup(out []byte) ([]byte, error) {
	text, err := a.appendString(nil)
	if err != nil {
		return out, err
	}
	found, views := places(text)
	out = appendBytes(append(out, 0), text)
	out = binary.AppendUvarint(out, uint64(len(found)/2))
	for _, v := range found {
		out = binary.AppendUvarint(out, v)
	}
	out = append(out, 0) // no handlers
	for a.next() == ',' && a.i+1 < len(a.text) && a.text[a.i+1] == '[' {
		a.i++
		n, err := a.content()
		if err != nil {
			return out, err
		}
		if views[n] == 0 {
			return out, fmt.Errorf("view %d is not in its markup, or comes again", n)
		}
		views[n]--
	}
	return out, nil
}

// places finds the fences of views, <!--[v7--><!--]-->, and returns for each the offset
// of its inside and its number, as a tree has them, and how often each number
// stands there.
func places(text []byte) (list []uint64, views map[uint32]int) {
	views = make(map[uint32]int)
	const open, end = "<!--[v", "--><!--]-->"
	for i := 0; ; {
		k := bytes.Index(text[i:], []byte(open))
		if k < 0 {
			return list, views
		}
		i += k + len(open)
		n := uint64(0)
		for from := i; i < len(text) && i-from < 10 && text[i]-'0' <= 9; i++ {
			n = n*10 + uint64(text[i]-'0')
		}
		if n == 0 || n > 1<<32-1 || !bytes.HasPrefix(text[i:], []byte(end)) {
			continue
		}
		i += len("-->")
		list = append(list, uint64(i), n)
		views[uint32(n)]++
	}
}
