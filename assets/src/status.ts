// What the connection is like, for the visitor and for style sheets.

import { newButton, newElement } from "./dom";
import type { State } from "./host";
import { Close } from "./wire";

/** How long the connection may be away before the visitor hears of it, in milliseconds. */
const UNNOTICED = 1_000;
/** How long a passing message stays. */
const PASSING = 8_000;

const CSS =
  ".azu-notice{position:fixed;inset:auto 1rem 1rem;z-index:2147483647;width:fit-content;margin:auto;pointer-events:none}" +
  ".azu-notice:not(:empty){padding:.6rem 1rem;border-radius:.4rem;background:#222;color:#fff;font:1rem system-ui}" +
  ".azu-notice *{margin-left:1rem;font:inherit;pointer-events:auto}";

type Timer = ReturnType<typeof setTimeout> | undefined;

/**
 * Status shows it by classes of the document's element, azu-connected, azu-loading and
 * azu-error, and by a notice that screen readers announce.
 */
export class Status {
  readonly #notice = newElement("div");
  #state: State = "idle";
  #met = false;
  #busy = false;
  /** What the notice says until the connection changes. */
  #lasting = "";
  #away: Timer;
  #passing: Timer;

  /** Puts the notice into the document: it has to be there before it says something, or nothing is announced. */
  constructor() {
    this.#notice.className = "azu-notice";
    this.#notice.setAttribute("role", "status");
    document.body.append(this.#notice);
    try {
      // A strict Content-Security-Policy allows no style in the markup, but one made by script.
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(CSS);
      document.adoptedStyleSheets.push(sheet);
    } catch {
      // An old browser: the text stands at the end of the page.
    }
  }

  /** enter shows another state; code is the close code that led to it. */
  enter(state: State, code: number): void {
    this.#state = state;
    this.#busy = false; // as far as is known: the server says so again
    const joined = state === "joined";
    const stopped = state === "stopped";
    if (joined || stopped) {
      clearTimeout(this.#away);
      this.#away = undefined;
      this.#last(joined ? "" : code === Close.Replaced ? "This page was continued elsewhere." : "Connection lost.");
      if (joined) this.#met = true;
      else this.#notice.append(newButton("Reload", () => location.reload()));
    } else if (state === "away" || this.#met) {
      this.#away ??= setTimeout(() => this.#last("Connection lost. Reconnecting…"), UNNOTICED);
    }
    this.#show();
  }

  /** busy shows whether the server takes long over an input. */
  busy(on: boolean): void {
    this.#busy = on;
    this.#last(on ? "Still working…" : "");
    this.#show();
  }

  /** pass says something for a while, unless there is something lasting to say. */
  pass(text: string): void {
    if (this.#lasting) return;
    this.#say(text);
    this.#passing = setTimeout(() => this.#say(""), PASSING);
  }

  #last(text: string): void {
    this.#lasting = text;
    this.#say(text);
  }

  #say(text: string): void {
    clearTimeout(this.#passing);
    this.#notice.textContent = text;
  }

  #show(): void {
    const joined = this.#state === "joined";
    const fine = joined || (this.#state === "connecting" && !this.#met);
    const { classList } = document.documentElement;
    classList.toggle("azu-connected", joined);
    classList.toggle("azu-loading", this.#busy || (fine && !joined));
    classList.toggle("azu-error", !fine);
  }
}
