package app_test

import (
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

func TestTheProgramOfTheREADMECompilesAndHasATitle(t *testing.T) {
	readme, err := os.ReadFile("../README.md")
	if err != nil {
		t.Fatal(err)
	}
	_, program, _ := strings.Cut(string(readme), "```go\n")
	program, _, _ = strings.Cut(program, "```")
	file, err := parser.ParseFile(token.NewFileSet(), "README.md", program, 0)
	if err != nil {
		t.Fatal(err)
	}
	titled := false
	ast.Inspect(file, func(n ast.Node) bool {
		f, ok := n.(*ast.FuncDecl)
		titled = titled || ok && f.Recv != nil && f.Name.Name == "Title"
		return true
	})
	if !titled {
		t.Error("its page has no Title: browsers show the address, screen readers nothing")
	}

	// In the place of another program its imports are found.
	dir := t.TempDir()
	main, overlay := filepath.Join(dir, "main.go"), filepath.Join(dir, "overlay.json")
	here, err := filepath.Abs("testdata/linked/main.go")
	if err != nil {
		t.Fatal(err)
	}
	replace, err := json.Marshal(map[string]map[string]string{"Replace": {here: main}})
	if err != nil {
		t.Fatal(err)
	}
	for name, content := range map[string][]byte{main: []byte(program), overlay: replace} {
		if err := os.WriteFile(name, content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if out, err := exec.Command("go", "vet", "-overlay", overlay, "./testdata/linked").CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}
