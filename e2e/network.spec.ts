// What happens to a page when its connection is cut or bad, or its server goes.

import { expect, test } from "vitest";
import { gone, joined, visit, visitor } from "./browser";
import { Proxy } from "./proxy";
import { Site } from "./site";

test("row 29: cut anywhere in an exchange, no input is lost or doubled", { timeout: 120_000 }, async () => {
  const site = await Site.start("site");
  const context = await visitor({ expectErrors: gone });
  const cutAfter = async (bytes: number): Promise<void> => {
    const proxy = await Proxy.start(site.port);
    const page = await context.newPage();
    await page.goto(proxy.url + "/ticks");
    await joined(page);
    let sockets = 0;
    page.on("websocket", () => sockets++);
    const click = page.getByRole("button", { name: "click" });
    proxy.cutAfter(bytes);
    for (let i = 0; i < 10; i++) await click.click();
    await page.locator("input").fill(`after ${bytes} bytes`);
    await expect.poll(() => page.locator("#clicks").textContent(), { message: `cut after ${bytes} bytes` }).toBe("10");
    await expect.poll(() => page.locator("#typed").textContent()).toBe(`after ${bytes} bytes`);
    expect([proxy.cuts, sockets], `cuts and new sockets after ${bytes} bytes`).toEqual([1, 1]);
    await page.close();
  };
  await Promise.all([1, 7, 19, 40, 77, 130, 210, 333].map(cutAfter));
});

test("row 42: over a line that hands on byte by byte, the page works", async () => {
  const site = await Site.start("site");
  const proxy = await Proxy.start(site.port);
  proxy.splitting = true;
  const page = await visit(proxy.url + "/ticks");
  const click = page.getByRole("button", { name: "click" });
  for (let i = 0; i < 5; i++) await click.click();
  await page.locator("input").fill("ünïcødé 🎈");
  await expect.poll(() => page.locator("#clicks").textContent()).toBe("5");
  await expect.poll(() => page.locator("#typed").textContent()).toBe("ünïcødé 🎈");
});

test("row 42: where no socket is let through the page says so, and joins once one is", async () => {
  const site = await Site.start("site");
  const proxy = await Proxy.start(site.port);
  proxy.barring = true;
  const page = await (await visitor({ expectErrors: /WebSocket/ })).newPage();
  await page.goto(proxy.url + "/ticks");
  await page.locator(".azu-notice[role=status]").filter({ hasText: "Reconnecting" }).waitFor();
  expect(await page.locator("#clicks").textContent()).toBe("0");
  await page.getByRole("button", { name: "click" }).click();
  proxy.barring = false;
  await joined(page);
  await expect.poll(() => page.locator("#clicks").textContent()).toBe("1");
  expect(await page.locator(".azu-notice").textContent()).toBe("");
});
