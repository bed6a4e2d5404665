// Package seal makes tokens that only this program can read and nobody can alter: what a
// cookie, a page or a link carries to a browser and back.
//
// # Purpose
//
// A [Ring] is made from the program's secrets. Its first secret seals, all of them open, so
// a secret is replaced by putting a new one in front and taking the old one out when its
// tokens have run out. A token is sealed for a purpose and opens for no other.
//
// # Shape
//
// A token is base64url without padding over: a version byte, 4 bytes naming the secret, the
// end of its life in Unix seconds (8 bytes), a nonce of 24 random bytes, and
// XChaCha20-Poly1305 over the plaintext. A purpose's key is derived from the secret by
// HKDF-SHA256, once; nonces of that length may be drawn by any number of nodes without one
// ever coming twice. What precedes the ciphertext is authenticated with it.
//
// An [ID] is a token that says nothing: random bits, for what the server remembers itself.
//
// # Concurrency
//
// A Ring is safe for use by any number of goroutines.
//
// # Errors
//
// [ErrUnknownKey] means a token of another time: the page is to be loaded again. [ErrForged]
// means that nobody here made it. [ErrExpired] is said of genuine tokens only.
package seal
