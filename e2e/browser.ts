// Chromium as a visitor has it. What a page writes to its console as an error fails the test.

import { type Browser, type BrowserContext, type BrowserContextOptions, type LaunchOptions, type Page, chromium } from "playwright-core";
import { afterAll, expect, onTestFinished } from "vitest";

const args = [
  "--no-sandbox", // the tests run as root in containers
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** What the console says while a server cannot be reached. */
export const gone = /WebSocket|ERR_CONNECTION|ERR_EMPTY_RESPONSE/;

let shared: Promise<Browser> | undefined;

/** Starts a Chromium of its own; most tests share one through visit. */
export function launch(options: LaunchOptions = {}): Promise<Browser> {
  const executablePath = process.env["CHROMIUM"] ?? "/usr/bin/chromium";
  return chromium.launch({ executablePath, ...options, args: [...args, ...(options.args ?? [])] });
}

afterAll(async () => {
  await (await shared)?.close();
  shared = undefined;
});

export interface Visit {
  /** Console errors that the test expects. */
  expectErrors?: RegExp;
  browser?: Browser;
  context?: BrowserContextOptions;
}

/** A fresh visitor: a context with its own cookies, closed when the test is over. */
export async function visitor(options: Visit = {}): Promise<BrowserContext> {
  shared ??= launch();
  const browser = options.browser ?? (await shared);
  const context = await browser.newContext(options.context);
  context.setDefaultTimeout(15_000);
  const errors: string[] = [];
  const note = (text: string): void => {
    if (!options.expectErrors?.test(text)) errors.push(text);
  };
  context.on("console", (message) => {
    if (message.type() === "error") note(message.text());
  });
  context.on("weberror", (error) => note(String(error.error())));
  onTestFinished(async () => {
    await context.close();
    expect(errors, "errors in the browser's console").toEqual([]);
  });
  return context;
}

/** A fresh visitor on a page that has joined. */
export async function visit(url: string, options: Visit = {}): Promise<Page> {
  const page = await (await visitor(options)).newPage();
  await page.goto(url);
  await joined(page);
  return page;
}

/** Waits until the page's socket is joined. */
export async function joined(page: Page): Promise<void> {
  await page.locator("html.azu-connected").waitFor({ state: "attached" });
}

/** Waits until the page has noticed that its socket is gone. */
export async function away(page: Page): Promise<void> {
  await page.locator("html:not(.azu-connected)").waitFor({ state: "attached" });
}
