// Package assets holds the Spark client as browsers run it: one script, built from assets/src by
// "make assets" and committed, so that Go programs need no Node.
package assets

import _ "embed"

//go:embed dist/azu-spark.js
var spark []byte

// Spark is the client's script. The caller must not change it.
func Spark() []byte { return spark }
