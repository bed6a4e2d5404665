package html

// invalidURL stands where a URL was refused. It leads nowhere, and tells a developer who
// meets it where to look.
const invalidURL = "about:invalid#azu"

// CheckURL returns a URL that is safe in an attribute such as href or src: s itself when
// it is relative or its scheme is http, https, mailto or tel, otherwise
// "about:invalid#azu". Schemes are found as browsers find them: control characters and
// spaces before the URL, and tabs and line breaks anywhere, don't count. It says
// nothing about where the URL leads: check against your own list before you redirect.
//
// Every URL attribute passes it, also those set by Attr. It allocates nothing.
func CheckURL(s string) string {
	i := 0
	for i < len(s) && s[i] <= ' ' {
		i++
	}
	var scheme [len("mailto") + 1]byte // one more, so that a longer scheme differs
	n := 0
	for ; i < len(s); i++ {
		c := s[i]
		switch {
		case 'A' <= c && c <= 'Z':
			c += 'a' - 'A'
		case 'a' <= c && c <= 'z':
		case n > 0 && ('0' <= c && c <= '9' || c == '+' || c == '-' || c == '.'):
		case c == '\t', c == '\n', c == '\r', c == 0:
			continue // NUL: a parser may drop it and join what stands around it
		case n > 0 && c == ':':
			switch string(scheme[:min(n, len(scheme))]) {
			case "http", "https", "mailto", "tel":
				return s
			}
			return invalidURL
		default:
			return s // relative
		}
		if n < len(scheme) {
			scheme[n] = c
		}
		n++
	}
	return s
}
