package seal_test

import (
	"encoding/base64"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/azu-live/azu/internal/seal"
)

var (
	first  = strings.Repeat("1", 32)
	second = strings.Repeat("2", 32)
)

func ring(t testing.TB, secrets ...string) *seal.Ring {
	t.Helper()
	r, err := seal.NewRing(secrets...)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestATokenOpensForItsPurposeOnly(t *testing.T) {
	r := ring(t, first)
	for _, plaintext := range []string{"", "x", strings.Repeat("long ", 1000)} {
		token := r.Seal("join", []byte(plaintext), time.Minute)
		if got, err := r.Open("join", token); err != nil || string(got) != plaintext {
			t.Errorf("opened %q, %v", got, err)
		}
		for _, purpose := range []string{"", "Join", "join ", "cookie"} {
			if _, err := r.Open(purpose, token); err != seal.ErrForged {
				t.Errorf("opened for %q: %v", purpose, err)
			}
		}
		if len(plaintext) > 10 && strings.Contains(token, base64.RawURLEncoding.EncodeToString([]byte(plaintext[:9]))) {
			t.Error("the token shows its plaintext")
		}
	}
	if one, other := r.Seal("join", nil, time.Minute), r.Seal("join", nil, time.Minute); one == other {
		t.Error("two tokens are the same")
	}
}

func TestRow9ATokenChangedAnywhereIsForged(t *testing.T) {
	r := ring(t, first, second)
	token := r.Seal("join", []byte("ann"), time.Minute)
	raw, err := base64.RawURLEncoding.DecodeString(token)
	if err != nil {
		t.Fatal(err)
	}
	for i := range len(raw) * 8 {
		bad := append([]byte(nil), raw...)
		bad[i/8] ^= 1 << (i % 8)
		if got, err := r.Open("join", base64.RawURLEncoding.EncodeToString(bad)); err == nil || got != nil || errors.Is(err, seal.ErrExpired) {
			t.Errorf("with bit %d changed: %q, %v", i, got, err)
		}
	}
	for i := range raw {
		if _, err := r.Open("join", base64.RawURLEncoding.EncodeToString(raw[:i])); err == nil {
			t.Errorf("cut to %d bytes it opens", i)
		}
	}
	for _, bad := range []string{"", "a", "!!!!", token + "A", token + "=", token[:10] + "\n" + token[10:], token + token, strings.Repeat("A", 1<<20), strings.ToUpper(token)} {
		if _, err := r.Open("join", bad); err == nil {
			t.Errorf("%.80q opens", bad)
		}
	}
	if _, err := r.Open("join", token); err != nil {
		t.Error(err)
	}
}

func TestRow10AnAddedKeyOpensAndARemovedOneIsUnknown(t *testing.T) {
	token := ring(t, first).Seal("join", []byte("ann"), time.Hour)
	if got, err := ring(t, second, first).Open("join", token); err != nil || string(got) != "ann" {
		t.Errorf("with a new key in front: %q, %v", got, err)
	}
	if _, err := ring(t, second).Open("join", token); err != seal.ErrUnknownKey {
		t.Errorf("with the old key gone: %v", err)
	}
	fresh := ring(t, second, first).Seal("join", nil, time.Hour)
	if _, err := ring(t, first).Open("join", fresh); err != seal.ErrUnknownKey {
		t.Errorf("sealed by the second: %v", err)
	}
}

func TestRow30ATokenExpiresAMinuteAfterItsEnd(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := ring(t, first)
		token := r.Seal("query", nil, time.Minute)
		time.Sleep(time.Minute + 59*time.Second) // of which a minute is for clocks that differ
		if _, err := r.Open("query", token); err != nil {
			t.Errorf("after 119 s: %v", err)
		}
		time.Sleep(time.Second)
		if _, err := r.Open("query", token); err != seal.ErrExpired {
			t.Errorf("after 120 s: %v", err)
		}
		if _, err := r.Open("other", token); err != seal.ErrForged {
			t.Errorf("expired, and for another purpose: %v", err)
		}
	})
}

// What sealed tokens before this shape is of another time, as an unknown key's is.
func TestATokenOfAnotherVersionIsUnknown(t *testing.T) {
	r := ring(t, first)
	raw, err := base64.RawURLEncoding.DecodeString(r.Seal("join", nil, time.Hour))
	if err != nil {
		t.Fatal(err)
	}
	for _, version := range []byte{0, 1, 3} {
		raw[0] = version
		if _, err := r.Open("join", base64.RawURLEncoding.EncodeToString(raw)); err != seal.ErrUnknownKey {
			t.Errorf("version %d: %v", version, err)
		}
	}
}

func TestARingNeedsGoodSecrets(t *testing.T) {
	for _, secrets := range [][]string{{}, {""}, {"short"}, {first, "short"}, {first, first}} {
		if _, err := seal.NewRing(secrets...); err == nil {
			t.Errorf("a ring of %q", secrets)
		}
	}
}

func TestARingIsUsedFromManyGoroutines(t *testing.T) {
	r := ring(t, first, second)
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for i := range 100 {
				token := r.Seal("x", fmt.Append(nil, i), time.Minute)
				if got, err := r.Open("x", token); err != nil || string(got) != fmt.Sprint(i) {
					t.Errorf("%q, %v", got, err)
				}
			}
		})
	}
	wg.Wait()
}

func TestIDsDiffer(t *testing.T) {
	seen := map[string]bool{}
	for range 1000 {
		id := seal.NewID()
		if s := id.String(); len(s) != 22 || seen[s] {
			t.Fatalf("ID %q", s)
		} else if again, ok := seal.ParseID(s); !ok || again != id {
			t.Fatalf("%q is read as %v, %v", s, again, ok)
		}
		seen[id.String()] = true
	}
}

func TestAnIDHasOneSpelling(t *testing.T) {
	id := strings.Repeat("A", 22)
	if _, ok := seal.ParseID(id); !ok {
		t.Errorf("%q is refused", id)
	}
	for _, s := range []string{"", id[1:], id + "A", id[:21] + "B", id[:21] + "=", id[:21] + "\n", id[:20] + "\r\n", id[:21] + "+"} {
		if got, ok := seal.ParseID(s); ok || got != (seal.ID{}) {
			t.Errorf("%q is read as %v", s, got)
		}
	}
}

// FuzzOpen tries texts of all kinds, and a token with another character somewhere.
func FuzzOpen(f *testing.F) {
	r := ring(f, first, second)
	token := r.Seal("join", []byte("ann"), time.Hour) // another one in each of the processes that fuzz
	for at, s := range []string{"", "AQ", strings.Repeat("A", 80), ring(f, second).Seal("join", nil, -time.Hour)} {
		f.Add(s, uint(at), byte('A'))
	}
	f.Fuzz(func(t *testing.T, s string, at uint, with byte) {
		changed := []byte(token)
		changed[at%uint(len(token))] = with
		for _, s := range []string{s, s + token, token + s, token[:at%uint(len(token))], string(changed)} {
			if plaintext, err := r.Open("join", s); err == nil && s != token {
				t.Fatalf("%q opens as %q", s, plaintext)
			}
		}
	})
}

func BenchmarkSeal(b *testing.B) {
	r, plaintext := ring(b, first), make([]byte, 64)
	b.ReportAllocs()
	for b.Loop() {
		r.Seal("join", plaintext, time.Minute)
	}
}

func BenchmarkOpen(b *testing.B) {
	r := ring(b, first)
	token := r.Seal("join", make([]byte, 64), time.Minute)
	b.ReportAllocs()
	for b.Loop() {
		r.Open("join", token)
	}
}

func ExampleRing() {
	old, current := strings.Repeat("o", 32), strings.Repeat("c", 32) // from the configuration
	ring, err := seal.NewRing(current, old)
	if err != nil {
		panic(err)
	}
	token := ring.Seal("join", []byte("ann"), 24*time.Hour)
	plaintext, err := ring.Open("join", token)
	fmt.Printf("%s %v\n", plaintext, err)

	_, err = ring.Open("cookie", token)
	fmt.Println(err)
	// Output:
	// ann <nil>
	// seal: forged
}
