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

/** A fence with a name is around an instance, one without is around a slot. */
const isNamed = (data: string): boolean => data[0] === "[" && data !== "[";

/** located makes sure that an instance's holders and boxes are known, and returns the holders. */
export function located(instance: Instance): Node[] {
  return instance.holders ?? locate(instance);
}

/** inside is where an instance's own nodes begin and end. */
const inside = ({ first, last }: Instance): [Node | null, Node | null] =>
  first === last ? [firstChild.call(first), null] : [nextSibling.call(first), last];

function locate(instance: Instance): Node[] {
  const { holders } = instance.template;
  const found = [instance.first];
  const visit = (n: Node | null, end: Node | null): void => {
    for (; n !== end; n = nextSibling.call(n)) {
      must(n);
      if (isElement(n)) {
        const mark = getAttribute.call(n, "z");
        if (mark) continue; // an instance of its own
        if (mark !== null) found.push(n);
        // Markup that a program brings along may hold anything, marks too.
        if (!hasAttribute.call(n, "z-raw")) visit(firstChild.call(n), null);
      } else if (isNamed(fenceData(n))) n = closing(n);
    }
  };
  if (!isElement(instance.first) || !hasAttribute.call(instance.first, "z-raw")) visit(...inside(instance));
  must(found.length === holders.length);

  const opens: Node[] = []; // by slot
  holders.forEach((places, k) => {
    const fenced = places.filter((p) => p.fence >= 0);
    if (fenced.length === 0) return;
    const [n, end] = k === 0 ? inside(instance) : [firstChild.call(found[k]!), null];
    const fences = fencesIn(n, end);
    must(fences.length === fenced.length);
    for (const p of fenced) opens[p.slot] = fences[p.fence]!;
  });
  return settle(instance, found, opens);
}

/** fencesIn lists where fences of slots open among siblings, not those inside other fences. */
function fencesIn(n: Node | null, end: Node | null): Node[] {
  const opens: Node[] = [];
  for (; n && n !== end; n = nextSibling.call(n)) {
    const data = fenceData(n);
    if (data === "[") opens.push(n);
    if (data[0] === "[") n = closing(n);
  }
  return opens;
}

/** settle notes an instance's holders, and its boxes by where, for each slot, its fence opens. */
export function settle(instance: Instance, holders: Node[], opens: (Node | undefined)[], rows?: () => Instance[]): Node[] {
  for (const p of instance.template.places) {
    if (!p || (p.fence < 0 && !nests(p.op))) continue;
    const open = opens[p.slot];
    instance.boxes[p.slot] = { element: holders[p.holder] as Element, open, close: open ? closing(open) : null, rows: rows?.() };
  }
  return (instance.holders = holders);
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
      const mark = getAttribute.call(n, "z");
      if (mark) rows.push(tree.adopt(n));
      // An element of somebody else's is passed over; one of ours without its mark is a row that can't be told.
      else must(!isKnown(n));
    } else if (isNamed(fenceData(n))) {
      const last = closing(n);
      rows.push(tree.adopt(n, last));
      n = last;
    } else must(!isText(n) || !n.data.trim());
  }
  return (box.rows = rows);
}

/** checkAt makes sure that an instance still stands in its box. */
export function checkAt(box: Box, row: Instance | undefined): asserts row {
  must(row && parentNode.call(row.first) === parentOf(box));
}
