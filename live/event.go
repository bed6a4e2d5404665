package live

import (
	"time"

	"github.com/azu-live/azu/html"
)

// Value is what a form control's value may be taken as. Numbers are parsed from the control's text:
// an empty or unparsable one calls no handler, and the field is marked aria-invalid until an accepted
// input clears it. A checkbox sends a boolean, a select with multiple choice a []string.
type Value interface {
	~string | ~bool | ~[]string |
		~int | ~int8 | ~int16 | ~int32 | ~int64 |
		~uint | ~uint8 | ~uint16 | ~uint32 | ~uint64 |
		~float32 | ~float64
}

// Key is the payload of Keydown: which key, by meaning and by place, and what was held with it. See
// KeyboardEvent's key and code for the values.
type Key struct {
	Key, Code              string
	Alt, Ctrl, Meta, Shift bool
	Repeat                 bool // the key is being held down
}

// Click calls f when the element is clicked, or a button or link activated by keyboard.
//
// f is a method expression of the component, as in live.Click(h, (*Counter).Increment). The browser
// names the method, so method values and function literals are refused at the first render; a method
// of a generic component goes through Named. Only methods that stand in the view's newest render can
// be called, but a client may call any of them at any time and with any argument: a handler authorises
// what it does.
func Click[T any](h *H[T], f func(*T, *Ctx) error) html.Node {
	return event0(h, "click", f)
}

// ClickWith is Click for a handler that takes an argument. The argument travels to the browser and back
// as JSON: it says which row was meant, and proves nothing. It is a string, boolean, number, or
// whatever encoding/json can carry.
func ClickWith[T, A any](h *H[T], f func(*T, *Ctx, A) error, arg A) html.Node {
	return eventArg(h, "click", f, arg)
}

// Input calls f with the control's value at each change while the visitor edits it. When the server was
// started anew and the page with it, f is called once more with what the control says: it sets a state,
// and adds to none. The control is found again by its id, name and handlers; in a component inside
// another one it needs an id for that, see ID.
func Input[T any, P Value](h *H[T], f func(*T, *Ctx, P) error) html.Node {
	return eventPayload(h, "input", f, asValue)
}

// InputWith is Input for a handler that takes an argument before the value; see ClickWith.
func InputWith[T, A any, P Value](h *H[T], f func(*T, *Ctx, A, P) error, arg A) html.Node {
	return eventBoth(h, "input", f, arg, asValue)
}

// Change calls f with the control's value when the visitor has committed it: on leaving a text field,
// at once for checkboxes, radio buttons and selects. Like Input's, f is called once more when the server
// was started anew.
func Change[T any, P Value](h *H[T], f func(*T, *Ctx, P) error) html.Node {
	return eventPayload(h, "change", f, asValue)
}

// ChangeWith is Change for a handler that takes an argument before the value; see ClickWith.
func ChangeWith[T, A any, P Value](h *H[T], f func(*T, *Ctx, A, P) error, arg A) html.Node {
	return eventBoth(h, "change", f, arg, asValue)
}

// Submit calls f with the form's fields when it is submitted; the browser does not leave the page. P is
// a struct whose fields name the controls by a tag, `form:"email"`, or by their own name, exactly; fields
// are strings, booleans, numbers, types with UnmarshalText, or slices of these. A control without a field is
// left out, an absent one leaves its field zero. A number that does not parse calls no handler. Any other P
// panics at the first render, and the view shows its boundary.
func Submit[T, P any](h *H[T], f func(*T, *Ctx, P) error) html.Node {
	return eventPayload(h, "submit", f, asForm)
}

// SubmitWith is Submit for a handler that takes an argument before the form; see ClickWith.
func SubmitWith[T, A, P any](h *H[T], f func(*T, *Ctx, A, P) error, arg A) html.Node {
	return eventBoth(h, "submit", f, arg, asForm)
}

// Keydown calls f when a key is pressed while the element, or one inside it, has the focus.
func Keydown[T any](h *H[T], f func(*T, *Ctx, Key) error) html.Node {
	return eventPayload(h, "keydown", f, asKey)
}

// KeydownWith is Keydown for a handler that takes an argument before the key; see ClickWith.
func KeydownWith[T, A any](h *H[T], f func(*T, *Ctx, A, Key) error, arg A) html.Node {
	return eventBoth(h, "keydown", f, arg, asKey)
}

// Focus calls f when the element, or one inside it, gets the focus.
func Focus[T any](h *H[T], f func(*T, *Ctx) error) html.Node {
	return event0(h, "focus", f)
}

// FocusWith is Focus for a handler that takes an argument; see ClickWith.
func FocusWith[T, A any](h *H[T], f func(*T, *Ctx, A) error, arg A) html.Node {
	return eventArg(h, "focus", f, arg)
}

// Blur calls f when the element, or one inside it, loses the focus.
func Blur[T any](h *H[T], f func(*T, *Ctx) error) html.Node {
	return event0(h, "blur", f)
}

// BlurWith is Blur for a handler that takes an argument; see ClickWith.
func BlurWith[T, A any](h *H[T], f func(*T, *Ctx, A) error, arg A) html.Node {
	return eventArg(h, "blur", f, arg)
}

// Debounce sends the event right before it only when d has passed without another one of the same
// element. Leaving the field or submitting its form sends it at once. Whole milliseconds count.
//
//	h.Input(h.Type("search"), live.Input(h, (*Users).Search), live.Debounce(h, 200*time.Millisecond))
func Debounce[T any](h *H[T], d time.Duration) html.Node {
	return h.ModifyInt("debounce", d.Milliseconds())
}

// Confirm asks the visitor before the event right before it is sent, in a dialog with text and the
// choice to go on or not.
func Confirm[T any](h *H[T], text string) html.Node {
	return h.Modify("confirm", text)
}
