package html

import (
	"bytes"
	"log/slog"
	"strings"
	"testing"
)

// Of 36 bits there are not two alike in a program's life, so that one is made up.
func TestANameThatIsTakenIsNoMatterOfTheLimit(t *testing.T) {
	var log bytes.Buffer
	reg := NewRegistry()
	var b Builder
	for range 2 {
		set := reg.Set("test", SetOptions{Marks: true, Log: slog.New(slog.NewTextHandler(&log, nil))})
		for range 2 {
			b.Begin(set)
			if got := string(reg.AppendHTML(nil, b.End(b.P(b.Text("x"))), "", nil)); !strings.HasSuffix(got, ">x</p>") {
				t.Errorf("it renders %s", got)
			}
		}
		reg.Template(1).bare = []byte(`"other"`)
	}
	if got := log.String(); strings.Count(got, "level=WARN") != 1 || !strings.Contains(got, "has the name of another") {
		t.Errorf("it warns: %s", got)
	}
}
