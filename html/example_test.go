package html_test

import (
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/azu-live/azu/html"
)

// show renders once and prints the markup, as the examples need it.
func show(view func(h *html.Builder) html.Node) {
	var h html.Builder
	templates := html.NewRegistry()
	h.Begin(templates.Set("example", html.SetOptions{Check: true}))
	tree := h.End(view(&h))
	fmt.Printf("%s\n", templates.AppendHTML(nil, tree, "", nil))
}

func Example() {
	templates := html.NewRegistry()
	greeting := templates.Set("greeting", html.SetOptions{})

	var h html.Builder
	for _, name := range []string{"Ann", "<Bob>"} {
		h.Begin(greeting)
		tree := h.End(h.P(h.Class("greeting"), h.Lit("Hello, "), h.Text(name), h.Lit("!")))
		fmt.Printf("%s\n", templates.AppendHTML(nil, tree, "", nil))
	}
	fmt.Println(greeting.Len(), "template")
	// Output:
	// <p class="greeting">Hello, Ann!</p>
	// <p class="greeting">Hello, &lt;Bob&gt;!</p>
	// 1 template
}

func ExampleIf() {
	type user struct{ Name string }
	page := func(u *user) func(h *html.Builder) html.Node {
		return func(h *html.Builder) html.Node {
			return h.Header(h.Lit("Shop"),
				// Without the function, u.Name would be evaluated for nobody, too.
				html.If(h, u != nil, func(h *html.Builder) html.Node { return h.B(h.Text(u.Name)) }))
		}
	}
	show(page(&user{Name: "Ann"}))
	show(page(nil))
	// Output:
	// <header>Shop<b>Ann</b></header>
	// <header>Shop</header>
}

func ExampleIfElse() {
	stock := 0
	show(func(h *html.Builder) html.Node {
		return h.P(html.IfElse(h, stock > 0,
			func(h *html.Builder) html.Node { return h.Fragment(h.Int(stock), h.Lit(" left")) },
			func(h *html.Builder) html.Node { return h.Strong(h.Lit("sold out")) }))
	})
	// Output: <p><strong>sold out</strong></p>
}

func ExampleSwitch() {
	state := "paid"
	show(func(h *html.Builder) html.Node {
		return h.P(html.Switch(h, state,
			html.When("open", func(h *html.Builder) html.Node { return h.Lit("Please pay.") }),
			html.When("paid", func(h *html.Builder) html.Node { return h.Lit("Thank you!") }),
			html.Otherwise[*html.Builder, string](func(h *html.Builder) html.Node { return h.Text(state) })))
	})
	// Output: <p>Thank you!</p>
}

func ExampleEach() {
	type user struct {
		ID   int
		Name string
	}
	users := []user{{1, "Ann"}, {2, "Bob"}}
	key := func(u *user) int { return u.ID }
	show(func(h *html.Builder) html.Node {
		return h.Ul(html.Each(h, users, key, func(h *html.Builder, u *user) html.Node {
			return h.Li(h.Text(u.Name))
		}))
	})
	// Output: <ul><li>Ann</li><li>Bob</li></ul>
}

func ExampleEachSeq() {
	stock := map[string]int{"pears": 3, "apples": 5}
	name := func(fruit string) string { return fruit }
	show(func(h *html.Builder) html.Node {
		return h.Ul(html.EachSeq(h, slices.Values(slices.Sorted(maps.Keys(stock))), name, func(h *html.Builder, fruit string) html.Node {
			return h.Li(h.Int(stock[fruit]), h.Lit(" "), h.Text(fruit))
		}))
	})
	// Output: <ul><li>5 apples</li><li>3 pears</li></ul>
}

func ExampleC() {
	field := func(h *html.Builder, label html.Const, value string) html.Node {
		return h.Label(h.Lit(label.V()), h.Lit(" "), h.Input(h.Value(value)))
	}
	show(func(h *html.Builder) html.Node {
		return h.Form(field(h, html.C("Name"), "Ann"), field(h, html.C("City"), "Oslo"))
	})
	// Output: <form><label>Name <input value="Ann"></label><label>City <input value="Oslo"></label></form>
}

func ExampleCheckURL() {
	for _, url := range []string{"/users/17", "https://example.com", "mailto:ann@example.com", "java\nscript:alert(1)", "data:text/html,x"} {
		fmt.Println(html.CheckURL(url))
	}
	// Output:
	// /users/17
	// https://example.com
	// mailto:ann@example.com
	// about:invalid#azu
	// about:invalid#azu
}

func ExampleBuilder_Textf() {
	day := time.Date(2026, time.March, 9, 8, 5, 0, 0, time.UTC)
	show(func(h *html.Builder) html.Node {
		return h.P(h.Textf("%d of %d", 3, 12), h.Lit(", "), h.Float(2.5, 2), h.Lit(", "), h.Timef(day, "2 January 15:04"))
	})
	// Output: <p>3 of 12, 2.50, 9 March 08:05</p>
}

func ExampleBuilder_ClassIf() {
	show(func(h *html.Builder) html.Node {
		return h.A(h.Class("tab"), h.ClassIf("active", true), h.ClassIfElse(false, "new", "seen"), h.Href("/inbox"), h.Lit("Inbox"))
	})
	// Output: <a class="tab active seen" href="/inbox">Inbox</a>
}

func ExampleBuilder_Attr() {
	show(func(h *html.Builder) html.Node {
		return h.Div(h.ID("menu"), h.Data("theme", "dark"), h.Aria("label", "Menu"), h.AriaBool("expanded", false), h.Attr("part", "panel"))
	})
	// Output: <div id="menu" data-theme="dark" aria-label="Menu" aria-expanded="false" part="panel"></div>
}

func ExampleBuilder_Value() {
	show(func(h *html.Builder) html.Node {
		return h.Form(
			h.Input(h.Name("name"), h.Value("Ann")),
			h.Textarea(h.Name("about"), h.Value("Likes <tea>.")),
			h.Select(h.Name("size"), h.Value("m"), h.Option(h.Value("s"), h.Lit("Small")), h.Option(h.Value("m"), h.Lit("Medium"))))
	})
	// Output: <form><input name="name" value="Ann"><textarea name="about">Likes &lt;tea&gt;.</textarea><select name="size"><option value="s">Small</option><option selected value="m">Medium</option></select></form>
}

func ExampleBuilder_Raw() {
	article := html.Markup("<p>From the <em>editor</em>.</p>") // made by a Markdown library, say
	show(func(h *html.Builder) html.Node { return h.Article(h.Raw(article)) })
	// Output: <article><p>From the <em>editor</em>.</p></article>
}

func ExampleBuilder_SVG() {
	values := []float64{3, 7, 5}
	show(func(h *html.Builder) html.Node {
		return h.SVG(h.ViewBox("0 0 30 10"), h.Role("img"), h.SvgTitle(h.Lit("Sales")),
			html.EachSeq(h, slices.Values([]int{0, 1, 2}), func(i int) int { return i }, func(h *html.Builder, i int) html.Node {
				return h.SvgRect(h.X(float64(i*10)), h.Y(10-values[i]), h.Attr("width", "8"), h.Attr("height", fmt.Sprint(values[i])))
			}))
	})
	// Output: <svg viewBox="0 0 30 10" role="img"><title>Sales</title><rect x="0" y="7" width="8" height="3"></rect><rect x="10" y="3" width="8" height="7"></rect><rect x="20" y="5" width="8" height="5"></rect></svg>
}

func ExampleBuilder_Doctype() {
	show(func(h *html.Builder) html.Node {
		return h.Fragment(h.Doctype(), h.HTML(h.Lang("en"),
			h.Head(h.TitleEl(h.Text("Ann's shop"))),
			h.Body(h.Main(h.Lit("Welcome")))))
	})
	// Output: <!doctype html><html lang="en"><head><title>Ann's shop</title></head><body><main>Welcome</main></body></html>
}
