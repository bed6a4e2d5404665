package crowd

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"net/http"
	"sync"
	"time"
)

// Getting is a load of requests for one document, over connections that are kept.
type Getting struct {
	To     Target
	Header string // further lines, each with its CRLF
	Return bool   // with the cookie of a visitor who has been there
	Conns  int
	For    time.Duration
}

// Gets is what came of it.
type Gets struct {
	Requests int
	Size     int // of a document
	Took     time.Duration
}

// Get loads a document over and over.
func (c *Crowd) Get(a Getting, r *Gets) error {
	header := a.Header
	if a.Return {
		v := newVisitor(&a.To, 0)
		if err := v.get(); err != nil {
			return err
		}
		if v.cookie != "" {
			header += "Cookie: " + v.cookie + "\r\n"
		}
	}
	request := []byte("GET " + a.To.Page + " HTTP/1.1\r\nHost: " + a.To.Addr + "\r\n" + header + "\r\n")
	counts, sizes, errs := make([]int, a.Conns), make([]int, a.Conns), make([]error, a.Conns)
	var running sync.WaitGroup
	began := time.Now()
	for i := range a.Conns {
		running.Go(func() {
			v := newVisitor(&a.To, i*perAddress)
			if errs[i] = v.dial(); errs[i] != nil {
				return
			}
			defer v.conn.Close()
			r := bufio.NewReaderSize(v.conn, 64<<10)
			for time.Since(began) < a.For && errs[i] == nil {
				v.conn.Write(request) // reading tells when that failed
				if sizes[i], errs[i] = drain(r); errs[i] == nil {
					counts[i]++
				}
			}
		})
	}
	running.Wait()
	r.Took, r.Size = time.Since(began), sizes[0]
	for _, n := range counts {
		r.Requests += n
	}
	return errors.Join(errs...)
}

// drain reads one answer, and returns the size of its body.
func drain(r *bufio.Reader) (int, error) {
	resp, err := http.ReadResponse(r, nil)
	if err != nil {
		return 0, err
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return 0, fmt.Errorf("status %s", resp.Status)
	}
	n, err := io.Copy(io.Discard, resp.Body)
	return int(n), err
}
