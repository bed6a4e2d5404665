package socket_test

import (
	"log/slog"
	"net/http"

	"github.com/azu-live/azu/internal/socket"
)

// shout is an endpoint that answers each message in the same words.
type shout struct{ conn *socket.Conn }

func (s shout) Text(message []byte) {
	if _, err := s.conn.Write(append(message, '!')); err != nil {
		s.conn.Close(1008, "too many at once") // does not wait for Writable
	}
}
func (s shout) Binary([]byte)    {}
func (s shout) Pong([]byte)      {}
func (s shout) Writable()        {}
func (s shout) Closed(err error) { slog.Debug("shouted", "err", err) }

func ExampleServer_Upgrade() {
	server, err := socket.New(socket.Config{Origins: []string{"https://example.org"}})
	if err != nil {
		panic(err)
	}
	http.HandleFunc("/shout", func(w http.ResponseWriter, r *http.Request) {
		err := server.Upgrade(w, r, func(c *socket.Conn) socket.Endpoint {
			c.Joined()
			return shout{c}
		})
		if err != nil {
			slog.Debug("not upgraded", "err", err) // it has been answered
		}
	})
}
