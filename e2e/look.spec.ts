// Pictures of the pages, for people to look at: e2e/out holds them after a run.

import { mkdir } from "node:fs/promises";
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { joined, visit, visitor } from "./browser";
import { Site } from "./site";

const site = await Site.forFile("showcase");
const out = new URL("out/", import.meta.url).pathname;
const sizes = { phone: { width: 390, height: 844 }, desktop: { width: 1280, height: 900 } };

/** Nothing is wider than the screen, or than what it stands in. */
async function fits(page: Page): Promise<void> {
  const wider = await page.evaluate(() =>
    [document.documentElement, ...document.querySelectorAll("main *, dialog, dialog *")]
      .filter((e) => e.scrollWidth > e.clientWidth && e.clientWidth > 0 && !e.matches("input, select, .source, .source *, .visually-hidden"))
      .map((e) => `${e.localName}.${e.className}`),
  );
  expect(wider).toEqual([]);
}

for (const [device, viewport] of Object.entries(sizes)) {
  for (const colorScheme of ["light", "dark"] as const) {
    test(`the pages on a ${device}, ${colorScheme}`, async () => {
      await mkdir(out, { recursive: true });
      const page = await (await visitor({ context: { viewport, colorScheme } })).newPage();
      const shot = async (name: string): Promise<void> => {
        await page.screenshot({ path: `${out}${name}-${device}-${colorScheme}.png` });
        await fits(page);
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

test("what is long fits on the smallest phone", async () => {
  await mkdir(out, { recursive: true });
  const page = await visit(site.url + "/counter", { context: { viewport: { width: 320, height: 640 } } });
  const shot = async (name: string): Promise<void> => {
    await page.screenshot({ path: `${out}long-${name}.png` });
    await fits(page);
  };
  await page.locator(".step-input").fill("123456789");
  await page.locator(".step-input").blur();
  await page.getByRole("button", { name: "+123456789" }).click();
  for (let i = 0; i < 30; i++) await page.getByRole("button", { name: "Double" }).press("Enter");
  await page.getByRole("heading", { name: String(123456789n * 2n ** 30n) }).waitFor();
  await shot("counter");

  await page.goto(site.url + "/users");
  await joined(page);
  const name = "Wolfeschlegelsteinhausenbergerdorff-Donaudampfschifffahrtsgesellschaft von und zu Hohenlohe";
  await page.getByRole("button", { name: "Edit" }).first().click();
  await page.locator("[name=name]").fill(name);
  await page.locator("[name=email]").fill("wolfeschlegelsteinhausenbergerdorff@donaudampfschifffahrtsgesellschaft.example.org");
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByText(`Saved ${name}.`).waitFor();
  await shot("notice");
  await page.locator("input[type=search]").fill("wolfe");
  await expect.poll(() => page.locator(".user-card").count()).toBe(1);
  await shot("card");
  await page.getByRole("button", { name: "Remove" }).click();
  await page.getByRole("alertdialog").waitFor();
  await shot("question");
});
