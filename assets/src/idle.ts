/** whenIdle calls f when the browser has nothing more urgent to do; more tells whether there is still time. */
export function whenIdle(f: (more: () => boolean) => void): void {
  if (typeof requestIdleCallback === "function") {
    requestIdleCallback((deadline) => f(() => deadline.didTimeout || deadline.timeRemaining() > 1), { timeout: 2000 });
    return;
  }
  // Safari has no idle callbacks.
  setTimeout(() => {
    const end = performance.now() + 4;
    f(() => performance.now() < end);
  }, 50);
}
