package live

// Page is a root component under a name of its own, ready to be put on a route (app.Page does that).
// It is made by NewPage, immutable, and may be shared by routes and by goroutines.
type Page struct{ info *pageInfo }

type pageInfo struct {
	bp   *blueprint
	make func() any // a new *C with its starting properties
}

// NewPage makes a page of the components that make returns. make is called for each mount, on the
// goroutine of the HTTP request or of the socket, and returns a new instance each time, with the
// properties it starts from:
//
//	live.NewPage(func() *Counter { return &Counter{Step: 1} })
//
// When the component has a method Params(*Ctx, P) error, P is a struct whose fields name what they
// take of the address by a tag: `path:"id"` for a parameter of the route, `query:"page"` for one of the
// query. Fields are strings, booleans, integers, floats, or slices of these for repeated query
// parameters. An empty one counts as absent and leaves its field zero; of repeated ones each counts.
// Params is called after Mount; an address that does not fit P answers 404.
//
// NewPage panics when a lifecycle method of the component has a signature that would never be called.
func NewPage[C any, P Component[C]](make func() P) Page {
	bp := blueprintOf[C, P]()
	if err := bp.signatures(); err != nil {
		panic("live: " + err.Error())
	}
	return Page{&pageInfo{bp, func() any { return (*C)(make()) }}}
}

// Name is the component's type, such as "main.Counter". It is the value of the key "page" in logs.
func (p Page) Name() string {
	if p.info == nil {
		return ""
	}
	return p.info.bp.name
}
