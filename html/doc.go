/*
Package html writes markup by calling methods: one per element, one per attribute.

	func card(h *html.Builder, u *User) html.Node {
		return h.Div(h.Class("user-card"),
			h.H4(h.Text(u.Name)),
			html.If(h, u.Admin, badge))
	}

	func badge(h *html.Builder) html.Node { return h.Span(h.Class("badge"), h.Lit("admin")) }

Components of package live get a builder as the argument of Render, layouts of package
app as an argument, too. Alone, a builder needs a [Registry] and a [Set]; the example of
the package is the smallest program.

# What is constant and what is not

The static part of a render is its template, what varies are its slots. The types of the
arguments tell them apart: [Builder.Lit], [Builder.Class], [Builder.Type], names of
attributes and whatever else a program knows beforehand take constants, and a variable
doesn't compile there. [Builder.Text], [Builder.Int], [Builder.Textf] and [Builder.Timef]
take run-time text, so do attributes that vary by nature, as [Builder.Href],
[Builder.Title], [Builder.ID] or [Builder.Value]. A function that passes constants on
takes a [Const], made by [C]:

	func field(h *html.Builder, label html.Const, v string) html.Node {
		return h.Label(h.Lit(label.V()), h.Input(h.Value(v)))
	}
	field(h, html.C("Name"), u.Name)

Classes that depend on a condition are [Builder.ClassIf] and [Builder.ClassIfElse]; they
add to Class. Attributes without a method are [Builder.Attr], [Builder.Data] and
[Builder.Aria]. Methods are named as in the HTML standard, with a capital where a word
starts: Colspan, AcceptCharset, ViewBox. Where an element and an attribute have the same
name, the rarer one has a suffix: TitleEl, SlotEl, DataEl, FormAttr, LabelAttr, CiteAttr,
SpanAttr, AbbrAttr, DataAttr. Elements of drawings start with Svg; their root is SVG.

# Control flow

Go evaluates arguments before a call, so what depends on a condition is a function:
[If], [IfElse] and [Switch] with [When] and [Otherwise]. [Each] renders a slice and
[EachSeq] an iterator, each row with a key, by which it keeps its place in the page, its
focus and what the visitor has typed when the order changes. Plain if and for work as
well, but make a template for each outcome; see Limits.

# Safety

Values are escaped by where they stand, when they are written. Any string is safe in any
place that takes one; invalid UTF-8 and NUL become U+FFFD. URLs pass [CheckURL]. No
run-time value gets into a name, an event handler, a script, a style sheet, a document in
an attribute or a refresh: there is no method for it. The one door is [Markup], for
[Builder.Raw].

# Concurrency

A [Builder] and the nodes that it makes belong to one goroutine. A [Registry], its
[Set]s and [Template]s may be shared.

# Limits

A set keeps 256 templates unless [SetOptions] say otherwise, of 131,072 calls together; what
comes after travels as markup, and one warning names the place. Each shape of a body is a
template: of the component's own, and of each If, Switch, Each and EachSeq in it. A call is
one of the Builder's methods or of the functions of control flow, so that elements,
attributes and texts count as one each. If, Switch, Each and EachSeq nest 256 deep. A
template has at most 65,535 slots, and as many branches of If, Switch and Each; one with
more panics.

# Errors

A wrong program panics with a sentence and the place in the source: a node used twice or
in another body, content in an element that takes none, an attribute that is forbidden
or given twice. With SetOptions.Check, in development and tests, so does markup that a
browser would change, as a row outside of a table's body, also where views come together:

	html: in <table> a browser would change the markup: rows stand in Tbody, Thead or Tfoot
		written: <table><tr></tr></table>
		read as: <table><tbody><tr></tr></tbody></table> (shop/cart.go:31)

# How it works

The builder doesn't build nodes. Go evaluates the calls of a render in a fixed order, and
each call is compared with the one that the template of the last render had at this
place: the address of a constant, a tag, the handles of its children. When they agree,
as they do in all but the first renders, only the values of slots are written, to one
byte slice, and nothing is allocated. That slice is the tree: [Registry.AppendHTML] makes
markup of it, package diff the smallest change from one to the next.
*/
package html
