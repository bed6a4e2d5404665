// The client starts by itself; a page needs no script of its own. One that wants to hear
// about the connection makes an AzuSpark and mounts it.

import type { Options } from "./options";
import { Page } from "./page";

declare global {
  interface Window {
    AzuSpark?: typeof AzuSpark;
  }
}

const page = new Page();

/** AzuSpark joins the client of this page: `new AzuSpark({ onConnect() {} }).mount()`. */
export class AzuSpark {
  readonly #options: Options;

  constructor(options: Options = {}) {
    this.#options = options;
  }

  /** mount makes the options known to the client, which it starts if need be. */
  mount(): this {
    page.use(this.#options);
    return this;
  }
}

// A bundle that is loaded twice must not start twice.
if (!window.AzuSpark) {
  window.AzuSpark = AzuSpark;
  addEventListener("DOMContentLoaded", () => page.start());
  page.start();
}
