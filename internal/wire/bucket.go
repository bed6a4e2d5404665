package wire

import "time"

// A Bucket meters a rate: it holds up to Burst tokens and gains Rate of them a second. The
// zero value with Rate and Burst set starts full. It has one owner.
type Bucket struct {
	Rate, Burst int // a Rate below zero meters nothing

	spent float64 // tokens missing to a full bucket
	last  time.Time
}

// Take takes n tokens at the time now, or reports false and takes none when there are fewer.
// Time that runs backwards counts as standing still.
func (b *Bucket) Take(now time.Time, n int) bool {
	if b.Rate < 0 {
		return true
	}
	if gone := now.Sub(b.last); gone > 0 {
		b.spent = max(0, b.spent-gone.Seconds()*float64(b.Rate))
		b.last = now
	}
	if b.spent+float64(n) > float64(b.Burst) {
		return false
	}
	b.spent += float64(n)
	return true
}
