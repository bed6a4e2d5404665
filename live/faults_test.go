package live_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

func TestEachRowOfTheFaultTableHasATestThatCarriesItsNumber(t *testing.T) {
	doc, err := os.ReadFile("../docs/security.md")
	if err != nil {
		t.Fatal(err)
	}
	name := regexp.MustCompile(`func (?:Test|Fuzz)Rows?((?:(?:And)?\d+)+)|["'\x60][rR]ows? ((?:(?:, | and )?\d+)+)["'\x60:]`)
	number := regexp.MustCompile(`\d+`)
	tested := map[string]bool{}
	err = filepath.WalkDir("..", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			if d != nil && d.Name() == "node_modules" {
				return fs.SkipDir
			}
			return err
		}
		if !strings.HasSuffix(path, "_test.go") && !strings.HasSuffix(path, ".spec.ts") && !strings.HasSuffix(path, ".test.ts") {
			return nil
		}
		source, err := os.ReadFile(path)
		for _, m := range name.FindAllStringSubmatch(string(source), -1) {
			for _, n := range number.FindAllString(m[1]+" "+m[2], -1) {
				tested[n] = true
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	rows := regexp.MustCompile(`(?m)^\| ([\d, ]+) \| [^|]+ \| [^|]+ \|$`).FindAllStringSubmatch(string(doc), -1)
	found := 0
	for _, row := range rows {
		for _, n := range number.FindAllString(row[1], -1) {
			if found++; !tested[n] {
				t.Errorf("row %s has no test of its own: %s", n, row[0])
			}
		}
	}
	if found < 36 {
		t.Errorf("found %d rows in the table", found)
	}
}
