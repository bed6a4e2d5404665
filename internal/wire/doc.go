// Package wire is the twin of docs/protocol.md: the messages that cross an Azu socket,
// the codes that refuse them, the limits they keep, and nothing about who sends them.
//
// # Purpose
//
// Up, out of the browser, [Scan] takes one text frame apart without allocating, and
// [Decode], [DecodeInput] and [DecodeForm] turn the raw JSON of an argument or a payload
// into the handler's own type. Down, the Append functions write frames into the caller's
// buffer. The other half of each (AppendEvent, [AppendJoin], …) is for Go clients and tests.
//
// # Concurrency
//
// Everything here is a function of its arguments, or a value with one owner. Slices in a
// [Message] alias the frame they were scanned from.
//
// # Limits
//
// [Limits] holds every bound of a socket and of the sessions behind it, with its default.
// What the grammar itself bounds are the constants [MaxDepth], [MaxName], [MaxRef], [MaxView].
//
// # Errors
//
// Errors made by what a peer sent are an [*Error] with a [Code]; [CodeOf] finds it. No input
// panics.
package wire
