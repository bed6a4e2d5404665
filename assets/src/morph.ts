// Where markup is replaced by other markup, the elements that both have stay, and with
// them focus, what was typed, scrolling, and what belongs to the browser or to others:
// open dialogs, the elements of extensions, the insides of custom elements.
//
// morphdom was measured here first. It asks nodes directly, so that a form's controls
// lead it astray; it puts values over what was typed; it leaves behind all but one of the
// elements with the same id; and it is a sixth of what the client may weigh.

import {
  childNodes, cloneNode, firstChild, getAttribute, hasAttribute, imported, insertBefore, isConnected, isElement, localName, moveBefore, nextSibling, nodeName, nodeType, parentNode, remove,
} from "./dom";
import { copyAttributes, isSelect, isTextarea, noteSelect, settleSelects } from "./field";
import { isKnown, remember } from "./known";
import { rememberRow, removeRow } from "./list";
import { fragmentOf, languageOf } from "./markup";
import type { Made } from "./mould";
import { must } from "./mismatch";
import { edit } from "./text";
import type { Instance, Tree } from "./tree";

/** swap puts a new instance in the place of another and returns what stands there then. */
export function swap(tree: Tree, old: Instance, make: (around: Node) => Made): Instance {
  const { first, last } = old;
  const parent = parentNode.call(first);
  must(parent);
  const { instance, node } = make(parent);
  if (first === last && nodeName.call(first) === nodeName.call(node)) {
    replace(tree, first as Element, node as Element);
    return tree.adopt(first);
  }
  insertBefore.call(parent, node, first);
  removeRow(old);
  rememberRow(instance);
  return instance;
}

/** putRaw makes trusted markup the content of its holder. */
export function putRaw(tree: Tree, e: Element, markup: string): void {
  const to = cloneNode.call(e, false) as Element;
  insertBefore.call(to, imported(fragmentOf(markup, languageOf(e))), null);
  replace(tree, e, to);
}

/** replace makes an element, in place, like another of the same name that is in no document. The other is used up. */
export function replace(tree: Tree, from: Element, to: Element): void {
  settleSelects(tree, to);
  morph(tree, from, to, false);
  tree.register(from);
}

/** morph makes an element like another; raw tells whether that stands in raw markup. */
function morph(tree: Tree, from: Element, to: Element, raw: boolean): void {
  if (isSelect(from) && !from.multiple) noteSelect(tree, from);
  copyAttributes(tree, from, to, raw);
  if (!isTextarea(from)) morphChildren(tree, from, to, raw || hasAttribute.call(from, "z-raw"));
}

function morphChildren(tree: Tree, from: Element, to: Element, raw: boolean): void {
  const pool = new Map<unknown, Node[]>();
  // What a custom element made of itself is its own, text too.
  const own = localName.call(from).includes("-") && !firstChild.call(to);
  for (const n of childNodes.call(from)) {
    if (isStranger(n) || (own && !isKnown(n))) continue;
    const kind = kindOf(n);
    const same = pool.get(kind);
    if (same) same.push(n);
    else pool.set(kind, [n]);
  }
  const wanted = [...childNodes.call(to)];
  const nodes = wanted.map((w) => {
    const kind = kindOf(w);
    const same = pool.get(kind)?.shift() ?? tree.former.get(kind);
    tree.former.delete(kind);
    return same ?? w;
  });
  for (const left of pool.values()) left.forEach(remove);
  let at: Node | null = firstChild.call(from);
  wanted.forEach((w, k) => {
    const n = nodes[k]!;
    // Others' elements stay behind what they stood behind.
    while (at && isStranger(at)) at = nextSibling.call(at);
    if (n === at) at = nextSibling.call(n);
    else place(from, n, at);
    if (n === w) remember(n);
    else if (isElement(n)) morph(tree, n, w as Element, raw);
    else edit(n as CharacterData, (w as CharacterData).data);
  });
}

/** A stranger is an element that the server never rendered; what translators wrap text in is to go with the text. */
const isStranger = (n: Node): boolean => isElement(n) && !isKnown(n) && localName.call(n) !== "font";

/** kindOf tells which nodes may become one another. Views are numbered anew by each session; an id stays. */
export const kindOf = (n: Node): unknown =>
  isElement(n) ? [getAttribute.call(n, "id") ?? "z-view" + getAttribute.call(n, "z-view"), localName.call(n), ...told.map((name) => getAttribute.call(n, name))].join() : nodeType.call(n);
/** What else tells elements of a name apart: fields for other things must not take over what was typed. */
const told = ["name", "z-input", "z-change", "z-submit"];

/**
 * place puts a node in front of another. Where the browser can, it keeps focus and all; in others the
 * text that is being composed in it is entered once for the move and once more at its end.
 */
export function place(parent: Node, n: Node, ref: Node | null): void {
  (moveBefore && isConnected.call(n) && isConnected.call(parent) ? moveBefore : insertBefore).call(parent, n, ref);
}
