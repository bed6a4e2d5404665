package live

import "time"

// meter bounds the rate of a client's events. It is owned by the socket's reader.
type meter struct {
	every int64 // nanoseconds an event costs; 0 for no limit
	room  int64 // nanoseconds of credit
	until int64 // when all events so far are paid for
	limit int64 // how long a client may be over the rate

	refused int64 // the last refusal
	began   int64 // the first of those that followed each other within a second
}

func newMeter(l Limits) meter {
	if l.EventRate < 0 {
		return meter{}
	}
	every := int64(time.Second) / int64(l.EventRate)
	return meter{every: every, room: every * int64(l.EventBurst), limit: int64(l.RateTime)}
}

// verdict is what becomes of one event.
type verdict uint8

const (
	withinRate verdict = iota
	overRate
	overTime // over the rate for so long that the client does not mean well
)

// take meters an event that comes now.
func (m *meter) take(now int64) verdict {
	if m.every == 0 {
		return withinRate
	}
	m.until = max(m.until, now)
	if m.until+m.every-now <= m.room {
		m.until += m.every
		return withinRate
	}
	if m.refused == 0 || now-m.refused > int64(time.Second) {
		m.began = now
	}
	m.refused = now
	if m.limit >= 0 && now-m.began >= m.limit {
		return overTime
	}
	return overRate
}
