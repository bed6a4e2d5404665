// Loading the page again because the server asks for it.

/** reload loads the page again and returns true. */
export function reload(): boolean {
  location.reload();
  return true;
}

/** reloadOnce does not when that is how the page came: a second time would be a loop. The browser knows. */
export function reloadOnce(): boolean {
  const [load] = performance.getEntriesByType("navigation") as PerformanceNavigationTiming[];
  return load?.type !== "reload" && reload();
}
