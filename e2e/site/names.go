package main

import (
	"strings"

	"github.com/azu-live/azu/html"
	"github.com/azu-live/azu/live"
)

// Names is a form whose fields hide the properties of its element in the DOM.
type Names struct {
	n    int
	last NamesForm
}

// NamesForm is what the form sends.
type NamesForm struct {
	ParentNode  string `form:"parentNode"`
	Attributes  string `form:"attributes"`
	Constructor string `form:"constructor"`
	Proto       string `form:"__proto__"`
}

// Title is the document's title.
func (c *Names) Title() string { return "Names" }

// Render shows the form and what it last sent.
func (c *Names) Render(h *live.H[Names]) html.Node {
	return h.Div(
		h.Form(h.ID("form"), h.Title(c.last.Attributes), live.Submit(h, (*Names).Send),
			h.Input(h.Aria("label", "parentNode"), h.Name("parentNode"), h.ID("parentNode"), h.ValueInt(c.n)),
			h.Input(h.Aria("label", "attributes"), h.Name("attributes"), h.ID("attributes"), h.ValueInt(c.n)),
			h.Input(h.Aria("label", "childNodes"), h.Name("childNodes"), h.Value("")),
			h.Input(h.Aria("label", "firstChild"), h.Name("firstChild"), h.Value("")),
			h.Input(h.Aria("label", "constructor"), h.Name("constructor"), h.Value("c")),
			h.Input(h.Aria("label", "__proto__"), h.Name("__proto__"), h.Value("p")),
			h.Input(h.Aria("label", "querySelectorAll"), h.Name("querySelectorAll"), h.Value("q")),
			html.If(h, c.n%2 == 1, func(h *live.H[Names]) html.Node { return h.P(h.ID("odd"), h.Int(c.n)) }),
			h.Button(h.Type("submit"), h.Lit("send"))),
		h.Output(h.ID("seen"), h.Text(c.last.ParentNode+"|"+c.last.Constructor+"|"+c.last.Proto)))
}

// Send keeps what came and changes the form.
func (c *Names) Send(_ *live.Ctx, fields NamesForm) error {
	c.last = fields
	c.n++
	return nil
}

// Payloads shows one hostile text after the other in every place that takes text.
type Payloads struct{ n int }

var payloads = []string{
	"",
	`<script>window.hit=1</script>`,
	`"><img src=x onerror="window.hit=1">`,
	`' onfocus='window.hit=1' autofocus='`,
	`</script><script>window.hit=1</script>`,
	`--><img src=x onerror=window.hit=1>`,
	`<!--]--><!--[-->`,
	`]]><svg/onload=window.hit=1>`,
	"\x00\r\n\u2028\u2029\ufeff",
	`&lt;b&gt; &amp; &#60;`,
	`{{constructor.constructor('window.hit=1')()}}`,
	`javascript:window.hit=1`,
	" \x01java\nscript:window.hit=1",
	`</textarea><img src=x onerror=window.hit=1>`,
}

// Title is the document's title.
func (c *Payloads) Title() string { return payloads[c.n%len(payloads)] }

// Render shows the text of the moment.
func (c *Payloads) Render(h *live.H[Payloads]) html.Node {
	text := payloads[c.n%len(payloads)]
	return h.Div(
		h.Button(h.Type("button"), h.ID("next"), live.ClickWith(h, (*Payloads).Next, text), h.Lit("next")),
		h.P(h.ID("n"), h.Int(c.n)),
		h.P(h.ID("text"), h.Text(text)),
		h.P(h.ID("mixed"), h.Lit("a"), h.Text(text), h.B(h.Lit("b"))),
		h.P(h.ID("attr"), h.Title(text), h.Data("text", text)),
		h.A(h.ID("link"), h.Href(text), h.Lit("link")),
		h.Textarea(h.ID("area"), h.Aria("label", "area"), h.Value(text)),
		h.Input(h.ID("field"), h.Aria("label", "field"), h.Value(text)))
}

// Next goes on, when the argument came back as it went. NUL stands for nothing on the way.
func (c *Payloads) Next(_ *live.Ctx, text string) error {
	if text == strings.ReplaceAll(payloads[c.n%len(payloads)], "\x00", "\ufffd") {
		c.n++
	}
	return nil
}
