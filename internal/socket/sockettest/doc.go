// Package sockettest serves WebSockets in memory, so that tests with sockets run under
// testing/synctest: a minute costs nothing, and a goroutine left over fails the test.
//
//	synctest.Test(t, func(t *testing.T) {
//		server := sockettest.Serve(t, handler)
//		client := server.Dial("/ws/components")
//		client.Send(`[1,1,"Add"]`)
//		fmt.Println(client.Next())
//	})
//
// The server is a real http.Server, the connections are net.Pipe, and the client speaks real
// frames: whole ones by [Client.Send], broken ones by [Client.SendFrame] and [Client.Write].
package sockettest
