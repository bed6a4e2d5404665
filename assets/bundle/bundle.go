// Package bundle builds the Spark client with esbuild. It is linked by cmd/azu and by
// tests, never by a server: esbuild adds six megabytes to a program.
package bundle

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"github.com/andybalholm/brotli"
	"github.com/evanw/esbuild/pkg/api"
)

// own are the properties that the client has on its objects only: no browser and no
// message of the protocol knows them, and they are made short. A test holds that.
const own = `acknowledge adopt again argument asker attribute boxes busy element enter extra fence field first
flush forget former given held hello holder holders instance joined keep last listen lost moulds newest node
oldest opens pass patches payload pending places pump question refusal renew resend restore
said selects sent server stands statics steady sweep template template views wake`

// Spark bundles and minifies assets/src/main.ts of the repository at root and returns
// the script. It needs nothing but the source: the client has no dependencies. The same
// source and the same esbuild give the same bytes. The error names what esbuild
// complained of, a line each.
func Spark(root string) ([]byte, error) {
	root, err := filepath.Abs(root)
	if err != nil {
		return nil, fmt.Errorf("bundle the client: %w", err)
	}
	r := api.Build(api.BuildOptions{
		AbsWorkingDir:     root,
		EntryPoints:       []string{"assets/src/main.ts"},
		Bundle:            true,
		Format:            api.FormatIIFE,
		Target:            api.ES2022,
		Charset:           api.CharsetUTF8,
		MinifyIdentifiers: true,
		MinifySyntax:      true,
		MinifyWhitespace:  true,
		MangleProps:       "^(" + strings.Join(strings.Fields(own), "|") + ")$",
		LegalComments:     api.LegalCommentsNone,
	})
	if len(r.Errors) > 0 {
		lines := make([]string, len(r.Errors))
		for i, m := range r.Errors {
			lines[i] = m.Text
			if l := m.Location; l != nil {
				lines[i] = fmt.Sprintf("%s:%d: %s", l.File, l.Line, m.Text)
			}
		}
		return nil, fmt.Errorf("bundle the client: %w", errors.New(strings.Join(lines, "\n")))
	}
	return r.OutputFiles[0].Contents, nil
}

// Size is how many bytes a script has, as it is and as it travels.
type Size struct{ Raw, Gzip, Brotli int }

// SizeOf compresses with the highest levels: gzip -9 and brotli -q 11.
func SizeOf(script []byte) (Size, error) {
	size := Size{Raw: len(script)}
	var out bytes.Buffer
	gz, err := gzip.NewWriterLevel(&out, gzip.BestCompression)
	if err != nil {
		return size, fmt.Errorf("measure the client: %w", err)
	}
	if size.Gzip, err = compressed(gz, &out, script); err != nil {
		return size, err
	}
	size.Brotli, err = compressed(brotli.NewWriterLevel(&out, brotli.BestCompression), &out, script)
	return size, err
}

func compressed(w io.WriteCloser, out *bytes.Buffer, script []byte) (int, error) {
	out.Reset()
	if _, err := w.Write(script); err != nil {
		return 0, fmt.Errorf("measure the client: %w", err)
	}
	if err := w.Close(); err != nil {
		return 0, fmt.Errorf("measure the client: %w", err)
	}
	return out.Len(), nil
}
