package main

import (
	"fmt"
	"net/http"
	"strconv"

	"github.com/go-chi/chi/v5"
)

// avatar draws a user's picture: hills under a sun, in colours and places that follow from the number.
func avatar(w http.ResponseWriter, r *http.Request) {
	id, err := strconv.ParseUint(chi.URLParam(r, "id"), 10, 32)
	if err != nil || id == 0 || id > userCount {
		http.NotFound(w, r)
		return
	}
	hue := id * 47 % 360
	w.Header().Set("Content-Type", "image/svg+xml")
	w.Header().Set("Cache-Control", "public, max-age=86400")
	fmt.Fprintf(w, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64">`+
		`<rect width="64" height="64" fill="hsl(%d 60%% 82%%)"/>`+
		`<circle cx="%d" cy="%d" r="%d" fill="hsl(%d 85%% 62%%)"/>`+
		`<path d="M0 %d Q20 %d 38 46 T64 %d V64 H0z" fill="hsl(%d 45%% 52%%)"/>`+
		`<path d="M0 54 Q%d 40 40 54 T64 50 V64 H0z" fill="hsl(%d 50%% 34%%)"/></svg>`,
		hue, 14+id*17%36, 14+id*7%14, 8+id%5, (hue+140)%360,
		36+id%10, 26+id*3%14, 40+id%8, (hue+20)%360,
		12+id*5%16, (hue+40)%360)
}
