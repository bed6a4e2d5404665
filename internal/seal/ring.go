package seal

import (
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"sync"
	"time"

	"golang.org/x/crypto/chacha20poly1305"
)

// Why a token does not open.
var (
	ErrUnknownKey = errors.New("seal: sealed with an unknown key")
	ErrForged     = errors.New("seal: forged")
	ErrExpired    = errors.New("seal: expired")
)

const (
	// MinSecret is the least number of bytes of a secret.
	MinSecret = 32
	// MaxToken is the most characters of a token that Open looks at.
	MaxToken = 64 << 10
	// Skew is how far the clocks of two nodes may be apart: tokens live this much longer.
	Skew = 60 * time.Second
)

const (
	version   = 2
	idSize    = 4
	nonceSize = chacha20poly1305.NonceSizeX
	header    = 1 + idSize + 8 + nonceSize
	tagSize   = chacha20poly1305.Overhead
)

var encoding = base64.RawURLEncoding.Strict()

// A Ring seals and opens tokens. See the package comment.
type Ring struct {
	keys []*key // set once in NewRing
}

type key struct {
	id      [idSize]byte
	prk     []byte   // HKDF's pseudorandom key
	ciphers sync.Map // purpose to cipher.AEAD
}

// NewRing makes a ring from at least one secret of MinSecret bytes or more, such as 32 random
// bytes written in hex. The same secret twice is an error.
func NewRing(secrets ...string) (*Ring, error) {
	if len(secrets) == 0 {
		return nil, errors.New("seal: a ring needs a secret")
	}
	r := &Ring{}
	for i, secret := range secrets {
		if len(secret) < MinSecret {
			return nil, fmt.Errorf("seal: secret %d has %d bytes, needs %d", i+1, len(secret), MinSecret)
		}
		prk, err := hkdf.Extract(sha256.New, []byte(secret), []byte("azu seal"))
		if err != nil {
			return nil, fmt.Errorf("seal: secret %d: %w", i+1, err)
		}
		id, err := hkdf.Expand(sha256.New, prk, "id", idSize)
		if err != nil {
			return nil, fmt.Errorf("seal: secret %d: %w", i+1, err)
		}
		k := &key{id: [idSize]byte(id), prk: prk}
		if r.find(k.id) != nil {
			return nil, fmt.Errorf("seal: secret %d stands there twice", i+1)
		}
		r.keys = append(r.keys, k)
	}
	return r, nil
}

func (r *Ring) find(id [idSize]byte) *key {
	for _, k := range r.keys {
		if k.id == id {
			return k
		}
	}
	return nil
}

// Seal returns a token that holds plaintext for life, which is cut to whole seconds, and
// opens for this purpose only. Tokens of the same plaintext differ. A purpose is a constant of
// the program: its cipher is kept.
func (r *Ring) Seal(purpose string, plaintext []byte, life time.Duration) string {
	k := r.keys[0]
	raw := make([]byte, header, header+len(plaintext)+tagSize)
	raw[0] = version
	copy(raw[1:], k.id[:])
	binary.BigEndian.PutUint64(raw[1+idSize:], uint64(time.Now().Add(life).Unix()))
	nonce := raw[header-nonceSize:]
	rand.Read(nonce) // never fails: it would end the program
	return encoding.EncodeToString(k.cipher(purpose).Seal(raw, nonce, plaintext, raw))
}

// Open returns what Seal was given, or ErrUnknownKey, ErrForged or ErrExpired.
func (r *Ring) Open(purpose, token string) ([]byte, error) {
	if len(token) > MaxToken {
		return nil, ErrForged
	}
	raw, err := encoding.DecodeString(token)
	// base64 skips line ends, and a token has one spelling only.
	if err != nil || len(raw) < header+tagSize || encoding.EncodedLen(len(raw)) != len(token) {
		return nil, ErrForged
	}
	k := r.find([idSize]byte(raw[1 : 1+idSize]))
	if raw[0] != version || k == nil {
		return nil, ErrUnknownKey
	}
	plaintext, err := k.cipher(purpose).Open(raw[header:header], raw[header-nonceSize:header], raw[header:], raw[:header])
	if err != nil {
		return nil, ErrForged
	}
	end := int64(binary.BigEndian.Uint64(raw[1+idSize:]))
	if time.Now().Add(-Skew).Unix() >= end {
		return nil, ErrExpired
	}
	return plaintext, nil
}

// cipher is the key's for tokens of one purpose.
func (k *key) cipher(purpose string) cipher.AEAD {
	if c, ok := k.ciphers.Load(purpose); ok {
		return c.(cipher.AEAD)
	}
	secret, err := hkdf.Expand(sha256.New, k.prk, "token\x00"+purpose, chacha20poly1305.KeySize)
	if err != nil {
		panic("seal: " + err.Error()) // only a length past 8 KiB
	}
	c, err := chacha20poly1305.NewX(secret)
	if err != nil {
		panic("seal: " + err.Error()) // only another key size
	}
	k.ciphers.Store(purpose, c)
	return c
}
