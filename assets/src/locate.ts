// Where an instance's slots are in a document that others may have touched. Elements are
// found by their marks and counted; whatever does not add up is not guessed at.

import { fenceData, firstChild, getAttribute, hasAttribute, isElement, isText, nextSibling, parentNode } from "./dom";
import { isKnown } from "./known";
import { must } from "./mismatch";
import { type Box, type Instance, nests, parentOf, type Tree } from "./tree";

/** closing finds the end of the fence that opens at a node. */
function closing(open: Node): Node {
  let depth = 0;
  for (let n: Node | null = open; ; n = nextSibling.call(n)) {
    must(n);
    const data = fenceData(n);
    if (data[0] === "[") depth++;
    else if (data === "]" && --depth === 0) return n;
  }
}

/** located makes sure that an instance's holders and boxes are known, and returns the holders. */
export function located(instance: Instance): Node[] {
  return instance.holders ?? locate(instance, false);
}

/**
 * locate finds them, and the fences of each holder on the way. fresh: the instance is in no document
 * yet, and empty; in one, what looks like ours may be somebody's clone.
 */
export function locate(instance: Instance, fresh: boolean): Node[] {
  const { first, last, template } = instance;
  const found = [first];
  const opens: Node[][] = [[]];
  const visit = (n: Node | null, end: Node | null, fences: Node[]): void => {
    for (; n !== end; n = nextSibling.call(n)) {
      must(n);
      const data = fenceData(n);
      if (data === "[") fences.push(n);
      else if (data[0] === "[") n = closing(n);
      if (!isElement(n)) continue;
      const mark = getAttribute.call(n, "z");
      if (mark) continue; // an instance of its own
      const own: Node[] = [];
      if (mark !== null && (fresh || isKnown(n))) {
        found.push(n);
        opens.push(own);
      }
      // Markup that a program brings along may hold anything, marks too.
      if (!hasAttribute.call(n, "z-raw")) visit(firstChild.call(n), null, own);
    }
  };
  if (first !== last) visit(nextSibling.call(first), last, opens[0]!);
  else if (!hasAttribute.call(first as Element, "z-raw")) visit(firstChild.call(first), null, opens[0]!);
  must(found.length === template.holders.length);
  template.holders.forEach((places, k) => {
    const fenced = places.filter((p) => p.fence >= 0).length;
    must(!fenced || opens[k]!.length === fenced);
    for (const p of places) {
      if (p.fence < 0 && !nests(p.op)) continue;
      const open = opens[k]![p.fence];
      instance.boxes[p.slot] = { element: found[k] as Element, open, close: open ? closing(open) : null, rows: fresh ? [] : undefined };
    }
  });
  return (instance.holders = found);
}

/** firstIn is the first node in a box. */
export const firstIn = (box: Box): Node | null => (box.open ? nextSibling.call(box.open) : firstChild.call(box.element));

/** rowsOf makes sure that the instances in a box are known, and returns them. */
export function rowsOf(tree: Tree, box: Box): Instance[] {
  if (box.rows) return box.rows;
  parentOf(box);
  const rows: Instance[] = [];
  for (let n = firstIn(box); n !== box.close; n = nextSibling.call(n)) {
    must(n);
    if (isElement(n)) {
      // An element of somebody else's is passed over; one of ours without its mark is a row that can't be told.
      if (!isKnown(n)) continue;
      must(getAttribute.call(n, "z"));
      rows.push(tree.adopt(n));
    } else if (fenceData(n)[0] === "[") {
      const last = closing(n);
      rows.push(tree.adopt(n, last));
      n = last;
    } else must(!isText(n) || !n.data.trim());
  }
  return (box.rows = rows);
}

/** checkAt makes sure that an instance still stands in its box. */
export function checkAt(box: Box, row: Instance | undefined): asserts row {
  must(row && [row.first, row.last].every((n) => parentNode.call(n) === parentOf(box)));
}
