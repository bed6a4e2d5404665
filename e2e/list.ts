// The showcase's user list while the server pushes what nobody asked for.

import type { Page } from "playwright-core";
import { expect } from "vitest";
import { visit } from "./browser";
import { Site } from "./site";

/** The list while its clock is pushed 20 times a second. */
export async function busyList(): Promise<{ site: Site; page: Page }> {
  const site = await Site.start("showcase", { CLOCK: "50ms" });
  const page = await visit(site.url + "/users");
  await clockMoves(page);
  return { site, page };
}

/** Waits until a pushed update has arrived. */
export async function clockMoves(page: Page): Promise<void> {
  const before = await page.locator(".clock").textContent();
  await expect.poll(() => page.locator(".clock").textContent()).not.toBe(before);
}
