package main

import (
	"bytes"
	"context"
	"regexp"
	"testing"

	"github.com/azu-live/azu/bench/templs"
	g "maragu.dev/gomponents"
)

// name is that of a template, which follows from its content and which the others have made up.
var name = regexp.MustCompile(`z="[^"]{6}"`)

func TestWhatIsMeasuredIsTheSameDocument(t *testing.T) {
	list := rows(1, 20)
	list[3].Label = "<b>a & b</b>"
	set, h := newSet()
	built := func(f func() []byte) []byte { h.Begin(set); return set.Registry().AppendHTML(nil, f(), "", nil) }
	written := func(n g.Node) []byte {
		var out bytes.Buffer
		if err := n.Render(&out); err != nil {
			t.Fatal(err)
		}
		return out.Bytes()
	}
	var counterByTempl, tableByTempl bytes.Buffer
	if err := templs.Counter(7, 2).Render(context.Background(), &counterByTempl); err != nil {
		t.Fatal(err)
	}
	if err := templs.Table(list).Render(context.Background(), &tableByTempl); err != nil {
		t.Fatal(err)
	}
	for what, documents := range map[string]map[string][]byte{
		"counter": {
			"by hand":    handCounter(nil, 7, 2),
			"Azu":        built(func() []byte { return h.End(counter(h, 7, 2)) }),
			"templ":      counterByTempl.Bytes(),
			"gomponents": written(gomponentsCounter(7, 2)),
		},
		"rows": {
			"by hand":    handTable(nil, list),
			"Azu":        built(func() []byte { return h.End(table(h, list)) }),
			"templ":      tableByTempl.Bytes(),
			"gomponents": written(gomponentsTable(list)),
		},
	} {
		want := name.ReplaceAll(documents["by hand"], []byte("z=\"\""))
		for who, document := range documents {
			if got := name.ReplaceAll(document, []byte("z=\"\"")); !bytes.Equal(got, want) {
				t.Errorf("%s by %s:\n%s\nwant\n%s", what, who, got, want)
			}
		}
	}
}
