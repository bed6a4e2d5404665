// What is typed, composed and selected stays, whatever the server sends meanwhile.

import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { visit } from "./browser";
import { frames, refusals, rendered } from "./frames";
import { busyList, clockMoves } from "./list";
import { Proxy } from "./proxy";
import { Site } from "./site";

const search = (page: Page) => page.locator("input[type=search]");

/** Where the selection of the search box starts and ends. */
const caret = (page: Page) => search(page).evaluate((input: HTMLInputElement) => [input.selectionStart, input.selectionEnd]);

test("typing fast while the server pushes loses no character and keeps the caret", async () => {
  const { page } = await busyList();
  const seen = await frames(page);
  await search(page).focus();
  const text = "the quick brown fox jumps over the lazy dog, ".repeat(4).trim();
  await page.keyboard.type(text, { delay: 10 });
  const pushes = seen.filter((f) => !f.up && /^\[\d+,\d+,[2-9]/.test(f.text)).length; // for another view than the page's
  expect(await search(page).inputValue()).toBe(text);
  expect(pushes, "pushed while typing").toBeGreaterThan(15);
  await expect.poll(() => rendered(seen, 1)).toContain(text);
  await page.locator(".empty-state").waitFor();
  // In the middle, the caret stays where it is between the keys.
  await page.keyboard.press("Home");
  for (const c of "abcdef") {
    await page.keyboard.type(c);
    await clockMoves(page);
  }
  expect(await search(page).inputValue()).toBe("abcdef" + text);
  expect(await caret(page)).toEqual([6, 6]);
  await expect.poll(() => rendered(seen, 1)).toContain("abcdef" + text);
});

test("typing over a slow line shows what was typed, not what the server answers to what was there before", async () => {
  const site = await Site.start("showcase", { CLOCK: "50ms" });
  const proxy = await Proxy.start(site.port);
  const page = await visit(proxy.url + "/users");
  const seen = await frames(page);
  proxy.delay = 150;
  await search(page).focus();
  let typed = "";
  for (const c of "keiko nakamura") {
    typed += c;
    await page.keyboard.type(c, { delay: 30 });
    expect(await search(page).inputValue()).toBe(typed);
  }
  await expect.poll(() => rendered(seen, 1)).toContain(typed);
  await expect.poll(() => page.locator(".user-card h3").allTextContents()).toEqual(["Keiko Nakamura"]);
  expect(await search(page).inputValue()).toBe(typed);
  expect(await caret(page)).toEqual([typed.length, typed.length]);
});

test("a range that is selected stays selected through updates", async () => {
  const { page } = await busyList();
  await search(page).fill("keiko");
  await expect.poll(() => page.locator(".user-card").count()).toBe(10);
  await search(page).evaluate((input: HTMLInputElement) => input.setSelectionRange(1, 4, "backward"));
  for (let i = 0; i < 5; i++) await clockMoves(page);
  expect(await caret(page)).toEqual([1, 4]);
  // Text of the page itself, too.
  await page.locator(".user-card h3").first().evaluate((h) => getSelection()?.selectAllChildren(h));
  const name = await page.locator(".user-card h3").first().textContent();
  for (let i = 0; i < 5; i++) await clockMoves(page);
  expect(await page.evaluate(() => getSelection()?.toString())).toBe(name);
});

test("a composition goes on through updates and loses nothing", async () => {
  const { page } = await busyList();
  const cdp = await page.context().newCDPSession(page);
  await search(page).focus();
  for (const text of ["k", "け", "けい", "けいk", "けいこ"]) {
    await cdp.send("Input.imeSetComposition", { text, selectionStart: text.length, selectionEnd: text.length });
    expect(await search(page).inputValue()).toBe(text);
    await clockMoves(page);
    expect(await search(page).inputValue()).toBe(text);
  }
  await cdp.send("Input.insertText", { text: "恵子" });
  expect(await search(page).inputValue()).toBe("恵子");
  await page.locator(".empty-state").waitFor();
  await page.keyboard.type("!");
  expect(await search(page).inputValue()).toBe("恵子!");
});

for (const id of ["told", "silent", "lines"]) {
  test(`what is selected or composed in a field stays, whatever the server says of that field: ${id}`, async () => {
    const site = await Site.start("site");
    const page = await visit(site.url + "/pushed");
    const field = page.locator("#" + id);
    const moves = async (): Promise<void> => {
      const [title, value] = await field.evaluate((f: HTMLInputElement) => [f.title, f.defaultValue]);
      await expect.poll(() => field.evaluate((f: HTMLInputElement) => [f.title, f.defaultValue])).not.toEqual([title, value]);
    };
    const says = () => field.evaluate((f: HTMLInputElement) => [f.value, f.selectionStart, f.selectionEnd, f.selectionDirection]);
    // Before anything is typed, too: what the server had it say when it was gone to.
    await field.focus();
    const before = await field.inputValue();
    await field.evaluate((f: HTMLInputElement) => f.setSelectionRange(2, 5, "backward"));
    for (let i = 0; i < 5; i++) await moves();
    expect(await says()).toEqual([before, 2, 5, "backward"]);
    await field.fill("what one types");
    await field.evaluate((f: HTMLInputElement) => f.setSelectionRange(1, 4, "backward"));
    for (let i = 0; i < 5; i++) await moves();
    expect(await says()).toEqual(["what one types", 1, 4, "backward"]);
    expect(await field.getAttribute("aria-label")).toMatch(/^the server's \d+$/);

    const cdp = await page.context().newCDPSession(page);
    await page.keyboard.press("ControlOrMeta+a");
    for (const text of ["k", "け", "けい", "けいk", "けいこ"]) {
      await cdp.send("Input.imeSetComposition", { text, selectionStart: text.length, selectionEnd: text.length });
      expect(await field.inputValue()).toBe(text);
      await moves();
      expect(await field.inputValue()).toBe(text);
    }
    await cdp.send("Input.insertText", { text: "恵子" });
    await page.keyboard.type("!");
    expect(await field.inputValue()).toBe("恵子!");
    if (id === "silent") {
      await moves();
      expect(await field.inputValue()).toBe("恵子!");
      return;
    }
    await expect.poll(() => page.locator("#typed").textContent()).toBe("恵子!");
    // Once it is left, it says what the server has it say.
    await page.locator("#n").click();
    await expect.poll(() => field.inputValue()).toMatch(/^the server's \d+$/);
  });
}

test("a text that is pasted, and is larger than a message may be, stays, and the page goes on", async () => {
  const site = await Site.start("showcase");
  const page = await visit(site.url + "/users");
  await search(page).focus();
  await page.keyboard.insertText("x".repeat(70_000));
  await page.getByText("Too much to send: changes are lost.").waitFor();
  expect((await search(page).inputValue()).length).toBe(70_000);
  await search(page).fill("keiko");
  await expect.poll(() => page.locator(".user-card").count()).toBe(10);
  expect(await page.locator("html.azu-connected:not(.azu-error)").count()).toBe(1);
});

test("typing on in a long text meets no limit, and all of it arrives", { timeout: 90_000 }, async () => {
  const site = await Site.start("showcase");
  const page = await visit(site.url + "/users");
  const seen = await frames(page);
  await search(page).focus();
  const long = "x".repeat(30_000);
  await page.keyboard.insertText(long);
  const until = Date.now() + 10_000;
  let typed = "";
  for (let next = Date.now(); Date.now() < until; typed += "a") {
    await page.keyboard.type("a");
    next += 33;
    await new Promise((go) => setTimeout(go, Math.max(0, next - Date.now())));
  }
  expect(await page.locator("html.azu-connected:not(.azu-error)").count()).toBe(1);
  expect((await search(page).inputValue()) === long + typed).toBe(true);
  await expect.poll(() => rendered(seen, 1).includes(long + typed), { message: "the server's state" }).toBe(true);
  expect(refusals(seen)).toEqual([]);
});

test("a key held for 20 seconds neither loses a character nor meets a limit", { timeout: 90_000 }, async () => {
  const site = await Site.start("showcase");
  const page = await visit(site.url + "/users");
  const seen = await frames(page);
  await search(page).focus();
  const cdp = await page.context().newCDPSession(page);
  const key = { key: "a", code: "KeyA", windowsVirtualKeyCode: 65, text: "a" };
  const until = Date.now() + 20_000;
  let n = 0;
  // A keyboard repeats about 30 times a second.
  for (let next = Date.now(); Date.now() < until; n++) {
    await cdp.send("Input.dispatchKeyEvent", { type: "keyDown", autoRepeat: n > 0, ...key });
    next += 33;
    await new Promise((go) => setTimeout(go, Math.max(0, next - Date.now())));
  }
  await cdp.send("Input.dispatchKeyEvent", { type: "keyUp", ...key });
  expect(n).toBeGreaterThan(500);
  const text = "a".repeat(n);
  expect(await search(page).inputValue()).toBe(text);
  await expect.poll(() => rendered(seen, 1).includes(text), { message: "the server's state" }).toBe(true);
  expect(refusals(seen)).toEqual([]);
  expect(seen.filter((f) => f.up).length, "inputs sent").toBeGreaterThan(100);
  expect(await page.locator("html.azu-connected:not(.azu-error)").count()).toBe(1);
  // And it goes on taking what is typed.
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.type("keiko");
  await expect.poll(() => page.locator(".user-card").count()).toBe(10);
});
