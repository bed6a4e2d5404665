package server

import (
	"bytes"
	"errors"
	"net"
	"net/http"

	"github.com/azu-live/azu/internal/socket"
	"github.com/azu-live/azu/internal/wire"
)

// bare is Azu's connections with an echo behind them instead of sessions.
type bare struct {
	http.Handler
}

func newBare(addr string) (*bare, error) {
	sockets, err := socket.New(socket.Config{Origins: []string{"http://" + addr}, Limits: wire.Limits{FirstJoin: -1}})
	if err != nil {
		return nil, err
	}
	router := newPages()
	router.Get(EchoSocket, func(w http.ResponseWriter, r *http.Request) {
		sockets.Upgrade(w, r, func(c *socket.Conn) socket.Endpoint { return echo{c} }) // an error has been answered
	})
	return &bare{router}, nil
}

func (b *bare) serve(l net.Listener) error { return serveHTTP(l, b) }

func (b *bare) push(int) error { return errors.New("nobody to push to") }

// echo answers as floor does.
type echo struct{ conn *socket.Conn }

func (e echo) Text(message []byte) { e.conn.Write(answer(message)) }
func (e echo) Binary([]byte)       {}
func (e echo) Pong([]byte)         {}
func (e echo) Writable()           {}
func (e echo) Closed(error)        {}

// room is what stands in frames of which only the size matters.
var room = bytes.Repeat([]byte{'.'}, 128)

// answer is as long as the counter's answer to an event, [seq,ref,1,[0,count]] with one number in all
// three places; anything else comes back as it is.
func answer(message []byte) []byte {
	digits := bytes.IndexByte(message, ',') - 1
	if digits < 1 || message[1] == '0' {
		return message
	}
	return room[:AnswerSize(digits)]
}

// AnswerSize is the length of the counter's answer to its nth event, when n has so many digits.
func AnswerSize(digits int) int { return len(`[,,1,[0,]]`) + 3*digits }
