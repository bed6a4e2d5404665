// Rows. The ops of a patch come with the indices of the list as it stands when each of
// them is applied; rows that an op doesn't name are not touched.

import { childNodes, insertBefore, nextSibling, remove, replaceChildren } from "./dom";
import { remember } from "./known";
import { checkAt, rowsOf } from "./locate";
import { place, swap } from "./morph";
import type { Made } from "./mould";
import { build, patch } from "./patch";
import { must } from "./mismatch";
import { type Box, type Instance, parentOf, type Tree } from "./tree";

/** change applies ops to the rows in a box. */
export function change(tree: Tree, box: Box, ops: unknown[], around: Node): void {
  const rows = rowsOf(tree, box);
  for (let k = 0; k < ops.length; ) {
    const op = ops[k];
    const [, a, b, count] = ops.slice(k, k + 4) as number[];
    if (typeof op === "number") {
      const row = rows[op];
      const value = a as unknown as unknown[];
      const name = value[0];
      checkAt(box, row);
      if (typeof name === "string") rows[op] = swap(tree, row, () => build(tree, name, value, 1, around));
      else patch(tree, row, value);
      k += 2;
    } else if (op === "i") {
      const name = b as unknown as string;
      const made: Made[] = [];
      k += 4;
      for (let n = 0; n < count!; n++) {
        made.push(build(tree, name, ops, k, around));
        if (name) k += tree.template(name).places.length;
        // Markup is one string, and the views in it.
        else while (Array.isArray(ops[++k]));
      }
      insert(box, a!, made);
    } else {
      must(op === "r" || op === "m");
      (op === "r" ? drop : move)(box, a!, b!);
      k += 3;
    }
  }
}

/** before is the node in front of which a row with this index goes. */
function before(box: Box, at: number): Node | null {
  const rows = box.rows!;
  must(at >= 0 && at <= rows.length);
  if (rows.length === 0) return box.close;
  const near = rows[at] ?? rows[at - 1];
  checkAt(box, near);
  return at < rows.length ? near.first : nextSibling.call(near.last);
}

/** insert puts new rows into a box. */
export function insert(box: Box, at: number, made: Made[]): void {
  const rows = box.rows!;
  const ref = before(box, at);
  const all = new DocumentFragment();
  const behind = rows.splice(at);
  for (const { instance, node } of made) {
    insertBefore.call(all, node, null);
    rows.push(instance);
    rememberRow(instance);
  }
  rows.push(...behind);
  insertBefore.call(parentOf(box), all, ref);
}

/** nodesOf lists the nodes of a row. */
function nodesOf({ first, last }: Instance): Node[] {
  const nodes = [first];
  for (let n: Node | null = first; n !== last; nodes.push(n)) must((n = nextSibling.call(n)));
  return nodes;
}

/** rememberRow notes that the server rendered what a row has come with. */
export const rememberRow = (row: Instance): void => nodesOf(row).forEach(remember);

/** removeRow takes all nodes of a row out of the document. */
export const removeRow = (row: Instance): void => nodesOf(row).forEach(remove);

/** clear empties a box of what the server rendered in it. */
export function clear(box: Box): void {
  drop(box, 0, box.rows!.length);
}

function drop(box: Box, at: number, count: number): void {
  const rows = box.rows!;
  const gone = rows.splice(at, count);
  must(gone.length === count);
  gone.forEach((row) => checkAt(box, row));
  // Emptying an element at once takes a third of the time.
  if (!box.open && rows.length === 0 && childNodes.call(box.element).length === count) replaceChildren.call(box.element);
  else gone.forEach(removeRow);
}

function move(box: Box, from: number, to: number): void {
  const rows = box.rows!;
  const [row] = rows.splice(from, 1);
  checkAt(box, row);
  const ref = before(box, to);
  rows.splice(to, 0, row);
  if (ref !== row.first) for (const n of nodesOf(row)) place(parentOf(box), n, ref);
}
