package html

import (
	"go/format"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	parser "golang.org/x/net/html"
)

// byHand are the methods that are not in the table, by the attribute that they write.
var byHand = []string{"Value", "ValueInt", "HTTPEquiv"}

// special are methods that take what a table's method takes, but are neither.
var special = []string{"Fragment", "Lit", "Text", "Int", "Comment"}

// forms of the table's methods.
var (
	kidsOf     = reflect.TypeFor[func(...Node) Node]()
	attributeV = map[reflect.Type]reflect.Value{
		reflect.TypeFor[func(constant) Node](): reflect.ValueOf(constant(`a"b`)),
		reflect.TypeFor[func(string) Node]():   reflect.ValueOf(`a"b`),
		reflect.TypeFor[func(int) Node]():      reflect.ValueOf(-17),
		reflect.TypeFor[func(float64) Node]():  reflect.ValueOf(0.5),
		reflect.TypeFor[func(bool) Node]():     reflect.ValueOf(true),
	}
)

// methods calls f for each builder method of the given types.
func methods(b *Builder, types func(reflect.Type) bool, f func(name string, m reflect.Value)) {
	v := reflect.ValueOf(b)
	for i := range v.NumMethod() {
		if m := v.Method(i); types(m.Type()) && !slices.Contains(special, v.Type().Method(i).Name) {
			f(v.Type().Method(i).Name, m)
		}
	}
}

// alone renders one node to markup without marks.
func alone(b *Builder, make func() Node) string {
	r := NewRegistry()
	b.Begin(r.Set("test", SetOptions{}))
	return string(r.AppendHTML(nil, b.End(make()), "", nil))
}

// one parses markup and returns the only element inside around, a chain of tags.
func one(t *testing.T, markup string, around ...string) *parser.Node {
	t.Helper()
	before, after := "", ""
	for _, a := range around {
		before, after = before+"<"+a+">", "</"+a+">"+after
	}
	doc, err := parser.Parse(strings.NewReader(before + markup + after))
	if err != nil {
		t.Fatal(err)
	}
	var found *parser.Node
	for n := range doc.Descendants() {
		if n.Type == parser.ElementNode && strings.Contains(strings.ToLower(markup), "<"+strings.ToLower(n.Data)) {
			found = n
		}
	}
	if found == nil {
		t.Fatalf("%s vanishes", markup)
	}
	return found
}

// parents are the elements without which the parser drops the key.
var parents = map[string][]string{
	"caption": {"table"}, "colgroup": {"table"}, "thead": {"table"}, "tbody": {"table"}, "tfoot": {"table"},
	"col": {"table", "colgroup"}, "tr": {"table", "tbody"}, "td": {"table", "tbody", "tr"}, "th": {"table", "tbody", "tr"},
	"option": {"select"}, "optgroup": {"select"},
}

func TestEachElementIsReadBackAsItself(t *testing.T) {
	count := 0
	var b Builder
	methods(&b, func(f reflect.Type) bool { return f == kidsOf }, func(name string, m reflect.Value) {
		count++
		markup := alone(&b, func() Node { return m.Call(nil)[0].Interface().(Node) })
		want := strings.ToLower(strings.TrimSuffix(name, "El"))
		around := parents[want]
		svg := strings.HasPrefix(name, "Svg")
		if svg {
			want, around = want[len("svg"):], []string{"svg"}
		}
		e := one(t, markup, around...)
		if strings.ToLower(e.Data) != want || (e.Namespace == "svg") != (svg || name == "SVG") {
			t.Errorf("%s writes %s, which is read as %s:<%s>", name, markup, e.Namespace, e.Data)
		}
		if svg && !strings.HasPrefix(markup, "<"+e.Data+">") && name != "SvgFeDropShadow" { // which browsers know, this parser doesn't
			t.Errorf("%s writes %s, but the standard spells it %s", name, markup, e.Data)
		}
	})
	if count != len(tags) {
		t.Errorf("%d methods, but the table has %d elements", count, len(tags))
	}
}

func TestEachAttributeIsReadBackAsItself(t *testing.T) {
	count := 0
	var b Builder
	methods(&b, func(f reflect.Type) bool { return attributeV[f].IsValid() }, func(name string, m reflect.Value) {
		arg := attributeV[m.Type()]
		markup := alone(&b, func() Node { return b.SVG(m.Call([]reflect.Value{arg})[0].Interface().(Node)) })
		attr := one(t, markup).Attr
		if len(attr) != 1 {
			t.Errorf("%s writes %s", name, markup)
			return
		}
		want := map[reflect.Kind]string{reflect.Bool: "", reflect.Int: "-17", reflect.Float64: "0.5", reflect.String: `a"b`}[arg.Kind()]
		if attr[0].Val != want {
			t.Errorf("%s writes %s, which is read as %q", name, markup, attr[0].Val)
		}
		bare := strings.ToLower(strings.TrimSuffix(strings.TrimSuffix(name, "Attr"), "Int"))
		if strings.ToLower(strings.ReplaceAll(attr[0].Key, "-", "")) != bare {
			t.Errorf("%s writes the attribute %s", name, attr[0].Key)
		}
		if !strings.Contains(markup, attr[0].Key) {
			t.Errorf("%s writes %s, but the standard spells it %s", name, markup, attr[0].Key)
		}
		if !slices.Contains(byHand[:2], name) && !strings.HasSuffix(name, "Int") {
			count++
		}
	})
	if count != len(attrs) {
		t.Errorf("%d methods, but the table has %d attributes", count, len(attrs))
	}
}

func TestBooleanAttributesAreLeftOutWhenOff(t *testing.T) {
	var b Builder
	methods(&b, func(f reflect.Type) bool { return f == reflect.TypeFor[func(bool) Node]() }, func(name string, m reflect.Value) {
		if got := alone(&b, func() Node { return b.Div(m.Call([]reflect.Value{reflect.ValueOf(false)})[0].Interface().(Node)) }); got != "<div></div>" {
			t.Errorf("%s(false) writes %s", name, got)
		}
	})
}

func TestEachURLAttributeIsChecked(t *testing.T) {
	want := []string{"action", "cite", "data", "formaction", "href", "itemid", "poster", "src"}
	var got []string
	for _, a := range attrs {
		if a.url {
			got = append(got, a.name)
		}
	}
	if !slices.Equal(got, want) {
		t.Fatalf("URL attributes are %v, want %v", got, want)
	}
	var b Builder
	methods(&b, func(f reflect.Type) bool { return f == reflect.TypeFor[func(string) Node]() }, func(name string, m reflect.Value) {
		bare := strings.ToLower(strings.TrimSuffix(name, "Attr"))
		markup := alone(&b, func() Node {
			return b.Div(m.Call([]reflect.Value{reflect.ValueOf("\x01java\nscript:alert(1)")})[0].Interface().(Node))
		})
		if refused := strings.Contains(markup, `="`+invalidURL+`"`); refused != slices.Contains(want, bare) {
			t.Errorf("%s writes %s", name, markup)
		}
	})
}

func TestRow17NoMethodWritesCode(t *testing.T) {
	for _, tag := range tags {
		if slices.Contains([]string{"style", "base", "animate", "animateMotion", "animateTransform", "set", "foreignObject", "mpath", "discard", "handler", "plaintext", "xmp", "noembed", "noframes", "frame", "frameset", "applet"}, tag.name) {
			t.Errorf("the table has <%s>", tag.name)
		}
		if (tag.name == "script" || tag.name == "iframe") && !tag.empty {
			t.Errorf("<%s> takes content", tag.name)
		}
	}
	for _, a := range attrs {
		if strings.HasPrefix(a.name, "on") || slices.Contains([]string{"style", "srcdoc", "ping", "value", "background", "manifest", "attributeName", "shadowrootmode"}, a.name) {
			t.Errorf("the table has the attribute %s", a.name)
		}
	}
}

// A URL, a list of URLs, code or a policy that varies at run time has no method: these
// take constants.
func TestWhatCouldBeCodeTakesConstants(t *testing.T) {
	var b Builder
	v := reflect.ValueOf(&b)
	for _, name := range []string{"Srcset", "Imagesrcset", "HTTPEquiv", "Allow", "Sandbox", "Integrity", "Rel", "Target", "Type", "Name", "Class", "Is", "As", "Method", "Pattern", "Role"} {
		if f := v.MethodByName(name).Type(); f != reflect.TypeFor[func(constant) Node]() {
			t.Errorf("%s is a %v", name, f)
		}
	}
}

func TestForbiddenAttributesHaveAReason(t *testing.T) {
	for name, want := range map[string]string{
		"onclick": "event handlers are code", "ONLOAD": "event handlers are code", "onx": "event handlers are code",
		"style": "use Style", "Style": "use Style", "class": "use Class", "value": "use Value",
		"srcdoc": "markup can't be made", "shadowrootmode": "markup can't be made", "srcset": "several URLs", "imagesrcset": "several URLs",
		"http-equiv": "use HTTPEquiv", "HTTP-Equiv": "use HTTPEquiv", "ping": "reports clicks",
		"z": "Azu's own", "Z": "Azu's own", "z-click": "Azu's own", "Z-Raw": "Azu's own", "xmlns": "namespaces", "xmlns:xlink": "namespaces",
		"": "needs a name", "a b": "a name has", "a=b": "a name has", `a"`: "a name has", "a'": "a name has", "a>": "a name has", "a/": "a name has", "<a": "a name has",
		"-a": "starts with a letter", "1a": "starts with a letter", "a\x00": "a name has", "a\n": "a name has", "größe": "a name has", " onclick": "a name has", "@click": "a name has",
	} {
		if got := forbiddenAttr(name); !strings.Contains(got, want) {
			t.Errorf("%q: %q, want %q", name, got, want)
		}
	}
	for _, name := range []string{"data-id", "data-z", "aria-label", "xlink:href", "xml:lang", "tableValues", "fill", "x.y", "a_b", "zoom", "zindex", "o", "ol", "values"} {
		if why := forbiddenAttr(name); why != "" {
			t.Errorf("%q: %s", name, why)
		}
	}
}

func TestAttributesFollowTheTableByName(t *testing.T) {
	for name, want := range map[string]bool{"href": true, "HREF": true, "xlink:href": true, "XLink:Href": true, "src": true, "formaction": true, "title": false, "data-href": false} {
		if urlAttr(name) != want {
			t.Errorf("urlAttr(%q) is %v", name, !want)
		}
	}
}

func TestTheGeneratedFilesAreUpToDate(t *testing.T) {
	dir := t.TempDir()
	bin := filepath.Join(dir, "gen")
	if out, err := exec.Command("go", "build", "-o", bin, "./gen").CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	cmd := exec.Command(bin)
	cmd.Dir = dir
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	for _, name := range []string{"elements_gen.go", "attributes_gen.go"} {
		want, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		got, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if string(got) != string(want) {
			t.Errorf("%s is not what gen writes: run go generate ./html", name)
		}
		if f, err := format.Source(got); err != nil || string(f) != string(got) {
			t.Errorf("%s is not formatted: %v", name, err)
		}
	}
}
