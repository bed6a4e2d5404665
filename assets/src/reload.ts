// Loading the page again, once: a second time would be a loop.

const RELOADED = "azu-reloaded";

/** reloadOnce loads the page again and returns true, unless that has just been tried. */
export function reloadOnce(): boolean {
  try {
    if (sessionStorage.getItem(RELOADED)) return false;
    sessionStorage.setItem(RELOADED, "1");
  } catch {
    // Without storage the browser itself knows how this page was loaded.
    const [load] = performance.getEntriesByType("navigation") as PerformanceNavigationTiming[];
    if (load?.type === "reload") return false;
  }
  location.reload();
  return true;
}

/** reloadAgain lets the page be loaded again one day: it has worked for a while. */
export function reloadAgain(): void {
  try {
    sessionStorage.removeItem(RELOADED);
  } catch {
    // Nothing was stored either.
  }
}
