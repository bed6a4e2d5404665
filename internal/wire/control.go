package wire

import (
	"encoding/json"
	"strconv"
	"time"
)

// Joined is the server's answer to a join.
type Joined struct {
	Resume    string        // token to come back with; new each time
	Fresh     bool          // a new mount: what the old session held is gone
	Seq, Ref  uint64        // last update the DOM stands for, last input applied
	Templates []Template    // tables of templates new to this client
	View      []byte        // the root view whole, as JSON; nil when the DOM is right already
	Probe     time.Duration // how long the client may wait for a pong; 0: its default
	Bytes     Bytes         // how many the client may send; zero: its defaults
}

// AppendJoined appends the whole message.
func AppendJoined(dst []byte, j Joined) []byte {
	dst = AppendString(append(dst, `[0,"joined",{"resume":`...), j.Resume)
	dst = strconv.AppendBool(append(dst, `,"fresh":`...), j.Fresh)
	dst = strconv.AppendUint(append(dst, `,"seq":`...), j.Seq, 10)
	dst = strconv.AppendUint(append(dst, `,"ref":`...), j.Ref, 10)
	dst = appendTemplates(append(dst, `,"templates":`...), j.Templates)
	if j.View != nil {
		dst = append(append(dst, `,"view":`...), j.View...)
	}
	if j.Probe > 0 {
		dst = strconv.AppendInt(append(dst, `,"probe":`...), j.Probe.Milliseconds(), 10)
	}
	if b := j.Bytes; b != (Bytes{}) {
		dst = strconv.AppendInt(append(dst, `,"bytes":[`...), int64(b.Message), 10)
		dst = strconv.AppendInt(append(dst, ','), int64(b.Rate), 10)
		dst = append(strconv.AppendInt(append(dst, ','), int64(b.Burst), 10), ']')
	}
	return append(dst, "}]"...)
}

// AppendResumed appends the answer to a resume: the new token, the last update sent and the
// last input applied. The updates missed follow as messages of their own.
func AppendResumed(dst []byte, resume string, seq, ref uint64) []byte {
	dst = AppendString(append(dst, `[0,"resumed",{"resume":`...), resume)
	dst = strconv.AppendUint(append(dst, `,"seq":`...), seq, 10)
	dst = strconv.AppendUint(append(dst, `,"ref":`...), ref, 10)
	return append(dst, "}]"...)
}

// AppendGone says that the session to resume is no more: join.
func AppendGone(dst []byte) []byte { return append(dst, `[0,"gone"]`...) }

// AppendStale says that the page's token is of no use: load the page again, once.
func AppendStale(dst []byte) []byte { return append(dst, `[0,"stale"]`...) }

// AppendPong answers a ping of the client.
func AppendPong(dst []byte) []byte { return append(dst, `[0,"pong"]`...) }

// AppendBusy says whether a handler is taking long.
func AppendBusy(dst []byte, busy bool) []byte {
	return append(strconv.AppendBool(append(dst, `[0,"busy",`...), busy), ']')
}

// AppendError refuses a message that has no ref. Detail is left out when empty.
func AppendError(dst []byte, code Code, detail string) []byte {
	dst = AppendString(append(dst, `[0,"error",`...), string(code))
	if detail != "" {
		dst = AppendString(append(dst, ','), detail)
	}
	return append(dst, ']')
}

// AppendEvent appends a client's input. Arg is raw JSON or nil, payload likewise.
func AppendEvent(dst []byte, ref uint64, view uint32, name string, arg, payload []byte) []byte {
	dst = strconv.AppendUint(append(dst, '['), ref, 10)
	dst = strconv.AppendUint(append(dst, ','), uint64(view), 10)
	dst = AppendString(append(dst, ','), name)
	if arg == nil && payload != nil {
		dst = append(dst, ",null"...)
	}
	if arg != nil {
		dst = append(append(dst, ','), arg...)
	}
	if payload != nil {
		dst = append(append(dst, ','), payload...)
	}
	return append(dst, ']')
}

// AppendJoin appends a client's join.
func AppendJoin(dst []byte, j Join) []byte { return appendBody(dst, "join", j) }

// AppendResume appends a client's resume.
func AppendResume(dst []byte, r Resume) []byte { return appendBody(dst, "resume", r) }

func appendBody(dst []byte, word string, body any) []byte {
	raw, err := json.Marshal(body)
	if err != nil {
		panic("wire: a " + word + " does not encode: " + err.Error())
	}
	dst = append(AppendString(append(dst, "[0,"...), word), ',')
	return append(append(dst, raw...), ']')
}

// AppendLeave appends a client's farewell.
func AppendLeave(dst []byte) []byte { return append(dst, `[0,"leave"]`...) }

// AppendPing appends a client's question whether anybody is there.
func AppendPing(dst []byte) []byte { return append(dst, `[0,"ping"]`...) }

// AppendAgain appends a client's request for a view it lost track of.
func AppendAgain(dst []byte, view uint32) []byte {
	return append(strconv.AppendUint(append(dst, `[0,"view",`...), uint64(view), 10), ']')
}
