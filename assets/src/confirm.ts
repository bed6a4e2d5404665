// Asking before an event is sent. The browser's own dialog traps focus, closes on Escape
// and gives the focus back.

import { newElement, remove } from "./dom";

let open = false;

/** confirmed asks the visitor; while a question is open, others are answered with no. */
export function confirmed(question: string): Promise<boolean> {
  if (open) return Promise.resolve(false);
  const dialog = newElement("dialog") as HTMLDialogElement;
  if (!dialog.showModal) return Promise.resolve(confirm(question));
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
    let yes = false;
    const button = (label: string, answer: boolean): void => {
      const b = newElement("button") as HTMLButtonElement;
      b.type = "button";
      b.textContent = label;
      // The first one gets the focus: Enter pressed by habit changes nothing.
      b.onclick = () => {
        yes = answer;
        dialog.close();
      };
      buttons.append(b, " ");
    };
    button("Cancel", false);
    button("OK", true);
    dialog.onclose = () => {
      open = false;
      remove(dialog);
      resolve(yes);
    };
    document.body.append(dialog);
    dialog.showModal();
  });
}
