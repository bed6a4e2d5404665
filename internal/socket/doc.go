// Package socket takes a browser's WebSocket from the upgrade to the last byte, and keeps
// one hostile, slow or vanished peer from costing more than its share.
//
// # Purpose
//
// A [Server] checks who may upgrade and how many may, then serves each [Conn]: whole text
// and binary messages go to its [Endpoint], frames come back by [Conn.Write], which never
// waits for the peer. What the frames say is not this package's business.
//
//	server, err := socket.New(socket.Config{Origins: []string{"https://example.org"}})
//	…
//	err = server.Upgrade(w, r, func(c *socket.Conn) socket.Endpoint { return newSession(c) })
//
// # Concurrency
//
// Each connection has one goroutine that reads, started when the HTTP handler's own is about
// to end, so that its stack and buffers are free again. It calls Text, Binary, Pong and, last
// of all, Closed. It waits where its stack is shallow: an idle connection costs 6 KB, of which
// 4 are that stack. A write that the kernel does not take at once is finished by a second
// goroutine, which then calls Writable; it lives while there is something to write. Methods
// of a Conn may be called from any goroutine, within an Endpoint's methods too.
//
// # Limits
//
// What the WebSocket library leaves open is closed here: raw bytes are metered below frames,
// and the headers of frames that end no message by themselves, so that empty fragments and
// pings count; a message has a size and a time to arrive in; text is UTF-8; nothing is ever
// inflated; a peer that does not read or does not answer is let go. The bounds are
// [wire.Limits].
//
// # Errors
//
// A request that may not upgrade is answered by an HTTP status and [Server.Upgrade] returns
// a [*Refused]. A connection ends with a [*CloseError], whose code docs/protocol.md lists.
package socket
