package live

import (
	"fmt"
	"path"
	"runtime"
	"strings"

	"github.com/azu-live/azu/internal/wire"
)

// Named gives the handler f of a generic component its name, which Go does not keep for methods of
// generic types:
//
//	live.Click(h, live.Named(h, "Sort", (*Table[R]).Sort))
//
// f is a method expression; name, the method's name, is a constant. A component has one function under
// a name: a method that stands in several places of its renders is named once, and what Named returned
// is used in all of them. Two names for one function, one name for two, and a new name for a method that
// has its own panic.
func Named[T, F any](h *H[T], name string, f F) F {
	h.view.kind.give(codeOf(f), name)
	return f
}

// give gives the function at code a name, which it keeps.
func (k *kind) give(code uintptr, name string) {
	if have, ok := k.handlers.Load().given[code]; ok && have == name {
		return
	}
	if name == "" || len(name) > wire.MaxName || strings.ContainsAny(name, ". \"\\<>&'") {
		panic(fmt.Sprintf("live: Named: %q is not a method's name (%s)", name, callSite()))
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	old := k.handlers.Load()
	if have, ok := old.given[code]; ok && have != name {
		panic(fmt.Sprintf("live: Named gives one function two names, %s and %s (%s)", have, name, callSite()))
	}
	if full := runtime.FuncForPC(code).Name(); !strings.Contains(full, "[...]") {
		if own := k.handlerName(code); own != name {
			panic(fmt.Sprintf("live: Named: the method %s has its own name, and can't be called %s (%s)", own, name, callSite()))
		}
	}
	// Go makes a function of its own of each place where a method of a generic type stands, several where
	// the place is inlined. One of another place can't be told from another method's.
	for other, have := range old.given {
		if have == name && sourceOf(other) != sourceOf(code) {
			panic(fmt.Sprintf("live: Named gives the name %s to two functions, at %s and at %s: where both are one method, use what Named returned in both places (%s)",
				name, sourceOf(other), sourceOf(code), callSite()))
		}
	}
	k.handlers.Store(&handlerTable{old.byName, with(old.given, code, name)})
}

// sourceOf is where the function at code is written.
func sourceOf(code uintptr) string {
	file, line := runtime.FuncForPC(code).FileLine(code)
	return sourcePlace(file, line)
}

// handlerName is the name of the method whose code is at code, which must be a method expression of the
// kind's component. Anything else would mean another function in the next render, or none in the next
// process, so it panics and names the line that asked for it.
func (k *kind) handlerName(code uintptr) string {
	if name, ok := k.handlers.Load().given[code]; ok {
		return name
	}
	full := runtime.FuncForPC(code).Name() // "example.org/shop.(*Cart).Add"
	fn := full[strings.LastIndexByte(full, '/')+1:]
	if i := strings.IndexByte(fn, '.'); i >= 0 {
		fn = fn[i+1:]
	}
	recv, method, ok := strings.Cut(fn, ").")
	why := ""
	switch {
	case strings.Contains(fn, "[...]"):
		why = "is a method of a generic type, which has no name at run time: use live.Named(h, \"Method\", f)"
	case strings.HasSuffix(fn, "-fm"):
		why = "is a method value: use the method expression, as in (*" + k.bp.typ.Name() + ")." + strings.TrimSuffix(method, "-fm")
	case !ok || !strings.HasPrefix(recv, "(*") || strings.Contains(method, "."):
		why = "is a function: handlers are methods, as in (*" + k.bp.typ.Name() + ").Save"
	default:
		return method
	}
	panic(fmt.Sprintf("live: the handler %s %s (%s)", fn, why, callSite()))
}

// callSite is the place outside the framework that called into it.
func callSite() string {
	var pcs [32]uintptr
	frames := runtime.CallersFrames(pcs[:runtime.Callers(3, pcs[:])])
	for {
		f, more := frames.Next()
		if !strings.HasPrefix(f.Function, "github.com/azu-live/azu/live.") && !strings.HasPrefix(f.Function, "github.com/azu-live/azu/html.") {
			return sourcePlace(f.File, f.Line)
		}
		if !more {
			return "unknown place"
		}
	}
}

// sourcePlace is a line as messages name it: the file with its folder.
func sourcePlace(file string, line int) string {
	return fmt.Sprintf("%s:%d", path.Join(path.Base(path.Dir(file)), path.Base(file)), line)
}
