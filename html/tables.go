package html

//go:generate go run ./gen

// tagInfo is one element of the table. Its index in tags is its number in templates; the
// constants are the calls that make the elements.
type tagInfo struct {
	name    string
	ns      namespace
	void    bool // has neither content nor an end tag
	empty   bool // has an end tag, but takes attributes only
	text    bool // holds text only
	newline bool // the parser swallows a newline right after the start tag
}

// namespace is the language that an element belongs to.
type namespace uint8

const (
	nsHTML namespace = iota
	nsSVG
)

// attrInfo is one attribute of the table. Its index in attrs is its number in templates.
type attrInfo struct {
	name string
	url  bool // values pass CheckURL
}
