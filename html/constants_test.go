package html_test

import (
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"os"
	"os/exec"
	"strings"
	"testing"
)

// The guard against run-time values in names, classes and literal markup is the type
// checker, so the test asks it.
func TestConstantsAreToldApartByTheTypeChecker(t *testing.T) {
	fset := token.NewFileSet()
	files := exported(t)
	imports := importer.ForCompiler(fset, "gc", func(path string) (io.ReadCloser, error) { return os.Open(files[path]) })
	for _, c := range []struct{ statement, want string }{
		{`h.Lit("constant")`, ""},
		{`h.Class("a" + " b")`, ""},
		{`h.Lit(html.C("passed on").V())`, ""},
		{`const name = "c"; h.Class(name)`, ""},
		{`h.Text(s)`, ""},
		{`h.Textf("%s", s)`, ""},
		{`h.Lit(s)`, "cannot use s"},
		{`h.Lit("a" + s)`, "cannot use"},
		{`h.Class(s)`, "cannot use s"},
		{`const typed string = "c"; h.Class(typed)`, "cannot use typed"},
		{`h.ClassIf(s, true)`, "cannot use s"},
		{`h.Type(s)`, "cannot use s"},
		{`h.Name(s)`, "cannot use s"},
		{`h.Srcset(s)`, "cannot use s"},
		{`h.HTTPEquiv(s)`, "cannot use s"},
		{`h.Textf(s)`, "cannot use s"},
		{`h.Comment(s)`, "cannot use s"},
		{`h.El(s)`, "cannot use s"},
		{`h.Attr(s, "v")`, "cannot use s"},
		{`h.Data(s, "v")`, "cannot use s"},
		{`h.Aria(s, "v")`, "cannot use s"},
		{`h.Style(s, "v")`, "cannot use s"},
		{`html.C(s)`, "cannot use s"},
		{`h.Raw(s)`, "cannot use s"},
		{`h.StyleEl()`, "no field or method StyleEl"},
		{`h.Base()`, "no field or method Base"},
		{`h.SvgScript()`, "no field or method SvgScript"},
		{`h.SvgAnimate()`, "no field or method SvgAnimate"},
		{`h.SvgSet()`, "no field or method SvgSet"},
		{`h.SvgForeignObject()`, "no field or method SvgForeignObject"},
		{`h.Onclick("alert(1)")`, "no field or method Onclick"},
		{`h.Srcdoc("<b>")`, "no field or method Srcdoc"},
		{`h.Ping("/a")`, "no field or method Ping"},
	} {
		file, err := parser.ParseFile(fset, c.statement, "package p\nimport \"github.com/azu-live/azu/html\"\nvar _ html.Node\nfunc f(h *html.Builder, s string) {\n"+c.statement+"\n}", 0)
		if err != nil {
			t.Fatal(err)
		}
		conf := types.Config{Importer: imports}
		_, err = conf.Check("p", fset, []*ast.File{file}, nil)
		if got := errorText(err); c.want == "" && err != nil || !strings.Contains(got, c.want) {
			t.Errorf("%s: %q, want %q", c.statement, got, c.want)
		}
	}
}

// exported finds what the compiler wrote about each package that html needs.
func exported(t *testing.T) map[string]string {
	t.Helper()
	out, err := exec.Command("go", "list", "-export", "-deps", "-f", "{{.ImportPath}}={{.Export}}", ".").Output()
	if err != nil {
		t.Fatal(err)
	}
	files := make(map[string]string)
	for line := range strings.Lines(string(out)) {
		path, file, _ := strings.Cut(strings.TrimSpace(line), "=")
		files[path] = file
	}
	return files
}

func errorText(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}
