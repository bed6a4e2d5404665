package wire_test

import (
	"encoding/json"
	"fmt"
	"os"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/azu-live/azu/internal/wire"
)

// table returns the cells of the first table under a heading of docs/protocol.md whose
// header row starts with the given cell.
func table(t *testing.T, heading, first string) (rows [][]string) {
	t.Helper()
	doc, err := os.ReadFile("../../docs/protocol.md")
	if err != nil {
		t.Fatal(err)
	}
	_, section, ok := strings.Cut(string(doc), "\n"+heading+"\n")
	if !ok {
		t.Fatalf("docs/protocol.md has no %q", heading)
	}
	within := false
	for line := range strings.Lines(section) {
		line = strings.TrimSpace(line)
		switch {
		case strings.HasPrefix(line, "| "+first+" |"):
			within = true
		case within && strings.HasPrefix(line, "|---"):
		case within && strings.HasPrefix(line, "|"):
			cells := strings.Split(strings.Trim(line, "|"), "|")
			for i := range cells {
				cells[i] = strings.TrimSpace(cells[i])
			}
			rows = append(rows, cells)
		case within:
			return rows
		case strings.HasPrefix(line, "## "):
			t.Fatalf("%q has no table of %ss", heading, first)
		}
	}
	return rows
}

func TestTheDocumentHasEveryCode(t *testing.T) {
	var want [][]string
	for _, c := range wire.Codes {
		want = append(want, []string{string(c.Code), c.Meaning, yes(c.Lives)})
	}
	var got [][]string
	for _, row := range table(t, "## Codes", "code") {
		got = append(got, []string{row[0], row[1], row[3]})
	}
	same(t, got, want)
}

func TestTheDocumentHasEveryCloseCode(t *testing.T) {
	var want [][]string
	for _, c := range wire.CloseCodes {
		want = append(want, []string{strconv.Itoa(c.Code), c.Meaning, string(c.Reaction)})
	}
	same(t, table(t, "## Close codes", "code"), want)
}

func TestTheDocumentHasEveryLimit(t *testing.T) {
	defaults := reflect.ValueOf(wire.DefaultLimits())
	var want, got [][]string
	for i := range defaults.NumField() {
		name := defaults.Type().Field(i).Name
		negative := reflect.New(defaults.Type()).Elem()
		negative.Field(i).SetInt(-1)
		_, err := negative.Interface().(wire.Limits).Filled()
		kept := err != nil && strings.HasPrefix(err.Error(), name+" ") // and not another one that goes with it
		want = append(want, []string{name, fmt.Sprint(defaults.Field(i).Int()), yes(kept)})
	}
	for _, row := range table(t, "## Limits", "field") {
		got = append(got, []string{row[0], fmt.Sprint(quantity(t, row[1])), yes(row[4] == "kept")})
	}
	same(t, got, want)
}

// The comments in limits.go say each default as well.
func TestTheCommentsHaveEveryDefault(t *testing.T) {
	source, err := os.ReadFile("limits.go")
	if err != nil {
		t.Fatal(err)
	}
	line := regexp.MustCompile(`(?m)^\t(\w+) +(?:int|time\.Duration) +// (.*)$`)
	said := regexp.MustCompile(`([\d,]+(?: (?:KiB|MiB|s|min|h))?)(?:; kept)?(?: \([^)]*\))?$`)
	defaults := reflect.ValueOf(wire.DefaultLimits())
	found := line.FindAllStringSubmatch(string(source), -1)
	if len(found) != defaults.NumField() {
		t.Fatalf("%d of %d fields have a comment", len(found), defaults.NumField())
	}
	for _, m := range found {
		value := said.FindStringSubmatch(m[2])
		if value == nil || quantity(t, value[1]) != defaults.FieldByName(m[1]).Int() {
			t.Errorf("%s: the comment %q is not the default, %d", m[1], m[2], defaults.FieldByName(m[1]).Int())
		}
	}
}

func TestTheDocumentHasEveryMessageUp(t *testing.T) {
	var words []string
	for _, row := range table(t, "## Up", "message") {
		words = append(words, row[0])
		m, err := wire.Scan([]byte(strings.Trim(row[2], "`")))
		if err != nil || m.Op.String() != row[0] {
			t.Errorf("the example %s is %s: %v", row[2], m.Op, err)
		}
		var body any
		switch m.Op {
		case wire.OpJoin:
			body = new(wire.Join)
			err = wire.Decode(m.Body, body.(*wire.Join))
		case wire.OpResume:
			body = new(wire.Resume)
			err = wire.Decode(m.Body, body.(*wire.Resume))
		default:
			continue
		}
		again, _ := json.Marshal(body)
		if err != nil || string(again) != string(m.Body) {
			t.Errorf("the example %s holds %s: %v", row[2], again, err)
		}
	}
	var want []string
	for op := wire.OpEvent; op.String() != "unknown"; op++ {
		want = append(want, op.String())
	}
	if !slices.Equal(words, want) {
		t.Errorf("messages up: %q, want %q", words, want)
	}
}

func TestTheDocumentHasEveryMessageDown(t *testing.T) {
	written := map[string][]byte{
		"update":  wire.AppendEnd(append(wire.AppendPatch(wire.AppendUpdate(nil, 12, 7), 1), "[0,3]"...)),
		"joined":  wire.AppendJoined(nil, wire.Joined{Resume: "3q2-7w"}),
		"resumed": wire.AppendResumed(nil, "3q2-7w", 17, 4),
		"gone":    wire.AppendGone(nil),
		"stale":   wire.AppendStale(nil),
		"pong":    wire.AppendPong(nil),
		"busy":    wire.AppendBusy(nil, true),
		"error":   wire.AppendError(nil, wire.Redirect, "/login"),
	}
	rows := table(t, "## Down", "message")
	for _, row := range rows {
		if got := strings.Trim(row[2], "`"); got != string(written[row[0]]) {
			t.Errorf("the example of %s is %s, but %s is written", row[0], got, written[row[0]])
		}
	}
	if len(rows) != len(written) {
		t.Errorf("%d messages down in the document, %d in the code", len(rows), len(written))
	}
}

func TestTheDocumentHasTheGrammarsBounds(t *testing.T) {
	for _, row := range table(t, "## Up", "field") {
		want := map[string]string{
			"ref":     fmt.Sprintf("1 to 2^%d", log2(wire.MaxRef)),
			"view":    fmt.Sprintf("1 to 2^%d", log2(wire.MaxView)),
			"handler": fmt.Sprintf("1 to %d bytes, no escapes", wire.MaxName),
		}[row[0]]
		if row[2] != want {
			t.Errorf("%s is bounded by %q, want %q", row[0], row[2], want)
		}
	}
}

func log2(n int) (bits int) {
	for ; n > 1; n >>= 1 {
		bits++
	}
	return bits
}

func yes(b bool) string {
	if b {
		return "yes"
	}
	return "no"
}

func same(t *testing.T, got, want [][]string) {
	t.Helper()
	for i := range max(len(got), len(want)) {
		switch {
		case i >= len(got):
			t.Errorf("missing in the document: %q", want[i])
		case i >= len(want):
			t.Errorf("not in the code: %q", got[i])
		case !slices.Equal(got[i], want[i]):
			t.Errorf("row %d is %q, want %q", i+1, got[i], want[i])
		}
	}
}

// quantity reads "64 KiB", "20,000" or "10 min"; durations are nanoseconds.
func quantity(t *testing.T, s string) int64 {
	t.Helper()
	digits, unit, _ := strings.Cut(strings.ReplaceAll(s, ",", ""), " ")
	n, err := strconv.ParseInt(digits, 10, 64)
	factor, ok := map[string]int64{
		"": 1, "KiB": 1 << 10, "MiB": 1 << 20,
		"s": int64(time.Second), "min": int64(time.Minute), "h": int64(time.Hour),
	}[unit]
	if err != nil || !ok {
		t.Errorf("%q is no quantity", s)
	}
	return n * factor
}
