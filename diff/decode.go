package diff

import (
	"bytes"
	"errors"
	"fmt"
	"unicode/utf16"
	"unicode/utf8"
)

var errEnd = errors.New("the patch ends too early")

// decoder reads the JSON of a patch in the one form in which it is written: no spaces,
// integers only, strings of valid Unicode.
type decoder struct {
	text []byte
	i    int
}

// next is the next byte, 0 at the end.
func (d *decoder) next() byte {
	if d.i < len(d.text) {
		return d.text[d.i]
	}
	return 0
}

// take passes c, which must come next.
func (d *decoder) take(c byte) error {
	if d.i == len(d.text) {
		return errEnd
	}
	if d.text[d.i] != c {
		return fmt.Errorf("%q stands where %q belongs", d.text[d.i], c)
	}
	d.i++
	return nil
}

// more passes a comma, or the bracket that ends the array.
func (d *decoder) more() (bool, error) {
	if d.next() == ',' {
		d.i++
		return true, nil
	}
	return false, d.take(']')
}

// count reads an integer from 0 to limit.
func (d *decoder) count(limit int) (int, error) {
	n, err := d.number(int64(limit))
	return int(n), err
}

// number is count for what an int of 32 bits has no room for.
func (d *decoder) number(limit int64) (int64, error) {
	s, err := d.integer()
	if err != nil {
		return 0, err
	}
	n := int64(0)
	for _, c := range s {
		if c == '-' {
			return 0, fmt.Errorf("%s is negative", s)
		}
		n = n*10 + int64(c-'0') // at most maxBareDigits of them
	}
	if n > limit {
		return 0, fmt.Errorf("%d is more than %d", n, limit)
	}
	return n, nil
}

// bit reads 0 or 1.
func (d *decoder) bit() (byte, error) {
	n, err := d.count(1)
	return byte(n), err
}

// integer reads a canonical integer and returns its digits.
func (d *decoder) integer() ([]byte, error) {
	from := d.i
	for d.i < len(d.text) && d.i-from <= maxBareDigits+1 && (d.text[d.i] == '-' || d.text[d.i]-'0' <= 9) {
		d.i++
	}
	s := d.text[from:d.i]
	if !isInteger(s) {
		d.i = from
		if from == len(d.text) {
			return nil, errEnd
		}
		return nil, fmt.Errorf("%q starts no integer of at most %d digits", d.text[from], maxBareDigits)
	}
	return s, nil
}

// appendString reads a string and appends its text.
func (d *decoder) appendString(dst []byte) ([]byte, error) {
	if err := d.take('"'); err != nil {
		return dst, err
	}
	for d.i < len(d.text) {
		switch c := d.text[d.i]; {
		case c == '"':
			d.i++
			return dst, nil
		case c == '\\':
			r, err := d.escape()
			if err != nil {
				return dst, err
			}
			dst = utf8.AppendRune(dst, r)
		case c < 0x20:
			return dst, fmt.Errorf("a string holds the control byte %#x", c)
		case c < utf8.RuneSelf:
			dst = append(dst, c)
			d.i++
		default:
			r, n := utf8.DecodeRune(d.text[d.i:])
			if r == utf8.RuneError && n == 1 {
				return dst, errors.New("a string is not valid UTF-8")
			}
			dst = append(dst, d.text[d.i:d.i+n]...)
			d.i += n
		}
	}
	return dst, errEnd
}

// escape reads an escape, which for a character beyond 16 bits is two.
func (d *decoder) escape() (rune, error) {
	if d.i+1 >= len(d.text) {
		return 0, errEnd
	}
	c := d.text[d.i+1]
	switch c {
	case '"', '\\', '/':
	case 'b':
		c = '\b'
	case 'f':
		c = '\f'
	case 'n':
		c = '\n'
	case 'r':
		c = '\r'
	case 't':
		c = '\t'
	case 'u':
		r, err := d.unit()
		if err != nil || !utf16.IsSurrogate(r) {
			return r, err
		}
		low, err := d.unit()
		if err != nil {
			return 0, err
		}
		if r = utf16.DecodeRune(r, low); r == utf8.RuneError {
			return 0, errors.New("a string holds half of a surrogate pair")
		}
		return r, nil
	default:
		return 0, fmt.Errorf("a string holds the escape \\%c", c)
	}
	d.i += 2
	return rune(c), nil
}

// unit reads \u and four hexadecimal digits.
func (d *decoder) unit() (rune, error) {
	if !bytes.HasPrefix(d.text[d.i:], []byte(`\u`)) {
		return 0, errors.New("a string holds half of a surrogate pair")
	}
	if len(d.text)-d.i < 6 {
		return 0, errEnd
	}
	s := d.text[d.i : d.i+6]
	r := rune(0)
	for _, c := range s[2:] {
		switch {
		case c-'0' <= 9:
			c -= '0'
		case c|0x20-'a' <= 5:
			c = c | 0x20 - 'a' + 10
		default:
			return 0, fmt.Errorf("%q is no hexadecimal digit", c)
		}
		r = r<<4 | rune(c)
	}
	d.i += 6
	return r, nil
}
