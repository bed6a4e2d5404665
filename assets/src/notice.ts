// What the visitor is told while the page is away from its server. The style sheet is
// made by script: a strict Content-Security-Policy allows no style in the markup.

import { newElement } from "./dom";

const CSS =
  ".azu-notice{position:fixed;bottom:1rem;left:1rem;right:1rem;z-index:2147483647;width:fit-content;margin:auto;pointer-events:none}" +
  ".azu-notice:not(:empty){padding:.6rem 1rem;border-radius:.4rem;background:#222;color:#fff;font:1rem system-ui}" +
  ".azu-notice *{margin-left:1rem;font:inherit;pointer-events:auto}";

/** How long a passing message stays, in milliseconds. */
const PASSING = 8_000;

/** Notice is the one place for messages; screen readers announce what appears in it. */
export class Notice {
  readonly #box = newElement("div");
  #lasting = "";
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** Puts the place into the document: it has to be there before it says something, or nothing is announced. */
  constructor() {
    this.#box.className = "azu-notice";
    this.#box.setAttribute("role", "status");
    document.body.append(this.#box);
    try {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(CSS);
      document.adoptedStyleSheets.push(sheet);
    } catch {
      // An old browser: the text stands at the end of the page.
    }
  }

  /** show says something until it is told to say "", with a button that loads the page again if asked for. */
  show(text: string, reload = false): void {
    if (text || this.#lasting) this.#say(text);
    this.#lasting = text;
    if (!reload) return;
    const b = newElement("button") as HTMLButtonElement;
    b.type = "button";
    b.textContent = "Reload";
    b.onclick = () => location.reload();
    this.#box.append(b);
  }

  /** pass says something for a while, unless there is something lasting to say. */
  pass(text: string): void {
    if (this.#lasting) return;
    this.#say(text);
    this.#timer = setTimeout(() => this.#say(""), PASSING);
  }

  #say(text: string): void {
    clearTimeout(this.#timer);
    this.#box.textContent = text;
  }
}
