// Text slots. The text between two fences, or all of an element's, is the server's: what
// translators wrapped and others split is put back in one piece when it changes.

import { insertBefore, isText, newText, nextSibling, remove, textContent } from "./dom";
import { must } from "./mismatch";

/** writeText has text stand from first to before end among the children of parent. */
export function writeText(parent: Node, first: Node | null, end: Node | null, text: string): void {
  let kept: Text | undefined;
  for (let n = first; n !== end; ) {
    must(n);
    const next: Node | null = nextSibling.call(n);
    if (!kept && isText(n)) kept = n;
    // What shows no text is an extension's button or the like.
    else if (textContent.call(n) !== "" || isText(n)) remove(n);
    n = next;
  }
  if (kept) edit(kept, text);
  else if (text !== "") insertBefore.call(parent, newText(text), end);
}

/** growText adds to a text before its last keep characters. Whatever is no plain text, or none any more, can't grow. */
export function growText(first: Node | null, end: Node | null, more: string, keep: number): void {
  let last: Text | undefined;
  for (let n = first; n !== end; n = nextSibling.call(n!)) {
    must(isText(n));
    last = n;
  }
  must(last && last.length >= keep);
  last.insertData(last.length - keep, more);
}

/** edit replaces only what differs: the ends of a selection stay where they are. */
export function edit(node: CharacterData, text: string): void {
  const old = node.data;
  const most = Math.min(old.length, text.length);
  let a = 0;
  while (a < most && old[a] === text[a]) a++;
  let b = 0;
  while (b < most - a && old[old.length - 1 - b] === text[text.length - 1 - b]) b++;
  const end = old.length - b;
  if (old !== text) node.replaceData(a, end - a, text.slice(a, text.length - b));
}
