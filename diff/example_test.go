package diff_test

import (
	"fmt"
	"slices"
	"strings"

	"github.com/azu-live/azu/diff"
	"github.com/azu-live/azu/html"
)

// Two renders of a list: one row moved, one changed and one came.
func ExampleDiffer_Append() {
	reg := html.NewRegistry()
	set := reg.Set("fruits", html.SetOptions{Marks: true})
	var b html.Builder
	render := func(fruits ...string) []byte {
		b.Begin(set)
		root := b.Ul(html.Each(&b, fruits,
			func(f *string) string { return (*f)[:1] }, // the first letter is the key
			func(h *html.Builder, f *string) html.Node { return h.Li(h.Text(*f)) }))
		return slices.Clone(b.End(root)) // it is the builder's until its next render
	}
	old := render("apple", "banana", "cherry")
	new := render("cherry", "apple", "bananas", "date")

	var d diff.Differ
	patch, changed := d.Append(nil, reg, old, new, nil)
	fmt.Println(changed, strings.ReplaceAll(string(patch), reg.Template(1).Name(), "ROW"))

	back, err := diff.Apply(reg, old, patch, nil)
	fmt.Println(err, string(reg.AppendHTML(nil, back, "", nil)) == string(reg.AppendHTML(nil, new, "", nil)))
	// Output:
	// true [0,["m",2,0,"i",3,"ROW",1,"date",2,[0,["s"]]]]
	// <nil> true
}

// What the browser gets when it has nothing to start from.
func ExampleDiffer_AppendWhole() {
	reg := html.NewRegistry()
	set := reg.Set("counter", html.SetOptions{Marks: true})
	var b html.Builder
	b.Begin(set)
	tree := b.End(b.Div(b.Class("counter"), b.Text("clicks: "), b.B(b.Int(41))))

	var d diff.Differ
	whole := d.AppendWhole(nil, reg, tree, nil)
	fmt.Println(strings.ReplaceAll(string(whole), reg.Template(1).Name(), "ROOT"))
	// Output: ["ROOT","clicks: ",41]
}
