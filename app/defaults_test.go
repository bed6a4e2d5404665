package app

import (
	"testing"
	"time"
)

func TestRow22SlowHeadersHave5SecondsAndSlowBodies30(t *testing.T) {
	got, err := Timeouts{}.withDefaults()
	want := Timeouts{Header: 5 * time.Second, Read: 30 * time.Second, Write: time.Minute, Idle: 2 * time.Minute, Drain: 15 * time.Second}
	if err != nil || got != want {
		t.Errorf("got %+v, %v, want %+v", got, err, want)
	}
}
