// Package diff finds the smallest change between two renders of a view and writes it as
// the bytes that go to the browser.
//
// # Trees and patches
//
// A render of package html leaves a tree: one byte slice, a template's number and then
// the values of its slots in order. A [Differ] walks the tree that the browser shows
// and the new one side by side and appends the slots that differ, as compact JSON:
//
//	[slot,value,slot,value,…]
//
// Where the browser has nothing to start from (an insertion, another template, the
// answer to a join) stands a whole, which has the values of the slots in order, up to
// the last that stands in the markup, and 0 for one that doesn't:
//
//	["name",value,value,…]     the instance of a template
//	["","html",view,view,…]    an instance that travels as markup, and the views in it
//
// The value of a slot, by its kind:
//
//	text     "string", or a bare number if it is a canonical integer of at most 15
//	         digits, or, in a patch, ["suffix"] if it only grew and that is shorter
//	bool     0 or 1
//	region   0, a whole, or, in a patch, a patch
//	list     an array of ops; in a whole they start from the empty list
//	view     0 or [number,"name",value,…]
//	raw      "string"
//
// The ops of a list stand one behind the other in one array. First come those that
// change which rows there are, each with the indices of the list as it then stands;
// then the rows that changed inside, by their final index, in ascending order:
//
//	"r",index,count                        remove
//	"m",from,to                            move one row; to counts without it
//	"i",index,"name",count,value,…         insert count rows of one template
//	"i",index,"",count,"html",view,…,…     insert rows of markup, each with its views
//	index,patch   or   index,whole         change or replace a row
//
// Rows are told apart by their keys, which stay on the server. As few rows move as
// possible; a row that moves keeps its DOM. Of rows with the same key the first is the
// first and so on; such a list arrives right too.
//
// # Concurrency
//
// A Differ serves one call at a time. Trees are only read. [Apply] may be called from
// any goroutine.
//
// # Limits
//
// A tree may have 4 GiB and a list 2 billion rows; what a render may have is package
// live's to bound. Time is linear in both trees, with a logarithm for rows that move.
// Apply takes patches of any size from anyone, up to 512 instances deep and with 2^20
// inserted rows.
//
// # Errors
//
// Append has none: trees come from this program's own renders, and anything else in
// their place panics. Apply reports what is wrong with a patch, and where.
package diff
