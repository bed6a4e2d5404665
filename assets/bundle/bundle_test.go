package bundle_test

import (
	"bytes"
	"testing"

	"github.com/azu-live/azu/assets"
	"github.com/azu-live/azu/assets/bundle"
)

const root = "../.."

func TestTheCommittedClientIsBuiltFromItsSource(t *testing.T) {
	script := build(t)
	if !bytes.Equal(script, assets.Spark()) {
		t.Error("assets/dist/azu-spark.js is not what its source gives: run make assets and commit it")
	}
}

func TestTheClientStaysWithinTenKilobytes(t *testing.T) {
	size, err := bundle.SizeOf(build(t))
	if err != nil {
		t.Fatal(err)
	}
	if limit := 10 * 1024; size.Brotli > limit {
		t.Errorf("the client has %d bytes after brotli, more than %d", size.Brotli, limit)
	}
}

func build(t *testing.T) []byte {
	t.Helper()
	script, err := bundle.Spark(root)
	if err != nil {
		t.Fatal(err)
	}
	return script
}
