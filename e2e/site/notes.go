package main

import (
	"fmt"
	"net/http"
	"sync/atomic"
)

// notes counts the forms that were posted, and answers with how many there are.
type notes struct{ posted atomic.Int64 }

func (n *notes) ServeHTTP(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/plain")
	fmt.Fprint(w, n.posted.Add(1)) // an error means that nobody reads any more
}
