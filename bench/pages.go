package main

import (
	"strconv"

	"github.com/azu-live/azu/bench/templs"
	"github.com/azu-live/azu/html"
	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"
)

// builder is html.Builder with the events of live: a code address, matched or recorded.
type builder struct{ html.Builder }

// The addresses stand for those of handlers.
const (
	decrement uintptr = iota + 1
	increment
	reset
	double
	setStep
	remove
)

func (b *builder) event(event, handler string, code uintptr) html.Node {
	if n, ok := b.MatchEvent(event, code, nil, false); ok {
		return n
	}
	return b.AddEvent(event, handler, code, nil, false)
}

func (b *builder) eventInt(event, handler string, code uintptr, arg int) html.Node {
	var buf [20]byte
	a := strconv.AppendInt(buf[:0], int64(arg), 10)
	if n, ok := b.MatchEvent(event, code, a, true); ok {
		return n
	}
	return b.AddEvent(event, handler, code, a, true)
}

func counter(b *builder, count, step int) html.Node {
	return b.Div(b.Class("counter-component"),
		b.H2(b.Lit("Counter: "), b.Int(count)),
		b.Div(b.Class("controls"),
			b.Button(b.Type("button"), b.event("click", "Decrement", decrement), b.Class("btn btn-danger"), b.Lit("-"), b.Int(step)),
			b.Input(b.Type("number"), b.ValueInt(step), b.event("change", "SetStep", setStep), b.Class("form-control step-input")),
			b.Button(b.Type("button"), b.event("click", "Increment", increment), b.Class("btn btn-success"), b.Lit("+"), b.Int(step))),
		b.Div(b.Class("actions"),
			b.Button(b.Type("button"), b.event("click", "Reset", reset), b.Class("btn btn-secondary"), b.Lit("Reset")),
			b.Button(b.Type("button"), b.event("click", "Double", double), b.Class("btn btn-info"), b.Lit("Double"))))
}

// handCounter is what one would write without any framework: the floor.
func handCounter(d []byte, count, step int) []byte {
	d = append(d, `<div z="Counte" class="counter-component"><h2 z>Counter: `...)
	d = strconv.AppendInt(d, int64(count), 10)
	d = append(d, `</h2><div class="controls"><button z type="button" z-click="Decrement" class="btn btn-danger">-`...)
	d = strconv.AppendInt(d, int64(step), 10)
	d = append(d, `</button><input z type="number" value="`...)
	d = strconv.AppendInt(d, int64(step), 10)
	d = append(d, `" z-change="SetStep" class="form-control step-input"><button z type="button" z-click="Increment" class="btn btn-success">+`...)
	d = strconv.AppendInt(d, int64(step), 10)
	return append(d, `</button></div><div class="actions"><button type="button" z-click="Reset" class="btn btn-secondary">Reset</button><button type="button" z-click="Double" class="btn btn-info">Double</button></div></div>`...)
}

func gomponentsCounter(count, step int) g.Node {
	return h.Div(g.Attr("z", "Counte"), h.Class("counter-component"),
		h.H2(g.Attr("z"), g.Text("Counter: "), g.Text(strconv.Itoa(count))),
		h.Div(h.Class("controls"),
			h.Button(g.Attr("z"), h.Type("button"), g.Attr("z-click", "Decrement"), h.Class("btn btn-danger"), g.Text("-"), g.Text(strconv.Itoa(step))),
			h.Input(g.Attr("z"), h.Type("number"), h.Value(strconv.Itoa(step)), g.Attr("z-change", "SetStep"), h.Class("form-control step-input")),
			h.Button(g.Attr("z"), h.Type("button"), g.Attr("z-click", "Increment"), h.Class("btn btn-success"), g.Text("+"), g.Text(strconv.Itoa(step)))),
		h.Div(h.Class("actions"),
			h.Button(h.Type("button"), g.Attr("z-click", "Reset"), h.Class("btn btn-secondary"), g.Text("Reset")),
			h.Button(h.Type("button"), g.Attr("z-click", "Double"), h.Class("btn btn-info"), g.Text("Double"))))
}

func rowKey(r *templs.Row) int { return r.ID }

// table is the table of the js-framework-benchmark.
func table(b *builder, rows []templs.Row) html.Node {
	return b.Table(b.Tbody(html.Each(b, rows, rowKey, row)))
}

func row(b *builder, r *templs.Row) html.Node {
	return b.Tr(b.AttrInt("id", r.ID),
		b.Td(b.Int(r.ID)),
		b.Td(b.A(b.Text(r.Label))),
		b.Td(b.A(b.eventInt("click", "Remove", remove, r.ID), b.Lit("x"))),
		b.Td())
}

// selectable is table with a class on the selected row, for the operations.
func selectable(b *builder, rows []templs.Row, selected int) html.Node {
	return b.Table(b.Tbody(html.Each(b, rows, rowKey, func(b *builder, r *templs.Row) html.Node {
		return b.Tr(b.ClassIf("danger", r.ID == selected), b.AttrInt("id", r.ID),
			b.Td(b.Int(r.ID)),
			b.Td(b.A(b.Text(r.Label))),
			b.Td(b.A(b.eventInt("click", "Remove", remove, r.ID), b.Lit("x"))),
			b.Td())
	})))
}

func handTable(d []byte, rows []templs.Row) []byte {
	d = append(d, `<table z="Table1"><tbody z>`...)
	for i := range rows {
		r := &rows[i]
		d = append(d, `<tr z="Row001" id="`...)
		d = strconv.AppendInt(d, int64(r.ID), 10)
		d = append(d, `"><td z>`...)
		d = strconv.AppendInt(d, int64(r.ID), 10)
		d = append(d, `</td><td><a z>`...)
		d = appendEscaped(d, r.Label)
		d = append(d, `</a></td><td><a z z-click="Remove `...)
		d = strconv.AppendInt(d, int64(r.ID), 10)
		d = append(d, `">x</a></td><td></td></tr>`...)
	}
	return append(d, `</tbody></table>`...)
}

func appendEscaped(d []byte, s string) []byte {
	done := 0
	for i := range len(s) {
		var e string
		switch s[i] {
		case '&':
			e = "&amp;"
		case '<':
			e = "&lt;"
		case '>':
			e = "&gt;"
		default:
			continue
		}
		d = append(append(d, s[done:i]...), e...)
		done = i + 1
	}
	return append(d, s[done:]...)
}

func gomponentsTable(rows []templs.Row) g.Node {
	return h.Table(g.Attr("z", "Table1"), h.TBody(g.Attr("z"), g.Map(rows, func(r templs.Row) g.Node {
		id := strconv.Itoa(r.ID)
		return h.Tr(g.Attr("z", "Row001"), h.ID(id),
			h.Td(g.Attr("z"), g.Text(id)),
			h.Td(h.A(g.Attr("z"), g.Text(r.Label))),
			h.Td(h.A(g.Attr("z"), g.Attr("z-click", "Remove "+id), g.Text("x"))),
			h.Td())
	})))
}
