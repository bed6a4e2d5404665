package app

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
)

// trustedTypesPolicy is the policy the Spark client makes its markup with.
const trustedTypesPolicy = "azu"

// policy is a Content-Security-Policy, directive by directive, without the nonce.
type policy struct {
	before, after string // what stands around the nonce
}

// strict is the policy of every answer: only scripts that carry the answer's nonce run, nothing is
// inline, no other site embeds us, and the DOM takes markup from the Spark client's policy alone.
func strict() map[string][]string {
	return map[string][]string{
		"default-src":               {"'self'"},
		"img-src":                   {"'self'", "data:"},
		"object-src":                {"'none'"},
		"base-uri":                  {"'none'"},
		"form-action":               {"'self'"},
		"frame-ancestors":           {"'self'"},
		"require-trusted-types-for": {"'script'"},
		"trusted-types":             {trustedTypesPolicy},
	}
}

// newPolicy adds the sources of a Config to the strict policy.
func newPolicy(sources map[string][]string) policy {
	all := strict()
	scripts := sources["script-src"]
	for directive, list := range sources {
		if directive == "script-src" {
			continue
		}
		own, ok := all[directive]
		if !ok {
			own = all["default-src"]
		}
		if slices.Equal(own, []string{"'none'"}) {
			own = nil // 'none' means something only when it stands alone
		}
		all[directive] = append(slices.Clone(own), list...)
	}
	var rest []string
	for _, directive := range slices.Sorted(maps.Keys(all)) {
		rest = append(rest, directive+" "+strings.Join(all[directive], " "))
	}
	return policy{
		before: strings.Join(rest, "; ") + "; script-src 'nonce-",
		after:  strings.Join(append([]string{"'"}, scripts...), " "),
	}
}

// with is the header's value for one answer.
func (p policy) with(nonce string) string { return p.before + nonce + p.after }

// checkSources refuses what would break out of its directive, or the rules that hold for every page.
func checkSources(directive string, sources []string) error {
	if !strings.HasSuffix(directive, "-src") && directive != "form-action" && directive != "frame-ancestors" {
		return fmt.Errorf("%q cannot be added to", directive)
	}
	for _, s := range sources {
		if s == "" || strings.ContainsAny(s, "; ,\t\r\n") {
			return fmt.Errorf("%s: %q is not one source", directive, s)
		}
		if strings.HasPrefix(s, "'unsafe-") {
			return fmt.Errorf("%s: %s is refused: Azu needs no inline code and no eval", directive, s)
		}
	}
	return nil
}

// nonceKey finds an answer's nonce in the request's context.
type nonceKey struct{}

// withNonce gives the request's answer a nonce: 128 random bits.
func withNonce(r *http.Request) *http.Request {
	var b [16]byte
	rand.Read(b[:])
	return r.WithContext(context.WithValue(r.Context(), nonceKey{}, base64.RawStdEncoding.EncodeToString(b[:])))
}

func nonce(r *http.Request) string {
	s, _ := r.Context().Value(nonceKey{}).(string)
	return s
}

// setHeaders sets what every answer carries.
func (a *App) setHeaders(header http.Header, nonce string) {
	header.Set("Content-Security-Policy", a.policy.with(nonce))
	header.Set("X-Content-Type-Options", "nosniff")
	header.Set("Referrer-Policy", "strict-origin-when-cross-origin")
	header.Set("Cross-Origin-Opener-Policy", "same-origin")
	header.Set("Cross-Origin-Resource-Policy", "same-origin")
}
