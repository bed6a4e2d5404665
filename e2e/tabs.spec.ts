// Tabs and keys: whose page it is, and whether it is still good.

import { expect, test } from "vitest";
import { away, gone, joined, launch, visit, visitor } from "./browser";
import { sameDocument } from "./document";
import { Site } from "./site";

test("row 39: two tabs and a duplicated one have sessions of their own", async () => {
  const site = await Site.start("showcase");
  const context = await visitor();
  const one = await context.newPage();
  await one.goto(site.url + "/counter");
  await joined(one);
  const two = await context.newPage();
  await two.goto(site.url + "/counter");
  await joined(two);
  await one.getByRole("button", { name: "+1" }).click();
  await expect.poll(() => one.locator("h2").textContent()).toBe("Counter: 1");
  expect(await two.locator("h2").textContent()).toBe("Counter: 0");
  // A duplicated tab is the same document once more, with the same token.
  const again = await sameDocument(site, await one.request.get(site.url + "/counter"));
  const pages = [];
  for (let i = 0; i < 2; i++) {
    const page = await context.newPage();
    await page.goto(again + "/counter");
    await joined(page);
    pages.push(page);
  }
  for (const [i, page] of pages.entries()) {
    for (let n = 0; n <= i; n++) await page.getByRole("button", { name: "+1" }).click();
  }
  for (const [i, page] of pages.entries()) {
    await expect.poll(() => page.locator("h2").textContent()).toBe(`Counter: ${i + 1}`);
  }
});

test("row 40: a page from the back-forward cache goes on", async () => {
  const site = await Site.start("showcase");
  const browser = await launch({ ignoreDefaultArgs: ["--disable-back-forward-cache"] });
  try {
    const page = await visit(site.url + "/counter", { browser });
    await page.getByRole("button", { name: "+1" }).click();
    await expect.poll(() => page.locator("h2").textContent()).toBe("Counter: 1");
    await page.evaluate(() => {
      (window as unknown as { persisted?: boolean }).persisted = false;
      addEventListener("pageshow", (e) => ((window as unknown as { persisted?: boolean }).persisted = e.persisted));
    });
    await page.goto(site.url + "/");
    await page.goBack({ waitUntil: "commit" }); // a page that was kept does not load
    expect(await page.evaluate(() => (window as unknown as { persisted?: boolean }).persisted), "kept by the browser").toBe(true);
    await joined(page);
    await page.getByRole("button", { name: "+1" }).click();
    await expect.poll(() => page.locator("h2").textContent()).toBe("Counter: 2");
  } finally {
    await browser.close();
  }
});

test("row 43: a browser that lets nothing be stored is served all the same", async () => {
  const site = await Site.start("showcase");
  const context = await visitor();
  await context.addInitScript(() => {
    for (const name of ["localStorage", "sessionStorage", "indexedDB"]) {
      Object.defineProperty(window, name, {
        get() {
          throw new DOMException("denied", "SecurityError");
        },
      });
    }
  });
  const page = await context.newPage();
  await page.goto(site.url + "/counter");
  await joined(page);
  await page.getByRole("button", { name: "+1" }).click();
  await expect.poll(() => page.locator("h2").textContent()).toBe("Counter: 1");
});

test("row 44: a page of an old server is loaded again, once", async () => {
  const site = await Site.start("showcase");
  const page = await visit(site.url + "/counter", { expectErrors: gone });
  let loads = 0;
  page.on("load", () => loads++);
  await page.getByRole("button", { name: "+1" }).click();
  await expect.poll(() => page.locator("h2").textContent()).toBe("Counter: 1");
  await site.kill();
  await away(page);
  // Another key: what the page holds opens no more.
  await site.start({ XDG_CACHE_HOME: site.env["XDG_CACHE_HOME"] + "/other" });
  await expect.poll(() => loads).toBe(1);
  await joined(page);
  await expect.poll(() => page.locator("h2").textContent()).toBe("Counter: 0");
  await page.getByRole("button", { name: "+1" }).click();
  await expect.poll(() => page.locator("h2").textContent()).toBe("Counter: 1");
  expect(loads).toBe(1);
});

test("row 44: a page that is out of date however often it is loaded is loaded again once, and says so", async () => {
  const old = await Site.start("showcase");
  const now = await Site.start("showcase");
  const context = await visitor();
  const page = await context.newPage();
  let loads = 0;
  page.on("load", () => loads++);
  // What a cache between keeps of the old server: its documents, over the new one's socket.
  await page.goto((await sameDocument(now, await page.request.get(old.url + "/counter"))) + "/counter");
  await page.getByRole("button", { name: "Reload" }).waitFor();
  expect(loads).toBe(2);
  expect(await page.locator("html.azu-error").count()).toBe(1);
  expect(await page.locator("h2").textContent()).toBe("Counter: 0");
});

test("row 10: a page of an old key joins while the key is known, then it is loaded again", async () => {
  const [first, second] = ["the first key, of thirty-two bytes", "the second key, of thirty-two bytes"];
  const site = await Site.start("site", { KEYS: first });
  const page = await visit(site.url + "/ticks", { expectErrors: gone });
  let loads = 0;
  page.on("load", () => loads++);
  await site.kill();
  await away(page);
  await site.start({ KEYS: `${second};${first}` });
  await joined(page);
  expect(loads).toBe(0);
  await site.kill();
  await away(page);
  await site.start({ KEYS: second });
  await expect.poll(() => loads).toBe(1);
  await joined(page);
  await page.getByRole("button", { name: "click" }).click();
  await expect.poll(() => page.locator("#clicks").textContent()).toBe("1");
  expect(loads).toBe(1);
});

test("a script of the page's own hears of the connection from the client that runs already", async () => {
  const site = await Site.start("showcase");
  const page = await visit(site.url + "/counter", { expectErrors: gone });
  await page.evaluate(() => {
    type Spark = new (options: object) => { mount(): void };
    const w = window as unknown as { AzuSpark: Spark; heard: string[] };
    w.heard = [];
    new w.AzuSpark({
      componentEndpoint: "/ws/components",
      onConnect: () => w.heard.push("connect"),
      onDisconnect: () => w.heard.push("disconnect"),
      onError: (e: Error) => w.heard.push(e.message),
    }).mount();
  });
  const heard = () => page.evaluate(() => (window as unknown as { heard: string[] }).heard);
  await expect.poll(heard).toEqual(["connect"]);
  await site.kill();
  await expect.poll(async () => (await heard()).slice(0, 2)).toEqual(["connect", "disconnect"]);
  await site.start();
  await expect.poll(async () => (await heard()).at(-1)).toBe("connect");
  // An attempt that fails is told of, too.
  expect(new Set((await heard()).slice(1, -1))).toEqual(new Set(["disconnect"]));
});

test("row 40: a tab that is closed, or leaves the site, frees its session at once", async () => {
  const site = await Site.start("site");
  const states = async () => (await fetch(site.url + "/sessions")).json() as Promise<Record<string, number>>;
  const page = await visit(site.url + "/ticks");
  await page.goto("about:blank");
  await expect.poll(states).toEqual({ mounted: 1, joined: 1, ended: 1 });
  await page.goto(site.url + "/ticks");
  await joined(page);
  await page.close({ runBeforeUnload: true });
  await expect.poll(states).toEqual({ mounted: 2, joined: 2, ended: 2 });
});
