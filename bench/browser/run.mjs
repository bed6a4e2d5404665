// Measures the table operations in Chromium and prints a table in Markdown.
// Usage: node bench/browser/run.mjs operations.json
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import { chromium } from "playwright-core";

const here = new URL(".", import.meta.url).pathname;
const operations = JSON.parse(await readFile(process.argv[2], "utf8"));
const { outputFiles } = await build({ entryPoints: [join(here, "measure.ts")], bundle: true, format: "iife", write: false, target: "es2022", minify: true });
const profile = await mkdtemp(join(tmpdir(), "azu-bench-"));
const browser = await chromium.launchPersistentContext(profile, {
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--headless", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
});
try {
  const page = await browser.newPage();
  page.on("pageerror", (e) => console.error(e));
  // An isolated page has a clock of 5 µs; others have one of 100.
  await page.route("http://localhost/", (route) =>
    route.fulfill({
      headers: { "Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Embedder-Policy": "require-corp" },
      contentType: "text/html",
      body: "<!doctype html><meta charset=utf-8><title>bench</title><body></body>",
    }),
  );
  await page.goto("http://localhost/");
  if (!(await page.evaluate(() => crossOriginIsolated))) throw new Error("the clock is coarse");
  await page.addScriptTag({ content: outputFiles[0].text });
  const results = await page.evaluate(([ops, rounds]) => globalThis.measure(ops, rounds), [operations, 25]);
  console.log("| in Chromium, with layout | Azu, ms | direct DOM calls, ms | times | goal |\n|---|--:|--:|--:|---|");
  for (const r of results) console.log(`| ${r.name} | ${r.azu.toFixed(3)} | ${r.direct.toFixed(3)} | ${(r.azu / r.direct).toFixed(2)} | 1.2 |`);
} finally {
  await browser.close();
  await rm(profile, { recursive: true, force: true });
}
