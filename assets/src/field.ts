// Attributes and the properties behind them. A field's value belongs to whoever is
// typing in it: the attribute always says what the server has, the property follows
// unless the visitor is, or just was, ahead of the server.

import {
  attributes, classList, cloneNode, closest, contains, focused, getAttribute, hasAttribute, isElement, localName, removeAttribute, setAttribute, setAttributeNode, styleOfHTML,
} from "./dom";
import type { Tree } from "./tree";
import { checkURL, isURL } from "./url";

type Field = HTMLInputElement | HTMLTextAreaElement;

const STYLE = "z-style-";
/** What the server says that a select's value is: its option may come long after it. */
const CHOSEN = "z-chosen";
/** Boolean attributes that only say how an element starts; what it is like now is a property. */
const initial = new Set(["checked", "selected", "muted"]);

/** isTextarea tells the field whose value is its text. */
export const isTextarea = (e: Element): e is HTMLTextAreaElement => localName.call(e) === "textarea";
/** isSelect tells the field that has its value from its options. */
export const isSelect = (e: Element): e is HTMLSelectElement => localName.call(e) === "select";
const isInput = (e: Element): e is HTMLInputElement => localName.call(e) === "input";

/** isForeign tells the attributes that change without the server: styles not of raw markup, and whether dialogs and details are open. */
const isForeign = (e: Element, name: string, raw: boolean): boolean =>
  (name === "style" && !raw) || (name === "open" && /^(dialog|details)$/.test(localName.call(e)));

/** attributeOf is what the server last gave an attribute. */
export function attributeOf(e: Element, name: string): string | null {
  if (name === "value") {
    if (isTextarea(e)) return e.defaultValue;
    if (isSelect(e)) return getAttribute.call(e, CHOSEN);
  }
  return getAttribute.call(e, name);
}

/** writeAttribute gives an attribute what the server says. fresh: the element is new. */
export function writeAttribute(tree: Tree, e: Element, name: string, value: string, fresh: boolean): void {
  if (isURL(name)) value = checkURL(value);
  if (name === "value" && isSelect(e)) {
    noteSelect(tree, e);
    set(e, CHOSEN, value);
  } else if (name === "value" && (isTextarea(e) || isInput(e))) writeValue(tree, e, value, fresh);
  else set(e, name, value);
}

function set(e: Element, name: string, value: string): void {
  if (getAttribute.call(e, name) === value) return;
  if (name === "xlink:href") e.setAttributeNS("http://www.w3.org/1999/xlink", name, value);
  else setAttribute.call(e, name, value);
}

function writeValue(tree: Tree, e: Field, value: string, fresh: boolean): void {
  const was = attributeOf(e, "value");
  if (was === value && !fresh) return;
  const file = e.type === "file";
  const typing = focused() === e;
  const ahead = !file && (typing || tree.pending(e));
  if (ahead) {
    const same = e.value === (was ?? "");
    // A field nobody has typed in would show the new attribute; from here on it doesn't.
    if (same && !e.validity.badInput) e.value = String(e.value);
    if (!typing || same || asks(e)) tree.held.add(e);
  }
  if (isTextarea(e)) e.defaultValue = value;
  else setAttribute.call(e, "value", value);
  if (!file && !ahead && e.value !== value) e.value = value;
}

/** asks tells whether the server is told what a field says before its form is submitted. What it is not told of stays. */
export const asks = (e: Element): unknown => closest.call(e, "[z-input],[z-change]");

/** writeBoolean has a boolean attribute there or not. */
export function writeBoolean(tree: Tree, e: Element, name: string, on: boolean, fresh: boolean): void {
  if (!fresh && hasAttribute.call(e, name) === on) return;
  if (!on && name === "open" && localName.call(e) === "dialog") (e as HTMLDialogElement).close?.();
  if (on) setAttribute.call(e, name, "");
  else removeAttribute.call(e, name);
  if (!initial.has(name)) return;
  if (tree.pending(e)) tree.held.add(e);
  else (e as unknown as Record<string, boolean>)[name] = on;
}

/** release shows what the server says in fields whose inputs have been answered, and that the visitor has left. */
export function release(tree: Tree): void {
  for (const e of tree.held) {
    const [now, server] = propertiesOf(e);
    if (tree.pending(e) || (now !== "checked" && focused() === e)) continue;
    tree.held.delete(e);
    for (const p of partsOf(e)) p[now] = p[server];
  }
}

/** partsOf is what of a field has a value: its options, or itself. */
export const partsOf = (e: Element): Record<string, unknown>[] => [...((e as HTMLSelectElement).options ?? [e])] as never;

/** propertiesOf names the property that says what a part of a field is like, and the one for what the server has it be. */
export function propertiesOf(e: Element): [now: string, server: string] {
  const { type } = e as HTMLInputElement;
  if (isSelect(e)) return ["selected", "defaultSelected"];
  return /^(checkbox|radio)$/.test(type) ? ["checked", "defaultChecked"] : ["value", "defaultValue"];
}

/** chosen is the option that the server marked, the last one as for browsers. */
export const chosen = (e: HTMLSelectElement): HTMLOptionElement | undefined => [...e.options].findLast((o) => o.defaultSelected);

/** noteOptions remembers what a select shows before its options change. */
export function noteOptions(tree: Tree, parent: Node): void {
  const e = isElement(parent) && (closest.call(parent, "select") as HTMLSelectElement | null);
  if (e && !e.multiple) noteSelect(tree, e);
}

/** noteSelect remembers what a select shows, and what the server has it show. */
export function noteSelect(tree: Tree, e: HTMLSelectElement): void {
  if (!tree.selects.has(e)) tree.selects.set(e, [e.value, chosen(e)?.value]);
}

/** settleSelects applies the values of selects, all or those below a root, once their options are there. */
export function settleSelects(tree: Tree, root?: Node): void {
  for (const [e, [shown, was]] of tree.selects) {
    if (root && !contains.call(root, e)) continue;
    tree.selects.delete(e);
    const value = getAttribute.call(e, CHOSEN);
    if (value !== null) {
      const marked = [...e.options].find((o) => o.value === value);
      for (const o of e.options) o.defaultSelected = o === marked;
    }
    const now = chosen(e)?.value;
    let want: string | undefined = shown;
    if (now !== was) {
      const typing = focused() === e;
      if (typing || tree.pending(e)) {
        if (!typing || asks(e) || shown === was) tree.held.add(e);
      } else want = now;
    }
    if (want === undefined) e.selectedIndex = -1;
    else if (e.value !== want) e.value = want;
    // As a page just loaded would: a list that drops down always shows one of its options.
    const first = chosen(e) ?? e.options[0];
    if (first && e.selectedIndex < 0 && !e.multiple && e.size <= 1) first.selected = true;
  }
}

/** writeClasses adds and removes classes, separated by spaces, without touching those that others added. */
export function writeClasses(e: Element, add: string, drop: string): void {
  const list = classList.call(e);
  for (const c of drop.split(" ")) if (c) list.remove(c);
  for (const c of add.split(" ")) if (c) list.add(c);
}

/**
 * writeStyle sets one style property through the object model: a strict
 * Content-Security-Policy forbids the attribute. z-style-… keeps what the server said.
 */
export function writeStyle(e: Element, property: string, value: string): void {
  set(e, "z-style", "");
  set(e, STYLE + property, value);
  applyStyle(e, property, value);
}

function applyStyle(e: Element, property: string, value: string): void {
  const style = e instanceof HTMLElement ? styleOfHTML.call(e) : (e as SVGElement).style;
  style.setProperty(property, ""); // a value that is none must not leave the old one
  style.setProperty(property, value);
}

/** styleOf is the property that an attribute of the form z-style-… sets, "" for other attributes. */
const styleOf = (name: string): string => (name.startsWith(STYLE) ? name.slice(STYLE.length) : "");

/** applyStyles sets the styles of an element that came as attributes in markup. */
export function applyStyles(e: Element): void {
  for (const { name, value } of attributes.call(e)) {
    const property = styleOf(name);
    if (property) applyStyle(e, property, value);
  }
}

/** copyAttributes makes an element's attributes those of another; used where markup is replaced. Those of raw markup stay as they are. */
export function copyAttributes(tree: Tree, e: Element, to: Element, raw: boolean): void {
  for (const a of attributes.call(to)) {
    const { name, value, namespaceURI } = a;
    if (isForeign(e, name, raw)) continue;
    const property = styleOf(name);
    if (raw) getAttribute.call(e, name) !== value && setAttributeNode.call(e, cloneNode.call(a, false) as Attr);
    else if (property) writeStyle(e, property, value);
    else if (initial.has(name)) writeBoolean(tree, e, name, true, false);
    else if (namespaceURI) e.setAttributeNS(namespaceURI, name, value);
    else writeAttribute(tree, e, name, value, false);
  }
  // A custom element sets attributes on itself.
  if (localName.call(e).includes("-")) return;
  for (const { name } of [...attributes.call(e)]) {
    if (hasAttribute.call(to, name) || isForeign(e, name, raw)) continue;
    const property = styleOf(name);
    if (property) applyStyle(e, property, "");
    if (initial.has(name)) writeBoolean(tree, e, name, false, false);
    else removeAttribute.call(e, name);
  }
  if (isTextarea(e)) writeValue(tree, e, (to as HTMLTextAreaElement).defaultValue, false);
}
