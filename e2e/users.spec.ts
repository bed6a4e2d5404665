// The user list, as somebody uses it.

import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { visit } from "./browser";
import { Site } from "./site";

const site = await Site.forFile("showcase");

const search = (page: Page) => page.locator("input[type=search]");

test("removing a user takes that row out of the DOM and touches no other", async () => {
  const page = await visit(site.url + "/users");
  const cards = page.locator(".user-card");
  // The last page, so that no row moves up from the next one.
  await page.getByRole("link", { name: "Page 10" }).click();
  await expect.poll(() => page.getByRole("link", { name: "Page 10" }).getAttribute("aria-current")).toBe("page");
  const names = await cards.locator("h3").allTextContents();
  const touched = await watchRows(page);
  await cards.nth(7).getByRole("button", { name: "Remove" }).click();
  await page.locator("dialog[open]").getByText(`Are you sure you want to remove ${names[7]}?`).waitFor();
  await page.keyboard.press("Escape");
  await expect.poll(() => page.locator("dialog[open]").count()).toBe(0);
  expect(await cards.count()).toBe(20);

  await cards.nth(7).getByRole("button", { name: "Remove" }).click();
  await page.locator("dialog[open]").getByRole("button", { name: "OK" }).click();
  await page.getByText(`Removed ${names[7]}.`).waitFor();
  expect(await cards.locator("h3").allTextContents()).toEqual(names.toSpliced(7, 1));
  expect(await touched()).toEqual([`removed ${names[7]}`]);
});

test("removing a user from a full page brings the next one in at its end and touches no other", async () => {
  const page = await visit(site.url + "/users");
  const cards = page.locator(".user-card");
  const names = await cards.locator("h3").allTextContents();
  const touched = await watchRows(page);
  await cards.nth(7).getByRole("button", { name: "Remove" }).click();
  await page.locator("dialog[open]").getByRole("button", { name: "OK" }).click();
  await page.getByText(`Removed ${names[7]}.`).waitFor();
  const left = await cards.locator("h3").allTextContents();
  expect(left).toHaveLength(20);
  expect(left.slice(0, 19)).toEqual(names.toSpliced(7, 1));
  expect(await touched()).toEqual([`removed ${names[7]}`, `added ${left[19]}`]);
});

test("a card is edited by itself and saved to the list", async () => {
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
  // Cancel keeps what was.
  await page.getByRole("button", { name: "Edit Aaron Aardvark" }).click();
  await page.locator(".user-form [name=name]").fill("Somebody Else");
  await page.getByRole("button", { name: "Cancel" }).click();
  await expect.poll(() => page.locator(".user-card form").count()).toBe(0);
  expect(await page.locator(".user-card h3").first().textContent()).toBe("Aaron Aardvark");
  await page.getByRole("button", { name: "Edit Aaron Aardvark" }).click();
  expect(await page.locator(".user-form [name=name]").inputValue()).toBe("Aaron Aardvark");
});

test("the list is searched, sorted, turned round and paged", async () => {
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

test("the list is used by the keyboard alone, and the focus is always seen", async () => {
  const page = await visit(site.url + "/users");
  /** The next place, by its role and name. */
  const tab = async (): Promise<string> => {
    await page.keyboard.press("Tab");
    return page.evaluate(() => {
      const e = document.activeElement!;
      if (getComputedStyle(e).outlineStyle !== "solid") throw new Error("no outline: " + e.outerHTML);
      return e.getAttribute("aria-label") ?? (e.textContent || e.getAttribute("name") || e.localName).trim();
    });
  };
  const tabTo = async (place: string): Promise<void> => {
    const passed: string[] = [];
    while (passed.at(-1) !== place) {
      passed.push(await tab());
      expect(passed.length, passed.join(", ")).toBeLessThan(20);
    }
  };
  expect(await tab()).toBe("Skip to the content");
  await page.keyboard.press("Enter");
  expect(await tab()).toBe("q");
  await page.keyboard.type("keiko c");
  await expect.poll(() => page.locator(".user-card").count()).toBe(1);

  await tabTo("Edit Keiko Costa");
  await page.keyboard.press("Enter");
  await page.locator(".user-form").waitFor();
  await tabTo("name");
  await page.keyboard.type("Keiko Castro");
  await tabTo("email");
  await page.keyboard.type("nobody");
  await page.keyboard.press("Enter");
  await page.getByText("Please enter an email address").waitFor();
  expect(await page.locator("[name=email]").getAttribute("aria-invalid")).toBe("true");
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.type("keiko.castro@example.org");
  await tabTo("Save");
  await page.keyboard.press("Space");
  await page.getByText("Saved Keiko Castro.").waitFor();

  await page.getByRole("button", { name: "Remove Keiko Castro" }).focus();
  await page.keyboard.press("Enter");
  await page.getByRole("alertdialog").waitFor();
  await page.keyboard.press("Enter"); // by habit: nothing is removed
  await expect.poll(() => page.getByRole("alertdialog").count()).toBe(0);
  expect(await page.evaluate(() => document.activeElement?.getAttribute("aria-label"))).toBe("Remove Keiko Castro");
  expect(await page.locator(".user-card").count()).toBe(1);
  await page.keyboard.press("Enter");
  await page.getByRole("alertdialog").waitFor();
  await tabTo("OK");
  await page.keyboard.press("Enter");
  await page.getByText("No users found matching your criteria").waitFor();

  await page.getByRole("button", { name: "Help" }).focus();
  await page.keyboard.press("Enter");
  await page.locator("dialog.help[open]").waitFor();
  await page.keyboard.press("Escape");
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe("Help");
  await search(page).focus();
  await page.keyboard.press("Escape"); // empties it
  await expect.poll(() => page.locator(".user-card").count()).toBe(20);
  await page.getByRole("link", { name: "Page 2" }).focus();
  await page.keyboard.press("Enter");
  await expect.poll(() => page.locator("[aria-current=page].btn").textContent()).toBe("2");
  expect(await page.evaluate(() => document.activeElement?.getAttribute("aria-label"))).toBe("Page 2");
});

/** From now on notes what happens to the rows; the answer tells it. */
async function watchRows(page: Page): Promise<() => Promise<string[]>> {
  const touched = await page.evaluateHandle(() => {
    const touched: string[] = [];
    const nameOf = (n: Node | null | undefined): string => (n instanceof Element && n.querySelector("h3")?.textContent) || `part of ${n?.nodeName}`;
    new MutationObserver((records) => {
      for (const { type, target, addedNodes, removedNodes } of records) {
        for (const n of removedNodes) touched.push("removed " + nameOf(n));
        for (const n of addedNodes) touched.push("added " + nameOf(n));
        if (type !== "childList") touched.push(`${type} in ${nameOf((target instanceof Element ? target : target.parentElement)?.closest("li"))}`);
      }
    }).observe(document.querySelector(".user-grid")!, { subtree: true, childList: true, attributes: true, characterData: true });
    return touched;
  });
  return () => touched.evaluate((t) => t);
}
