package app_test

import (
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/azu-live/azu/internal/socket/sockettest"
	"github.com/azu-live/azu/internal/wire"
)

// Inputs, behind their ref.
const click = `1,"Click"]`

func typing(letter string) string { return `1,"Type",null,"` + letter + `"]` }

// A visitor has a page open: like a browser, it comes back to its session and sends what was not
// acknowledged again.
type visitor struct {
	t            *testing.T
	path, cookie string
	join, resume string // tokens
	inputs       []string
	sent         int // inputs sent on this socket or acknowledged before
	acked, seq   int
	shown        map[string]string // slots of the page's view
	told         []string          // messages that were no updates, and refusals
	client       *sockettest.Client
}

var (
	joinToken  = regexp.MustCompile(` z-join="([^"]+)"`)
	httpClient = &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
)

// visit gets a page.
func (s *served) visit(path string) *visitor {
	s.t.Helper()
	r, err := http.NewRequest(http.MethodGet, "http://"+s.addr+path, nil)
	if err != nil {
		s.t.Fatal(err)
	}
	r.Host = sockettest.Host
	res, err := httpClient.Do(r)
	if err != nil {
		s.t.Fatal(err)
	}
	defer res.Body.Close()
	doc := body(s.t, res)
	m := joinToken.FindStringSubmatch(doc)
	if m == nil {
		s.t.Fatalf("no live page at %s: %s", path, doc)
	}
	cookie, _, _ := strings.Cut(res.Header.Get("Set-Cookie"), ";")
	return &visitor{t: s.t, path: path, cookie: cookie, join: m[1], shown: map[string]string{}}
}

// connect opens a socket through addr and joins or resumes, or reports that it was cut before.
func (v *visitor) connect(addr string) bool {
	v.t.Helper()
	nc, err := net.Dial("tcp", addr)
	if err != nil {
		return false
	}
	c, resp, err := sockettest.Open(v.t, nc, "/ws/components", sockettest.Options{Header: http.Header{"Cookie": {v.cookie}}})
	if err != nil {
		return false
	}
	if c == nil {
		v.t.Fatalf("refused with %s", resp.Status)
	}
	v.client = c
	if v.resume != "" {
		c.Send(string(wire.AppendResume(nil, wire.Resume{Token: v.resume, Seq: uint64(v.seq)})))
	} else {
		c.Send(string(wire.AppendJoin(nil, wire.Join{Token: v.join, URL: v.path, Seq: uint64(v.seq)})))
	}
	for told := len(v.told); len(v.told) == told; {
		if !v.next() {
			return false
		}
	}
	return true
}

// do sends an input, and again on each socket until it is acknowledged.
func (v *visitor) do(input string) {
	v.inputs = append(v.inputs, input)
	v.send()
}

func (v *visitor) send() {
	for ; v.client != nil && v.sent < len(v.inputs); v.sent++ {
		v.client.Send(fmt.Sprintf("[%d,%s", v.sent+1, v.inputs[v.sent]))
	}
}

// settle takes messages until all inputs are acknowledged, or reports that the socket ended before.
func (v *visitor) settle() bool {
	v.t.Helper()
	for v.acked < len(v.inputs) {
		if !v.next() {
			return false
		}
	}
	return true
}

// catchUp takes what has come so far.
func (v *visitor) catchUp() {
	v.t.Helper()
	for range v.client.Waiting() {
		v.next()
	}
}

// next takes a message, or reports that there will be none.
func (v *visitor) next() bool {
	v.t.Helper()
	if v.client == nil {
		return false
	}
	text, ok := v.client.Receive()
	if ok {
		v.take(text)
	}
	return ok
}

// take applies a message.
func (v *visitor) take(text string) {
	var m []json.RawMessage
	if err := json.Unmarshal([]byte(text), &m); err != nil || len(m) < 2 {
		v.t.Fatalf("got %s: %v", text, err)
	}
	if word := string(m[1]); word[0] == '"' {
		v.told = append(v.told, word)
		var body struct {
			Resume   string
			Seq, Ref int
		}
		if len(m) > 2 && json.Unmarshal(m[2], &body) == nil && body.Resume != "" {
			v.resume, v.sent = body.Resume, v.acked // what it had no answer to goes out again, applied or not
			v.acked = body.Ref
			if word == `"joined"` {
				v.seq = body.Seq
			}
			v.send()
		}
		return
	}
	var seq, ref int
	json.Unmarshal(m[0], &seq)
	json.Unmarshal(m[1], &ref)
	whole := false
	for i := 2; i+1 < len(m); i += 2 {
		switch string(m[i]) {
		case "1":
			whole = v.patch(m[i+1])
		case "-1":
			v.told = append(v.told, string(m[i+1]))
		}
	}
	if seq != v.seq+1 && !whole {
		v.t.Errorf("update %d came after %d: %s", seq, v.seq, text)
	}
	v.seq, v.acked = seq, ref
}

// patch takes the slots that changed, or the view whole.
func (v *visitor) patch(raw json.RawMessage) (whole bool) {
	var patch []any
	if err := json.Unmarshal(raw, &patch); err != nil || len(patch) == 0 {
		v.t.Errorf("patch %s: %v", raw, err)
		return false
	}
	if _, whole := patch[0].(string); whole {
		for i, value := range patch[1:] {
			v.shown[fmt.Sprint(i)] = fmt.Sprint(value)
		}
		return true
	}
	for i := 0; i+1 < len(patch); i += 2 {
		slot := fmt.Sprint(patch[i])
		if grown, ok := patch[i+1].([]any); ok {
			v.shown[slot] += fmt.Sprint(grown[0])
		} else {
			v.shown[slot] = fmt.Sprint(patch[i+1])
		}
	}
	return false
}
