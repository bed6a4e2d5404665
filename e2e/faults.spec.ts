// Panics stay in the view they happen in.

import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { visit } from "./browser";
import { Site } from "./site";

const count = (page: Page, name: string) => page.locator(`#${name} output`).textContent();

/** Each of these views still counts. */
async function goOn(page: Page, names: string[]): Promise<void> {
  for (const name of names) {
    const before = Number(await count(page, name));
    await page.locator(`#${name} .count`).press("Enter");
    await expect.poll(() => count(page, name)).toBe(String(before + 1));
  }
}

/** How often the log tells of a panic, with the stack of the method that it happened in. */
const logged = (site: Site, event: string, method: string): number =>
  site.output.split("\n").filter((line) => line.includes("view failed") && line.includes(`event=${event} `) && line.includes(`main.${method}(`)).length;

describe("row 34", () => {
  const views = ["steady", "handler", "render", "timer", "unmount", "leaver"];
  const causes: [name: string, cause: string, event: string, method: string][] = [
    ["handler", "a handler", "Panic", "(*Fragile).Panic"],
    ["render", "Render", "Render", "(*Fragile).Render"],
    ["timer", "a timer", "timer", "(*Fragile).late"],
    ["unmount", "Unmount, after one in a handler", "Unmount", "(*Fragile).Unmount"],
  ];
  for (const [name, cause, event, method] of causes) {
    test(`panic in ${cause}: the view shows its boundary, the others go on, a retry recovers`, async () => {
      const site = await Site.start("site");
      const page = await visit(site.url + "/faults");
      const beside = await visit(site.url + "/faults");
      await page.locator(`#${name} .panic`).click();
      const boundary = page.locator(".azu-boundary");
      await boundary.waitFor();
      expect(await boundary.count()).toBe(1);
      expect(await page.locator(`#${name}`).count()).toBe(0);
      await goOn(page, views.filter((v) => v !== name));
      await boundary.getByRole("button", { name: "Try again" }).click();
      await expect.poll(() => count(page, name)).toBe("0");
      expect(await boundary.count()).toBe(0);
      await goOn(page, views);
      await goOn(beside, views);
      expect(logged(site, event, method), site.output).toBe(1);
    });
  }

  test("panic in Unmount alone: the view goes, the others go on, another takes its place", async () => {
    const site = await Site.start("site");
    const page = await visit(site.url + "/faults");
    await goOn(page, ["leaver"]);
    for (let times = 1; times <= 2; times++) {
      await page.locator("#dismiss").click();
      await expect.poll(() => page.locator("#leaver").count()).toBe(0);
      expect(logged(site, "Unmount", "(*Fragile).Unmount"), site.output).toBe(times);
      expect(await page.locator(".azu-boundary").count()).toBe(0);
      await goOn(page, views.filter((v) => v !== "leaver"));
      await page.locator("#dismiss").click();
      await expect.poll(() => count(page, "leaver")).toBe("0");
      await goOn(page, views);
    }
  });

  test("panic in Unmount when a tab is closed: its session ends, the one beside it goes on", async () => {
    const site = await Site.start("site");
    const beside = await visit(site.url + "/faults");
    const page = await visit(site.url + "/faults");
    await page.close({ runBeforeUnload: true });
    const states = async () => (await fetch(site.url + "/sessions")).json();
    await expect.poll(states).toEqual({ mounted: 2, joined: 2, ended: 1 });
    expect(logged(site, "Unmount", "(*Fragile).Unmount"), site.output).toBe(1);
    await goOn(beside, views);
  });

  test("panic in Mount: the view shows its boundary, a retry recovers once it can", async () => {
    const site = await Site.start("site");
    const page = await visit(site.url + "/faults");
    await page.locator("#break").click();
    const boundary = page.locator("#place .azu-boundary");
    await boundary.waitFor();
    await goOn(page, views);
    await boundary.getByRole("button").click();
    await expect.poll(() => logged(site, "Mount", "(*Unmountable).Mount"), { message: "tried again in vain" }).toBe(2);
    await boundary.waitFor();
    await page.locator("#repair").click();
    await boundary.getByRole("button").click();
    await page.locator("#mounted").waitFor();
    expect(await boundary.count()).toBe(0);
    await goOn(page, views);
  });
});
