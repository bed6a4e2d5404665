package tcpfault_test

import (
	"bufio"
	"fmt"
	"io"
	"log"
	"net"

	"github.com/azu-live/azu/internal/tcpfault"
)

// A server's answer is cut in its midst.
func Example() {
	server, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		log.Fatal(err)
	}
	defer server.Close()
	go func() { // ends with its one connection
		conn, err := server.Accept()
		if err != nil {
			return
		}
		defer conn.Close()
		name, _ := bufio.NewReader(conn).ReadString('\n')
		fmt.Fprintf(conn, "Hello, %s", name)
	}()

	line, err := tcpfault.Listen(server.Addr().String())
	if err != nil {
		log.Fatal(err)
	}
	defer line.Close()
	line.At(tcpfault.Down, int64(len("Hello, w")), line.Finish)

	conn, err := net.Dial("tcp", line.Addr())
	if err != nil {
		log.Fatal(err)
	}
	defer conn.Close()
	fmt.Fprintln(conn, "world")
	answer, err := io.ReadAll(conn)
	fmt.Printf("%s, %v\n", answer, err)
	// Output: Hello, w, <nil>
}
