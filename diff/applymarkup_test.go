package diff

import (
	"slices"
	"testing"
)

func TestViewsInRawAreNone(t *testing.T) {
	for _, c := range []struct {
		text string
		want []uint64
	}{
		{`<div><!--[v7--><!--]--></div>`, []uint64{15, 7}},
		{`<div z z-raw><!--[v3--><!--]--></div><!--[v7--><!--]-->`, []uint64{47, 7}},
		{`<div z z-raw><div></div><!--[v3--><!--]--></div><!--[v7--><!--]-->`, []uint64{58, 7}},
		{`<!--[v0--><!--]--><!--[v-1--><!--]--><!--[v4294967296--><!--]--><!--[v7--> <!--]-->`, nil},
		{`<p title="<!--[v3--><!--]-->"></p><textarea><!--[v3--><!--]--></textarea>`, nil},
	} {
		if got, _ := places([]byte(c.text)); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", c.text, got, c.want)
		}
	}
}
