package wire

import (
	"bytes"
	"hash/maphash"
	"sync"
)

// A keySet remembers the keys of one object by their hash under a seed of this process: two
// keys fall together once in 2^64. A few are compared one by one; beyond, a map from the
// pool keeps ten thousand keys from costing the square of that.
type keySet struct {
	n    int
	few  [8]uint64
	many map[uint64]struct{}
}

var (
	keySeed = maphash.MakeSeed()
	keyMaps = sync.Pool{New: func() any { return make(map[uint64]struct{}, 64) }}
)

// add takes the text of a key, still escaped, and reports whether it is new.
func (s *keySet) add(key []byte) bool {
	h := keyHash(key)
	if s.many != nil {
		before := len(s.many)
		s.many[h] = struct{}{}
		return len(s.many) > before
	}
	for _, other := range s.few[:s.n] {
		if other == h {
			return false
		}
	}
	if s.n < len(s.few) {
		s.few[s.n] = h
		s.n++
		return true
	}
	s.many = keyMaps.Get().(map[uint64]struct{})
	for _, other := range s.few {
		s.many[other] = struct{}{}
	}
	s.many[h] = struct{}{}
	return true
}

func (s *keySet) free() {
	if s.many != nil {
		clear(s.many)
		keyMaps.Put(s.many)
	}
}

func keyHash(key []byte) uint64 {
	if bytes.IndexByte(key, '\\') < 0 {
		return maphash.Bytes(keySeed, key)
	}
	var room [64]byte
	return maphash.Bytes(keySeed, appendUnescaped(room[:0], key))
}
