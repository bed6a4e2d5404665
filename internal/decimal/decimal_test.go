package decimal_test

import (
	"math"
	"strconv"
	"testing"

	"github.com/azu-live/azu/internal/decimal"
)

func TestNumbersAreWrittenAsStrconvWritesThem(t *testing.T) {
	check := func(v int64) {
		t.Helper()
		if got, want := string(decimal.AppendInt([]byte("x"), v)), "x"+strconv.FormatInt(v, 10); got != want {
			t.Errorf("AppendInt: %s, want %s", got, want)
		}
		if got, want := string(decimal.Append([]byte("x"), uint64(v))), "x"+strconv.FormatUint(uint64(v), 10); got != want {
			t.Errorf("Append: %s, want %s", got, want)
		}
	}
	for v := int64(-1100); v <= 1100; v++ {
		check(v)
	}
	for v := int64(1); v > 0 && v < math.MaxInt64/10; v *= 10 {
		for _, near := range []int64{v - 1, v, v + 1, 7 * v} {
			check(near)
			check(-near)
		}
	}
	check(math.MaxInt64)
	check(math.MinInt64)
}

func FuzzAppendInt(f *testing.F) {
	f.Add(int64(0))
	f.Add(int64(-999_1000))
	f.Fuzz(func(t *testing.T, v int64) {
		if got := string(decimal.AppendInt(nil, v)); got != strconv.FormatInt(v, 10) {
			t.Errorf("%d is written as %s", v, got)
		}
	})
}

func BenchmarkAppend(b *testing.B) {
	var dst []byte
	for _, v := range []uint64{7, 42, 512, 123456} {
		b.Run(strconv.FormatUint(v, 10), func(b *testing.B) {
			for b.Loop() {
				dst = decimal.Append(dst[:0], v)
			}
		})
	}
}
