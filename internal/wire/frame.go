package wire

// Bounds of the grammar.
const (
	MaxDepth = 32      // arrays and objects within each other, the message itself included
	MaxName  = 128     // bytes of a handler's name
	MaxRef   = 1 << 53 // highest ref and seq: the last integer a browser counts to
	MaxView  = 1 << 31 // highest view number
)

// An Op says what a message from the client asks for.
type Op uint8

// The messages a client sends.
const (
	OpEvent  Op = iota // [ref,view,"Handler",argument?,payload?]
	OpJoin             // [0,"join",{…}]
	OpResume           // [0,"resume",{…}]
	OpLeave            // [0,"leave"]
	OpPing             // [0,"ping"]
	OpView             // [0,"view",number]
)

var opNames = [...]string{
	OpEvent:  "event",
	OpJoin:   "join",
	OpResume: "resume",
	OpLeave:  "leave",
	OpPing:   "ping",
	OpView:   "view",
}

// String returns the op's word on the wire; an event, which has none, is "event".
func (op Op) String() string {
	if int(op) < len(opNames) {
		return opNames[op]
	}
	return "unknown"
}

// A Message is one message from a client, as [Scan] found it. Its slices alias the frame.
type Message struct {
	Op   Op
	Ref  uint64 // 1 to MaxRef for an event, 0 for anything else
	View uint32 // the event's view, or the view asked for again; 1 to MaxView
	Name []byte // the handler's name: 1 to MaxName bytes without quotes or escapes

	// Raw JSON. Arg is nil when the message has none or null; Payload is nil when it has none.
	Arg, Payload []byte

	// Body is the raw JSON object of a join or resume, to decode into a Join or Resume.
	Body []byte
}

// Join is the body of a join: the client asks for a session on a page.
type Join struct {
	Token string   `json:"token"` // the z-join attribute of the page's root view
	URL   string   `json:"url"`   // path and query the browser shows
	Known []string `json:"known"` // names of templates whose table the client holds
	Full  []string `json:"full"`  // names of those whose statics it holds too
	Seq   uint64   `json:"seq"`   // last update applied; 0: the DOM is as the GET made it
}

// Resume is the body of a resume: the client comes back to its session.
type Resume struct {
	Token string `json:"token"` // from the last joined or resumed message
	Seq   uint64 `json:"seq"`   // last update applied
}
