package app

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"io/fs"
	"net/http"
	"net/url"
	"path"
	"strconv"
	"strings"
	"time"
)

const (
	// A name that holds its content's hash never means anything else.
	cacheForever = "public, max-age=31536000, immutable"
	// Without the hash the browser asks each time, and mostly hears that nothing has changed.
	cacheAsking = "public, no-cache"
)

// Files serves files that do not change while the program runs, from memory. Each has two addresses: its
// name, asked for again at every use, and its name with a hash of its content, cached for good.
type Files struct {
	app    *App
	folder string           // the prefix with a slash at its end
	byName map[string]*file // by the path after the prefix, plain and hashed
}

// file is one file's content, ready to be sent.
type file struct {
	hashed string // decoded path of the address that is cached for good
	kind   string // Content-Type
	etag   string // of the plain content; weak, it is that of both
	plain  []byte
	zipped []byte // nil when it would not be smaller
}

// Files serves the files of fsys, read now, under a prefix such as "/static", for GET and HEAD. It
// panics when they cannot be read, for they are usually embedded, and when the prefix is taken, by a page
// too. Ranges are served of what is sent as it is: of pictures, sound and film, not of text to a client
// that takes it compressed.
//
//	//go:embed static
//	var static embed.FS
//
//	files := a.Files("/static", static)
//	h.Link(h.Rel("stylesheet"), h.Href(files.Path("static/app.css")))
func (a *App) Files(prefix string, fsys fs.FS) *Files {
	prefix = "/" + strings.Trim(prefix, "/")
	if prefix == "/" {
		panic("app: Files needs a prefix such as /static")
	}
	fl := &Files{app: a, folder: prefix + "/", byName: make(map[string]*file)}
	for _, other := range a.files {
		if strings.HasPrefix(fl.folder, other.folder) || strings.HasPrefix(other.folder, fl.folder) {
			panic("app: Files(" + prefix + "): files are served under " + other.folder)
		}
	}
	for pattern := range a.pages {
		if strings.HasPrefix(pattern, fl.folder) {
			panic("app: Files(" + prefix + "): there is a page " + pattern)
		}
	}
	err := fs.WalkDir(fsys, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		content, err := fs.ReadFile(fsys, name)
		if err != nil {
			return err
		}
		f := newFile(fl.folder+name, content)
		fl.byName[name] = f
		fl.byName[strings.TrimPrefix(f.hashed, fl.folder)] = f
		return nil
	})
	if err != nil {
		panic("app: Files(" + prefix + "): " + err.Error())
	}
	a.files = append(a.files, fl)
	return fl
}

// Path is the address of a file that may be cached for good, escaped where its name has a space, # or ?.
// It panics when there is no such file: a layout that names a missing one is a wrong program.
func (fl *Files) Path(name string) string {
	f, ok := fl.byName[name]
	if !ok {
		panic(fmt.Sprintf("app: no file %q under %s", name, fl.folder))
	}
	return (&url.URL{Path: f.hashed}).EscapedPath()
}

// ServeHTTP answers with a file, or 404.
func (fl *Files) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if f, ok := fl.byName[strings.TrimPrefix(r.URL.Path, fl.folder)]; ok {
		f.serve(w, r)
		return
	}
	fl.app.Error(w, r, http.StatusNotFound)
}

// newFile prepares the content of one address.
func newFile(address string, content []byte) *file {
	sum := sha256.Sum256(content)
	hash := base64.RawURLEncoding.EncodeToString(sum[:9])
	ext := path.Ext(address)
	f := &file{
		hashed: strings.TrimSuffix(address, ext) + "-" + hash + ext,
		kind:   contentType(ext),
		etag:   `"` + hash + `"`,
		plain:  content,
	}
	if zipped := compress(content); len(zipped) < len(content)*9/10 {
		f.zipped = zipped
	}
	return f
}

func compress(content []byte) []byte {
	var buf bytes.Buffer
	z, _ := gzip.NewWriterLevel(&buf, gzip.BestCompression) // fails for unknown levels alone
	z.Write(content)
	z.Close()
	return buf.Bytes()
}

// serve answers GET and HEAD from memory.
func (f *file) serve(w http.ResponseWriter, r *http.Request) {
	header := w.Header()
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		header.Set("Allow", "GET, HEAD")
		w.WriteHeader(http.StatusMethodNotAllowed)
		return
	}
	header.Set("Cache-Control", cacheAsking)
	if r.URL.Path == f.hashed {
		header.Set("Cache-Control", cacheForever)
	}
	header.Set("Content-Type", f.kind)
	if f.zipped == nil {
		f.servePlain(w, r)
		return
	}
	header.Add("Vary", "Accept-Encoding")
	if !acceptsGzip(r.Header.Get("Accept-Encoding")) {
		f.servePlain(w, r)
		return
	}
	header.Set("ETag", "W/"+f.etag) // the plain bytes have the strong one
	if matches(r.Header.Get("If-None-Match"), f.etag) {
		delete(header, "Content-Type")
		w.WriteHeader(http.StatusNotModified)
		return
	}
	header.Set("Content-Encoding", "gzip")
	header.Set("Content-Length", strconv.Itoa(len(f.zipped)))
	if r.Method == http.MethodGet {
		w.Write(f.zipped)
	}
}

// servePlain knows ranges and conditions.
func (f *file) servePlain(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("ETag", f.etag)
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(f.plain))
}

// matches compares weakly, as RFC 9110 §13.1.2 wants it: a proxy that recompresses weakens our tags.
func matches(ifNoneMatch, etag string) bool {
	for tag := range strings.SplitSeq(ifNoneMatch, ",") {
		if tag = strings.TrimSpace(tag); tag == "*" || strings.TrimPrefix(tag, "W/") == etag {
			return true
		}
	}
	return false
}

func acceptsGzip(accept string) bool {
	for coding := range strings.SplitSeq(accept, ",") {
		name, q, _ := strings.Cut(strings.TrimSpace(coding), ";")
		if strings.TrimSpace(name) == "gzip" {
			q = strings.TrimSpace(q)
			return q != "q=0" && q != "q=0.0" && q != "q=0.00" && q != "q=0.000"
		}
	}
	return false
}
