// Package live runs components on the server and keeps a browser's page in step with them.
//
// # Purpose
//
// A component is a Go struct with a Render method. It is mounted for the HTTP request, sent as HTML,
// and stays: when the page's script joins over its one WebSocket, clicks and input call the component's
// methods, the component renders, and what changed is sent as a patch of a few bytes.
//
// # The smallest program
//
//	type Counter struct{ n int }
//
//	func (c *Counter) Title() string { return "Counter" }
//
//	func (c *Counter) Increment(*live.Ctx) error { c.n++; return nil }
//
//	func (c *Counter) Render(h *live.H[Counter]) html.Node {
//		return h.Button(live.Click(h, (*Counter).Increment), h.Int(c.n))
//	}
//
//	page := live.NewPage(func() *Counter { return &Counter{} })
//
// Package app puts pages on routes and serves the rest; livetest visits them in tests.
//
// # Concurrency
//
// A session is one open page. Its views' methods run one at a time: an event on its socket's goroutine,
// a timer on its own. Nothing else may touch a component; other goroutines use the handle of Self. A Ctx
// and an H belong to the call they were given to.
//
// # What a client may do
//
// A client may send any frame at any time. It can call the handlers that stand in the view's newest
// render, with any argument: handlers authorise. Identity comes from the request and the socket's
// handshake, never from a message.
//
// # Limits
//
// Every limit is a field of Limits, with the default for zero. What a visitor would notice shows the
// error boundary of the view concerned; what only a misbehaving client meets is refused with a code of
// docs/protocol.md, or closes its socket.
//
// # Errors
//
// A handler returns an error for what it cannot do: the component's Failed gets it, or the view shows
// its error boundary. A panic in any method shows the boundary of that view and is logged with its
// stack; the other views go on. A wrong program (a method value as a handler, a wrong lifecycle
// signature) panics with a sentence that names the place.
package live
