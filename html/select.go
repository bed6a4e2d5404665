package html

import "strings"

// chooseOption marks the option of a select whose start tag ends at from. The markup is
// our own: attributes are quoted, and only a tag starts with '<'.
func chooseOption(dst []byte, from int, value string) []byte {
	if from < 0 {
		return dst
	}
	text := string(dst[from:])
	want := string(appendAttr(nil, value))
	for at := 0; ; {
		k := strings.Index(text[at:], "<option")
		if k < 0 {
			return dst
		}
		at += k + len("<option")
		end := at + tagEnd(text[at:])
		have, ok := attrValue(text[at:end])
		if !ok {
			have = text[end+1 : end+1+strings.IndexByte(text[end+1:], '<')]
			have = strings.Join(strings.FieldsFunc(have, whitespace), " ")
			ok = have == string(appendText(nil, value))
		} else {
			ok = have == want
		}
		if ok {
			const chosen = " selected"
			dst = append(dst, chosen...)
			copy(dst[from+at+len(chosen):], text[at:])
			copy(dst[from+at:], chosen)
			return dst
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
			v := s[i+len(name):]
			return v[:strings.IndexByte(v, '"')], true
		}
		if s[i] == '"' {
			quoted = !quoted
		}
	}
	return "", false
}
