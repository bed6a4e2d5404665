// Which elements the server rendered. All others belong to extensions, translators and
// the page's own scripts: they are neither counted nor replaced.

import { childNodes, isElement } from "./dom";
import { whenIdle } from "./idle";

const known = new WeakSet<Node>();
/** The numbers of views by their roots: the marks that say them may be gone. */
export const numbers = new WeakMap<Node, number>();
let fresh: Node[] = [];

function note(root: Node): void {
  if (known.has(root)) return;
  known.add(root);
  for (const n of childNodes.call(root)) if (isElement(n)) note(n);
}

/** isKnown tells whether the server rendered an element. */
export function isKnown(e: Node): boolean {
  settle();
  return known.has(e);
}

/** remember notes that the server rendered a node and all below it. */
export function remember(root: Node): void {
  // Noting a thousand rows at once would cost as much as making them.
  if (fresh.push(root) === 1) whenIdle(settle);
}

/** settle notes now what was put off. */
export function settle(): void {
  const roots = fresh;
  fresh = [];
  roots.forEach(note);
}
