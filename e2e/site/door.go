package main

import (
	"github.com/azu-live/azu/html"
	"github.com/azu-live/azu/live"
)

// Door is a page that may be refused: "shut" is not found, "moved" is elsewhere.
type Door struct{ state string }

// Title is the document's title.
func (d *Door) Title() string { return "Door" }

// Mount refuses the page.
func (d *Door) Mount(*live.Ctx) error {
	switch d.state {
	case "shut":
		return live.NotFound
	case "moved":
		return live.Redirect("/ticks")
	}
	return nil
}

// Render shows that the door is open.
func (d *Door) Render(h *live.H[Door]) html.Node { return h.P(h.ID("door"), h.Lit("open")) }
