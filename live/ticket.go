package live

import (
	"crypto/sha256"

	"github.com/azu-live/azu/internal/seal"
)

// joinPurpose is what join tokens are sealed for.
const joinPurpose = "live join"

// ticket is what a join token says: which session the document was made by, for whom, and what the
// document was, so that a session mounted anew knows whether the browser shows the same.
type ticket struct {
	id    seal.ID
	login [16]byte // hash of the login
	page  [8]byte  // hash of the root view's HTML
}

const ticketSize = len(seal.ID{}) + 16 + 8

func (t ticket) bytes() []byte {
	b := append(make([]byte, 0, ticketSize), t.id[:]...)
	return append(append(b, t.login[:]...), t.page[:]...)
}

func parseTicket(b []byte) (t ticket, ok bool) {
	if len(b) != ticketSize {
		return t, false
	}
	copy(t.id[:], b)
	copy(t.login[:], b[16:])
	copy(t.page[:], b[32:])
	return t, true
}

func loginHash(login string) [16]byte {
	sum := sha256.Sum256([]byte("login\x00" + login))
	return [16]byte(sum[:16])
}

// openTicket reads a join token. One that was made for another login is as good as none.
func (e *Engine) openTicket(p *peer, token string) (ticket, bool) {
	raw, err := e.ring.Open(joinPurpose, token)
	if err != nil {
		e.noteForged(p.conn.RemoteIP(), err)
		return ticket{}, false
	}
	t, ok := parseTicket(raw)
	return t, ok && t.login == loginHash(p.conn.Login())
}
