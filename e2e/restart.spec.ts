// The server is killed and started again: nothing is left of its sessions. What the visitor
// has entered is, in the browser and soon on the server.

import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { away, gone, joined, visit, visitor } from "./browser";
import { sameDocument } from "./document";
import { Site } from "./site";

const anew = "This page was started anew: changes may be lost.";
const notice = (page: Page) => page.locator(".azu-notice");
const search = (page: Page) => page.locator("input[type=search]");
const cards = (page: Page) => page.locator(".user-card");
const step = (page: Page) => page.locator(".step-input");
const plus = (page: Page, n: number) => page.getByRole("button", { name: `+${n}`, exact: true });

/** A page of a program that a test may kill. */
async function open(program: string, path: string, expectErrors = gone): Promise<{ site: Site; page: Page }> {
  const site = await Site.start(program);
  return { site, page: await visit(site.url + path, { expectErrors }) };
}

/** Kills the server as a power cut would, and starts it again. */
async function restart(site: Site, page: Page, meanwhile = async (): Promise<void> => {}, env: Record<string, string> = {}): Promise<void> {
  await site.kill();
  await away(page);
  await meanwhile();
  await site.start(env);
  await joined(page);
}

test("row 31: the page is back by itself, and says that it was started anew", async () => {
  const { site, page } = await open("showcase", "/counter");
  await plus(page, 1).click();
  await expect.poll(() => page.locator("h2").textContent()).toBe("Counter: 1");
  await restart(site, page, async () => {
    await expect.poll(() => notice(page).textContent()).toBe("Connection lost. Reconnecting…");
  });
  await expect.poll(() => notice(page).textContent()).toBe(anew);
  expect(await notice(page).getAttribute("role")).toBe("status");
  expect(await page.locator("h2").textContent()).toBe("Counter: 0");
  await plus(page, 1).click();
  await expect.poll(() => page.locator("h2").textContent()).toBe("Counter: 1");
  await expect.poll(() => notice(page).textContent()).toBe("");
});

test("row 31: a page that shows the same as before says nothing", async () => {
  const { site, page } = await open("showcase", "/counter");
  await restart(site, page);
  await plus(page, 1).click();
  await expect.poll(() => page.locator("h2").textContent()).toBe("Counter: 1");
  expect(await notice(page).textContent()).toBe("");
});

test("row 31: stopped in good order, the server is found again as well", async () => {
  const { site, page } = await open("showcase", "/counter");
  await site.kill("SIGTERM");
  await away(page);
  await site.start();
  await joined(page);
  await plus(page, 1).click();
  await expect.poll(() => page.locator("h2").textContent()).toBe("Counter: 1");
});

for (const [what, leave] of [
  ["that is being typed", async () => {}],
  ["that was left", (page: Page) => search(page).blur()],
] as const) {
  test(`row 31: a search ${what} is searched for again`, async () => {
    const { site, page } = await open("showcase", "/users");
    await search(page).pressSequentially("keiko");
    await expect.poll(() => cards(page).count()).toBe(10);
    await leave(page);
    const focused = await search(page).evaluate((e) => e === document.activeElement);
    await restart(site, page);
    await expect.poll(() => cards(page).count()).toBe(10);
    expect(await page.locator(".summary h2").textContent()).toBe("10 users");
    expect(await search(page).inputValue()).toBe("keiko");
    expect(await search(page).evaluate((e) => e === document.activeElement)).toBe(focused);
    // It goes on from there.
    await search(page).press("End");
    await search(page).press("Backspace");
    await search(page).pressSequentially("o nobody");
    await page.locator(".empty-state").waitFor();
  });
}

test("row 31: what is typed while the server is away is sent once it is back, and once only", async () => {
  const { site, page } = await open("site", "/order");
  const told = () => page.locator("#told").textContent();
  const field = page.getByLabel("label", { exact: true });
  await field.fill("for A");
  await expect.poll(told).toBe("1");
  await restart(site, page, () => field.fill("for Ann"));
  await expect.poll(() => page.locator("#known").textContent()).toContain('label "for Ann"');
  await page.getByRole("button", { name: "one more" }).click();
  await expect.poll(() => page.locator("#known").textContent()).toContain("2 small");
  expect(await told()).toBe("1");
});

test("row 31: a step that was committed still counts, also for a click made while the server was away", async () => {
  const { site, page } = await open("showcase", "/counter");
  await step(page).fill("5");
  await step(page).blur();
  await plus(page, 5).click();
  await expect.poll(() => page.locator("h2").textContent()).toBe("Counter: 5");
  await restart(site, page, () => plus(page, 5).click());
  await expect.poll(() => page.locator("h2").textContent()).toBe("Counter: 5");
  expect(await step(page).inputValue()).toBe("5");
  await plus(page, 5).click();
  await expect.poll(() => page.locator("h2").textContent()).toBe("Counter: 10");
});

test("row 31: a step that is being typed is committed when the visitor leaves it", async () => {
  const { site, page } = await open("showcase", "/counter");
  await plus(page, 1).click();
  await expect.poll(() => page.locator("h2").textContent()).toBe("Counter: 1");
  await step(page).click({ clickCount: 3 });
  await page.keyboard.type("42");
  await restart(site, page);
  await expect.poll(() => page.locator("h2").textContent()).toBe("Counter: 0");
  await plus(page, 1).waitFor();
  expect(await step(page).inputValue()).toBe("42");
  await page.getByRole("button", { name: "Reset" }).focus();
  await plus(page, 42).click();
  await expect.poll(() => page.locator("h2").textContent()).toBe("Counter: 42");
});

test("row 31: a form with a field of every kind is on the server again as it is in the browser", async () => {
  const { site, page } = await open("site", "/order");
  const known = () => page.locator("#known").textContent();
  const said = 'to Paris in fr, card+wax; gift true for "Ann"; label "fragile"; note "two\\nlines"';
  await page.locator("#quantity").fill("3");
  await page.getByLabel("gift").check();
  await page.getByLabel("to", { exact: true }).fill("Ann");
  await page.getByLabel("large").check();
  await page.locator("#country").selectOption("fr");
  await page.locator("#city option", { hasText: "Paris" }).waitFor({ state: "attached" });
  await page.locator("#city").selectOption("Paris");
  await page.locator("#extras").selectOption(["card", "wax"]);
  await page.getByLabel("label", { exact: true }).fill("fragile");
  await page.getByLabel("phone").fill("0123");
  await page.locator("#note").fill("two\nlines");
  await page.locator("#note").blur(); // or it would wait for ten minutes
  await expect.poll(known).toBe("3 large " + said);
  expect(await page.locator("#told").textContent()).toBe("9");

  for (let n = 0; n < 2; n++) {
    await restart(site, page);
    await expect.poll(known).toBe("3 large " + said);
    const fields = await page.locator("#order").evaluate((order) => {
      const field = (css: string) => order.querySelector<HTMLInputElement>(css)!;
      return {
        gift: field("[name=gift]").checked,
        size: field("[name=size]:checked").value,
        extras: [...order.querySelector<HTMLSelectElement>("#extras")!.selectedOptions].map((o) => o.value),
        others: ["#quantity", "[name=to]", "#country", "#city", "#note", "[name=phone]", "[name=door]"].map((css) => field(css).value),
      };
    });
    expect(fields).toEqual({ gift: true, size: "large", extras: ["card", "wax"], others: ["3", "Ann", "fr", "Paris", "two\nlines", "0123", "front"] });
    expect(await page.getByLabel("label", { exact: true }).inputValue()).toBe("fragile");
    // Each was told once.
    expect(await page.locator("#told").textContent()).toBe("9");
  }
  await page.getByLabel("gift").uncheck();
  await page.getByRole("button", { name: "one more" }).click();
  await expect.poll(known).toBe("4 large " + said.replace("true", "false"));
});

test("row 31: a form that was opened by a click is gone, and the notice says so", async () => {
  const { site, page } = await open("showcase", "/users");
  await cards(page).nth(2).getByRole("button", { name: "Edit" }).click();
  await cards(page).nth(2).locator("[name=name]").fill("half a na");
  await restart(site, page);
  await expect.poll(() => notice(page).textContent()).toBe(anew);
  expect(await page.locator(".user-form").count()).toBe(0);
});

test("typing that waits for a pause is sent when the field is left, the form submitted or something else done", async () => {
  const { page } = await open("site", "/order");
  const known = () => page.locator("#known").textContent();
  const note = page.locator("#note");
  await note.fill("left");
  await page.keyboard.press("Tab");
  await expect.poll(known).toContain('note "left"');
  await note.fill("submitted");
  await page.getByLabel("phone").evaluate((e: HTMLInputElement) => e.form?.requestSubmit());
  await expect.poll(known).toContain('note "submitted"');
  await note.fill("clicked");
  await page.getByRole("button", { name: "one more" }).dispatchEvent("click");
  await expect.poll(known).toMatch(/^2 .* note "clicked"$/);
});

for (const [state, title, path] of [["shut", "Not Found", "/door"], ["moved", "Ticks", "/ticks"]] as const) {
  test(`a page that is ${state} when the server is back gives way to what there is, in one load`, async () => {
    const { site, page } = await open("site", "/door", new RegExp(gone.source + "|404"));
    const loads: string[] = [];
    page.on("load", () => loads.push(new URL(page.url()).pathname));
    await site.kill();
    await away(page);
    await site.start({ DOOR: state });
    await expect.poll(() => page.title()).toBe(title);
    await page.waitForLoadState();
    expect(loads).toEqual([path]);
  });
}

test("a page that is refused however often it is loaded is loaded again once, and says so", async () => {
  const KEYS = "one key for both, of thirty-two bytes";
  const before = await Site.start("site", { KEYS });
  const now = await Site.start("site", { KEYS, DOOR: "shut" });
  const page = await (await visitor()).newPage();
  let loads = 0;
  page.on("load", () => loads++);
  // What a cache between keeps: the page as it was, while a join for it is refused.
  await page.goto((await sameDocument(now, await page.request.get(before.url + "/door"))) + "/door");
  await page.getByRole("button", { name: "Reload" }).waitFor();
  expect(loads).toBe(2);
  expect(await page.locator("html.azu-error").count()).toBe(1);
  expect(await page.locator("#door").textContent()).toBe("open");
});

test("row 31: a click made while the server was away never means another view than the visitor saw", async () => {
  const { site, page } = await open("site", "/desks");
  const call = (name: string, button: string) =>
    page.locator("section", { hasText: name }).getByRole("button", { name: button, exact: true });
  await call("anna", "Call").click();
  await expect.poll(() => page.locator("#last").textContent()).toBe("anna");
  await restart(site, page, () => call("anna", "Call").click(), { DESKS: "turned" });
  await expect.poll(() => page.locator("h2").allTextContents()).toEqual(["cleo", "bert", "anna"]);
  await expect.poll(() => notice(page).textContent()).toBe(anew);
  expect(await page.locator("#last").textContent()).toBe("");
  await call("anna", "Call").click();
  await expect.poll(() => page.locator("#last").textContent()).toBe("anna");
});

test("row 31: a question that was open is taken back when the page it was about is another one", async () => {
  const { site, page } = await open("site", "/desks");
  await page.locator("section", { hasText: "anna" }).getByRole("button", { name: "Call?" }).click();
  await page.getByRole("alertdialog").waitFor();
  await restart(site, page, undefined, { DESKS: "turned" });
  await expect.poll(() => page.locator("h2").allTextContents()).toEqual(["cleo", "bert", "anna"]);
  await page.getByRole("alertdialog").waitFor({ state: "detached" });
  expect(await page.locator("#last").textContent()).toBe("");
});

test("what there is to say of the connection is seen and heard while a dialog is open, and after", async () => {
  const site = await Site.start("showcase");
  const page = await visit(site.url + "/users", { expectErrors: gone });
  const cdp = await page.context().newCDPSession(page);
  /** What a screen reader finds: the status that says something of the connection. */
  const heard = async (): Promise<boolean> => {
    const { nodes } = await cdp.send("Accessibility.getFullAXTree");
    const says = nodes.filter((n) => !n.ignored && String(n.name?.value).startsWith("Connection lost"));
    const states = new Set(nodes.filter((n) => !n.ignored && n.role?.value === "status").map((n) => n.nodeId));
    const under = (id: string | undefined): boolean => id !== undefined && (states.has(id) || under(nodes.find((n) => n.nodeId === id)?.parentId));
    return says.some((n) => under(n.nodeId));
  };
  /** Whether nothing covers it. */
  const seen = (): Promise<boolean> =>
    page.locator(".azu-notice").evaluate((n: HTMLElement) => {
      n.style.pointerEvents = "auto";
      const { x, y } = n.getBoundingClientRect();
      return document.elementFromPoint(x + 5, y + 5) === n;
    });
  await page.getByRole("button", { name: "Help" }).click();
  await page.locator("dialog.help[open]").waitFor();
  await site.kill();
  await page.locator(".azu-notice:not(:empty)").waitFor();
  expect([await heard(), await seen()]).toEqual([true, true]);
  // Closed, the dialog does not take it along.
  await page.keyboard.press("Escape");
  await expect.poll(heard).toBe(true);
  await expect.poll(seen).toBe(true);
  // The client's own question is such a dialog, too.
  await page.getByRole("button", { name: /^Remove/ }).first().click();
  await page.getByRole("alertdialog").waitFor();
  await expect.poll(heard).toBe(true);
  expect(await seen()).toBe(true);
  await page.keyboard.press("Escape");
  await expect.poll(() => page.getByRole("alertdialog").count()).toBe(0);
  await expect.poll(seen).toBe(true);
});
