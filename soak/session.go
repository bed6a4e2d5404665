package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"time"

	"github.com/azu-live/azu/internal/wire"
)

// join opens a socket and joins with the document's token. It reports whether the session is a new one.
func (v *visitor) join() (fresh bool, err error) {
	if err := v.open(); err != nil {
		return false, err
	}
	return v.joinHere()
}

// joinHere joins over the socket that there is.
func (v *visitor) joinHere() (fresh bool, err error) {
	if err := v.say(wire.AppendJoin(nil, wire.Join{Token: v.token, URL: v.path, Seq: v.seq})); err != nil {
		return false, err
	}
	_, body, err := v.answer("joined")
	if err != nil {
		return false, err
	}
	var joined struct {
		Resume string
		Fresh  bool
		Seq    uint64
	}
	if err := json.Unmarshal(body, &joined); err != nil {
		return false, err
	}
	v.resume, v.seq = joined.Resume, joined.Seq
	if joined.Fresh {
		v.sent, v.acked = 0, 0
	}
	return joined.Fresh, nil
}

// joinAnew joins a document whose session somebody else has, or nobody any more.
func (v *visitor) joinAnew() error {
	fresh, err := v.join()
	if err == nil && !fresh {
		err = errors.New("joined a session that should not be there")
	}
	return err
}

// errGone says that a session to come back to is no more.
var errGone = errors.New("the session is gone")

// comeBack opens another socket and takes up the session.
func (v *visitor) comeBack() error {
	if err := v.open(); err != nil {
		return err
	}
	if err := v.say(wire.AppendResume(nil, wire.Resume{Token: v.resume, Seq: v.seq})); err != nil {
		return err
	}
	word, body, err := v.answer("resumed", "gone")
	if err != nil {
		return err
	}
	if word == "gone" {
		return errGone
	}
	var resumed struct{ Resume string }
	if err := json.Unmarshal(body, &resumed); err != nil {
		return err
	}
	v.resume = resumed.Resume
	return nil
}

// post sends an input to a view, for a handler with an argument and a payload in JSON, either of which
// may be missing.
func (v *visitor) post(view uint32, handler, arg, payload string) error {
	var a, p []byte
	if arg != "" {
		a = []byte(arg)
	}
	if payload != "" {
		p = []byte(payload)
	}
	v.sent++
	return v.say(wire.AppendEvent(nil, v.sent, view, handler, a, p))
}

// settle waits until all inputs are applied, and returns the update that said so, nil when they were.
func (v *visitor) settle() (last []byte, err error) {
	for v.acked < v.sent {
		if last, err = v.hear(); err != nil {
			return nil, err
		}
		v.update(last)
	}
	return last, nil
}

// do is an input and its answer.
func (v *visitor) do(view uint32, handler, arg, payload string) ([]byte, error) {
	if err := v.post(view, handler, arg, payload); err != nil {
		return nil, err
	}
	return v.settle()
}

// change is an input that must not be refused, and must change its view.
func (v *visitor) change(view uint32, handler, arg string) error {
	got, err := v.do(view, handler, arg, "")
	if err != nil {
		return err
	}
	if part := fmt.Appendf(nil, ",%d,[", view); !bytes.Contains(got, part) || bytes.Contains(got, []byte(`,-1,"`)) {
		return fmt.Errorf("%s of view %d is answered by %.100s", handler, view, got)
	}
	return nil
}

// linger listens for a while and answers pings.
func (v *visitor) linger(d time.Duration) error {
	for end := time.Now().Add(d); ; {
		v.sock.SetReadDeadline(end)
		if _, err := v.sock.Peek(1); errors.Is(err, os.ErrDeadlineExceeded) {
			return nil
		}
		v.sock.SetReadDeadline(time.Now().Add(patience))
		m, err := v.take()
		if err != nil {
			return err
		}
		v.update(m)
	}
}

// leave says good-bye, and waits until the server has hung up.
func (v *visitor) leave() error {
	if err := v.say(wire.AppendLeave(nil)); err != nil {
		return err
	}
	return v.hearTheEnd(wire.CloseNormal)
}

// arrive gets a page and joins it.
func (v *visitor) arrive(path string) error {
	if err := v.get(path); err != nil {
		return err
	}
	v.hangUp()
	_, err := v.join()
	return err
}
