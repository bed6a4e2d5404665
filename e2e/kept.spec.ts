// What the browser owns stays: through patches, a resume and a fresh mount.

import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { away, gone, joined, visit } from "./browser";
import { busyList, clockMoves } from "./list";
import { Proxy } from "./proxy";
import { Site } from "./site";

async function openThings(page: Page): Promise<void> {
  await page.locator(".user-card").nth(3).locator("summary").click();
  await page.locator(".user-card").nth(4).locator("summary").click();
  await page.locator(".user-card").nth(4).locator("summary").click();
  await page.getByRole("button", { name: "Help" }).click();
  await areOpen(page);
}

/** One details and the dialog are open, the dialog as a modal one. */
async function areOpen(page: Page): Promise<void> {
  expect(await page.locator("details[open]").count()).toBe(1);
  expect(await page.locator(".user-card").nth(3).locator("details[open]").count()).toBe(1);
  expect(await page.locator("dialog.help").evaluate((d) => d.matches(":modal"))).toBe(true);
}

test("open details and a dialog stay open through patches", async () => {
  const { page } = await busyList();
  await openThings(page);
  for (let i = 0; i < 5; i++) await clockMoves(page);
  await areOpen(page);
  await page.locator("dialog.help").getByRole("button", { name: "Close" }).click();
  await page.getByRole("button", { name: "Ascending" }).click();
  await page.getByRole("button", { name: "Descending" }).click();
  await expect.poll(() => page.locator("details[open]").count()).toBeLessThanOrEqual(1);
});

test("open details and a dialog stay open through a resume", async () => {
  const site = await Site.start("showcase", { CLOCK: "50ms" });
  const proxy = await Proxy.start(site.port);
  const page = await visit(proxy.url + "/users", { expectErrors: gone }); // an attempt may meet the refusal
  // Where the session is: a fresh one would be on the first page again.
  await page.getByRole("link", { name: "Page 2" }).click();
  await expect.poll(() => page.locator(".pagination [aria-current=page]").textContent()).toBe("2");
  await openThings(page);
  proxy.refusing = true;
  proxy.cut();
  await away(page);
  proxy.refusing = false;
  await joined(page);
  await clockMoves(page);
  await areOpen(page);
  expect(await page.locator(".pagination [aria-current=page]").textContent()).toBe("2");
});

test("open details and a dialog stay open through a fresh mount", async () => {
  const site = await Site.start("showcase", { CLOCK: "50ms" });
  const page = await visit(site.url + "/users", { expectErrors: gone });
  await openThings(page);
  await site.kill();
  await away(page);
  await site.start();
  await joined(page);
  await clockMoves(page);
  await areOpen(page);
});
