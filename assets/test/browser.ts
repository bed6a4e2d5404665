// A browser whose time and sockets belong to the test.

import { afterEach, beforeEach, vi } from "vitest";
import { Wire } from "./channel";

/** Whether the page is behind others. */
export const shown = { hidden: false };
Object.defineProperty(document, "hidden", { get: () => shown.hidden, configurable: true });

/** The sockets that pages have opened, and where to. */
export const wires: Wire[] = [];
export const urls: string[] = [];
export const wire = (): Wire => wires.at(-1)!;

/** Ends what the page of a test listens to: the next one has the document to itself. */
let leave: (() => void)[] = [];

beforeEach(() => {
  const add = window.addEventListener;
  vi.spyOn(window, "addEventListener").mockImplementation((...listener: Parameters<typeof add>) => {
    add.apply(window, listener);
    leave.push(() => window.removeEventListener(...listener));
  });
  vi.useFakeTimers();
  vi.spyOn(Math, "random").mockReturnValue(1);
  vi.spyOn(console, "error").mockImplementation(() => {});
  vi.stubGlobal(
    "WebSocket",
    class extends Wire {
      constructor(url: URL | string) {
        super();
        urls.push(String(url));
        wires.push(this);
      }
    },
  );
  wires.length = 0;
  shown.hidden = false;
  document.documentElement.className = "";
});
afterEach(() => {
  vi.runOnlyPendingTimers();
  vi.useRealTimers();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
  leave.forEach((f) => f());
  leave = [];
});

/** What the page shows of its connection. */
export const classes = (): string => document.documentElement.className;
export const notice = (): string => document.querySelector("[role=status]")!.textContent;
