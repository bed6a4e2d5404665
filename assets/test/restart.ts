// A page with fields of every kind, and a server that can be started anew.

import { beforeEach, vi } from "vitest";
import { Page } from "../src/page";
import { wire } from "./browser";
import { compile, render, whole, type Attr, type El, type Kid, type Shape, type Value, type Whole } from "./model";

/** The slots of the page. */
export const enum Slot {
  Count,
  Search,
  Step,
  News,
  Small,
  Large,
  Sort,
  Red,
  Green,
  Blue,
  Note,
  City,
  Address,
  Rows,
  Child,
}

/** The element of a tag, its attributes as name and value; a number is a slot. */
function el(tag: string, attrs: Record<string, string | number>, ...kids: Kid[]): El {
  const boolean = new Set(["checked", "selected"]);
  const of = ([name, v]: [string, string | number]): Attr =>
    typeof v === "string" ? { name, fixed: v } : boolean.has(name) ? { name, bool: v } : { name, text: v };
  return { tag, attrs: Object.entries(attrs).map(of), kids };
}
const input = (attrs: Record<string, string | number>): El => el("input", attrs);
const choice = (type: string, name: string, value: string, checked: Slot): El =>
  input({ type, name, value, checked, "z-change": `Set "${name}"` });
const option = (value: string, selected: Slot): El => el("option", { value, selected }, value);

const main: Shape = {
  name: "MAIN00",
  root: el(
    "main",
    {},
    el("h2", {}, "Users: ", { text: Slot.Count }),
    input({ id: "search", "z-input": "Search", "z-debounce-input": "300", value: Slot.Search }),
    input({ id: "step", type: "number", "z-change": "SetStep", value: Slot.Step }),
    choice("checkbox", "news", "on", Slot.News),
    input({ id: "terms", type: "checkbox", "z-change": "Agree", "z-confirm-change": "Really?" }),
    choice("radio", "size", "s", Slot.Small),
    choice("radio", "size", "l", Slot.Large),
    el("select", { name: "sort", "z-change": "SortBy", value: Slot.Sort }, ...["name", "email", "joined"].map((v) => el("option", {}, v))),
    el("select", { name: "tags", multiple: "", "z-change": "Tag" }, option("red", Slot.Red), option("green", Slot.Green), option("blue", Slot.Blue)),
    el("textarea", { name: "note", "z-input": "SetNote", value: Slot.Note }),
    el("form", { "z-submit": "Save" }, input({ name: "comment" }), input({ name: "city", value: Slot.City })),
    el("p", {}, { region: Slot.Address }),
    el("ul", {}, { list: Slot.Rows }),
    el("button", { "z-click": "Add" }, "+"),
    el("p", {}, { view: Slot.Child }),
  ),
  slots: 15,
};
const address: Shape = { name: "ADDR00", root: input({ name: "address", "z-input": "SetAddress", value: 0 }), slots: 1 };
const row: Shape = {
  name: "ROW000",
  root: el(
    "li",
    {},
    { tag: "input", attrs: [{ name: "name", text: 0, before: "amount" }] },
    { tag: "input", attrs: [{ name: "name", fixed: "of" }, { name: "z-change", text: 1, before: "SetOf " }] },
  ),
  slots: 2,
};
const child: Shape = { name: "CHILD0", root: el("section", {}, input({ id: 0, "z-input": "Rename", value: 1 })), slots: 2 };
const cities: Shape = { name: "CITIES", root: el("select", { name: "town", "z-change": "SetTown" }, { list: 0 }), slots: 1 };
const city: Shape = { name: "CITY00", root: el("option", {}, { text: 0 }), slots: 1 };
const item: Shape = { name: "ITEM00", root: el("li", {}, { view: 0 }), slots: 1 };
const card: Shape = { name: "CARD00", root: el("article", { id: 0 }, el("details", {}, { text: 1 })), slots: 2 };
const templates = [main, address, row, child, cities, city, item, card].map(compile);

export const addressOf = (text: string): Whole => ({ shape: address, values: [text] });
export const rowOf = (id: number): Whole => ({ shape: row, values: [id, id] });
export const childOf = (view: number, id: string): Value => ({ view, whole: { shape: child, values: [id, ""] } });
export const citiesOf = (...names: string[]): Whole => ({ shape: cities, values: [names.map((n) => ({ shape: city, values: [n] }))] });

/** A row that holds a view with an id. */
export const cardOf = (view: number, id: string): Whole => ({ shape: item, values: [{ view, whole: { shape: card, values: [id, "more"] } }] });

/** What the server shows a visitor who has just come, and what it differs in. */
export function page(other: { [slot: number]: Value } = {}): Whole {
  const values: Value[] = ["200", "", "1", false, true, false, "name", false, false, false, "", "Bonn", null, [], null];
  return { shape: main, values: values.map((v, slot) => (slot in other ? other[slot]! : v)) };
}

/** What the client has told the page's own listener of. */
export let errors: string[] = [];
let seq = 0;
beforeEach(() => void (seq = 0));

/** The visitor comes to a page as the server has it. The join is on the way. */
export function come(view = page()): void {
  document.body.innerHTML = render(view, ' z-view="1" z-join="TOKEN"');
  const mine = (errors = []) as string[];
  new Page().use({ onError: (e) => mine.push(e.code) });
  wire().open();
}
/** The server answers a join: with a session that is known to it, or with one started anew and all it shows. */
export function joined(fresh: boolean, view?: Whole): void {
  seq = 0;
  wire().say(0, "joined", { resume: "R", fresh, seq, ref: 0, templates, ...(view && { view: whole(view) }) });
}
/** The visitor comes, and is joined; what is there is not what came with the page any more. */
export function visit(view = page()): void {
  come(view);
  joined(false);
  wire().say(++seq, 0);
}
/** The server has applied what was sent; patch is what it says then. */
export function applied(...patch: unknown[]): void {
  const refs = wire().sent.map((m) => (m as number[])[0]!);
  wire().say(++seq, Math.max(...refs), ...(patch.length > 0 ? [1, patch] : []));
  vi.advanceTimersByTime(300);
}
/** The server is killed and, after a while, started again: nothing is left of the session. */
export function restart(view: Whole | undefined = page(), meanwhile = (): void => {}): void {
  wire().end(1006);
  meanwhile();
  for (const lost = wire(); wire() === lost; ) vi.advanceTimersByTime(500);
  wire().open();
  wire().say(0, "gone");
  joined(true, view);
}
/** What the server, started again, has been told: handlers, arguments, payloads. */
export const told = (): unknown[] => wire().sent.slice(2).map((m) => (m as unknown[]).slice(2));

export const get = <E extends HTMLElement = HTMLInputElement>(css: string): E => document.querySelector<E>(css)!;
export function say(field: HTMLElement, ...events: string[]): void {
  for (const e of events) field.dispatchEvent(new Event(e, { bubbles: true }));
}
export function type(css: string, text: string, ...events: string[]): void {
  get(css).value = text;
  say(get(css), "input", ...events);
}
/** Types and leaves the field, so that what was typed counts. */
export const commit = (css: string, text: string): void => type(css, text, "change", "blur");
export function tick(css: string): void {
  get(css).checked = true;
  say(get(css), "input", "change");
}
export function choose(css: string, ...values: string[]): void {
  for (const o of get<HTMLSelectElement>(css).options) o.selected = values.includes(o.value);
  say(get(css), "input", "change");
}
