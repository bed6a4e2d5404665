package app

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"net/http"
)

// visit is what the app notes of a request, in its context.
type visit struct {
	nonce string // set once in withVisit
	login string // owned by the request's goroutine; "" until a page has asked who it is
}

type visitKey struct{}

// withVisit begins a visit, whose answer has a nonce of 128 random bits.
func withVisit(r *http.Request) *http.Request {
	var raw [16]byte
	rand.Read(raw[:])
	var text [22]byte
	base64.RawStdEncoding.Encode(text[:], raw[:])
	v := &visit{nonce: string(text[:])}
	return r.WithContext(context.WithValue(r.Context(), visitKey{}, v))
}

// visitOf is nil for a request that ServeHTTP has not seen.
func visitOf(r *http.Request) *visit {
	v, _ := r.Context().Value(visitKey{}).(*visit)
	return v
}

func nonce(r *http.Request) string {
	if v := visitOf(r); v != nil {
		return v.nonce
	}
	return ""
}
