// What the visitor is in the middle of: focus, selection, scroll. Most patches don't come
// near it; moving or replacing a node may take it away, and then it is put back.

import { focused, isConnected } from "./dom";

type Field = HTMLInputElement | HTMLTextAreaElement;

/** keepFocus does some work on the document and leaves the focus where it was. */
export function keepFocus(work: () => void): void {
  const e = focused() as HTMLElement | null;
  const field = e as Field | null;
  const start = field?.selectionStart ?? null;
  const end = field?.selectionEnd ?? null;
  const direction = field?.selectionDirection ?? "none";
  const top = e?.scrollTop ?? 0;
  const left = e?.scrollLeft ?? 0;
  work();
  if (!e || e === focused() || !isConnected.call(e)) return;
  HTMLElement.prototype.focus.call(e, { preventScroll: true });
  // Fields such as those for numbers have no selection to ask for.
  if (start !== null) field!.setSelectionRange(start, end, direction);
  e.scrollTop = top;
  e.scrollLeft = left;
}
