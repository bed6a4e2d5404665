package live_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// A clock that is set cannot be had in a test, so the source is asked: differences of time.Now are monotonic,
// and only what makes a time a date loses that.
func TestRow30NothingButTokensAndCookiesKnowsTheDate(t *testing.T) {
	date := regexp.MustCompile(`\.(Unix(Nano|Milli|Micro)?|UTC|Local|Round|Truncate|Format|MarshalText|MarshalBinary)\(\)?|time\.(Date|Parse)\(`)
	for _, dir := range []string{".", "../internal/socket", "../internal/wire"} {
		files, err := filepath.Glob(filepath.Join(dir, "*.go"))
		if err != nil || len(files) == 0 {
			t.Fatal(files, err)
		}
		for _, file := range files {
			if strings.HasSuffix(file, "_test.go") {
				continue
			}
			source, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			for i, line := range strings.Split(string(source), "\n") {
				code, _, _ := strings.Cut(strings.ReplaceAll(line, "time.Unix(1, 0)", ""), "//") // a deadline that has passed
				if date.MatchString(code) {
					t.Errorf("%s:%d: %s", file, i+1, strings.TrimSpace(line))
				}
			}
		}
	}
}
