package diff

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"slices"
	"strconv"
	"strings"

	parser "golang.org/x/net/html"
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
// stands there. In Raw, which is below z-raw, a fence is none.
func places(text []byte) (list []uint64, views map[uint32]int) {
	views = make(map[uint32]int)
	z := parser.NewTokenizer(bytes.NewReader(text))
	raw, depth := "", 0 // the element with z-raw, and how many of its name are open
	for at := 0; ; {
		kind := z.Next()
		if kind == parser.ErrorToken {
			return list, views
		}
		at += len(z.Raw())
		switch t := z.Token(); {
		case kind == parser.StartTagToken && depth == 0:
			if slices.ContainsFunc(t.Attr, func(a parser.Attribute) bool { return a.Key == "z-raw" }) {
				raw, depth = t.Data, 1
			}
		case kind == parser.StartTagToken && t.Data == raw:
			depth++
		case kind == parser.EndTagToken && t.Data == raw && depth > 0:
			depth--
		case kind == parser.CommentToken && depth == 0 && bytes.HasPrefix(text[at:], []byte("<!--]-->")):
			if n, ok := strings.CutPrefix(t.Data, "[v"); ok {
				if n, err := strconv.ParseUint(n, 10, 32); err == nil && n > 0 {
					list = append(list, uint64(at), n)
					views[uint32(n)]++
				}
			}
		}
	}
}
