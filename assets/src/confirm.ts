// Asking before an event is sent. The browser's own dialog traps focus, closes on Escape
// and gives the focus back.

import { newButton, newElement, remove } from "./dom";

let open = false;

/** confirmed asks the visitor; while a question is open, others are answered with no. */
export function confirmed(question: string): Promise<boolean> {
  if (open) return Promise.resolve(false);
  const dialog = newElement("dialog") as HTMLDialogElement;
  open = true;
  const text = newElement("p");
  text.id = "azu-confirm-question";
  text.textContent = question;
  const buttons = newElement("p");
  dialog.className = "azu-confirm";
  dialog.setAttribute("role", "alertdialog");
  dialog.setAttribute("aria-labelledby", text.id);
  dialog.append(text, buttons);
  return new Promise((resolve) => {
    const button = (label: string): HTMLElement => newButton(label, () => dialog.close(label));
    // The first one gets the focus: Enter pressed by habit changes nothing.
    buttons.append(button("Cancel"), " ", button("OK"));
    dialog.onclose = () => {
      open = false;
      remove(dialog);
      resolve(dialog.returnValue === "OK");
    };
    document.body.append(dialog);
    dialog.showModal();
  });
}
