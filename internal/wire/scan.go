package wire

import "bytes"

var (
	errShape = &Error{BadMessage, "not a message"}
	errRef   = &Error{BadMessage, "ref is no integer from 1 to 2^53"}
	errView  = &Error{BadMessage, "view is no integer from 1 to 2^31"}
	errName  = &Error{BadMessage, "handler's name is empty, too long or escaped"}
	errOp    = &Error{BadMessage, "unknown message"}
)

// Scan takes one text frame of a client apart. It allocates nothing; the message's slices
// alias the frame. The whole frame is checked: UTF-8, JSON as strict as [Value], no part too
// many, and integers written as integers. An error is an [*Error] with BadMessage.
func Scan(frame []byte) (m Message, err error) {
	if err := scan(frame, &m); err != nil {
		return Message{}, err
	}
	return m, nil
}

func scan(b []byte, m *Message) *Error {
	p := parts{b: b}
	if !p.open() {
		return errShape
	}
	ref, ok := p.integer(MaxRef)
	if !ok {
		return p.failed(errRef)
	}
	var err *Error
	if ref == 0 {
		err = p.control(m)
	} else {
		m.Ref = ref
		err = p.event(m)
	}
	if err != nil {
		return err
	}
	return p.close()
}

// parts walks over the elements of the message's array.
type parts struct {
	b     []byte
	i     int
	after bool // an element came before: a comma must come next
	err   *Error
}

func (p *parts) open() bool {
	i := space(p.b, 0)
	p.i = i + 1
	return i < len(p.b) && p.b[i] == '['
}

// more moves to the next element and reports whether there is one: there is none at the
// array's end and after an error.
func (p *parts) more() bool {
	if p.err != nil {
		return false
	}
	i := space(p.b, p.i)
	switch {
	case i >= len(p.b):
		p.err = errEnd
		return false
	case p.b[i] == ']':
		p.i = i
		return false
	case p.after && p.b[i] != ',':
		p.err = errToken
		return false
	case p.after:
		i = space(p.b, i+1)
	}
	p.i, p.after = i, true
	return true
}

// next returns the next element's raw JSON, or nil when there is none.
func (p *parts) next() []byte {
	if !p.more() {
		return nil
	}
	from := p.i
	if p.i, p.err = value(p.b, from, 1); p.err != nil {
		return nil
	}
	return p.b[from:p.i]
}

// integer takes the next element, which must be a plain integer from 0 to limit.
func (p *parts) integer(limit uint64) (uint64, bool) {
	if !p.more() {
		return 0, false
	}
	var n uint64
	digits := 0
	for _, c := range p.b[p.i:] {
		if c-'0' > 9 {
			break
		}
		n = n*10 + uint64(c-'0')
		digits++
	}
	zero := digits > 1 && p.b[p.i] == '0'
	p.i += digits
	return n, 0 < digits && digits <= 16 && !zero && n <= limit // 2^53 has 16 digits
}

// plain takes the next element, which must be a string without escapes.
func (p *parts) plain() ([]byte, bool) {
	if !p.more() || p.i >= len(p.b) || p.b[p.i] != '"' {
		return nil, false
	}
	from := p.i + 1
	if p.i, p.err = stringAt(p.b, p.i); p.err != nil {
		return nil, false
	}
	text := p.b[from : p.i-1]
	return text, 0 < len(text) && len(text) <= MaxName && bytes.IndexByte(text, '\\') < 0
}

func (p *parts) event(m *Message) *Error {
	view, ok := p.integer(MaxView)
	if !ok || view == 0 {
		return p.failed(errView)
	}
	m.View = uint32(view)
	if m.Name, ok = p.plain(); !ok {
		return p.failed(errName)
	}
	if m.Arg = p.next(); m.Arg == nil {
		return p.err
	}
	if m.Arg[0] == 'n' {
		m.Arg = nil // null only keeps the payload's place
	}
	m.Payload = p.next()
	return p.err
}

func (p *parts) control(m *Message) *Error {
	word, ok := p.plain()
	if !ok {
		return p.failed(errOp)
	}
	switch string(word) {
	case "join":
		m.Op = OpJoin
	case "resume":
		m.Op = OpResume
	case "leave":
		m.Op = OpLeave
		return nil
	case "ping":
		m.Op = OpPing
		return nil
	case "view":
		m.Op = OpView
		view, ok := p.integer(MaxView)
		if !ok || view == 0 {
			return p.failed(errView)
		}
		m.View = uint32(view)
		return nil
	default:
		return errOp
	}
	if m.Body = p.next(); len(m.Body) == 0 || m.Body[0] != '{' {
		return p.failed(errShape)
	}
	return nil
}

// close checks that the array ends here and nothing follows.
func (p *parts) close() *Error {
	switch {
	case p.more():
		return errShape
	case p.err != nil:
		return p.err
	case space(p.b, p.i+1) < len(p.b):
		return errTrailing
	}
	return nil
}

// failed is what is wrong with an element that was expected to be another one: its own
// error, or that one.
func (p *parts) failed(expected *Error) *Error {
	if p.err != nil {
		return p.err
	}
	return expected
}
