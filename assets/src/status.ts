// What the connection is like, for the visitor and for style sheets.

import { Notice } from "./notice";
import type { State } from "./socket";
import { Close } from "./wire";

/** How long the connection may be away before the visitor hears of it, in milliseconds. */
const UNNOTICED = 1_000;

/** Status shows it by classes of the document's element, azu-connected, azu-loading and azu-error, and by a notice. */
export class Status {
  readonly #notice = new Notice();
  #state: State = "idle";
  #met = false;
  #busy = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** enter shows another state; code is the close code that led to it. */
  enter(state: State, code: number): void {
    this.#state = state;
    if (state === "joined") {
      this.#met = true;
      this.#still("");
    } else if (state === "stopped") {
      this.#still(code === Close.Replaced ? "This page was continued elsewhere." : "Connection lost.", true);
    } else if (state === "away" || this.#met) {
      this.#timer ??= setTimeout(() => this.#notice.show("Connection lost. Reconnecting…"), UNNOTICED);
    }
    this.#show();
  }

  #still(text: string, reload = false): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#notice.show(text, reload);
  }

  /** busy shows whether the server takes long over an input. */
  busy(on: boolean): void {
    this.#busy = on;
    this.#show();
  }

  /** pass says something for a while. */
  pass(text: string): void {
    this.#notice.pass(text);
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
