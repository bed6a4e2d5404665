import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Events, type PageInput } from "../src/events";
import { numbers } from "../src/known";
import "./dialogs";

let sent: PageInput[] = [];
let ignored = false;
const events = new Events(
  (i) => sent.push(i),
  () => ignored,
);
events.listen(document);

beforeEach(() => {
  vi.useFakeTimers();
  sent = [];
  ignored = false;
});
afterEach(() => vi.useRealTimers());

function body(html: string): HTMLElement {
  document.body.innerHTML = `<main z="ROOT00" z-view="7">${html}</main>`;
  for (const e of document.querySelectorAll("[z-view]")) numbers.set(e, Number(e.getAttribute("z-view")));
  return document.body.firstElementChild as HTMLElement;
}
const get = <E extends HTMLElement>(css: string): E => document.querySelector<E>(css)!;
const messages = (): unknown[] => sent.map((i) => [i.view, i.name, i.argument, i.payload]);

function type(field: HTMLInputElement, value: string, init: InputEventInit = {}): void {
  field.value = value;
  field.dispatchEvent(new InputEvent("input", { bubbles: true, ...init }));
}
const key = (field: Element, key: string, init: KeyboardEventInit = {}): boolean =>
  field.dispatchEvent(new KeyboardEvent("keydown", { key, code: "Key", bubbles: true, cancelable: true, ...init }));

test("a click is sent with its view, its handler and its argument as it stands", () => {
  body(`<button z-click='Remove {"id": 1.0, "s":"a b"}'><b>x</b></button><section z-view="9"><button id=b z-click="Add">+</button></section>`);
  get("b").click();
  get("#b").click();
  expect(messages()).toEqual([[7, "Remove", '{"id": 1.0, "s":"a b"}', undefined], [9, "Add", undefined, undefined]]);
});

test("the nearest element that asks for the event gets it", () => {
  body('<div z-click="Outer"><p><button z-click="Inner">x</button><i>y</i></p></div>');
  get("button").click();
  get("i").click();
  expect(sent.map((i) => i.name)).toEqual(["Inner", "Outer"]);
});

test("a disabled button asks for nothing, neither for itself nor for what is around it", () => {
  body('<div z-click="Outer"><button z-click="Inner" disabled><b>x</b></button></div>');
  get("b").dispatchEvent(new MouseEvent("click", { bubbles: true }));
  expect(sent).toEqual([]);
});

test("marks inside raw markup are none, but raw markup stands in what is around it", () => {
  body('<div z-click="Outer"><section z-raw><button z-click="Forged" z-view="1">x</button></section></div>');
  get("button").click();
  expect(messages()).toEqual([[7, "Outer", undefined, undefined]]);
});

test("links and submit buttons that ask for a click don't do what they would do otherwise", () => {
  body('<a href="/x" z-click="Go">a</a><form><button z-click="Go">b</button><button id=c type=button z-click="Go">c</button></form><a id=d href="/y">d</a>');
  const clicked = (css: string, init: MouseEventInit = {}): boolean =>
    !get(css).dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true, ...init }));
  expect([clicked("a"), clicked("button"), clicked("#c")]).toEqual([true, true, false]);
  expect(sent).toHaveLength(3);
  addEventListener("click", (e) => e.preventDefault(), { once: true });
  get("a").dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true, ctrlKey: true }));
  expect(sent, "another tab is the browser's business").toHaveLength(3);
});

test("each kind of field says its value", () => {
  body(
    '<div z-change="Set" z-input="Type"><input id=a value="x"><input id=b type=checkbox><textarea id=c>t</textarea>' +
      "<select id=d><option>1</option><option selected>2</option></select><select id=e multiple><option selected>1</option><option>2</option><option selected>3</option></select></div>",
  );
  get<HTMLInputElement>("#b").checked = true;
  for (const id of "abcde") get("#" + id).dispatchEvent(new Event("change", { bubbles: true }));
  expect(sent.map((i) => i.payload)).toEqual(['"x"', "true", '"t"', '"2"', '["1","3"]']);
  expect(sent.map((i) => i.source.id).join("")).toBe("abcde");
});

test("a key says which it is and what was held with it", () => {
  body('<input z-keydown="Key">');
  key(get("input"), "A", { code: "KeyA", shiftKey: true, altKey: true });
  key(get("input"), "b", { code: "KeyB", ctrlKey: true, metaKey: true, repeat: true });
  expect(sent.map((i) => [i.payload, i.newest])).toEqual([['["A","KeyA",9]', false], ['["b","KeyB",22]', true]]);
});

test("a form says its fields and its submitter, whatever they are called", () => {
  body(
    '<form z-submit="Save"><input name="__proto__" value="p"><input name="parentNode" value="n"><input name="elements" value="e">' +
      '<input name="tag" value="1"><input name="tag" value="2"><input name="off" disabled value="x"><input type=file name=file><button name="do" value="it">b</button></form>',
  );
  const e = new SubmitEvent("submit", { bubbles: true, cancelable: true, submitter: get("button") });
  get("form").dispatchEvent(e);
  expect(e.defaultPrevented).toBe(true);
  expect(sent[0]!.payload).toBe('{"__proto__":"p","parentNode":"n","elements":"e","tag":["1","2"],"do":"it"}');
  expect(({} as Record<string, unknown>)["p"]).toBeUndefined();
});

test("focus and blur are heard though they don't bubble", () => {
  body('<input z-focus="In" z-blur="Out">');
  get("input").focus();
  get("input").blur();
  expect(sent.map((i) => i.name)).toEqual(["In", "Out"]);
});

test("what the client itself causes is not sent", () => {
  body('<input z-focus="In">');
  ignored = true;
  get("input").focus();
  expect(sent).toEqual([]);
});

test("typing that waits for a pause is sent once, with the last value", () => {
  body('<input z-input="Search" z-debounce-input="300">');
  const field = get<HTMLInputElement>("input");
  for (const text of ["a", "an", "ann"]) {
    type(field, text);
    vi.advanceTimersByTime(200);
  }
  expect(events.pending(field)).toBe(true);
  expect(sent).toEqual([]);
  vi.advanceTimersByTime(100);
  expect(sent.map((i) => i.payload)).toEqual(['"ann"']);
  expect(events.pending(field)).toBe(false);
});

test("anything else sends first what waits for a pause, in order", () => {
  body('<input id=a z-input="A" z-debounce-input="300"><input id=b z-input="B" z-debounce-input="900"><button z-click="Go">go</button>');
  type(get("#b"), "first");
  type(get("#a"), "second");
  get("button").click();
  vi.advanceTimersByTime(2000);
  expect(sent.map((i) => i.name)).toEqual(["B", "A", "Go"]);
});

test("whoever leaves a field or submits its form waits for no pause, though nobody asks for that", () => {
  body('<form><input z-input="Search" z-debounce-input="300"><input id=next></form>');
  const field = get<HTMLInputElement>("input");
  field.focus();
  type(field, "ann");
  expect(sent).toEqual([]);
  get("#next").focus();
  expect(messages()).toEqual([[7, "Search", undefined, '"ann"']]);
  type(field, "anna");
  get("form").dispatchEvent(new SubmitEvent("submit", { bubbles: true, cancelable: true }));
  expect(messages().slice(1)).toEqual([[7, "Search", undefined, '"anna"']]);
  vi.advanceTimersByTime(1000);
  expect(sent).toHaveLength(2);
});

test("text is sent while it is composed, the keys of its composing are not", () => {
  body('<input z-input="Search" z-keydown="Key">');
  const field = get<HTMLInputElement>("input");
  key(field, "Enter", { isComposing: true });
  type(field, "に", { isComposing: true });
  expect(messages()).toEqual([[7, "Search", undefined, '"に"']]);
});

test("a question is asked before the event is sent, and only yes sends it", () => {
  body('<button z-click="Remove 17" z-confirm-click="Really?">x</button>');
  const answer = (n: number): void => {
    get("button").click();
    get("button").click(); // a second question has to wait for the first
    const dialogs = document.querySelectorAll<HTMLDialogElement>("dialog[open]");
    expect(dialogs).toHaveLength(1);
    const dialog = dialogs[0]!;
    expect(dialog.getAttribute("role")).toBe("alertdialog");
    expect([dialog.getAttribute("aria-label"), dialog.querySelector("p")!.textContent]).toEqual(["Really?", "Really?"]);
    dialog.querySelectorAll("button")[n]!.click();
  };
  answer(0);
  answer(1); // but not until the first one's answer was heard of
  expect(sent).toEqual([]);
  vi.advanceTimersByTime(0);
  expect(document.querySelector("dialog")).toBe(null);
  expect(messages()).toEqual([[7, "Remove", "17", undefined]]);
});

test("a short pause is not made longer by a long one that came before it", () => {
  body('<input id=a z-input="A" z-debounce-input="5000"><input id=b z-input="B" z-debounce-input="200">');
  type(get("#b"), "b");
  type(get("#a"), "a");
  vi.advanceTimersByTime(199);
  expect(sent).toEqual([]);
  vi.advanceTimersByTime(1);
  expect(messages()).toEqual([[7, "B", undefined, '"b"']]);
  expect([events.pending(get("#a")), events.pending(get("#b"))]).toEqual([true, false]);
  vi.advanceTimersByTime(4800);
  expect(messages()).toEqual([[7, "B", undefined, '"b"'], [7, "A", undefined, '"a"']]);
});

test("a form inside what asks for its submitting is sent, and the page stays", () => {
  body('<div z-submit="Save"><form><input name="a" value="1"><button>s</button></form></div>');
  const e = new SubmitEvent("submit", { bubbles: true, cancelable: true });
  get("form").dispatchEvent(e);
  expect([e.defaultPrevented, messages()]).toEqual([true, [[7, "Save", undefined, '{"a":"1"}']]]);
});

test("the Enter that ends a composition is the composer's, in Safari, too", () => {
  body('<input z-keydown="Key">');
  key(get("input"), "Enter", { keyCode: 229 } as KeyboardEventInit);
  expect(sent).toEqual([]);
  key(get("input"), "Enter", { keyCode: 13 } as KeyboardEventInit);
  expect(sent).toHaveLength(1);
});
