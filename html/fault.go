package html

import (
	"fmt"
	"path"
	"runtime"
	"strings"
)

// fault words a panic and names the place in the caller's code, or after the last call the component.
func (b *Builder) fault(sentence string) string {
	if b.ended {
		return "html: " + b.set.name + ": " + sentence
	}
	var pcs [24]uintptr
	return "html: " + sentence + at(pcs[:runtime.Callers(2, pcs[:])])
}

// faultAt is fault for the call at a position of the instance being compiled, or for the
// first one after it whose place is known: calls that went as predicted have none.
func (b *Builder) faultAt(pos int, sentence string) string {
	if place := b.placeAt(pos); place != "" {
		return "html: " + sentence + place
	}
	return b.fault(sentence)
}

// placeAt is the place for faultAt, "" when none is known.
func (b *Builder) placeAt(pos int) string {
	if b.miss != nil {
		for i := range b.miss.places {
			if p := &b.miss.places[i]; p.pos >= pos {
				return at(p.pcs[:])
			}
		}
	}
	return ""
}

// at names the first frame outside the framework's builders.
func at(pcs []uintptr) string {
	frames := runtime.CallersFrames(pcs)
	for {
		f, more := frames.Next()
		if f.Function != "" && !builderFrame(f.Function) {
			return fmt.Sprintf(" (%s:%d)", path.Join(path.Base(path.Dir(f.File)), path.Base(f.File)), f.Line)
		}
		if !more {
			return ""
		}
	}
}

func builderFrame(fn string) bool {
	const module = "github.com/azu-live/azu/"
	return strings.HasPrefix(fn, module+"html.") || strings.HasPrefix(fn, module+"live.") || strings.HasPrefix(fn, "runtime.")
}

// label names the call for a message.
func (o *op) label() string {
	switch o.kind() {
	case opElement:
		return "<" + tags[o.what.idx()].name + ">"
	case opCustom:
		return "<" + o.s + ">"
	case opAttrConst, opAttrText, opAttrBool:
		return "attribute " + attrs[o.what.idx()].name
	case opNamedText, opNamedBool:
		return "attribute " + o.s
	case opEvent, opEventArg:
		return "event " + o.s
	case opModify:
		return "modifier " + o.s
	case opFragment:
		return "a fragment"
	case opRegion, opList:
		return "control flow"
	default:
		return "text"
	}
}
