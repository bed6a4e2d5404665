package wire

import (
	"unicode/utf8"

	"github.com/azu-live/azu/internal/decimal"
)

// AppendString appends s as a JSON string. What is not UTF-8 becomes U+FFFD.
func AppendString[S ~string | ~[]byte](dst []byte, s S) []byte {
	dst = append(dst, '"')
	start := 0
	for i := 0; i < len(s); {
		kind := inString[s[i]]
		if kind == plain {
			i++
			continue
		}
		if kind == wide {
			// A rune is at most 4 bytes; converting just these keeps both kinds of S alike.
			r, size := utf8.DecodeRuneInString(string(s[i:min(i+utf8.UTFMax, len(s))]))
			if r != utf8.RuneError || size > 1 {
				i += size
				continue
			}
			dst = append(dst, s[start:i]...)
			dst = append(dst, "\uFFFD"...)
		} else {
			dst = append(dst, s[start:i]...)
			dst = appendEscape(dst, s[i])
		}
		i++
		start = i
	}
	dst = append(dst, s[start:]...)
	return append(dst, '"')
}

func appendEscape(dst []byte, c byte) []byte {
	switch c {
	case '"', '\\':
		return append(dst, '\\', c)
	case '\n':
		return append(dst, '\\', 'n')
	case '\r':
		return append(dst, '\\', 'r')
	case '\t':
		return append(dst, '\\', 't')
	}
	const hex = "0123456789abcdef"
	return append(dst, '\\', 'u', '0', '0', hex[c>>4], hex[c&15])
}

// An update is written part by part into one buffer: AppendUpdate, then any of
// AppendTemplates, AppendPatch and AppendRefusal, then AppendEnd.

// AppendUpdate opens an update: "[seq,ref".
func AppendUpdate(dst []byte, seq, ref uint64) []byte {
	dst = decimal.Append(append(dst, '['), seq)
	return decimal.Append(append(dst, ','), ref)
}

// AppendPatch begins the part of one view: ",view,". Its patch must follow.
func AppendPatch(dst []byte, view uint32) []byte {
	return append(decimal.Append(append(dst, ','), uint64(view)), ',')
}

// AppendRefusal appends the part that refuses the update's ref: `,-1,"code"`.
func AppendRefusal(dst []byte, code Code) []byte {
	return AppendString(append(dst, ",-1,"...), string(code))
}

// A Template is what a message tells a client about a template. Table and Statics are JSON;
// Statics is empty when only the table is told.
type Template struct {
	Name           string
	Table, Statics []byte
}

// AppendTemplates appends the part that brings templates: ",-2,[[name,table,statics?],…]".
// It must stand before the patches that need them.
func AppendTemplates(dst []byte, ts []Template) []byte {
	return appendTemplates(append(dst, ",-2,"...), ts)
}

func appendTemplates(dst []byte, ts []Template) []byte {
	dst = append(dst, '[')
	for i, t := range ts {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = AppendString(append(dst, '['), t.Name)
		dst = append(append(dst, ','), t.Table...)
		if len(t.Statics) > 0 {
			dst = append(append(dst, ','), t.Statics...)
		}
		dst = append(dst, ']')
	}
	return append(dst, ']')
}

// AppendEnd closes an update.
func AppendEnd(dst []byte) []byte { return append(dst, ']') }
