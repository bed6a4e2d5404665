package wire_test

import (
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/azu-live/azu/internal/wire"
)

func TestEveryLimitHasADefault(t *testing.T) {
	defaults := reflect.ValueOf(wire.DefaultLimits())
	for i := range defaults.NumField() {
		if defaults.Field(i).Int() <= 0 {
			t.Errorf("%s has no default", defaults.Type().Field(i).Name)
		}
	}
	filled, err := wire.Limits{}.Filled()
	if err != nil || filled != wire.DefaultLimits() {
		t.Errorf("the zero value is filled with %+v, %v", filled, err)
	}
}

func TestFilledKeepsWhatIsSet(t *testing.T) {
	l, err := wire.Limits{Views: 3, Silence: -1}.Filled()
	if err != nil || l.Views != 3 || l.Silence != -1 || l.Message != 64<<10 {
		t.Errorf("%+v, %v", l, err)
	}
	if _, err := (wire.Limits{WriteTime: -1}).Filled(); err == nil || !strings.Contains(err.Error(), "WriteTime") {
		t.Errorf("a negative WriteTime: %v", err)
	}
	if wire.Over(5, -1) || wire.Over(5, 5) || !wire.Over(6, 5) {
		t.Error("Over")
	}
}

func TestALimitThatLeavesNoRoomForAnotherIsRefused(t *testing.T) {
	for _, c := range []struct {
		limits wire.Limits
		field  string // "": it is taken
	}{
		{wire.Limits{ByteBurst: 32 << 10}, "ByteBurst"},
		{wire.Limits{Message: 2 << 20}, "ByteBurst"},
		{wire.Limits{KeptBytes: 8 << 20}, "Queue"},
		{wire.Limits{Message: 1 << 20}, ""},
		{wire.Limits{Message: 2 << 20, ByteRate: -1}, ""}, // then there is no burst either
		{wire.Limits{Silence: 25 * time.Second}, "Silence"},
		{wire.Limits{PingEvery: time.Minute}, "Silence"},
		{wire.Limits{PingEvery: time.Minute, Silence: -1}, ""},
		{wire.Limits{PingEvery: -1, Silence: time.Second}, "Silence"},
		{wire.Limits{PingEvery: -1}, "Silence"}, // which has its default
		{wire.Limits{PingEvery: -1, Silence: -1}, ""},
		{wire.Limits{AbandonTime: 5 * time.Second}, "AbandonTime"},
		{wire.Limits{HandlerTime: time.Minute}, "AbandonTime"},
		{wire.Limits{HandlerTime: time.Minute, AbandonTime: time.Minute}, ""},
		{wire.Limits{HandlerTime: time.Minute, AbandonTime: -1}, ""},
		{wire.Limits{HandlerTime: -1, AbandonTime: time.Second}, ""},
	} {
		_, err := c.limits.Filled()
		if (err == nil) != (c.field == "") || err != nil && !strings.HasPrefix(err.Error(), c.field+" ") {
			t.Errorf("%+v: %v, want %q", c.limits, err, c.field)
		}
	}
}

func TestAClientIsToldWhatItMaySendOnlyWhenItWouldNotKnow(t *testing.T) {
	for _, c := range []struct {
		limits wire.Limits
		want   wire.Bytes
	}{
		{wire.Limits{}, wire.Bytes{}},
		{wire.Limits{Message: 128 << 10}, wire.Bytes{Message: 128 << 10, Rate: 196, Burst: 768 << 10}},
		{wire.Limits{Message: 4096, ByteBurst: 4096, ByteRate: 4}, wire.Bytes{Message: 3072, Rate: 1, Burst: 3072}},
		{wire.Limits{ByteRate: -1}, wire.Bytes{Message: 64 << 10, Rate: 1 << 20, Burst: 768 << 10}},
	} {
		l, err := c.limits.Filled()
		if got := l.Bytes(); err != nil || got != c.want {
			t.Errorf("%+v: %+v, %v; want %+v", c.limits, got, err, c.want)
		}
	}
}

func TestABucketAllowsItsBurstThenItsRate(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := wire.Bucket{Rate: 50, Burst: 100}
		took := func(n int) (taken int) {
			for range n {
				if b.Take(time.Now(), 1) {
					taken++
				}
			}
			return taken
		}
		if got := took(1000); got != 100 {
			t.Errorf("at once %d", got)
		}
		time.Sleep(time.Second)
		if got := took(1000); got != 50 {
			t.Errorf("after a second %d", got)
		}
		time.Sleep(time.Hour)
		if got := took(1000); got != 100 {
			t.Errorf("after an hour %d", got)
		}
		if b.Take(time.Now().Add(-time.Hour), 1) {
			t.Error("time that ran backwards filled the bucket")
		}
		unlimited := wire.Bucket{Rate: -1}
		if !unlimited.Take(time.Now(), 1<<40) {
			t.Error("a rate below zero limits")
		}
	})
}

func TestCodeOfFindsTheCodeInTheChain(t *testing.T) {
	if got := wire.CodeOf(fmt.Errorf("join: %w", &wire.Error{Code: wire.Denied, Reason: "x"})); got != wire.Denied {
		t.Errorf("got %q", got)
	}
	if got := wire.CodeOf(errors.New("database")); got != wire.Failed {
		t.Errorf("got %q", got)
	}
	if got := wire.CodeOf(nil); got != "" {
		t.Errorf("got %q", got)
	}
}
