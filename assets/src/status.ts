// What the connection is like, for the visitor and for style sheets.

import { all, body, hidden, html, newButton, newElement, parentNode } from "./dom";
import type { State } from "./host";
import { reload } from "./reload";
import { Close } from "./wire";

const enum Time {
  /** How long the connection may be away before the visitor hears of it, in milliseconds. */
  Unnoticed = 1_000,
  /** How long a passing message stays. */
  Passing = 8_000,
}

const CSS =
  ".azu-notice{position:fixed;bottom:1rem;left:1rem;z-index:9999;}" +
  ".azu-notice:not(:empty){padding:.6rem 1rem;border-radius:.4rem;background:#222;color:#fff;border:1px solid}" +
  ".azu-notice *{margin-left:1rem;font:inherit}";

type Timer = ReturnType<typeof setTimeout> | undefined;

/**
 * Status shows it by classes of the document's element, azu-connected, azu-loading and
 * azu-error, and by a notice that screen readers announce.
 */
export class Status {
  readonly #notice = newElement("div");
  readonly #classes = html.classList;
  /** What the notice says until the connection, or what the server is at, changes, and what only for a while. */
  #lasting = "";
  #passing = "";
  #stopped = false;
  #away: Timer;
  #end: Timer;

  /** Puts the notice into the document: it has to be there before it says something, or nothing is announced. */
  constructor() {
    this.#notice.className = "azu-notice";
    this.#notice.setAttribute("role", "status");
    this.#show();
    for (const change of ["toggle", "close"]) addEventListener(change, () => this.#show(), true);
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
    const stopped = (this.#stopped = state === "stopped");
    const coming = state === "connecting" && this.#away === undefined;
    if (joined || stopped) {
      clearTimeout(this.#away);
      this.#away = undefined;
      this.#last(joined ? "" : code === Close.Replaced ? "This page was continued elsewhere." : "Connection lost.");
    } else if (state === "away") {
      this.#away ??= setTimeout(() => this.#last("Connection lost. Reconnecting…"), Time.Unnoticed);
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

  /** pass says something until somebody had the time to read it, beside what lasts. */
  pass(text: string): void {
    clearTimeout(this.#end);
    this.#passing = text;
    this.#show();
    if (text) this.#end = setTimeout(() => this.pass(hidden() ? text : ""), Time.Passing);
  }

  #last(text: string): void {
    this.#lasting = text;
    this.#show();
  }

  /** show puts the notice where it can be seen and heard: what is behind a modal dialog can't. */
  #show(): void {
    const place = [...all.call(html, "dialog:modal")].at(-1) ?? body();
    if (parentNode.call(this.#notice) !== place) place.append(this.#notice);
    this.#notice.textContent = (this.#lasting + " " + this.#passing).trim();
    if (this.#stopped) this.#notice.append(newButton("Reload", reload));
  }
}
