package wire

import "iter"

// Elements walks over the raw elements of a JSON array that was checked before, by [Scan],
// [Value] or as part of what was. Anything else has none.
func Elements(raw []byte) iter.Seq[[]byte] {
	return func(yield func([]byte) bool) {
		if len(raw) < 2 || raw[0] != '[' {
			return
		}
		for i := space(raw, 1); i < len(raw) && raw[i] != ']'; {
			end, err := value(raw, i, 0)
			if err != nil || !yield(raw[i:end]) {
				return
			}
			if i = space(raw, end); i < len(raw) && raw[i] == ',' {
				i = space(raw, i+1)
			}
		}
	}
}

// Members walks over the keys and raw values of a JSON object that was checked before, as
// [Elements] does.
func Members(raw []byte) iter.Seq2[string, []byte] {
	return func(yield func(string, []byte) bool) {
		if len(raw) < 2 || raw[0] != '{' {
			return
		}
		for i := space(raw, 1); i < len(raw) && raw[i] == '"'; {
			end, err := stringAt(raw, i)
			if err != nil {
				return
			}
			key, _ := decodeString(raw[i:end])
			i = space(raw, end)
			if i >= len(raw) || raw[i] != ':' {
				return
			}
			i = space(raw, i+1)
			if end, err = value(raw, i, 0); err != nil || !yield(key, raw[i:end]) {
				return
			}
			if i = space(raw, end); i < len(raw) && raw[i] == ',' {
				i = space(raw, i+1)
			}
		}
	}
}
