package livetest

import (
	"encoding/json"
	"strings"

	"github.com/azu-live/azu/internal/wire"
)

// template is what the server has told about a template.
type template struct {
	table   [][]tableOp
	statics string // "" while only the table is known
}

// tableOp is one operation of a holder: kind, slot, and the kind's own.
type tableOp struct {
	kind, slot int
	args       []any
}

func (o tableOp) text(i int) string {
	if i < len(o.args) {
		if s, ok := o.args[i].(string); ok {
			return s
		}
	}
	return ""
}

// fence is the number of the fence in the holder, -1 for the whole holder.
func (o tableOp) fence() int { return integer(o.args[0]) }

func integer(v any) int {
	n, _ := v.(json.Number)
	i, _ := n.Int64()
	return int(i)
}

// until takes messages until one of these control messages has come, and returns it.
func (p *Page) until(words ...string) string {
	p.t.Helper()
	for {
		got := p.take()
		for _, w := range words {
			if got == w {
				return got
			}
		}
	}
}

// take takes the next message; its word is returned if it is no update.
func (p *Page) take() string {
	p.t.Helper()
	text := p.client.Next()
	var m []any
	d := json.NewDecoder(strings.NewReader(text))
	d.UseNumber()
	if err := d.Decode(&m); err != nil || len(m) < 2 {
		p.t.Fatalf("livetest: the server sent %s", text)
	}
	if word, ok := m[1].(string); ok {
		p.control(word, m[2:], text)
		return word
	}
	p.update(m, text)
	return ""
}

func (p *Page) control(word string, rest []any, text string) {
	p.t.Helper()
	switch word {
	case "joined":
		body := rest[0].(map[string]any)
		p.resume, _ = body["resume"].(string)
		p.fresh, _ = body["fresh"].(bool)
		p.seq, p.acked = uint64(integer(body["seq"])), uint64(integer(body["ref"]))
		p.ref, p.refused = p.acked, map[uint64]string{}
		p.learn(body["templates"].([]any))
		if v, ok := body["view"].([]any); ok {
			p.patch(1, v)
		}
	case "resumed":
		body := rest[0].(map[string]any)
		p.resume, _ = body["resume"].(string) // the acknowledgement of its ref follows
	case "gone", "pong", "busy":
	case "stale":
		p.t.Errorf("livetest: the server calls the page's token stale")
	case "error":
		if code, _ := rest[0].(string); code == string(wire.Redirect) && len(rest) > 1 {
			p.location, _ = rest[1].(string)
			return
		}
		p.t.Errorf("livetest: the server answered %s", text)
	default:
		p.t.Fatalf("livetest: the server sent %s", text)
	}
}

// update applies [seq,ref,(part)*].
func (p *Page) update(m []any, text string) {
	p.t.Helper()
	seq := uint64(integer(m[0]))
	if seq != p.seq+1 {
		p.t.Errorf("livetest: update %d came after %d", seq, p.seq)
	}
	p.seq, p.acked = seq, uint64(integer(m[1]))
	if len(m)%2 != 0 {
		p.t.Fatalf("livetest: the server sent %s", text)
	}
	for i := 2; i < len(m); i += 2 {
		switch n := integer(m[i]); n {
		case -1:
			p.refused[p.acked], _ = m[i+1].(string)
			p.unasked = p.refused[p.acked]
		case -2:
			p.learn(m[i+1].([]any))
		default:
			p.patch(uint32(n), m[i+1].([]any))
		}
	}
}

// learn takes [[name,table,statics?],…].
func (p *Page) learn(list []any) {
	for _, e := range list {
		parts := e.([]any)
		t := &template{}
		for _, h := range parts[1].([]any) {
			var holder []tableOp
			for _, o := range h.([]any) {
				op := o.([]any)
				holder = append(holder, tableOp{integer(op[0]), integer(op[1]), op[2:]})
			}
			t.table = append(t.table, holder)
		}
		if len(parts) > 2 {
			t.statics = parts[2].(string)
		}
		if old := p.templates[parts[0].(string)]; old != nil && t.statics == "" {
			t.statics = old.statics
		}
		p.templates[parts[0].(string)] = t
	}
}
