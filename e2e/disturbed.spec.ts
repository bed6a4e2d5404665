// Patches stay right, or the view is asked for again, whatever happens to the DOM around and inside.

import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { joined, visit, visitor } from "./browser";
import { Site } from "./site";

const site = await Site.forFile("site");

/** What a visitor would see of #mixed: its markup without marks, fences, and what the disturbance brought. */
const seen = (page: Page) =>
  page.locator("#mixed").evaluate((root) => {
    const copy = root.cloneNode(true) as Element;
    const live = [root, ...root.querySelectorAll("*")];
    [copy, ...copy.querySelectorAll("*")].forEach((el, i) => {
      const original = live[i]!;
      if (original instanceof HTMLTextAreaElement || original instanceof HTMLSelectElement) {
        el.setAttribute("data-value", original.value);
        el.textContent = "";
      }
      for (const a of [...el.attributes]) {
        if (a.name === "z" && el.closest('[z="no mark"]') === null) el.removeAttribute("z");
        if (a.name === "z-view" || a.name === "z-join") el.removeAttribute(a.name);
        if (a.name === "class") el.setAttribute("class", [...el.classList].join(" "));
      }
      // Their order is nobody's business.
      for (const { name, value } of [...el.attributes].sort((a, b) => (a.name < b.name ? -1 : 1))) {
        el.removeAttribute(name);
        el.setAttribute(name, value);
      }
    });
    copy.querySelectorAll("extension-box, .copy").forEach((el) => el.remove());
    copy.querySelectorAll("font").forEach((el) => el.replaceWith(...el.childNodes));
    const comments = document.createTreeWalker(copy, NodeFilter.SHOW_COMMENT);
    const gone: Node[] = [];
    while (comments.nextNode()) gone.push(comments.currentNode);
    gone.forEach((c) => c.parentNode?.removeChild(c));
    copy.normalize();
    return copy.outerHTML.replaceAll("><", ">\n<").split("\n");
  });

const states = new Map<number, Promise<string[]>>();

/** The same state as the server writes it into a document. */
function written(page: Page, n: number): Promise<string[]> {
  const load = async (): Promise<string[]> => {
    const other = await page.context().newPage();
    await other.goto(`${site.url}/mixed?n=${n}`);
    const html = await seen(other);
    await other.close();
    return html;
  };
  if (!states.has(n)) states.set(n, load());
  return states.get(n)!;
}

/** Goes on from state to state, by the keyboard: the button has to keep the focus, too. */
async function walk(page: Page, to: number): Promise<void> {
  await page.locator("#next").focus();
  for (let n = 1; n <= to; n++) {
    await page.keyboard.press("Enter");
    const want = await written(page, n);
    await expect.poll(() => seen(page), { message: `state ${n}`, timeout: 5000 }).toEqual(want);
  }
}

/** What drag-and-drop does: the copies have the marks of what they are copies of. */
const copyRows = (): void => {
  for (const row of document.querySelectorAll("#mixed li, #mixed tr")) {
    const copy = row.cloneNode(true) as Element;
    copy.classList.add("copy");
    row.before(copy);
  }
};

const disturbances: Record<string, () => void> = {
  nothing: () => {},
  "an extension's elements": () => {
    for (const el of document.querySelectorAll("#mixed, #mixed > *, #mixed li, #mixed td")) {
      if (el instanceof HTMLTextAreaElement || el instanceof HTMLSelectElement || el instanceof HTMLTableElement) continue;
      el.prepend(document.createElement("extension-box"));
      el.append(document.createElement("extension-box"));
    }
  },
  "text wrapped by a translator": () => {
    const texts: Text[] = [];
    const walker = document.createTreeWalker(document.querySelector("#mixed")!, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) texts.push(walker.currentNode as Text);
    for (const text of texts) {
      if (text.parentElement?.closest("textarea, select, table") || text.data.trim() === "") continue;
      const font = document.createElement("font");
      text.replaceWith(font);
      font.append(text);
    }
  },
  "split text": () => {
    const walker = document.createTreeWalker(document.querySelector("#mixed")!, NodeFilter.SHOW_TEXT);
    const texts: Text[] = [];
    while (walker.nextNode()) texts.push(walker.currentNode as Text);
    for (const text of texts) if (text.length > 1 && !text.parentElement?.closest("textarea")) text.splitText(1);
  },
  "normalized text": () => document.querySelector("#mixed")!.normalize(),
  "stripped comments": () => {
    const walker = document.createTreeWalker(document.querySelector("#mixed")!, NodeFilter.SHOW_COMMENT);
    const comments: Comment[] = [];
    while (walker.nextNode()) comments.push(walker.currentNode as Comment);
    comments.forEach((c) => c.remove());
  },
  "a mark removed": () => {
    document.querySelectorAll('#mixed p[z]:not([z="no mark"])').forEach((p) => p.removeAttribute("z"));
  },
  "a row's mark removed": () => {
    document.querySelectorAll("#mixed li[z]").forEach((li, i) => i % 2 || li.removeAttribute("z"));
  },
  "the root's mark removed": () => document.querySelector("#mixed")!.removeAttribute("z"),
  "the views' numbers removed": () => document.querySelectorAll("[z-view]").forEach((e) => e.removeAttribute("z-view")),
  "all marks removed": () => {
    document.querySelectorAll('#mixed, #mixed [z]:not([z="no mark"])').forEach((e) => e.removeAttribute("z"));
  },
  "a row taken out": () => document.querySelector("#mixed tr")?.remove(),
};

describe("disturbed after the join", () => {
  for (const [what, disturb] of Object.entries(disturbances)) {
    test(what, async () => {
      const page = await visit(site.url + "/mixed");
      await page.evaluate(disturb);
      await walk(page, 12);
      if (what === "an extension's elements") expect(await page.locator("#mixed > extension-box").count(), "theirs stay").toBe(2);
    });
  }
});

/** A visitor on a page to which something is done before its script comes. */
async function beforeTheJoin(path: string, disturb: () => void): Promise<Page> {
  const page = await (await visitor()).newPage();
  let release = (): void => {};
  const held = new Promise<void>((go) => (release = go));
  await page.route("**/js/azu-spark*", async (route) => {
    await held;
    await route.continue();
  });
  await page.goto(site.url + path, { waitUntil: "commit" });
  await page.locator("button").first().waitFor();
  await page.evaluate(disturb);
  release();
  return page;
}

test("rows copied by a script after the join, or before it as soon as the client is there, are no rows", async () => {
  const page = await (await visitor()).newPage();
  await page.goto(site.url + "/mixed");
  await joined(page);
  await page.evaluate(copyRows);
  await walk(page, 6);
  // Deferred scripts, and the client is one, have run by then.
  await page.addInitScript(`addEventListener("DOMContentLoaded", ${copyRows})`);
  await page.goto(site.url + "/mixed");
  await joined(page);
  await walk(page, 6);
  expect(await page.locator("#mixed .copy").count()).toBeGreaterThan(0);
});

describe("disturbed before the join", () => {
  for (const [what, disturb] of Object.entries(disturbances)) {
    test(what, async () => {
      const page = await beforeTheJoin("/mixed", disturb);
      await joined(page);
      await walk(page, 6);
    });
  }
});

test("rows 16 and 17: hostile text is inert wherever it stands", async () => {
  const page = await visit(site.url + "/payloads");
  const elements = await page.locator("body *").count();
  for (let n = 1; n <= 14; n++) {
    await page.locator("#next").click();
    await expect.poll(() => page.locator("#n").textContent()).toBe(String(n));
    const shown = await page.evaluate(() => ({
      text: document.querySelector("#text")!.textContent,
      mixed: document.querySelector("#mixed")!.textContent,
      title: document.querySelector("#attr")!.getAttribute("title"),
      data: document.querySelector<HTMLElement>("#attr")!.dataset["text"],

      protocol: document.querySelector<HTMLAnchorElement>("#link")!.protocol,
      field: document.querySelector<HTMLInputElement>("#field")!.value,
      hit: (window as unknown as { hit?: number }).hit,
    }));
    expect(shown.hit).toBe(undefined);
    expect(shown.mixed).toBe(`a${shown.text}b`);
    expect(shown.title).toBe(shown.text);
    expect(shown.data).toBe(shown.text);
    expect(shown.field).toBe(shown.text?.replace(/[\r\n]/g, ""));
    expect(["http:", "about:"]).toContain(shown.protocol);
    expect(await page.locator("body *").count()).toBe(elements);
  }
});

test("row 18: fields named like properties of the DOM are patched right and leave prototypes clean", async () => {
  const page = await visit(site.url + "/names");
  for (let n = 1; n <= 4; n++) {
    await page.locator("input[name=attributes]").fill(`a${n}`);
    await page.locator("input[name=parentNode]").fill(`p${n}`);
    await page.keyboard.press("Enter"); // a click needs the form's own parentNode, even playwright's
    await expect.poll(() => page.locator("#seen").textContent()).toBe(`p${n}|c|p`);
    expect(await page.locator("#odd").count()).toBe(n % 2);
    expect(await page.locator("input[name=attributes]").inputValue()).toBe(String(n));
    expect(await page.evaluate(() => Element.prototype.getAttribute.call(document.querySelector("#form")!, "title"))).toBe(`a${n}`);
  }
  expect(await page.evaluate(() => [Object.keys(Object.prototype), Object.getPrototypeOf({}) === Object.prototype])).toEqual([[], true]);
});

test("images and forms named like properties of the document lead nothing astray", async () => {
  const page = await beforeTheJoin("/ticks", () => {
    const names = ["querySelector", "addEventListener", "body", "documentElement", "hidden", "readyState", "createElement"];
    const elements = names.flatMap((name) =>
      ["form", "img"].map((kind) => {
        const e = document.createElement(kind);
        e.setAttribute("name", name);
        return e;
      }),
    );
    document.body.prepend(...elements);
  });
  expect(await page.evaluate(() => typeof document.querySelector)).not.toBe("function");
  const ticks = (): Promise<[number, string, string]> =>
    page.evaluate(() => {
      const find = (css: string): Element => Document.prototype.querySelector.call(document, css)!;
      return [Number(find("#ticks").textContent), find("html").className, find(".azu-notice").parentElement!.localName];
    });
  await expect.poll(async () => (await ticks())[0]).toBeGreaterThan(3);
  expect((await ticks()).slice(1)).toEqual(["azu-connected", "body"]);
});
