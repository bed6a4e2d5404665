package app

import (
	"fmt"
	"maps"
	"net/http"
	"regexp"
	"slices"
	"strings"
)

// trustedTypesPolicy is the policy the Spark client makes its markup with.
const trustedTypesPolicy = "azu"

// policy is a Content-Security-Policy but for the nonce.
type policy struct {
	before, after string // the nonce
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

// newPolicy adds the sources of a Config to the strict policy. A directive that this does not have begins
// with what held for it before: the sources of default-src, with those that the Config adds there.
func newPolicy(sources map[string][]string) policy {
	all := strict()
	all["default-src"] = append(all["default-src"], sources["default-src"]...)
	scripts := sources["script-src"]
	for directive, list := range sources {
		if directive == "script-src" || directive == "default-src" {
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

// addable are the directives of a Config's Sources.
var addable = regexp.MustCompile(`^([a-z]+-src|form-action|frame-ancestors)$`)

// checkSources refuses what would break out of its directive, or the rules that hold for every page.
func checkSources(directive string, sources []string) error {
	if !addable.MatchString(directive) {
		return fmt.Errorf("%q cannot be added to", directive)
	}
	for _, s := range sources {
		if s == "" || strings.ContainsFunc(s, func(r rune) bool { return r <= ' ' || r >= 0x7f || r == ';' || r == ',' }) {
			return fmt.Errorf("%s: %q is not one source", directive, s)
		}
		if strings.HasPrefix(strings.ToLower(s), "'unsafe-") { // browsers do not mind the case
			return fmt.Errorf("%s: %s is refused: Azu needs no inline code and no eval", directive, s)
		}
	}
	return nil
}

// Values of headers that are the same in all answers. They are never written to: a Header's methods put
// another slice in the place of theirs.
var (
	noSniff    = []string{"nosniff"}
	referrer   = []string{"strict-origin-when-cross-origin"}
	sameOrigin = []string{"same-origin"}
	typeHTML   = []string{"text/html; charset=utf-8"}
)

// setHeaders sets what every answer carries.
func (a *App) setHeaders(header http.Header, nonce string) {
	header["Content-Security-Policy"] = []string{a.policy.with(nonce)}
	header["X-Content-Type-Options"] = noSniff
	header["Referrer-Policy"] = referrer
	header["Cross-Origin-Opener-Policy"] = sameOrigin
	header["Cross-Origin-Resource-Policy"] = sameOrigin
}
