// Package tcpfault is a bad network for tests: a TCP proxy on the loopback interface that cuts, freezes,
// delays, swallows and splits what passes between a client and a server.
//
//	line, err := tcpfault.Listen(server.Addr().String())
//	…
//	defer line.Close()
//	conn, err := net.Dial("tcp", line.Addr())
//	line.At(tcpfault.Down, 1000, line.Reset) // when the server has said so much
//
// # Faults
//
// A fault holds for all connections of a proxy, those to come included: whoever needs one bad line among
// good ones gives it a proxy of its own. Faults are made at once, by calling their methods; at a time, by
// [Proxy.After]; or when so many bytes have passed in a direction, by [Proxy.At].
//
// # Concurrency
//
// Methods may be called from any goroutine. Each connection has two goroutines; [Proxy.Close] waits for
// all of them, so that a test which calls it leaves none.
package tcpfault
