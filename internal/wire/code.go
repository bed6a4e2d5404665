package wire

import "errors"

// A Code tells a client why something was refused: in an update's refusal, or in an error
// message. It is all the client is told; details stay in the server's log.
type Code string

// The codes, in the order of docs/protocol.md.
const (
	BadMessage   Code = "bad_message"
	BadArgument  Code = "bad_argument"
	UnknownView  Code = "unknown_view"
	UnknownEvent Code = "unknown_event"
	Invalid      Code = "invalid"
	Denied       Code = "denied"
	NotFound     Code = "not_found"
	Redirect     Code = "redirect"
	Rate         Code = "rate"
	Limit        Code = "limit"
	Failed       Code = "failed"
)

// CodeInfo is one row of the table of codes.
type CodeInfo struct {
	Code    Code
	Meaning string
	Lives   bool // whether the socket lives on
}

// Codes is the table of codes; docs/protocol.md repeats it and a test compares the two.
var Codes = [...]CodeInfo{
	{BadMessage, "The frame is not one of the messages of this protocol", true},
	{BadArgument, "The argument or payload does not fit the handler's types", true},
	{UnknownView, "The session never had a view of this number", true},
	{UnknownEvent, "The view does not offer this handler", true},
	{Invalid, "A number was asked for and the text is empty or none", true},
	{Denied, "The login may not do this", true},
	{NotFound, "There is no page, or no such thing on it, at this address", true},
	{Redirect, "The page is elsewhere; the detail is the path to go to", true},
	{Rate, "Too many inputs in too short a time; this one was dropped", true},
	{Limit, "The socket or session holds as many of these as it may", true},
	{Failed, "The handler failed; the view shows its error boundary", true},
}

// An Error is a refusal of what a peer sent. Errors of this package are shared values:
// they are not to be changed.
type Error struct {
	Code   Code
	Reason string // for the log; never sent
}

// Error returns the code and the reason.
func (e *Error) Error() string { return "wire: " + string(e.Code) + ": " + e.Reason }

// CodeOf returns the code of the [*Error] in err's chain, or Failed when there is none:
// an error that is not the peer's doing is the server's. CodeOf(nil) is the empty code.
func CodeOf(err error) Code {
	if err == nil {
		return ""
	}
	if e, ok := errors.AsType[*Error](err); ok {
		return e.Code
	}
	return Failed
}
