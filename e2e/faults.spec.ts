import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { visit } from "./browser";
import { Site } from "./site";

const count = (page: Page, name: string) => page.locator(`#${name} output`).textContent();

async function others(page: Page, names: string[]): Promise<void> {
  for (const name of names) {
    const before = Number(await count(page, name));
    await page.locator(`#${name} .count`).click();
    await expect.poll(() => count(page, name)).toBe(String(before + 1));
  }
}

describe("row 34", () => {
  const views = ["steady", "handler", "render", "timer", "unmount"];
  for (const [name, cause] of [
    ["handler", "panic in a handler"],
    ["render", "panic in Render"],
    ["timer", "panic in a timer"],
    ["unmount", "panic in Unmount"],
  ] as const) {
    test(`${cause}: the view shows its boundary, the others go on, a retry recovers`, async () => {
      const site = await Site.start("site");
      const page = await visit(site.url + "/faults");
      await others(page, views);
      await page.locator(`#${name} .panic`).click();
      const boundary = page.locator(".azu-boundary");
      await boundary.waitFor();
      expect(await boundary.count()).toBe(1);
      expect(await page.locator(`#${name}`).count()).toBe(0);
      await others(page, views.filter((v) => v !== name));
      await boundary.getByRole("button", { name: "Try again" }).click();
      await expect.poll(() => count(page, name)).toBe("0");
      expect(await boundary.count()).toBe(0);
      await others(page, views);
      expect(site.output).toContain(cause);
      expect(site.output, "the stack").toContain("faults.go");
    });
  }

  test("panic in Mount: the view shows its boundary, a retry recovers once it can", async () => {
    const site = await Site.start("site");
    const page = await visit(site.url + "/faults");
    await page.locator("#break").click();
    const boundary = page.locator("#place .azu-boundary");
    await boundary.waitFor();
    await others(page, views);
    await boundary.getByRole("button").click();
    await boundary.waitFor();
    await page.locator("#repair").click();
    await expect.poll(async () => {
      if (await boundary.count()) await boundary.getByRole("button").click();
      return page.locator("#mounted").count();
    }).toBe(1);
    expect(site.output).toContain("panic in Mount");
    await others(page, views);
  });
});
