package app

import (
	"crypto/rand"
	"encoding/base64"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"

	"github.com/azu-live/azu/internal/seal"
)

// developmentKey is the key of a Config without keys: made once and kept in the user's cache folder, so
// that what a browser holds still opens after the program is restarted. Where it cannot be kept it lasts
// as long as the program, after one warning.
func developmentKey(log *slog.Logger) string {
	key, err := keptKey()
	if err != nil {
		log.Warn("the development key lasts as long as this program", "err", err)
		return freshKey()
	}
	return key
}

func keptKey() (string, error) {
	cache, err := os.UserCacheDir()
	if err != nil {
		return "", err
	}
	name := filepath.Join(cache, "azu", "development.key")
	key, err := readKey(name)
	if !errors.Is(err, fs.ErrNotExist) {
		return key, err
	}
	if err := os.MkdirAll(filepath.Dir(name), 0o700); err != nil {
		return "", err
	}
	// Two programs may start at once: the file appears whole, and the first one wins.
	draft, err := os.CreateTemp(filepath.Dir(name), "key-*") // of mode 0600
	if err != nil {
		return "", err
	}
	defer os.Remove(draft.Name())
	_, err = draft.WriteString(freshKey())
	if err = errors.Join(err, draft.Close()); err != nil {
		return "", err
	}
	if err := os.Link(draft.Name(), name); err != nil && !errors.Is(err, fs.ErrExist) {
		return "", err
	}
	return readKey(name)
}

func readKey(name string) (string, error) {
	key, err := os.ReadFile(name)
	if err != nil {
		return "", err
	}
	if len(key) < seal.MinSecret {
		return "", fmt.Errorf("%s is too short for a key: remove it", name)
	}
	return string(key), nil
}

func freshKey() string {
	var b [seal.MinSecret]byte
	rand.Read(b[:])
	return base64.RawStdEncoding.EncodeToString(b[:])
}
