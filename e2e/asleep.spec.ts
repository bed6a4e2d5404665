// Row 41: a page that was away for longer than its server keeps sessions.

import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { gone, joined, visit } from "./browser";
import { Proxy } from "./proxy";
import { Site } from "./site";

const frozen = async (page: Page, state: "frozen" | "active"): Promise<void> => {
  const cdp = await page.context().newCDPSession(page);
  await cdp.send("Page.setWebLifecycleState", { state });
  await cdp.detach();
};

/** How a page is away, and how it comes back; meanwhile its connection is gone and its session, too. */
const absences: Record<string, { go(page: Page): Promise<void>; back(page: Page): Promise<void> }> = {
  "offline": {
    go: (page) => page.context().setOffline(true),
    back: (page) => page.context().setOffline(false),
  },
  "hidden": {
    // A browser without windows hides no tab; this is what it would tell the page.
    go: (page) =>
      page.evaluate(() => {
        Object.defineProperty(document, "hidden", { value: true, configurable: true });
        document.dispatchEvent(new Event("visibilitychange", { bubbles: true }));
      }),
    back: (page) =>
      page.evaluate(() => {
        Reflect.deleteProperty(document, "hidden");
        document.dispatchEvent(new Event("visibilitychange", { bubbles: true }));
      }),
  },
  "asleep": {
    go: (page) => frozen(page, "frozen"),
    back: (page) => frozen(page, "active"),
  },
};

describe("row 41: a page recovers by itself that was longer away than its session was kept", () => {
  for (const [how, { go, back }] of Object.entries(absences)) {
    test(how, async () => {
      const site = await Site.start("site", { DETACHED: "1s" });
      const proxy = await Proxy.start(site.port);
      const page = await visit(proxy.url + "/ticks", { expectErrors: gone });
      const states = async () => (await (await fetch(site.url + "/sessions")).json()) as Record<string, number>;
      const click = page.getByRole("button", { name: "click" });
      await click.click();
      await expect.poll(() => page.locator("#clicks").textContent()).toBe("1");
      await page.getByRole("textbox").fill("what one types");
      await expect.poll(() => page.locator("#typed").textContent()).toBe("what one types");

      await go(page);
      proxy.refusing = true;
      proxy.cut();
      await expect.poll(async () => (await states())["ended"], { message: "the session is gone" }).toBe(1);
      proxy.refusing = false;
      await back(page);
      await joined(page);

      // What was entered is told to the new session; a click was the old one's.
      await expect.poll(() => page.locator("#typed").textContent()).toBe("what one types");
      expect(await page.getByRole("textbox").inputValue()).toBe("what one types");
      await click.click();
      await expect.poll(() => page.locator("#clicks").textContent()).toBe("1");
      expect(await states()).toMatchObject({ mounted: 2, joined: 2 });
    });
  }
});
