// What the connection is like, for the visitor and for style sheets.

import { newButton, newElement } from "./dom";
import type { State } from "./host";
import { reload } from "./reload";
import { Close } from "./wire";

/** How long the connection may be away before the visitor hears of it, in milliseconds. */
const UNNOTICED = 1_000;
/** How long a passing message stays. */
const PASSING = 8_000;

const CSS =
  ".azu-notice{position:fixed;inset:auto 1rem 1rem;z-index:9999;width:fit-content;margin:auto;pointer-events:none}" +
  ".azu-notice:not(:empty){padding:.6rem 1rem;border-radius:.4rem;background:#222;color:#fff;border:1px solid}" +
  ".azu-notice *{margin-left:1rem;font:inherit;pointer-events:auto}";

type Timer = ReturnType<typeof setTimeout> | undefined;

/**
 * Status shows it by classes of the document's element, azu-connected, azu-loading and
 * azu-error, and by a notice that screen readers announce.
 */
export class Status {
  readonly #notice = newElement("div");
  readonly #classes = document.documentElement.classList;
  /** Whether the notice says something until the connection, or what the server is at, changes. */
  #lasting = false;
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
    const joined = state === "joined";
    const stopped = state === "stopped";
    const coming = state === "connecting" && this.#away === undefined;
    if (joined || stopped) {
      clearTimeout(this.#away);
      this.#away = undefined;
      this.#last(joined ? "" : code === Close.Replaced ? "This page was continued elsewhere." : "Connection lost.");
      if (stopped) this.#notice.append(newButton("Reload", reload));
    } else if (state === "away") {
      this.#away ??= setTimeout(() => this.#last("Connection lost. Reconnecting…"), UNNOTICED);
    }
    this.#classes.toggle("azu-connected", joined);
    this.#classes.toggle("azu-loading", coming);
    this.#classes.toggle("azu-error", !joined && !coming);
  }

  /** busy shows whether the server takes long over an input. What it said before a connection was lost it says again. */
  busy(on: boolean): void {
    this.#last(on ? "Still working…" : "");
    this.#classes.toggle("azu-loading", on);
  }

  /** pass says something until somebody had the time to read it, unless there is something lasting to say. */
  pass(text: string): void {
    if (this.#lasting) return;
    this.#say(text);
    this.#passing = setTimeout(() => (document.hidden ? this.pass(text) : this.#say("")), PASSING);
  }

  #last(text: string): void {
    this.#lasting = text !== "";
    this.#say(text);
  }

  #say(text: string): void {
    clearTimeout(this.#passing);
    this.#notice.textContent = text;
  }
}
