// What the browser owns stays: through patches, a resume and a fresh mount.

import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { away, gone, joined, visit } from "./browser";
import { busyList, clockMoves } from "./list";
import { Proxy } from "./proxy";
import { Site } from "./site";

const card = (page: Page, name: string) => page.locator(".user-card").filter({ has: page.getByRole("heading", { name, exact: true, includeHidden: true }) });

/** Opens the details of one card, after those of another were opened and closed. The answer is whose they are. */
async function openDetails(page: Page): Promise<string> {
  const cards = page.locator(".user-card");
  await cards.nth(3).locator("summary").click();
  await cards.nth(4).locator("summary").click();
  await cards.nth(4).locator("summary").click();
  return (await cards.nth(3).locator("h3").textContent()) ?? "";
}

async function openDialog(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Help" }).click();
  await page.locator("dialog.help[open]").waitFor();
}

/** The details of this one card are open, and the dialog as a modal one. */
async function areOpen(page: Page, name: string): Promise<void> {
  await onlyDetails(page, name);
  expect(await page.locator("dialog[open]").count()).toBe(1);
  expect(await page.locator("dialog.help").evaluate((d) => d.matches(":modal"))).toBe(true);
}

async function onlyDetails(page: Page, name: string): Promise<void> {
  expect(await page.locator("details[open]").count()).toBe(1);
  expect(await card(page, name).locator("details[open]").count()).toBe(1);
}

test("open details and a dialog stay open through what the server pushes", async () => {
  const { page } = await busyList();
  const name = await openDetails(page);
  await openDialog(page);
  for (let i = 0; i < 5; i++) await clockMoves(page);
  await areOpen(page, name);
});

test("open details and a dialog stay open through patches all around them", async () => {
  const site = await Site.start("showcase");
  const proxy = await Proxy.start(site.port);
  const page = await visit(proxy.url + "/users");
  const cards = page.locator(".user-card");
  const name = await openDetails(page);
  // The answer comes when the dialog is open already.
  proxy.freeze();
  await page.locator("input[type=search]").fill(name);
  await openDialog(page);
  proxy.thaw();
  await expect.poll(() => cards.count()).toBe(1);
  await areOpen(page, name);
  await page.locator("dialog.help").getByRole("button", { name: "Close" }).click();
  await expect.poll(() => page.locator("dialog[open]").count()).toBe(0);

  await page.locator("input[type=search]").fill("");
  await expect.poll(() => cards.count()).toBe(20);
  await onlyDetails(page, name);
  await card(page, name).getByRole("button", { name: "Edit" }).click();
  await card(page, name).locator("form").waitFor();
  await onlyDetails(page, name);

  // A card that goes and comes back is another one.
  await page.getByRole("button", { name: "Ascending" }).click();
  await expect.poll(() => card(page, name).count()).toBe(0);
  expect(await page.locator("details[open]").count()).toBe(0);
  await page.getByRole("button", { name: "Descending" }).click();
  await card(page, name).waitFor();
  expect(await page.locator("details[open]").count()).toBe(0);
  expect(await page.locator("dialog[open]").count()).toBe(0);
});

test("open details and a dialog stay open through a resume", async () => {
  const site = await Site.start("showcase", { CLOCK: "50ms" });
  const proxy = await Proxy.start(site.port);
  const page = await visit(proxy.url + "/users", { expectErrors: gone }); // an attempt may meet the refusal
  // Where the session is: a fresh one would be on the first page again.
  await page.getByRole("link", { name: "Page 2" }).click();
  await expect.poll(() => page.locator(".pagination [aria-current=page]").textContent()).toBe("2");
  const name = await openDetails(page);
  await openDialog(page);
  proxy.refusing = true;
  proxy.cut();
  await away(page);
  proxy.refusing = false;
  await joined(page);
  await clockMoves(page);
  await areOpen(page, name);
  expect(await page.locator(".pagination [aria-current=page]").textContent()).toBe("2");
});

test("open details and a dialog stay open through a fresh mount", async () => {
  const site = await Site.start("showcase", { CLOCK: "50ms" });
  const page = await visit(site.url + "/users", { expectErrors: gone });
  let loads = 0;
  page.on("load", () => loads++);
  const name = await openDetails(page);
  await openDialog(page);
  await site.kill();
  await away(page);
  await site.start();
  await joined(page);
  await clockMoves(page);
  await areOpen(page, name);
  expect(loads).toBe(0);
});

test("open details stay open through a fresh mount whatever was searched for, before and still", async () => {
  const site = await Site.start("showcase");
  const page = await visit(site.url + "/users", { expectErrors: gone });
  const cards = page.locator(".user-card");
  const restart = async (): Promise<void> => {
    await site.kill();
    await away(page);
    await site.start();
    await joined(page);
  };
  // Each card is mounted a second time.
  await page.locator("input[type=search]").fill("no such user");
  await expect.poll(() => cards.count()).toBe(0);
  await page.locator("input[type=search]").fill("");
  await expect.poll(() => cards.count()).toBe(20);
  const name = await openDetails(page);
  await restart();
  await onlyDetails(page, name);
  expect(await cards.count()).toBe(20);

  // One that is not on the first page: it comes when the search is said again.
  const names = (): Promise<string[]> => cards.locator("h3").allTextContents();
  await page.locator("input[type=search]").fill("tala");
  await expect.poll(() => cards.count()).toBe(10);
  const talas = await names();
  await cards.last().locator("summary").click();
  await onlyDetails(page, talas.at(-1)!);
  await restart();
  await expect.poll(names).toEqual(talas);
  await onlyDetails(page, talas.at(-1)!);

  // And in another order, which is said again as well.
  await page.locator("select[name=sort]").selectOption("joined");
  await expect.poll(names).not.toEqual(talas);
  const byDate = await names();
  await restart();
  await expect.poll(names).toEqual(byDate);
  await onlyDetails(page, talas.at(-1)!);
});
