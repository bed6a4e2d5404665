package html

import "strings"

// chosen is the attribute of a select's option that has its value.
const chosen = " selected"

// choose marks the option with this value in a select whose start tag ends at from. The
// views noted from the one with index first on move along.
func (w *writer) choose(dst []byte, from, first int, value string) []byte {
	at := optionWith(string(dst[from:]), value)
	if at < 0 {
		return dst
	}
	at += from
	rest := len(dst) - at
	dst = append(dst, chosen...)
	copy(dst[len(dst)-rest:], dst[at:])
	copy(dst[at:], chosen)
	for i := first; i < len(w.found); i += 2 {
		if w.found[i] > at {
			w.found[i] += len(chosen)
		}
	}
	return dst
}

// optionWith finds the option with this value in a select's content and returns the place
// behind its name, -1 if there is none. The content is our own: attributes are quoted,
// and '<' starts nothing but a tag or a comment. In Raw anything may stand; then nothing
// but the choice may be wrong.
func optionWith(text, value string) int {
	inAttr, inText := string(appendAttr(nil, value)), string(appendText(nil, value))
	for at := 0; ; {
		k := strings.IndexByte(text[at:], '<')
		if k < 0 {
			return -1
		}
		at += k
		if strings.HasPrefix(text[at:], "<!--") {
			if k = strings.Index(text[at:], "-->"); k < 0 {
				return -1
			}
			at += k
			continue
		}
		end := at + tagEnd(text[at:])
		if !strings.HasPrefix(text[at:], "<option") {
			at = end
			continue
		}
		at += len("<option")
		have, ok := attrValue(text[at:end])
		want := inAttr
		if !ok {
			have, _, _ = strings.Cut(text[min(end+1, len(text)):], "<")
			have, want = strings.Join(strings.FieldsFunc(have, whitespace), " "), inText
		}
		if have == want {
			return at
		}
	}
}

// whitespace is what a browser strips and collapses in the text of an option.
func whitespace(r rune) bool {
	return r == ' ' || r == '\t' || r == '\n' || r == '\f' || r == '\r'
}

// tagEnd finds the '>' that ends a start tag, outside quotes.
func tagEnd(s string) int {
	quoted := false
	for i := range len(s) {
		switch s[i] {
		case '"':
			quoted = !quoted
		case '>':
			if !quoted {
				return i
			}
		}
	}
	return len(s)
}

// attrValue finds value="..." among a tag's attributes.
func attrValue(s string) (string, bool) {
	const name = ` value="`
	for i, quoted := 0, false; i+len(name) <= len(s); i++ {
		if !quoted && s[i:i+len(name)] == name {
			v, _, _ := strings.Cut(s[i+len(name):], `"`)
			return v, true
		}
		if s[i] == '"' {
			quoted = !quoted
		}
	}
	return "", false
}
