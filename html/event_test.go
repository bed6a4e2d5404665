package html

import "testing"

// What a render is compared with tells two events apart by three letters and a length.
func TestEventsAreToldApart(t *testing.T) {
	have := map[token]string{}
	for _, event := range []string{
		"click", "dblclick", "auxclick", "contextmenu", "input", "beforeinput", "change", "submit", "reset", "invalid", "formdata",
		"keydown", "keyup", "keypress", "focus", "blur", "focusin", "focusout", "mousedown", "mouseup", "mousemove", "mouseenter",
		"mouseleave", "mouseover", "mouseout", "wheel", "pointerdown", "pointerup", "pointermove", "pointerenter", "pointerleave",
		"pointercancel", "touchstart", "touchend", "touchmove", "touchcancel", "drag", "dragstart", "dragend", "dragenter", "dragleave",
		"dragover", "drop", "copy", "cut", "paste", "select", "scroll", "scrollend", "load", "error", "toggle", "beforetoggle", "close",
		"cancel", "play", "pause", "ended", "timeupdate", "volumechange", "search", "animationend", "transitionend", "resize",
	} {
		for _, hasArg := range []bool{false, true} {
			k := eventTok(event, 1, hasArg)
			if other, ok := have[k]; ok {
				t.Errorf("%s and %s look the same", event, other)
			}
			have[k] = event
		}
	}
}
