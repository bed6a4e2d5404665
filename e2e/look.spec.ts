// Pictures of the pages, for people to look at: e2e/out holds them after a run.

import { mkdir } from "node:fs/promises";
import { expect, test } from "vitest";
import { joined, visitor } from "./browser";
import { Site } from "./site";

const site = await Site.forFile("showcase");
const out = new URL("out/", import.meta.url).pathname;
const sizes = { phone: { width: 390, height: 844 }, desktop: { width: 1280, height: 900 } };

for (const [device, viewport] of Object.entries(sizes)) {
  for (const colorScheme of ["light", "dark"] as const) {
    test(`the pages on a ${device}, ${colorScheme}`, async () => {
      await mkdir(out, { recursive: true });
      const page = await (await visitor({ context: { viewport, colorScheme } })).newPage();
      const shot = async (name: string): Promise<void> => {
        await page.screenshot({ path: `${out}${name}-${device}-${colorScheme}.png` });
        // Nothing is wider than the screen.
        expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
      };
      await page.goto(site.url + "/");
      await shot("index");
      await page.goto(site.url + "/counter");
      await joined(page);
      await shot("counter");
      await page.goto(site.url + "/users");
      await joined(page);
      await page.locator(".user-card summary").first().click();
      await page.getByRole("button", { name: "Edit" }).nth(1).click();
      await page.locator(".user-form").waitFor();
      await shot("users");
      await page.getByRole("button", { name: "Remove" }).first().click();
      await page.locator("dialog[open]").waitFor();
      await shot("confirm");
      await page.keyboard.press("Escape");
      await page.locator(".user-grid").evaluate((grid) => grid.lastElementChild?.scrollIntoView());
      await shot("users-end");
      await page.goto(site.url + "/users?q=nobody");
      await shot("empty");
    });
  }
}
