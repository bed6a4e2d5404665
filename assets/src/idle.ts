/** whenIdle calls f when the browser has nothing more urgent to do; Safari can't tell, and calls it soon. */
export function whenIdle(f: () => void): void {
  (globalThis.requestIdleCallback ?? setTimeout)(f);
}
