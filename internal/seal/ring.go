package seal

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"time"
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
	version  = 1
	idSize   = 4
	saltSize = 16
	header   = 1 + idSize + 8 + saltSize
	tagSize  = 16
)

var encoding = base64.RawURLEncoding.Strict()

// A Ring seals and opens tokens. See the package comment.
type Ring struct {
	keys []key // set once in NewRing
}

type key struct {
	id  [idSize]byte
	prk []byte // HKDF's pseudorandom key
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
		k := key{id: [idSize]byte(id), prk: prk}
		if r.find(k.id) != nil {
			return nil, fmt.Errorf("seal: secret %d stands there twice", i+1)
		}
		r.keys = append(r.keys, k)
	}
	return r, nil
}

func (r *Ring) find(id [idSize]byte) *key {
	for i := range r.keys {
		if r.keys[i].id == id {
			return &r.keys[i]
		}
	}
	return nil
}

// Seal returns a token that holds plaintext for life, which is cut to whole seconds, and
// opens for this purpose only. Tokens of the same plaintext differ.
func (r *Ring) Seal(purpose string, plaintext []byte, life time.Duration) string {
	k := &r.keys[0]
	raw := make([]byte, header, header+len(plaintext)+tagSize)
	raw[0] = version
	copy(raw[1:], k.id[:])
	binary.BigEndian.PutUint64(raw[1+idSize:], uint64(time.Now().Add(life).Unix()))
	rand.Read(raw[header-saltSize : header]) // never fails: it would end the program
	aead, nonce := k.aead(purpose, raw[header-saltSize:header])
	return encoding.EncodeToString(aead.Seal(raw, nonce, plaintext, raw))
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
	aead, nonce := k.aead(purpose, raw[header-saltSize:header])
	plaintext, err := aead.Open(nil, nonce, raw[header:], raw[:header])
	if err != nil {
		return nil, ErrForged
	}
	end := int64(binary.BigEndian.Uint64(raw[1+idSize:]))
	if time.Now().Add(-Skew).Unix() >= end {
		return nil, ErrExpired
	}
	return plaintext, nil
}

// aead derives the cipher and nonce of the one token with this salt and purpose.
func (k *key) aead(purpose string, salt []byte) (cipher.AEAD, []byte) {
	const keySize, nonceSize = 32, 12
	material, err := hkdf.Expand(sha256.New, k.prk, "token\x00"+string(salt)+purpose, keySize+nonceSize)
	if err != nil {
		panic("seal: " + err.Error()) // only a length past 8 KiB
	}
	block, err := aes.NewCipher(material[:keySize])
	if err != nil {
		panic("seal: " + err.Error()) // only another key size
	}
	aead, err := cipher.NewGCM(block)
	if err != nil {
		panic("seal: " + err.Error()) // only another block size
	}
	return aead, material[keySize:]
}
