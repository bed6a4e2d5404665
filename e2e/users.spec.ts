import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { visit } from "./browser";
import { frames, refusals, rendered } from "./frames";
import { busyList, clockMoves } from "./list";
import { Proxy } from "./proxy";
import { Site } from "./site";

const search = (page: Page) => page.locator("input[type=search]");

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

test("removing a user takes that row out of the DOM and touches no other", async () => {
  const site = await Site.start("showcase");
  const page = await visit(site.url + "/users");
  const cards = page.locator(".user-card");
  // The last page, so that no row moves up from the next one.
  await page.getByRole("link", { name: "Page 10" }).click();
  await expect.poll(() => page.getByRole("link", { name: "Page 10" }).getAttribute("aria-current")).toBe("page");
  const names = await cards.locator("h3").allTextContents();
  await page.evaluate(() => {
    const w = window as unknown as { touched: string[] };
    w.touched = [];
    const grid = document.querySelector(".user-grid")!;
    const name = (n: Node) => (n instanceof Element ? n : n.parentElement)?.closest("li")?.querySelector("h3")?.textContent ?? n.nodeName;
    new MutationObserver((records) => {
      for (const r of records) {
        for (const n of r.removedNodes) w.touched.push("removed " + (n instanceof Element ? n.querySelector("h3")?.textContent : n.nodeName));
        for (const n of r.addedNodes) w.touched.push("added " + n.nodeName);
        if (r.type !== "childList") w.touched.push(r.type + " in " + name(r.target));
      }
    }).observe(grid, { subtree: true, childList: true, attributes: true, characterData: true });
  });
  await cards.nth(7).getByRole("button", { name: "Remove" }).click();
  await page.locator("dialog[open]").getByText(`Are you sure you want to remove ${names[7]}?`).waitFor();
  await page.keyboard.press("Escape");
  await expect.poll(() => page.locator("dialog[open]").count()).toBe(0);
  expect(await cards.count()).toBe(20);

  await cards.nth(7).getByRole("button", { name: "Remove" }).click();
  await page.locator("dialog[open]").getByRole("button").last().click();
  await page.getByText(`Removed ${names[7]}.`).waitFor();
  expect(await cards.locator("h3").allTextContents()).toEqual(names.toSpliced(7, 1));
  expect(await page.evaluate(() => (window as unknown as { touched: string[] }).touched)).toEqual([`removed ${names[7]}`]);
});

test("a card is edited by itself and saved to the list", async () => {
  const site = await Site.start("showcase");
  const page = await visit(site.url + "/users");
  const card = page.locator(".user-card").nth(2);
  await card.getByRole("button", { name: "Edit" }).click();
  const form = card.locator("form");
  await form.locator("[name=email]").fill("nobody");
  await form.getByRole("button", { name: "Save" }).click();
  await form.getByText("Please enter an email address").waitFor();
  await form.locator("[name=name]").fill("Aaron Aardvark");
  await form.locator("[name=email]").fill("aaron@example.org");
  await page.keyboard.press("Enter");
  await page.getByText("Saved Aaron Aardvark.").waitFor();
  // Sorted by name he is now the first.
  expect(await page.locator(".user-card h3").first().textContent()).toBe("Aaron Aardvark");
  expect(await page.locator(".user-card form").count()).toBe(0);
});

test("the list is searched, sorted, turned round and paged", async () => {
  const site = await Site.start("showcase");
  const page = await visit(site.url + "/users");
  const texts = (what: string) => page.locator(`.user-card ${what}`).allTextContents();
  const names = await texts("h3");
  expect(names).toEqual([...names].sort());
  await page.getByRole("button", { name: "Ascending" }).click();
  await page.getByRole("button", { name: "Descending" }).waitFor();
  await expect.poll(async () => (await texts("h3"))[0]).not.toBe(names[0]);
  await page.locator("select[name=sort]").selectOption("email");
  await expect.poll(async () => {
    const emails = await texts("a");
    return emails.join() === [...emails].sort().reverse().join();
  }).toBe(true);
  await page.getByRole("link", { name: "Page 3" }).click();
  await expect.poll(() => page.locator("[aria-current=page].btn").textContent()).toBe("3");
  expect(new URL(page.url()).search).toBe("");
  await search(page).fill("no such name");
  await page.getByText("No users found matching your criteria").waitFor();
  expect(await page.locator(".pagination").count()).toBe(0);
  await page.getByRole("button", { name: "Clear the search" }).click();
  await expect.poll(() => page.locator(".user-card").count()).toBe(20);
  expect(await search(page).inputValue()).toBe("");
});

/** Where the selection of the search box starts and ends. */
const caret = (page: Page) => search(page).evaluate((input: HTMLInputElement) => [input.selectionStart, input.selectionEnd]);
