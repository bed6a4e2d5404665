// What the visitor is in the middle of: focus, selection, scroll. Most patches don't come
// near it; moving or replacing a node may take it away, and then it is put back.

import { focused, isConnected } from "./dom";

/** keepFocus does some work on the document and leaves the focus where it was. */
export function keepFocus(work: () => void): void {
  const e = focused() as HTMLInputElement | null;
  if (!e) return work();
  const { selectionStart, selectionEnd, selectionDirection, scrollTop, scrollLeft } = e;
  work();
  if (e === focused() || !isConnected.call(e)) return;
  HTMLElement.prototype.focus.call(e, { preventScroll: true });
  // Fields such as those for numbers have no selection to ask for.
  if (Number.isInteger(selectionStart)) e.setSelectionRange(selectionStart, selectionEnd, selectionDirection!);
  e.scrollTop = scrollTop;
  e.scrollLeft = scrollLeft;
}
