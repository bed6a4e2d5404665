package wire

import "unicode/utf8"

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
func Scan(frame []byte) (Message, error) {
	m, err := scan(frame)
	if err != nil {
		return Message{}, err
	}
	return m, nil
}

func scan(b []byte) (m Message, err *Error) {
	if !utf8.Valid(b) {
		return m, errUTF8
	}
	p := parts{b: b}
	if !p.open() {
		return m, errShape
	}
	ref, ok := p.integer(MaxRef)
	if !ok {
		return m, orShape(p.err, errRef)
	}
	if ref == 0 {
		err = p.control(&m)
	} else {
		m.Ref = ref
		err = p.event(&m)
	}
	if err != nil {
		return m, err
	}
	return m, p.close()
}

// parts walks over the elements of the message's array.
type parts struct {
	b     []byte
	i     int
	after bool // an element came before: a comma must come next
	err   *Error
}

func (p *parts) open() bool {
	p.i = space(p.b, 0)
	if p.i >= len(p.b) || p.b[p.i] != '[' {
		return false
	}
	p.i++
	return true
}

// next returns the next element's raw JSON, or nil at the array's end and after an error.
func (p *parts) next() []byte {
	i := space(p.b, p.i)
	if p.err != nil || i < len(p.b) && p.b[i] == ']' {
		p.i = i
		return nil
	}
	if p.after {
		if i >= len(p.b) {
			p.err = errEnd
			return nil
		}
		if p.b[i] != ',' {
			p.err = errToken
			return nil
		}
		i = space(p.b, i+1)
	}
	end, err := value(p.b, i, 1)
	if err != nil {
		p.err = err
		return nil
	}
	p.i, p.after = end, true
	return p.b[i:end]
}

// integer takes the next element, which must be a plain integer from 0 to limit.
func (p *parts) integer(limit uint64) (uint64, bool) {
	raw := p.next()
	if len(raw) == 0 || len(raw) > 16 { // 2^53 has 16 digits
		return 0, false
	}
	var n uint64
	for _, c := range raw {
		if c < '0' || c > '9' {
			return 0, false
		}
		n = n*10 + uint64(c-'0')
	}
	return n, n <= limit
}

// plain takes the next element, which must be a string without escapes.
func (p *parts) plain() ([]byte, bool) {
	raw := p.next()
	if len(raw) < 3 || len(raw) > MaxName+2 || raw[0] != '"' {
		return nil, false
	}
	raw = raw[1 : len(raw)-1]
	for _, c := range raw {
		if c == '\\' {
			return nil, false
		}
	}
	return raw, true
}

func (p *parts) event(m *Message) *Error {
	view, ok := p.integer(MaxView)
	if !ok || view == 0 {
		return orShape(p.err, errView)
	}
	m.View = uint32(view)
	if m.Name, ok = p.plain(); !ok {
		return orShape(p.err, errName)
	}
	m.Arg = p.next()
	if len(m.Arg) > 0 && m.Arg[0] == 'n' {
		m.Arg = nil // null only keeps the payload's place
	}
	m.Payload = p.next()
	return p.err
}

func (p *parts) control(m *Message) *Error {
	word, ok := p.plain()
	if !ok {
		return orShape(p.err, errOp)
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
			return orShape(p.err, errView)
		}
		m.View = uint32(view)
		return nil
	default:
		return errOp
	}
	if m.Body = p.next(); len(m.Body) == 0 || m.Body[0] != '{' {
		return orShape(p.err, errShape)
	}
	return nil
}

// close checks that the array ends here and nothing follows.
func (p *parts) close() *Error {
	if extra := p.next(); p.err != nil {
		return p.err
	} else if extra != nil {
		return errShape
	}
	if space(p.b, p.i+1) < len(p.b) {
		return errTrailing
	}
	return nil
}

func orShape(err, otherwise *Error) *Error {
	if err != nil {
		return err
	}
	return otherwise
}
