// Values into the document. A patch touches what its slots own and nothing else: a text
// node, an attribute, a row.

import { firstChild, isConnected, isElement, remove, setAttribute } from "./dom";
import { attributeOf, isTextarea, noteOptions, writeAttribute, writeBoolean, writeClasses, writeStyle } from "./field";
import { change, clear, insert } from "./list";
import { firstIn, located, rowsOf } from "./locate";
import { kindOf, putRaw, replace, swap } from "./morph";
import { cast, castMarkup, type Made } from "./mould";
import { must } from "./mismatch";
import { growText, writeText } from "./text";
import { type Box, type Instance, Op, parentOf, type Place, type Tree } from "./tree";
import type { Patch } from "./wire";

/** patch applies pairs of slot and value. */
export function patch(tree: Tree, instance: Instance, pairs: Patch): void {
  must(Array.isArray(pairs));
  for (let k = 0; k < pairs.length; k += 2) {
    const place = instance.template.places[pairs[k] as number];
    must(place);
    put(tree, instance, place, pairs[k + 1], false, instance.first);
  }
}

/**
 * build makes a new instance of the whole whose values start at an index, to be inserted in a node. What
 * the session before showed, and this one has not yet, is that element again.
 */
export function build(tree: Tree, name: string, values: unknown[], at: number, around: Node): Made {
  if (name === "") return castMarkup(tree, values, at, around);
  const made = cast(tree.template(name), around);
  for (const place of made.instance.template.places) {
    if (place) put(tree, made.instance, place, values[at + place.slot], true, around);
  }
  const { first } = made.instance;
  const kind = tree.former.size && kindOf(first);
  const was = tree.former.get(kind);
  if (was && !isConnected.call(was)) {
    tree.former.delete(kind);
    remove(was);
    replace(tree, was, first as Element);
    return { instance: tree.adopt(was), node: was };
  }
  return made;
}

/** buildView makes a new view of its number and whole. */
export function buildView(tree: Tree, value: unknown[], around: Node): Made {
  const view = value[0] as number;
  const made = build(tree, textOf(value[1]), value, 2, around);
  setAttribute.call(made.instance.first as Element, "z-view", String(view));
  tree.view(view, made.instance);
  return made;
}

/** renewView replaces a view by a whole. */
export function renewView(tree: Tree, view: number, whole: Patch): void {
  const old = tree.views.get(view);
  must(old);
  tree.view(view, swap(tree, old, (around) => buildView(tree, [view, ...whole], around)));
}

/** textOf is a text as it came: numbers travel bare. */
export function textOf(v: unknown): string {
  must(typeof v === "string" || typeof v === "number");
  return String(v);
}

function put(tree: Tree, instance: Instance, place: Place, v: unknown, fresh: boolean, around: Node): void {
  const holder = located(instance)[place.holder] as Element;
  const box = instance.boxes[place.slot];
  const { name, extra } = place;
  // A text that only grew comes as what is to be added.
  const more = Array.isArray(v) && !fresh ? (v as unknown[])[0] : undefined;
  switch (place.op) {
    case Op.SoleText:
    case Op.FencedText: {
      const [parent, first, close] = box ? [parentOf(box), firstIn(box), box.close] : [holder, firstChild.call(holder), null];
      if (!box && !fresh && isTextarea(holder)) {
        const was = holder.defaultValue;
        const text = more === undefined ? name + textOf(v) : was.slice(0, was.length - extra.length) + textOf(more);
        writeAttribute(tree, holder, "value", text + extra, false);
      } else if (more !== undefined) growText(first, close, textOf(more), box ? 0 : extra.length);
      else writeText(parent, first, close, box ? textOf(v) : name + textOf(v) + extra);
      return;
    }
    case Op.Attribute:
      return writeAttribute(tree, holder, name, more === undefined ? extra + textOf(v) : grown(holder, name, more), fresh);
    case Op.Boolean:
      return writeBoolean(tree, holder, name, v === 1, fresh);
    case Op.Classes:
      return writeClasses(holder, v ? name : extra, v ? extra : name);
    case Op.Style:
      return writeStyle(holder, name, more === undefined ? textOf(v) : grown(holder, "z-style-" + name, more));
    case Op.Raw:
      return putRaw(tree, holder, textOf(v));
  }
  const parent = parentOf(box!);
  const inside = isElement(parent) ? parent : around;
  if (!fresh) noteOptions(tree, parent);
  must(Array.isArray(v) || (v === 0 && place.op !== Op.List));
  const value = (v || undefined) as unknown[] | undefined;
  if (place.op === Op.List) change(tree, box!, value!, inside);
  else if (place.op === Op.Region) putRegion(tree, box!, value, inside);
  else putView(tree, box!, value, inside);
}

function grown(e: Element, name: string, more: unknown): string {
  const was = attributeOf(e, name);
  must(was !== null);
  return was + textOf(more);
}

function putRegion(tree: Tree, box: Box, value: unknown[] | undefined, around: Node): void {
  const rows = rowsOf(tree, box);
  if (!value) return clear(box);
  const name = value[0];
  if (typeof name === "string" && rows.length === 0) insert(box, 0, [build(tree, name, value, 1, around)]);
  else change(tree, box, [0, value], around);
}

function putView(tree: Tree, box: Box, value: unknown[] | undefined, around: Node): void {
  // Views are replaced without their box being told; it is looked at each time.
  box.rows = undefined;
  rowsOf(tree, box);
  clear(box);
  if (value) insert(box, 0, [buildView(tree, value, around)]);
}
