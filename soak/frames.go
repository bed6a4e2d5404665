package main

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"slices"
	"strconv"
	"time"

	"github.com/azu-live/azu/internal/socket/sockettest"
)

// closed is the end of a socket.
type closed struct {
	code   int // 1006 without a close frame
	reason string
}

func (e *closed) Error() string { return fmt.Sprintf("closed with %d %q", e.code, e.reason) }

// closedWith is the close code in an error, 0 when it has none.
func closedWith(err error) int {
	if e, ok := errors.AsType[*closed](err); ok {
		return e.code
	}
	return 0
}

// say sends a text message.
func (v *visitor) say(text []byte) error {
	return v.frame(sockettest.Frame{Op: sockettest.Text, Payload: text})
}

func (v *visitor) frame(f sockettest.Frame) error {
	v.sock.SetWriteDeadline(time.Now().Add(patience))
	_, err := v.sock.Write(f.Append(nil))
	return err
}

// hear waits for a text message. Pings are answered. The error of a socket that has ended is a *closed.
func (v *visitor) hear() (text []byte, err error) {
	v.sock.SetReadDeadline(time.Now().Add(patience))
	for text == nil && err == nil {
		text, err = v.take()
	}
	return text, err
}

// take takes a frame, and returns its text if it has any.
func (v *visitor) take() (text []byte, err error) {
	f, err := sockettest.ReadFrame(v.sock.Reader)
	if errors.Is(err, os.ErrDeadlineExceeded) {
		return nil, fmt.Errorf("nothing heard for %v", patience)
	}
	if err != nil {
		v.cut()
		return nil, &closed{code: 1006}
	}
	switch f.Op {
	case sockettest.Text:
		return f.Payload, nil
	case sockettest.Ping:
		v.frame(sockettest.Frame{Op: sockettest.Pong, Payload: f.Payload})
	case sockettest.Close:
		v.frame(f)
		v.cut()
		e := &closed{code: 1005}
		if len(f.Payload) >= 2 {
			e.code, e.reason = int(binary.BigEndian.Uint16(f.Payload)), string(f.Payload[2:])
		}
		return nil, e
	}
	return nil, nil
}

// hearTheEnd hears everything until the socket ends. The error is that it ends with none of the codes.
func (v *visitor) hearTheEnd(codes ...int) error {
	for {
		_, err := v.hear()
		if slices.Contains(codes, closedWith(err)) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("%w, want %d", err, codes)
		}
	}
}

// update takes a message that may be an update, and reports whether it is.
func (v *visitor) update(m []byte) bool {
	seq, rest, _ := bytes.Cut(bytes.TrimPrefix(m, []byte{'['}), []byte{','})
	n, err := strconv.ParseUint(string(seq), 10, 64)
	if err != nil || n == 0 {
		return false
	}
	end := bytes.IndexAny(rest, ",]")
	ref, err := strconv.ParseUint(string(rest[:max(end, 0)]), 10, 64)
	if err != nil {
		return false
	}
	v.seq, v.acked = n, ref
	return true
}

// answer waits for a message of the given words that is no update, and returns its word and body.
func (v *visitor) answer(words ...string) (word string, body json.RawMessage, err error) {
	for {
		m, err := v.hear()
		if err != nil {
			return "", nil, err
		}
		if v.update(m) {
			continue
		}
		var parts []json.RawMessage
		if err := json.Unmarshal(m, &parts); err != nil || len(parts) < 2 {
			return "", nil, fmt.Errorf("heard %.100s", m)
		}
		json.Unmarshal(parts[1], &word)
		for _, w := range words {
			if w == word {
				return word, append(parts, nil)[2], nil
			}
		}
		if word != "busy" {
			return "", nil, fmt.Errorf("heard %.100s, want %v", m, words)
		}
	}
}
