// Random templates, values and changes. Every case has its seed, so that it can be run again.

import { value, rows, whole, type Attr, type El, type Kid, type Shape, type Value, type Whole } from "./model";

export type Rng = (n: number) => number;

/** rng gives integers below n. */
export function rng(seed: number): Rng {
  let s = seed >>> 0;
  return (n) => {
    s = (s + 0x6d2b79f5) >>> 0;
    let t = Math.imul(s ^ (s >>> 15), 1 | s);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % n;
  };
}

const pick = <T>(r: Rng, list: readonly T[]): T => list[r(list.length)]!;
const words = ["", "a", "7", "-3", "007", "1e5", "Ärger & <b>", '"q"', "[", "]", "x y", "__proto__", "0", "\u2028é😀"];
const raws = [
  "",
  "<b z>raw</b>",
  '<i z="T0____" z-view="1">no mark</i> text',
  '<img src="data:image/gif;base64,AAAA" style="color: red">',
  '<img src="javascript:x" style="color: blue"><!--[v3-->',
  '<!--[--><details z-style-width="1px" open=""><summary>more</summary></details><!--]-->',
];
const choices = ["a", "b", "", "none of them"];
const optionOf = (...attrs: Attr[]): El => ({ tag: "option", attrs, kids: ["one"] });
const option: Shape = { name: "OPTION", root: { tag: "option", attrs: [{ name: "value", text: 0 }, { name: "selected", bool: 1 }], kids: [{ text: 2 }] }, slots: 3 };
const tags = ["div", "article", "span", "ul", "section"] as const;

/** Kind is what a slot takes. */
type Kind = "text" | "choice" | "options" | "bool" | "region" | "list" | "view" | "raw" | "none";
export const kinds = new WeakMap<Shape, Kind[]>();

/** shapes makes a few templates, the last one for options of selects; later ones may hold instances of any. */
export function shapes(r: Rng, count: number): Shape[] {
  kinds.set(option, ["choice", "bool", "text"]);
  const made = Array.from({ length: count }, (_, k) => {
    const list: Kind[] = [];
    const slot = (kind: Kind): number => {
      if (r(12) === 0) list.push("none");
      return list.push(kind) - 1;
    };
    const element = (depth: number): El => {
      const attrs: Attr[] = [];
      if (r(4) === 0) attrs.push({ name: "title", fixed: "fix" });
      if (r(4) === 0) attrs.push({ name: "class", fixed: "one two" });
      if (r(4) === 0) attrs.push({ name: "data-a", text: slot("text") });
      if (r(5) === 0) attrs.push({ name: "z-click", text: slot("text"), before: "Do " });
      if (r(6) === 0) attrs.push({ name: "hidden", bool: slot("bool") });
      if (r(6) === 0) attrs.push({ on: "on big", off: r(2) ? "off" : "", toggle: slot("bool") });
      if (r(8) === 0) attrs.push({ style: "width", text: slot("text") });
      if (r(8) === 0) return { tag: "input", attrs: [...attrs, { name: "value", text: slot("text") }] };
      if (r(10) === 0) return { tag: "select", attrs, kids: [{ list: slot("options") }] };
      if (r(10) === 0) return { tag: "select", attrs: [...attrs, { name: "value", text: slot("choice") }], kids: choices.slice(0, 3).map((value) => optionOf({ name: "value", fixed: value })) };
      if (r(10) === 0) return { tag: "select", attrs, kids: choices.map(() => optionOf({ name: "selected", bool: slot("bool") })) };
      if (r(10) === 0) return { tag: "input", attrs: [...attrs, { name: "type", fixed: "checkbox" }, { name: "checked", bool: slot("bool") }] };
      return { tag: pick(r, tags), attrs, kids: r(14) === 0 ? [{ raw: slot("raw") }] : kids(depth) };
    };
    const kids = (depth: number): Kid[] =>
      Array.from({ length: r(4) }, (): Kid => {
        switch (r(9)) {
          case 0:
          case 1:
            return depth > 0 ? element(depth - 1) : "leaf";
          case 2:
          case 3:
            return { text: slot("text") };
          case 4:
            return "lit <&>";
          case 5:
            return { region: slot("region") };
          case 6:
            return { list: slot("list") };
          case 7:
            return { view: slot("view") };
          default:
            return element(0);
        }
      });
    const root = r(4) === 0 && k > 0 ? kids(2) : element(2);
    if (r(8) === 0) list.push("none");
    const shape: Shape = { name: `T${k}____`.slice(0, 6), root, slots: list.length };
    kinds.set(shape, list);
    return shape;
  });
  return [...made, option];
}

/** World makes values for a set of shapes. */
export class World {
  #view = 1;
  constructor(
    readonly r: Rng,
    readonly shapes: Shape[],
  ) {}

  text(): string {
    return pick(this.r, words) + (this.r(2) ? "" : String(this.r(100)));
  }

  make(depth: number, shape = pick(this.r, this.shapes.slice(0, -1))): Whole {
    return { shape, values: kinds.get(shape)!.map((k) => this.value(k, depth)) };
  }

  value(kind: Kind, depth: number): Value {
    const { r } = this;
    switch (kind) {
      case "text":
        return this.text();
      case "choice":
        return pick(r, choices);
      case "bool":
        return r(2) === 0;
      case "raw":
        return pick(r, raws);
      case "region":
        return depth > 0 && r(3) > 0 ? this.make(depth - 1) : null;
      case "list":
        return Array.from({ length: depth > 0 ? r(5) : 0 }, () => this.make(depth - 1));
      case "options":
        return Array.from({ length: r(4) }, () => this.make(0, option));
      case "view":
        return depth > 0 && r(3) === 0 ? { view: ++this.#view, whole: this.make(depth - 1, this.single()) } : null;
      default:
        return 0;
    }
  }

  /** A view's root is one element. */
  single(): Shape {
    return pick(
      this.r,
      this.shapes.filter((s) => !Array.isArray(s.root) && s !== option),
    );
  }

  /** change makes other values of a whole and the patch that leads there, empty if nothing differs. */
  change(w: Whole, depth: number): { next: Whole; patch: unknown[] } {
    const next: Whole = { shape: w.shape, values: [...w.values] };
    const patch: unknown[] = [];
    kinds.get(w.shape)!.forEach((kind, slot) => {
      if (this.r(2) === 0 || kind === "none") return;
      const old = w.values[slot]!;
      const [v, p] = this.#changed(kind, old, depth);
      next.values[slot] = v;
      if (p !== undefined) patch.push(slot, p);
    });
    return { next, patch };
  }

  #changed(kind: Kind, old: Value, depth: number): [Value, unknown] {
    const { r } = this;
    // The server sends a suffix only where that is shorter.
    if (kind === "text" && r(3) === 0 && Buffer.byteLength(String(old)) >= 3) {
      const more = this.text() + "+";
      return [String(old) + more, [more]];
    }
    if (kind === "region" && old && r(2)) {
      const { next, patch } = this.change(old as Whole, depth - 1);
      return [next, patch.length > 0 ? patch : undefined];
    }
    if (kind === "list") return this.#list(old as Whole[], depth);
    if (kind === "options") return this.#list(old as Whole[], depth, option);
    const v = this.value(kind, depth);
    return [v, value(v)];
  }

  #list(old: Whole[], depth: number, shape?: Shape): [Value, unknown] {
    const { r } = this;
    const list = [...old];
    const ops: unknown[] = [];
    for (let n = r(4); n > 0; n--) {
      const kind = r(3);
      if (kind === 0 && list.length > 0) {
        const at = r(list.length);
        const count = 1 + r(list.length - at);
        list.splice(at, count);
        ops.push("r", at, count);
      } else if (kind === 1 && list.length > 1) {
        const from = r(list.length);
        const to = r(list.length);
        list.splice(to, 0, list.splice(from, 1)[0]!);
        ops.push("m", from, to);
      } else {
        const at = r(list.length + 1);
        const add = Array.from({ length: 1 + r(3) }, () => this.make(Math.max(0, depth - 1), shape));
        list.splice(at, 0, ...add);
        ops.push(...rows(add, at));
      }
    }
    list.forEach((row, k) => {
      if (r(3) > 0) return;
      if (r(4) === 0) {
        const other = this.make(0, shape);
        list[k] = other;
        ops.push(k, whole(other));
        return;
      }
      const { next, patch } = this.change(row, depth - 1);
      list[k] = next;
      if (patch.length > 0) ops.push(k, patch);
    });
    return [list, ops.length > 0 ? ops : undefined];
  }
}
