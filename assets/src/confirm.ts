// Asking before an event is sent. The browser's own dialog traps focus, closes on Escape
// and gives the focus back.

import { body, newButton, newElement, remove } from "./dom";

let asked: HTMLDialogElement | undefined;

/** withdraw takes back the question: what it was about may not be there any more. */
export const withdraw = (): void => asked?.close();

/** confirm asks the visitor and calls yes if that is the answer; while a question is open, others are answered with no. */
export function confirm(question: string, yes: () => void): void {
  // One that was answered hears of it a little later; the next click may come before that.
  if (asked?.open) return;
  const dialog = (asked = newElement("dialog") as HTMLDialogElement);
  const text = newElement("p");
  text.textContent = question;
  const buttons = newElement("p");
  dialog.className = "azu-confirm";
  dialog.setAttribute("role", "alertdialog");
  dialog.setAttribute("aria-label", question);
  dialog.append(text, buttons);
  const button = (label: string): HTMLElement => newButton(label, () => dialog.close(label));
  // The first one gets the focus: Enter pressed by habit changes nothing.
  buttons.append(button("Cancel"), " ", button("OK"));
  dialog.onclose = () => {
    remove(dialog);
    if (dialog.returnValue === "OK") yes();
  };
  body().append(dialog);
  dialog.showModal();
}
