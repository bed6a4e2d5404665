package live

import "time"

// pace is a rate and a burst: an event costs so many nanoseconds of credit, which grows with time up to
// a bound. The zero pace is free.
type pace struct{ every, room int64 }

func paceOf(perSecond, burst int) pace {
	if perSecond < 0 {
		return pace{}
	}
	every := int64(time.Second) / int64(perSecond)
	return pace{every, every * int64(burst)}
}

// take pays for one event at the time now, or reports that there is no credit for it. until is when all
// events so far are paid for; it belongs to whoever is metered.
func (p pace) take(until *int64, now int64) bool {
	_, ok := p.reserve(until, now, 0)
	return ok
}

// reserve pays for one event that may have to wait for its credit, and returns how long; or reports that it
// would be longer than most.
func (p pace) reserve(until *int64, now, most int64) (time.Duration, bool) {
	if p.every == 0 {
		return 0, true
	}
	paid := max(*until, now) + p.every
	wait := max(0, paid-p.room-now)
	if wait > most {
		return 0, false
	}
	*until = paid
	return time.Duration(wait), true
}

// queue gives whoever came when there was no credit a time to come back at, each a later one, the first of
// them not before least from now, and returns how long that is. last is the time given last; no wait is
// longer than most.
func (p pace) queue(last *int64, now, least, most int64) time.Duration {
	*last = min(max(*last, now+least)+p.every, now+most)
	return time.Duration(*last - now)
}

// meter is how much a client has sent. It is owned by the socket's reader.
type meter struct {
	events, joins int64 // paid for until
	refused       int64 // the last refusal of an event
	began         int64 // the first of those that followed each other within a second
}

// slowness is how long the reader of a client that is over the rate pauses after each message. It refuses some
// hundreds in a second, or 20 times the rate if that is more; the rest of a flood is not read meanwhile, and costs
// the others little.
func (p pace) slowness() time.Duration { return min(time.Millisecond, time.Duration(p.every/20)) }

// verdict is what becomes of one event.
type verdict uint8

const (
	withinRate verdict = iota
	overRate
	overTime // over the rate for so long that the client does not mean well
)

// event meters one event that comes now.
func (e *Engine) event(m *meter, now int64) verdict {
	if e.eventPace.take(&m.events, now) {
		return withinRate
	}
	if m.refused == 0 || now-m.refused > int64(time.Second) {
		m.began = now
	}
	m.refused = now
	if e.limits.RateTime >= 0 && now-m.began >= int64(e.limits.RateTime) {
		return overTime
	}
	return overRate
}
