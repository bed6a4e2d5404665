package live

import (
	"container/list"
	"slices"
	"time"

	"github.com/azu-live/azu/internal/wire"
)

// kept is a session on a shelf: mounted and not joined, or detached.
type kept struct {
	s         *session
	login, ip string        // it is counted by; empty ones are not
	bytes     int           // of the session and what is kept for it here
	until     int64         // by the engine's clock
	place     *list.Element // on its shelf
	shelf     *shelf
}

// shelf keeps sessions that no socket holds, each for the same time and all within bounds. When a bound
// is reached the oldest goes: of the same login or address if it is theirs, else of all. One that would
// not fit on an empty shelf goes itself, and no other. Guarded by the engine's mu.
type shelf struct {
	life                          time.Duration
	perLogin, perIP, count, bytes int // negative: no limit

	order   list.List // of *kept, the oldest first
	size    int
	byLogin map[string][]*kept // the oldest first
	byIP    map[string][]*kept
}

// perKept estimates what it takes to keep a session, beside the session itself: its place in the order
// and in the maps by which it is counted and found.
const perKept = 256

// put adds a session and returns those that had to go.
func (sh *shelf) put(k *kept, now int64) (out []*kept) {
	if k.bytes += perKept; wire.Over(k.bytes, sh.bytes) {
		return []*kept{k}
	}
	k.until, k.shelf = now+int64(sh.life), sh
	if sh.byLogin == nil {
		sh.byLogin, sh.byIP = map[string][]*kept{}, map[string][]*kept{}
	}
	if mine := sh.byLogin[k.login]; k.login != "" && wire.Over(len(mine)+1, sh.perLogin) {
		out = append(out, sh.take(mine[0]))
	}
	if mine := sh.byIP[k.ip]; k.ip != "" && wire.Over(len(mine)+1, sh.perIP) {
		out = append(out, sh.take(mine[0]))
	}
	for sh.order.Len() > 0 && (wire.Over(sh.order.Len()+1, sh.count) || wire.Over(sh.size+k.bytes, sh.bytes)) {
		out = append(out, sh.take(sh.order.Front().Value.(*kept)))
	}
	k.place = sh.order.PushBack(k)
	sh.size += k.bytes
	if k.login != "" {
		sh.byLogin[k.login] = append(sh.byLogin[k.login], k)
	}
	if k.ip != "" {
		sh.byIP[k.ip] = append(sh.byIP[k.ip], k)
	}
	return out
}

// take removes a session.
func (sh *shelf) take(k *kept) *kept {
	sh.order.Remove(k.place)
	sh.size -= k.bytes
	without(sh.byLogin, k.login, k)
	without(sh.byIP, k.ip, k)
	k.shelf, k.s.kept = nil, nil
	return k
}

// resize notes that a session takes n bytes now, what keeping it takes left out, and returns those that
// have to go for it.
func (sh *shelf) resize(k *kept, n int) (out []*kept) {
	n += perKept
	sh.size += n - k.bytes
	if k.bytes = n; wire.Over(n, sh.bytes) {
		return []*kept{sh.take(k)}
	}
	for wire.Over(sh.size, sh.bytes) {
		out = append(out, sh.take(sh.order.Front().Value.(*kept)))
	}
	return out
}

func without(m map[string][]*kept, key string, k *kept) {
	list := m[key]
	i := slices.Index(list, k)
	if i < 0 {
		return
	}
	if list = slices.Delete(list, i, i+1); len(list) == 0 {
		delete(m, key)
	} else {
		m[key] = list
	}
}

// due removes the sessions whose time is over, and returns when the next one's will be, 0 for none.
func (sh *shelf) due(now int64) (out []*kept, next int64) {
	for sh.order.Len() > 0 {
		k := sh.order.Front().Value.(*kept)
		if k.until > now {
			return out, k.until
		}
		out = append(out, sh.take(k))
	}
	return out, 0
}
