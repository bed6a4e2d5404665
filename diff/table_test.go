package diff_test

import (
	"fmt"
	"slices"
	"strconv"
	"testing"

	"github.com/azu-live/azu/diff"
	"github.com/azu-live/azu/html"
)

// line is a row of the table on which list renderers are commonly compared.
type line struct {
	id    int
	label string
}

type table struct {
	lines    []line
	selected int
}

// lines makes n rows whose numbers start at first.
func lines(first, n int) []line {
	adjectives := []string{"pretty", "large", "big", "small", "tall", "short", "long", "handsome", "plain", "quaint"}
	colours := []string{"red", "yellow", "blue", "green", "pink", "brown", "purple"}
	nouns := []string{"table", "chair", "house", "bbq", "desk", "car", "pony", "cookie", "sandwich", "burger", "pizza"}
	out := make([]line, n)
	for i := range out {
		k := first + i
		out[i] = line{k, adjectives[k%10] + " " + colours[k%7] + " " + nouns[k%11]}
	}
	return out
}

func (t *table) render(h *html.Builder) html.Node {
	return h.Table(h.Class("test-data"), h.Tbody(html.Each(h, t.lines, func(l *line) int { return l.id },
		func(h *html.Builder, l *line) html.Node {
			var buf [20]byte
			id := strconv.AppendInt(buf[:0], int64(l.id), 10)
			return h.Tr(h.ClassIf("danger", l.id == t.selected),
				h.Td(h.Class("col-md-1"), h.Int(l.id)),
				h.Td(h.Class("col-md-4"), h.A(click(h, "Select", 1, id), h.Text(l.label))),
				h.Td(h.Class("col-md-1"), h.A(click(h, "Remove", 2, id), h.Span(h.Class("remove")))),
				h.Td(h.Class("col-md-6")))
		})))
}

func click(h *html.Builder, handler string, code uintptr, arg []byte) html.Node {
	if n, ok := h.MatchEvent("click", code, arg, true); ok {
		return n
	}
	return h.AddEvent("click", handler, code, arg, true)
}

// tableOp is one of the operations that are commonly compared, on 1,000 rows unless
// from says otherwise.
type tableOp struct {
	name string
	from int
	do   func(t *table)
	most int // bytes of the patch
}

var tableOps = []tableOp{
	{"create 1,000 rows", 0, func(t *table) { t.lines = lines(1, 1000) }, 40_000},
	{"replace all rows", 1000, func(t *table) { t.lines = lines(1001, 1000) }, 40_000},
	{"update every 10th row", 1000, func(t *table) {
		for i := 0; i < len(t.lines); i += 10 {
			t.lines[i].label += " !!!"
		}
	}, 3_300},
	{"select a row", 1000, func(t *table) { t.selected = 500 }, 30},
	{"swap two rows", 1000, func(t *table) { t.lines[1], t.lines[998] = t.lines[998], t.lines[1] }, 30},
	{"remove a row", 1000, func(t *table) { t.lines = slices.Delete(t.lines, 500, 501) }, 30},
	{"append 1,000 rows", 1000, func(t *table) { t.lines = append(t.lines, lines(1001, 1000)...) }, 40_000},
	{"prepend a row", 1000, func(t *table) { t.lines = slices.Insert(t.lines, 0, lines(1001, 1)...) }, 60},
	{"prepend three rows", 1000, func(t *table) { t.lines = slices.Insert(t.lines, 0, lines(1001, 3)...) }, 150},
	{"change one cell", 1000, func(t *table) { t.lines[500].label = "a new label" }, 30},
	{"reverse all rows", 1000, func(t *table) { slices.Reverse(t.lines) }, 14_000},
	{"clear", 1000, func(t *table) { t.lines = nil }, 16},
}

// trees are those before and after the operation.
func (op *tableOp) trees(w *world) (before, after []byte) {
	t := &table{lines: lines(1, op.from), selected: 4}
	before = w.render(t.render)
	op.do(t)
	return before, w.render(t.render)
}

func TestTablePatchesAreSmall(t *testing.T) {
	w := newWorld()
	for _, op := range tableOps {
		before, after := op.trees(w)
		patch := w.browse(t, before).change(after)
		if len(patch) > op.most {
			t.Errorf("%s: %d bytes, at most %d are wanted: %.80s", op.name, len(patch), op.most, patch)
		}
		t.Logf("%s: %d bytes", op.name, len(patch))
	}
}

// nobody is an Env without views whose browser holds every template.
type nobody struct{}

func (nobody) AppendView(dst []byte, n uint32) []byte { panic(fmt.Sprint("view ", n)) }
func (nobody) Use(*html.Template)                     {}

func TestAWarmDifferAllocatesNothing(t *testing.T) {
	w := newWorld()
	var d diff.Differ
	var buf []byte
	for _, op := range tableOps {
		before, after := op.trees(w)
		run := func() { buf, _ = d.Append(buf[:0], w.reg, before, after, nobody{}) }
		if run(); testing.AllocsPerRun(5, run) > 0 {
			t.Errorf("%s allocates %v times", op.name, testing.AllocsPerRun(5, run))
		}
	}
}

// Pools keep Differs: one huge list must not stay in memory with them.
func TestADifferKeepsRoomForLongListsNotForHugeOnes(t *testing.T) {
	w := newWorld()
	for rows, keeps := range map[int]bool{10_000: true, 40_000: false} {
		before := w.render((&table{lines: lines(1, rows)}).render)
		turned := lines(1, rows)
		slices.Reverse(turned)
		after := w.render((&table{lines: turned}).render)
		var d diff.Differ
		var buf []byte
		run := func() { buf, _ = d.Append(buf[:0], w.reg, before, after, nobody{}) }
		if allocs := testing.AllocsPerRun(2, run); (allocs == 0) != keeps {
			t.Errorf("a list of %d rows takes %v allocations each time", rows, allocs)
		}
	}
}

func BenchmarkTable(b *testing.B) {
	w := newWorld()
	for _, op := range tableOps {
		before, after := op.trees(w)
		b.Run(op.name, func(b *testing.B) {
			var d diff.Differ
			var buf []byte
			b.ReportAllocs()
			for b.Loop() {
				buf, _ = d.Append(buf[:0], w.reg, before, after, nobody{})
			}
			b.ReportMetric(float64(len(buf)), "bytes")
		})
	}
}

func BenchmarkWhole(b *testing.B) {
	w := newWorld()
	tree := w.render((&table{lines: lines(1, 1000)}).render)
	var d diff.Differ
	var buf []byte
	b.ReportAllocs()
	for b.Loop() {
		buf = d.AppendWhole(buf[:0], w.reg, tree, nobody{})
	}
	b.ReportMetric(float64(len(buf)), "bytes")
}

func BenchmarkCounter(b *testing.B) {
	w := newWorld()
	page := func(n int) []byte {
		return w.render(func(h *html.Builder) html.Node {
			return h.Div(h.Class("counter"), h.H2(h.Int(n)), h.Button(click(h, "Add", 3, []byte("1")), h.Lit("+1")))
		})
	}
	before, after := page(41), page(42)
	var d diff.Differ
	var buf []byte
	b.ReportAllocs()
	for b.Loop() {
		buf, _ = d.Append(buf[:0], w.reg, before, after, nobody{})
	}
	b.ReportMetric(float64(len(buf)), "bytes")
}
