package live

import "github.com/azu-live/azu/html"

// H is the builder a component renders with: every element and attribute of [html.Builder], typed by
// the component, so that only this component's methods can be named as handlers.
//
// An H is valid only during the Render it was handed to, on that goroutine.
type H[T any] struct {
	html.Builder

	// Owned by the render in progress.
	view  *view               // whose render this is
	kids  []*view             // the children asked for so far, in order
	index map[childName]*view // its children, made when they are many and come in another order
	arg   []byte              // scratch for an event's argument or a child's key
}

// Component is what NewPage and Child ask of a type: a pointer to a struct with a Render method. There
// is nothing to embed. The struct's fields are the state; they belong to the view's session and are
// touched only by the component's own methods, one at a time.
//
// Optional methods are those of Mounter, Connecter, Updater, Unmounter, Failer and Titler, and
// Params(*Ctx, P) error with P a struct (see NewPage). One of these names with another signature is
// refused: by NewPage for a page's component, at its first render for a child.
type Component[C any] interface {
	*C
	// Render says what the component looks like now. It reads the fields and changes nothing.
	Render(h *H[C]) html.Node
}

// Mounter is a component that prepares itself before its first render. A page's component is mounted
// for the HTTP request, before anyone knows whether a browser will join: what starts timers, presence
// or subscriptions belongs in Connected. For a child the parent's properties are already set.
//
// An error of a page's component becomes the HTTP answer (see NotFound, Forbidden, Redirect and
// Status); an error of a child goes to its Failed, or shows its error boundary.
type Mounter interface {
	Mount(ctx *Ctx) error
}

// Connecter is a component that wants to know when its browser is there: called once, when the
// session's socket has joined, before the next render; for a child mounted later right after Mount.
// It is not called again after a resume.
type Connecter interface {
	Connected(ctx *Ctx) error
}

// Updater is a component that wants to know when what the visitor sees has changed. Updated is called
// after a render whose output differed from the one before; the view is then rendered once more, to
// see what Updated changed. A view that never comes to rest within Limits.Renders shows its boundary.
type Updater interface {
	Updated(ctx *Ctx)
}

// Unmounter is a component that has something to give back. Unmount is called once, when the view
// leaves its parent's render or the session ends; also when Mount or its last handler failed. Nothing
// of the component runs afterwards.
type Unmounter interface {
	Unmount(ctx *Ctx)
}

// Failer is a component that shows the errors its handlers, timers, Mount, Connected and Params return
// by itself. Without it, and for every panic and every limit that is met, the view shows the error
// boundary: a short notice with a button that mounts a fresh instance.
type Failer interface {
	Failed(ctx *Ctx, err error)
}

// Titler is a page's component that knows the document's title. Title is asked after the first render.
type Titler interface {
	Title() string
}
