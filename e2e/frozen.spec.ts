// Row 28: a connection over which nothing comes any more, and nobody is told.

import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { joined, visit } from "./browser";
import { Proxy } from "./proxy";
import { Site } from "./site";

/** What a visitor or the browser does that makes the client ask whether its server is still there. */
const reasons: Record<string, (page: Page) => Promise<void>> = {
  "a click stays unanswered": (page) => page.getByRole("button", { name: "click" }).click(),
  "its tab is shown again": (page) =>
    // A browser without windows hides no tab; this is what it would tell the page.
    page.evaluate(() => {
      const change = (): boolean => document.dispatchEvent(new Event("visibilitychange", { bubbles: true }));
      Object.defineProperty(document, "hidden", { value: true, configurable: true });
      change();
      Reflect.deleteProperty(document, "hidden");
      change();
    }),
  "the browser is online again": async (page) => {
    await page.context().setOffline(true);
    await page.context().setOffline(false);
  },
};

describe("row 28: a connection that swallows everything is noticed", () => {
  for (const [what, happens] of Object.entries(reasons)) {
    test(`when ${what}, and each click counts once`, async () => {
      const site = await Site.start("site");
      const proxy = await Proxy.start(site.port);
      const page = await visit(proxy.url + "/ticks");
      const number = async (id: string) => Number(await page.locator(id).textContent());
      const click = page.getByRole("button", { name: "click" });
      await click.click();
      await expect.poll(() => number("#clicks")).toBe(1);
      const ticks = await number("#ticks");

      proxy.swallow();
      const since = Date.now();
      const again = page.waitForEvent("websocket");
      await happens(page);
      expect(await page.locator("html.azu-connected").count(), "nobody was told").toBe(1);
      await again;
      // By a question that found no answer for 5 seconds, not by a loss that somebody told of.
      expect(Date.now() - since).toBeGreaterThan(4900);
      await joined(page);
      const clicks = what.includes("click") ? 2 : 1;
      await expect.poll(() => number("#clicks")).toBe(clicks);
      await expect.poll(() => number("#ticks")).toBeGreaterThan(ticks + 40);
      await click.click();
      await click.click();
      await expect.poll(() => number("#clicks")).toBe(clicks + 2);
      // The session itself was come back to, while the server thought its old connection alive.
      const states = await (await fetch(site.url + "/sessions")).json();
      expect(states).toMatchObject({ mounted: 1, joined: 1, resumed: 1 });
    });
  }
});

test("row 28: held up for 5 seconds while both sides go on, the page recovers and counts each click once", async () => {
  const site = await Site.start("site");
  const proxy = await Proxy.start(site.port);
  const page = await visit(proxy.url + "/ticks");
  const number = async (id: string) => Number(await page.locator(id).textContent());
  await expect.poll(() => number("#ticks")).toBeGreaterThan(3);
  const click = page.getByRole("button", { name: "click" });
  await click.click();
  await expect.poll(() => number("#clicks")).toBe(1);

  const ticks = await number("#ticks");
  proxy.freeze();
  for (let i = 0; i < 5; i++) {
    await click.click();
    await new Promise((go) => setTimeout(go, 1000));
  }
  proxy.thaw();
  await expect.poll(() => number("#clicks")).toBe(6);
  await expect.poll(() => number("#ticks")).toBeGreaterThan(ticks + 40);
  await click.click();
  await expect.poll(() => number("#clicks")).toBe(7);
});
