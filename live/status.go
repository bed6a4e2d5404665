package live

import (
	"errors"
	"net/http"
	"net/url"
	"strings"
)

// statusError is an error that says how an HTTP request is to be answered.
type statusError struct {
	code int
	to   string // for a redirect
	text string
}

func (e *statusError) Error() string { return e.text }

// Errors that say to the visitor what has happened, wrapped too. Returned by Mount or Params they answer the
// HTTP request with a status. Returned by the handler of an event they refuse it; the view stays as the
// handler has left it, and its Failed, if it has one, is told. Returned by Connected, a timer or a
// function of Do, where nobody waits for an answer, they are errors like any other: the view's Failed is
// told, or its boundary shows.
var (
	// NotFound answers 404, or refuses an event with "not_found".
	NotFound error = &statusError{code: http.StatusNotFound, text: "not found"}
	// Forbidden answers 403, or refuses an event with "denied".
	Forbidden error = &statusError{code: http.StatusForbidden, text: "forbidden"}
)

// Redirect is an error that Mount, Params and handlers of events return to send the visitor to another path
// of this site: the answer to the HTTP request is 303, a page that is open loads the other one. Returned by
// anything else it is an error like any other. The path starts with one slash and holds no backslash or control character;
// anything else panics, for a target taken from a request is how open redirects are made.
func Redirect(to string) error {
	if !LocalPath(to) {
		panic("live: Redirect to " + to + ": want a path of this site, such as /login")
	}
	return &statusError{code: http.StatusSeeOther, to: to, text: "redirect to " + to}
}

// LocalPath reports whether to is a path of this site, with or without query and fragment: it starts
// with exactly one slash and holds no backslash and no control character, which browsers would read as
// another site's address or drop.
func LocalPath(to string) bool {
	if to == "" || to[0] != '/' || len(to) > 1 && to[1] == '/' {
		return false
	}
	for i := range len(to) {
		if c := to[i]; c < 0x20 || c == 0x7f || c == '\\' {
			return false
		}
	}
	return true
}

// Status is the HTTP status an error of Engine.Mount asks for: 200 for nil, that of NotFound, Forbidden
// and Redirect, else 500.
func Status(err error) int {
	if err == nil {
		return http.StatusOK
	}
	if e, ok := errors.AsType[*statusError](err); ok {
		return e.code
	}
	return http.StatusInternalServerError
}

// Location is where a Redirect leads, and "" for every other error.
func Location(err error) string {
	if e, ok := errors.AsType[*statusError](err); ok {
		return e.to
	}
	return ""
}

// joinURL is an address' path and query as a session has it: escaped, so that the first question mark
// parts the two.
func joinURL(u *url.URL) string {
	if u.RawQuery == "" {
		return u.EscapedPath()
	}
	return u.EscapedPath() + "?" + u.RawQuery
}

// splitURL takes the two apart again. The path is decoded.
func splitURL(s string) (path, query string) {
	path, query, _ = strings.Cut(s, "?")
	if plain, err := url.PathUnescape(path); err == nil { // as it is for what joinURL made
		path = plain
	}
	return path, query
}
