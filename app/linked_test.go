package app_test

import (
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// A call of reflect that may mean any method would have the linker keep all of them, of every type of
// the program: 3 MB of 15 in the showcase.
func TestTheLinkerDropsMethodsThatNothingCalls(t *testing.T) {
	bin := filepath.Join(t.TempDir(), "linked")
	if out, err := exec.Command("go", "build", "-o", bin, "./testdata/linked").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	out, err := exec.Command("go", "tool", "nm", bin).Output()
	if err != nil {
		t.Fatal(err)
	}
	symbols := string(out)
	if !strings.Contains(symbols, "main.(*Counter).Params") {
		t.Error("Params is gone, which a request calls")
	}
	if strings.Contains(symbols, "main.(*Counter).NobodyCallsThis") {
		t.Error("the program holds a method that nothing calls")
	}
}
