// What the session before showed, when a new one shows it again: at once, or after some inputs.

import { expect, test, vi } from "vitest";
import { Page } from "../src/page";
import { notice, wire } from "./browser";
import "./dialogs";
import { compile, render, rows, whole, type Attr, type Kid, type Shape, type Value, type Whole } from "./model";

/** The slots of the page. */
const enum Slot {
  First,
  Second,
  Rows,
  Text,
  Child,
}

let shapes: Shape[] = [];
function shape(name: string, tag: string, attrs: Attr[], ...kids: Kid[]): Shape {
  const slots = new Set(JSON.stringify([attrs, kids]).match(/"(text|region|list|view)":\d+/g));
  const s: Shape = { name, root: { tag, attrs, kids }, slots: slots.size };
  shapes.push(s);
  return s;
}
const id: Attr = { name: "id", text: 0 };
const main = shape("MAIN00", "main", [], { tag: "h2", kids: [{ text: 3 }] }, { tag: "div", kids: [{ region: 0 }] }, { tag: "div", kids: [{ region: 1 }] }, { tag: "ul", kids: [{ list: 2 }] }, { tag: "p", kids: [{ view: 4 }] });
const field: Shape = { name: "FIELD0", root: { tag: "input", attrs: [id, { name: "value", text: 1 }] }, slots: 2 };
const fieldWithin: Shape = { name: "WITHIN", root: { tag: "section", kids: [field.root as Kid] }, slots: 2 };
shapes.push(field, fieldWithin);
const panel = shape("PANEL0", "section", [], "nothing");
const row = shape("ROW000", "li", [id], { text: 1 });
const plainRow = shape("PLAIN0", "li", [], { text: 0 });
const box = shape("BOX000", "section", [id], { region: 1 });
const inner = (outer: [string, string], within: [string, string]): Kid => ({ tag: outer[0], attrs: [{ name: "id", fixed: outer[1] }], kids: [{ tag: within[0], attrs: [{ name: "id", fixed: within[1] }], kids: [{ text: 0 }] }] });
const around: Shape = { name: "AROUND", root: inner(["section", "s"], ["div", "d"]) as Shape["root"], slots: 1 };
const inverted: Shape = { name: "INVERT", root: inner(["div", "d"], ["section", "s"]) as Shape["root"], slots: 1 };
shapes.push(around, inverted);
const loading = shape("LOADIN", "article", [], { text: 0 });
const loaded = shape("LOADED", "article", [], { tag: "b", kids: [{ text: 0 }] });
const chart = shape("CHART0", "li", [id], { tag: "x-chart", attrs: [{ name: "data-v", text: 1 }] });
const note = shape("NOTE00", "section", [id], { text: 1 });
const card = shape("CARD00", "section", [], { text: 0 });
const noteAndView = shape("BOTH00", "div", [], { region: 0 }, { view: 1 });
const item = shape("ITEM00", "li", [], { view: 0 });
const user: Shape = {
  name: "USER00",
  root: { tag: "article", attrs: [id], kids: [{ tag: "b", kids: [{ text: 1 }] }, { tag: "button", attrs: [{ name: "z-click", fixed: "Drop" }, { name: "z-confirm-click", fixed: "Really?" }], kids: ["x"] }] },
  slots: 2,
};
shapes.push(user);
const templates = shapes.map(compile);
shapes = [];

const of = (s: Shape, ...values: Value[]): Whole => ({ shape: s, values });
const page = (other: { [slot: number]: Value } = {}): Whole => ({ shape: main, values: [null, null, [], "t", null].map((v, k) => (k in other ? other[k]! : v)) as Value[] });
const users = (...list: [view: number, id: string][]): Whole => page({ [Slot.Rows]: list.map(([view, name]) => of(item, { view, whole: of(user, name, name) })) });

let errors: string[] = [];
let reloads = 0;
let seq = 0;

function join(fresh: boolean, view?: Whole): void {
  seq = 0;
  wire().say(0, "joined", { resume: "R", fresh, seq, ref: 0, templates, ...(view && { view: whole(view) }) });
}
function open(view = page()): void {
  document.body.innerHTML = render(view, ' z-view="1" z-join="T"');
  [errors, reloads] = [[], 0];
  const p = new Page();
  p.use({ onError: (e) => errors.push(e.message) });
  p.reload = () => ++reloads > 0;
  wire().open();
}
/** The visitor comes to a page, and it is joined. */
function visit(view = page()): void {
  open(view);
  join(false);
  say();
}
/** The server is started anew, and shows the page as it was or, if it differs, what it is now. */
function restart(view?: Whole): void {
  wire().end(1006);
  for (const lost = wire(); wire() === lost; ) vi.advanceTimersByTime(500);
  wire().open();
  wire().say(0, "gone");
  join(true, view);
}
function say(...parts: unknown[]): void {
  wire().say(++seq, 0, ...parts);
  vi.advanceTimersByTime(300);
}
const get = <E extends Element = HTMLInputElement>(css: string): E => document.querySelector<E>(css)!;
const list = (): string => get("ul").textContent;
/** What the client asked for again, and what it had to tell. */
const complaints = (): unknown[] => [...wire().sent.filter((m) => (m as unknown[])[1] === "view"), ...errors];

test("each of several rows with one id comes back, as does each of those whose id is empty", () => {
  const same = ["1", "2", "3"].map((text) => of(row, "x", text));
  visit(page({ [Slot.Rows]: same }));
  restart(page());
  say(1, [Slot.Rows, rows(same, 0)]);
  expect(list()).toBe("123");
  visit(page({ [Slot.Rows]: [of(row, "", "0")] }));
  restart(page());
  say(1, [Slot.Rows, rows(["1", "2", "3"].map((text) => of(plainRow, text)), 0)]);
  expect(list()).toBe("123");
});

test("one id that stands in two places of a new page is an element in each", () => {
  visit(page({ [Slot.First]: of(panel), [Slot.Second]: of(panel), [Slot.Rows]: [of(field, "q", "")] }));
  restart(page({ [Slot.First]: of(fieldWithin, "q", ""), [Slot.Second]: of(fieldWithin, "q", "") }));
  expect(document.querySelectorAll("section > #q")).toHaveLength(2);
});

test("what has come back once is a new element the next time", () => {
  visit(page({ [Slot.First]: of(field, "q", "") }));
  get("#q").value = "draft";
  restart(page());
  say(1, [Slot.First, whole(of(field, "q", ""))]);
  expect(get("#q").value).toBe("draft");
  say(1, [Slot.First, 0]);
  say(1, [Slot.First, whole(of(field, "q", ""))]);
  expect(get("#q").value).toBe("");
});

test("a session that shows what was there takes nothing from where it stands", () => {
  const view = page({ [Slot.First]: of(panel), [Slot.Second]: of(field, "q", "") });
  open(view);
  join(true);
  say(1, [Slot.First, whole(of(fieldWithin, "q", "")), Slot.Second, 0]);
  expect(complaints()).toEqual([]);
  open(view);
  join(true);
  say(1, [Slot.Second, [0, "r"]]);
  say(1, [Slot.First, whole(of(fieldWithin, "q", ""))]);
  expect(document.querySelectorAll("main > div:nth-of-type(2) #r")).toHaveLength(1);
});

test("what stood around something may stand within it", () => {
  visit(page({ [Slot.First]: of(inverted, "t") }));
  restart(page());
  say(1, [Slot.First, whole(of(around, "t"))]);
  expect([complaints(), get("#s > #d")?.textContent]).toEqual([[], "t"]);
});

test("a copy that somebody else made is not taken for what it is a copy of", () => {
  visit(users([11, "a"], [12, "b"]));
  const b = get("#b");
  get("main").append(b.cloneNode(true));
  restart(users([2, "b"], [3, "a"]));
  expect(get("ul #b")).toBe(b);
  say(2, [1, "now"]);
  expect(get("ul #b b").textContent).toBe("now");
});

test("what others put into an element stays theirs when it comes back", () => {
  visit(page({ [Slot.Rows]: [of(chart, "c", "1")] }));
  get("x-chart").append(document.createElement("canvas"));
  restart(page());
  say(1, [Slot.Rows, rows([of(chart, "c", "1")], 0)]);
  expect(get("x-chart canvas")).not.toBe(null);
  vi.advanceTimersByTime(20_000);
  say(1, whole(page({ [Slot.Rows]: [of(chart, "c", "2")] })));
  expect(get("x-chart canvas")).not.toBe(null);

  visit(page({ [Slot.First]: of(box, "b", of(field, "q", "")) }));
  get("#b").append(document.createElement("x-extension"));
  restart(page());
  say(1, [Slot.First, whole(of(box, "b", of(field, "q", "")))]);
  say(1, [Slot.First, [1, [1, "v"]]]);
  expect([complaints(), get("#q").getAttribute("value")]).toEqual([[], "v"]);

  visit(users([11, "z"]));
  get("#z").append(document.createElement("x-extension"));
  restart(users([2, "a"]));
  say(1, [Slot.Rows, ["r", 0, 1, ...rows([of(item, { view: 3, whole: of(user, "z", "z") })], 0)]]);
  restart(users([2, "z"]));
  expect(get("#z > x-extension")).not.toBe(null);
});

test("an id that is a view's number is not that view", () => {
  const view = { view: 7, whole: of(card, "of the view") };
  visit(page({ [Slot.First]: of(noteAndView, of(note, "7", "of the page"), view) }));
  const root = get("[z-view='7']");
  restart(page({ [Slot.First]: of(noteAndView, null, view) }));
  expect(get("[z-view='7']")).toBe(root);
});

test("a view that came with what was not applied has the page asked for, not loaded again", () => {
  open();
  join(false);
  get("h2").removeAttribute("z"); // before it was located
  say(1, [Slot.Text, "u"]);
  wire().say(++seq, 0, 1, [Slot.Child, [7, ...whole(of(loading, "…"))]]); // had been on its way
  say(7, whole(of(loaded, "done")));
  expect([complaints(), reloads]).toEqual([[[0, "view", 1]], 0]);
  say(1, whole(page({ [Slot.Child]: { view: 7, whole: of(loaded, "done") } })));
  expect([get("article").textContent, reloads, notice()]).toEqual(["done", 0, ""]);
});

test("a question that waits for its answer is withdrawn: a view's number may be another one's", () => {
  visit(users([3, "ann"], [2, "bob"]));
  get<HTMLElement>("#bob button").click();
  expect(get<HTMLDialogElement>("dialog").open).toBe(true);
  restart(users([2, "ann"], [3, "bob"]));
  expect(get<HTMLDialogElement>("dialog").open).toBe(false);
  vi.advanceTimersByTime(100);
  expect(wire().sent.filter((m) => (m as unknown[])[2] === "Drop")).toEqual([]);
});

test("what waits for its frame is applied before a new session is asked for", () => {
  visit();
  wire().say(++seq, 0, 1, [Slot.Text, "old"]);
  wire().end(1006);
  vi.advanceTimersByTime(100);
  restart(page({ [Slot.Text]: "new" }));
  vi.advanceTimersByTime(300);
  expect(get("h2").textContent).toBe("new");
});

test("an event is its view's, also when somebody took the view's number away since", () => {
  visit(users([3, "ann"], [2, "bob"]));
  for (const e of document.querySelectorAll("[z-view]")) e.removeAttribute("z-view");
  get("#bob button").removeAttribute("z-confirm-click");
  get<HTMLElement>("#bob button").click();
  expect(wire().last).toEqual([1, 2, "Drop"]);
  say(2, [1, "now"]);
  expect([complaints(), get("#bob b").textContent]).toEqual([[], "now"]);
});

test("a page on which a view's number was gone before the join is asked for", () => {
  open(users([3, "ann"], [2, "bob"]));
  get("#bob").removeAttribute("z-view");
  join(false);
  vi.advanceTimersByTime(300);
  expect(complaints()).toEqual([[0, "view", 1]]);
  say(1, whole(users([3, "ann"], [2, "bob"])));
  get("#bob button").removeAttribute("z-confirm-click");
  get<HTMLElement>("#bob button").click();
  expect(wire().last).toEqual([1, 2, "Drop"]);
});
