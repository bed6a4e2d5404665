// Package livetest visits live pages in tests, as a browser would: it gets the page, joins over a
// WebSocket, sends what a visitor's clicks and typing would send, and applies the patches that come back
// to its own document.
//
//	func TestSearchNarrowsTheList(t *testing.T) {
//		page := livetest.Open(t, app, "/users")
//		page.Find("#search").Type("ann")
//		page.Find(".user-card").WantCount(3)
//	}
//
// # What is real
//
// Everything but the browser. The handler is the program's own, the session code, the protocol and the
// socket are those of production; the connection is in memory. The document is found and patched by the
// marks and tables that the server sends, so that a test also shows that these are right.
//
// # Time
//
// Inside testing/synctest time is the bubble's: Advance lets it pass, a debounce costs nothing, and what
// a Want says is checked when everything has come to rest. Outside a bubble Advance really waits, and a
// Want waits up to five seconds for what it wants.
//
// # Concurrency
//
// A Page and its Selections belong to the test's goroutine.
//
// # Errors
//
// What a visitor could not do, such as clicking a disabled button, ends the test. A Want that is not met
// fails it and goes on.
package livetest
