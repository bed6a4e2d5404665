package diff_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/azu-live/azu/html"
)

var update = flag.Bool("update", false, "rewrite testdata/vectors.json")

const vectorsFile = "testdata/vectors.json"

// vector is one case of vectors.json; testdata/README.md says what its fields hold.
type vector struct {
	Name      string
	Templates []json.RawMessage
	Before    json.RawMessage
	Patches   []json.RawMessage
	HTML      []string
}

func TestVectorsAreWhatDiffWrites(t *testing.T) {
	var out bytes.Buffer
	for i, c := range vectorCases() {
		out.WriteString([]string{"[\n", ",\n"}[min(i, 1)])
		c.write(t, &out)
	}
	out.WriteString("\n]\n")
	if *update {
		if err := os.WriteFile(vectorsFile, out.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(vectorsFile)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(out.Bytes(), want) {
		got, old := strings.Split(out.String(), "\n"), strings.Split(string(want), "\n")
		for i := range min(len(got), len(old)) {
			if got[i] != old[i] {
				t.Fatalf("line %d is\n%s\nnot\n%s\n(-update rewrites the file)", i+1, got[i], old[i])
			}
		}
		t.Fatal("the file has another length; -update rewrites it")
	}
}

func TestVectorsNeedNothingButThemselves(t *testing.T) {
	text, err := os.ReadFile(vectorsFile)
	if err != nil {
		t.Fatal(err)
	}
	var vectors []vector
	if err := json.Unmarshal(text, &vectors); err != nil {
		t.Fatal(err)
	}
	names := map[string]bool{}
	for _, v := range vectors {
		if names[v.Name] {
			t.Errorf("two cases are named %q", v.Name)
		}
		names[v.Name] = true
		if len(v.Patches) == 0 || len(v.HTML) != len(v.Patches)+1 {
			t.Errorf("%s: %d patches, %d states", v.Name, len(v.Patches), len(v.HTML))
		}
		known := map[string]bool{"": true, "!": true, "i": true, "r": true, "m": true}
		for _, raw := range v.Templates {
			var template []any
			if json.Unmarshal(raw, &template); len(template) != 3 {
				t.Fatalf("%s: template %s", v.Name, raw)
			}
			known[template[0].(string)] = true
		}
		for _, html := range v.HTML {
			for _, mark := range strings.Split(html, ` z="`)[1:] {
				if name, _, _ := strings.Cut(mark, `"`); !known[name] {
					t.Errorf("%s: template %s is missing", v.Name, name)
				}
			}
		}
	}
}

// vectorCase is a view with its states.
type vectorCase struct {
	name   string
	limit  int // of templates
	states []func(h *html.Builder) html.Node
	views  map[uint32]func(h *html.Builder) html.Node // other views in it
}

// write renders the states and appends the case, after checking it in Go.
func (c *vectorCase) write(t *testing.T, out *bytes.Buffer) {
	t.Helper()
	w := newWorldOf(c.limit)
	for n, f := range c.views {
		w.views[n] = w.render(f)
	}
	page := func(tree []byte) string {
		return string(w.reg.AppendHTML(nil, tree, ` z-view="1"`, viewsOf{w, w.views}))
	}

	var v vector
	b := &browser{t: t, w: w}
	var used []string
	for i, state := range c.states {
		tree := w.render(state)
		patch := b.change(tree)
		if patch == "" {
			t.Fatalf("%s: state %d is the one before", c.name, i)
		}
		if i == 0 {
			v.Before = json.RawMessage(patch)
		} else {
			v.Patches = append(v.Patches, json.RawMessage(patch))
		}
		w.differ.AppendWhole(nil, w.reg, tree, w) // has all templates of this state used
		used = append(used, w.used...)
		v.HTML = append(v.HTML, page(tree))
	}
	slices.Sort(used)
	for _, name := range slices.Compact(used) {
		tm := w.reg.Named(name)
		v.Templates = append(v.Templates, slices.Concat([]byte(`["`+name+`",`), tm.Table(), []byte(","), tm.Statics(), []byte("]")))
	}

	line := func(name string, value []byte, end string) {
		out.WriteString("  " + quote(name) + ": ")
		out.Write(value)
		out.WriteString(end)
	}
	block := func(name string, values []json.RawMessage, end string) {
		out.WriteString("  " + quote(name) + ": [")
		for i, v := range values {
			out.WriteString([]string{"\n    ", ",\n    "}[min(i, 1)])
			out.Write(v)
		}
		out.WriteString("\n  ]" + end)
	}
	out.WriteString(" {\n")
	line("name", []byte(quote(c.name)), ",\n")
	block("templates", v.Templates, ",\n")
	line("before", v.Before, ",\n")
	block("patches", v.Patches, ",\n")
	var states []json.RawMessage
	for _, s := range v.HTML {
		states = append(states, json.RawMessage(quote(s)))
	}
	block("html", states, "\n }")
}

// quote is s as a JSON string that reads well.
func quote(s string) string {
	var b strings.Builder
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.Encode(s)
	return strings.TrimSuffix(b.String(), "\n")
}
