// What happens to a page when its connection, or its server, goes.

import { expect, test } from "vitest";
import { away, gone, joined, visit } from "./browser";
import { Proxy } from "./proxy";
import { Site } from "./site";

test("row 28: frozen for 5 seconds while both sides go on, the page recovers and counts each click once", async () => {
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

test("row 28: frozen for good, the page comes back over a new connection", async () => {
  const site = await Site.start("site");
  const proxy = await Proxy.start(site.port);
  const page = await visit(proxy.url + "/ticks", { expectErrors: gone });
  const click = page.getByRole("button", { name: "click" });
  await click.click();
  await expect.poll(() => page.locator("#clicks").textContent()).toBe("1");
  proxy.freeze();
  await click.click();
  await click.click();
  await new Promise((go) => setTimeout(go, 5000));
  proxy.cut(); // what was held back never arrives
  proxy.thaw();
  await expect.poll(() => page.locator("#clicks").textContent()).toBe("3");
});

test("row 29: cut anywhere in an exchange, no input is lost or doubled", { timeout: 120_000 }, async () => {
  const site = await Site.start("site");
  for (const bytes of [1, 7, 19, 40, 77, 130, 210, 333]) {
    const proxy = await Proxy.start(site.port);
    const page = await visit(proxy.url + "/ticks", { expectErrors: gone });
    const click = page.getByRole("button", { name: "click" });
    proxy.cutAfter(bytes);
    for (let i = 0; i < 10; i++) await click.click();
    await page.locator("input").fill(`after ${bytes} bytes`);
    await expect.poll(() => page.locator("#clicks").textContent(), { message: `cut after ${bytes} bytes` }).toBe("10");
    await expect.poll(() => page.locator("#typed").textContent()).toBe(`after ${bytes} bytes`);
    await page.close();
  }
});

test("row 31: killed and started again, the server has its page back by itself", async () => {
  const site = await Site.start("showcase");
  const page = await visit(site.url + "/counter", { expectErrors: gone });
  await page.getByRole("button", { name: "+1" }).click();
  await expect.poll(() => page.locator("h2").textContent()).toBe("Counter: 1");
  await page.locator(".step-input").click({ clickCount: 3 });
  await page.keyboard.type("42");
  await site.kill();
  await away(page);
  await page.getByRole("status").or(page.getByRole("alert")).first().waitFor();
  await site.start();
  await joined(page);
  // The state was the process's; what the visitor was typing is the browser's.
  await expect.poll(() => page.locator("h2").textContent()).toBe("Counter: 0");
  expect(await page.locator(".step-input").inputValue()).toBe("42");
  await page.getByRole("button", { name: "Reset" }).focus(); // commits the step
  await page.getByRole("button", { name: "+42" }).click();
  await expect.poll(() => page.locator("h2").textContent()).toBe("Counter: 42");
});

test("row 31: stopped in good order, the server is found again as well", async () => {
  const site = await Site.start("showcase");
  const page = await visit(site.url + "/counter", { expectErrors: gone });
  await site.kill("SIGTERM");
  await away(page);
  await site.start();
  await joined(page);
  await page.getByRole("button", { name: "+1" }).click();
  await expect.poll(() => page.locator("h2").textContent()).toBe("Counter: 1");
});
