package seal

import "crypto/rand"

// An ID is 128 random bits: a name that nobody guesses, and whose holder proves something by it.
type ID [16]byte

// NewID returns an ID that has not been there before.
func NewID() (id ID) {
	rand.Read(id[:]) // never fails: it would end the program
	return id
}

// String returns the ID as 22 characters of base64url.
func (id ID) String() string { return encoding.EncodeToString(id[:]) }

// ParseID reads what String returned, or reports that s is nothing of the kind.
func ParseID(s string) (id ID, ok bool) {
	if len(s) != encoding.EncodedLen(len(id)) {
		return id, false
	}
	b, err := encoding.DecodeString(s)
	if err != nil || len(b) != len(id) {
		return ID{}, false
	}
	return ID(b), true
}
