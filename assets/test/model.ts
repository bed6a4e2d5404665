// A second, simple reading of the protocol for tests: templates as data, their tables and
// markup, and what a browser makes of it. What the client does is compared with this.

import type { TemplateData } from "../src/wire";

export interface El {
  tag: string;
  attrs?: Attr[];
  kids?: Kid[];
}
export type Attr =
  | { name: string; fixed: string }
  | { name: string; text: number; before?: string }
  | { name: string; bool: number }
  | { on: string; off?: string; toggle: number }
  | { style: string; text: number };
export type Kid = El | string | { text: number } | { region: number } | { list: number } | { view: number } | { raw: number };

/** Shape is a template: one element, or several nodes. */
export interface Shape {
  name: string;
  root: El | Kid[];
  slots: number;
}

export type Value = string | number | boolean | null | Whole | Whole[] | { view: number; whole: Whole };
export interface Whole {
  shape: Shape;
  values: Value[];
}

const isEl = (k: Kid): k is El => typeof k === "object" && "tag" in k;
const isSlot = (k: Kid): boolean => typeof k === "object" && !("tag" in k);
const voids = new Set(["input", "br", "img", "hr"]);

export const esc = (s: string): string => s.replace(/[&<>"\r\0]/g, (c) => (c === "\0" ? "" : `&#${c.charCodeAt(0)};`));

/** compile gives a shape's table and statics, as the server does. */
export function compile(shape: Shape): TemplateData {
  const holders: unknown[][] = [];
  const element = (e: El, root: boolean): string => {
    const kids = e.kids ?? [];
    let holder = holders.length;
    const owns = root || (e.attrs ?? []).some((a) => !("fixed" in a)) || kids.some(isSlot);
    if (owns) holders.push([]);
    else holder = -1;
    let s = "<" + e.tag + (root ? ` z="${shape.name}"` : owns ? " z" : "");
    for (const a of e.attrs ?? []) {
      if ("fixed" in a) s += ` ${a.name}="${esc(a.fixed)}"`;
      else if ("bool" in a) holders[holder]!.push([3, a.bool, a.name]);
      else if ("toggle" in a) holders[holder]!.push(trim([4, a.toggle, a.on, a.off ?? ""]));
      else if ("style" in a) holders[holder]!.push([5, a.text, a.style]);
      else holders[holder]!.push(trim([2, a.text, a.name, a.before ?? ""]));
    }
    if (kids.some((k) => typeof k === "object" && "raw" in k)) s += " z-raw";
    s += ">";
    return voids.has(e.tag) ? s : s + content(kids, holder, false) + `</${e.tag}>`;
  };
  const content = (kids: Kid[], holder: number, fenced: boolean): string => {
    const slots = kids.filter(isSlot);
    const text = slots.length === 1 && !kids.some(isEl) && "text" in (slots[0] as object) ? (slots[0] as { text: number }) : undefined;
    if (text && !fenced) {
      const at = kids.indexOf(text);
      holders[holder]!.push(trim([0, text.text, kids.slice(0, at).join(""), kids.slice(at + 1).join("")]));
      return "";
    }
    const sole = !fenced && kids.length === 1;
    let fence = 0;
    return kids
      .map((k) => {
        if (typeof k === "string") return esc(k);
        if (isEl(k)) return element(k, false);
        if ("raw" in k) {
          holders[holder]!.push([9, k.raw]);
          return "";
        }
        const at = sole ? -1 : fence++;
        if ("text" in k) holders[holder]!.push([1, k.text, at]);
        else if ("region" in k) holders[holder]!.push([6, k.region, at]);
        else if ("list" in k) holders[holder]!.push([7, k.list, at]);
        else holders[holder]!.push([8, k.view, at]);
        return sole ? "" : "<!--[--><!--]-->";
      })
      .join("");
  };
  let statics: string;
  if (Array.isArray(shape.root)) {
    holders.push([]);
    statics = content(shape.root, 0, true);
  } else statics = element(shape.root, true);
  return [shape.name, holders, statics];
}

const trim = (a: unknown[]): unknown[] => (a[a.length - 1] === "" ? trim(a.slice(0, -1)) : a);

/** render gives the markup the server would send. */
export function render({ shape, values }: Whole, rootAttrs = ""): string {
  const element = (e: El, root: boolean, selected = false): string => {
    const kids = e.kids ?? [];
    const attrs = e.attrs ?? [];
    const owns = attrs.some((a) => !("fixed" in a)) || kids.some(isSlot);
    let s = "<" + e.tag + (root ? ` z="${shape.name}"${rootAttrs}` : owns ? " z" : "");
    const fixed = attrs.find((a) => "fixed" in a && a.name === "class");
    const classes = fixed && "fixed" in fixed ? [fixed.fixed] : [];
    let styled = false;
    let area = "";
    let choice: El | undefined;
    for (const a of attrs) {
      if ("toggle" in a) classes.push(values[a.toggle] ? a.on : (a.off ?? ""));
      else if ("bool" in a) s += values[a.bool] ? ` ${a.name}=""` : "";
      else if ("style" in a) {
        s += (styled ? "" : " z-style") + ` z-style-${a.style}="${esc(String(values[a.text]))}"`;
        styled = true;
      } else if ("fixed" in a) s += a.name === "class" ? "" : ` ${a.name}="${esc(a.fixed)}"`;
      else if (a.name === "value" && e.tag === "select") {
        s += ` z-chosen="${esc(String(values[a.text]))}"`;
        choice = kids.filter(isEl).find((k) => k.attrs?.some((b) => "fixed" in b && b.name === "value" && b.fixed === String(values[a.text])));
      } else if (a.name === "value" && e.tag === "textarea") area = esc(String(values[a.text]));
      else s += ` ${a.name}="${esc((a.before ?? "") + String(values[a.text]))}"`;
    }
    if (fixed || attrs.some((a) => "toggle" in a)) s += ` class="${classes.filter(Boolean).join(" ")}"`;
    if (kids.some((k) => typeof k === "object" && "raw" in k)) s += " z-raw";
    if (selected) s += ' selected=""';
    s += ">";
    return voids.has(e.tag) ? s : s + area + content(kids, false, choice) + `</${e.tag}>`;
  };
  const content = (kids: Kid[], fenced: boolean, choice?: El): string => {
    const slots = kids.filter(isSlot);
    const soleText = !fenced && slots.length === 1 && !kids.some(isEl) && "text" in (slots[0] as object);
    const sole = soleText || (!fenced && kids.length === 1);
    return kids
      .map((k) => {
        if (typeof k === "string") return esc(k);
        if (isEl(k)) return element(k, false, k === choice);
        if ("raw" in k) return String(values[k.raw]);
        let s: string;
        if ("text" in k) s = esc(String(values[k.text]));
        else if ("region" in k) s = values[k.region] ? render(values[k.region] as Whole) : "";
        else if ("list" in k) s = (values[k.list] as Whole[]).map((w) => render(w)).join("");
        else {
          const v = values[k.view] as { view: number; whole: Whole } | null;
          s = v ? render(v.whole, ` z-view="${v.view}"`) : "";
        }
        return sole ? s : `<!--[-->${s}<!--]-->`;
      })
      .join("");
  };
  return Array.isArray(shape.root) ? `<!--[${shape.name}-->${content(shape.root, true)}<!--]-->` : element(shape.root, true);
}

/** whole is how an instance travels where the client has none. */
export function whole(w: Whole): unknown[] {
  return [w.shape.name, ...values(w)];
}

function values(w: Whole): unknown[] {
  const placed = new Set((compile(w.shape)[1] as unknown[][]).flat().map((o) => (o as number[])[1]!));
  return w.values.slice(0, Math.max(-1, ...placed) + 1).map((v, slot) => (placed.has(slot) ? value(v) : 0));
}

export function value(v: Value): unknown {
  if (v === null) return 0;
  if (typeof v === "boolean") return +v;
  if (typeof v === "string") return /^(0|-?[1-9]\d{0,14})$/.test(v) && v.length <= 15 ? +v : v;
  if (typeof v === "number") return v;
  if (Array.isArray(v)) return rows(v, 0);
  if ("view" in v) return [v.view, ...whole(v.whole)];
  return whole(v);
}

/** rows is the op that inserts rows, one for each run of a template. */
export function rows(list: Whole[], at: number): unknown[] {
  const ops: unknown[] = [];
  for (let i = 0; i < list.length; ) {
    let n = i;
    while (n < list.length && list[n]!.shape === list[i]!.shape) n++;
    ops.push("i", at + i, list[i]!.shape.name, n - i, ...list.slice(i, n).flatMap(values));
    i = n;
  }
  return ops;
}

/**
 * canonical is a document as text in which only differences that a visitor could find show; what fields
 * say is among them, what extensions and translators put in is not. bare leaves out the marks, too.
 */
export function canonical(n: Node, bare = false): string {
  let s = "";
  const text: string[] = [];
  const flush = (): void => {
    if (text.length > 0) s += esc(text.splice(0).join(""));
  };
  const visit = (n: Node): void => {
    if (n.nodeType === 3) return void text.push((n as Text).data);
    const e = n as Element;
    if (e.localName === "font") return e.childNodes.forEach(visit);
    if (e.localName === "x-extension" || e.className === "clone" || (bare && n.nodeType === 8)) return;
    flush();
    if (n.nodeType === 8) s += `<!--${(n as Comment).data}-->`;
    if (n.nodeType !== 1) return;
    const raw = e.parentElement?.closest("[z-raw]");
    const attrs = [...e.attributes]
      .filter((a) => (raw || a.name !== "style") && !(bare && a.name === "z"))
      .map((a) => (a.name === "class" ? ["class", a.value.split(/\s+/).filter(Boolean).sort().join(" ")] : [a.name, a.value]))
      .filter(([name, v]) => name !== "class" || v)
      .map(([name, v]) => ` ${name}="${esc(v!)}"`)
      .sort();
    const { value, checked } = e as HTMLInputElement;
    // Of a select that the server marked no option of, it does not say what is shown.
    const says = e.matches("input,textarea,select:has([selected])") ? ` says ${JSON.stringify([value, checked])}` : "";
    s += `<${e.localName}${attrs.join("")}${says}>`;
    for (const c of e.childNodes) visit(c);
    flush();
    s += `</${e.localName}>`;
  };
  visit(n);
  flush();
  return s;
}
