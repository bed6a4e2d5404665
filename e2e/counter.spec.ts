import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { visit } from "./browser";
import { frames } from "./frames";
import { Proxy } from "./proxy";
import { Site } from "./site";

const site = await Site.forFile("showcase");

const heading = (page: Page) => page.locator("h2").textContent();

test("a click on + counts", async () => {
  const page = await visit(site.url + "/counter");
  await page.getByRole("button", { name: "+1" }).click();
  await expect.poll(() => heading(page)).toBe("Counter: 1");
  await page.getByRole("button", { name: "Double" }).click();
  await page.getByRole("button", { name: "Double" }).click();
  await expect.poll(() => heading(page)).toBe("Counter: 4");
  await page.getByRole("button", { name: "-1" }).click();
  await expect.poll(() => heading(page)).toBe("Counter: 3");
  await page.getByRole("button", { name: "Reset" }).click();
  await expect.poll(() => heading(page)).toBe("Counter: 0");
});

test("each of the first 100 clicks costs at most 30 bytes up and 20 down", async () => {
  const page = await visit(site.url + "/counter");
  const seen = await frames(page);
  const { x, y } = (await page.getByRole("button", { name: "+1" }).boundingBox())!;
  for (let n = 1; n <= 100; n++) {
    await page.mouse.click(x + 5, y + 5);
    await expect.poll(() => heading(page)).toBe(`Counter: ${n}`);
  }
  const up = seen.filter((f) => f.up).map((f) => f.size);
  const down = seen.filter((f) => !f.up).map((f) => f.size);
  expect(up.length).toBe(100);
  expect(down.length).toBe(100);
  expect(Math.max(...up)).toBeLessThanOrEqual(30);
  expect(Math.max(...down)).toBeLessThanOrEqual(20);
  console.log(`a click: ${Math.min(...up)} to ${Math.max(...up)} bytes up, ${Math.min(...down)} to ${Math.max(...down)} down`);
});

for (const line of ["a quick line", "a slow line"]) {
  test(`a step that is typed and doubled at once loses no keystroke, over ${line}`, async () => {
    const proxy = await Proxy.start(site.port);
    const page = await visit(proxy.url + "/counter");
    if (line === "a slow line") proxy.delay = 100;
    const step = page.locator(".step-input");
    let count = 0;
    for (const digits of ["7", "12345", "98765", "3"]) {
      await step.click({ clickCount: 3 });
      await page.keyboard.type(digits);
      await page.getByRole("button", { name: "Double" }).click();
      expect(await step.inputValue()).toBe(digits);
      count *= 2;
      await page.getByRole("button", { name: `+${digits}`, exact: true }).click();
      count += Number(digits);
      await expect.poll(() => heading(page)).toBe(`Counter: ${count}`);
      expect(await step.inputValue()).toBe(digits);
    }
    // Typing goes on while the answers to what came before arrive.
    await step.click({ clickCount: 3 });
    await page.keyboard.type("1");
    await page.keyboard.press("Enter");
    await page.keyboard.type("2");
    await page.getByRole("button", { name: "Double" }).click();
    await step.click();
    await page.keyboard.press("End");
    await page.keyboard.type("345", { delay: 60 });
    expect(await step.inputValue()).toBe("12345");
    await page.getByRole("button", { name: "Double" }).click();
    await expect.poll(() => heading(page)).toBe(`Counter: ${count * 4}`);
    await page.getByRole("button", { name: "+12345", exact: true }).waitFor();
    expect(await step.inputValue()).toBe("12345");
  });
}

test("an emptied number field is no error, and says so until it has a number again", async () => {
  const page = await visit(site.url + "/counter");
  const step = page.locator(".step-input");
  await step.fill("");
  await step.blur();
  await expect.poll(() => step.getAttribute("aria-invalid")).toBe("true");
  await page.getByRole("button", { name: "+1" }).click();
  await expect.poll(() => heading(page)).toBe("Counter: 1");
  expect(await step.inputValue()).toBe("");
  expect(await page.locator("html.azu-error").count()).toBe(0);
  await step.fill("5");
  await step.blur();
  await page.getByRole("button", { name: "+5" }).click();
  await expect.poll(() => heading(page)).toBe("Counter: 6");
  expect(await step.getAttribute("aria-invalid")).toBe("false");
});

test("a step of 0 is refused where one sees it", async () => {
  const page = await visit(site.url + "/counter");
  const step = page.locator(".step-input");
  await step.fill("0");
  await step.blur();
  await expect.poll(() => step.getAttribute("aria-invalid")).toBe("true");
  expect(await step.inputValue()).toBe("0");
  // It is no number at all for a while, and then a right one.
  await step.fill("");
  await step.blur();
  await step.fill("3");
  await step.blur();
  await page.getByRole("button", { name: "+3" }).click();
  await expect.poll(() => heading(page)).toBe("Counter: 3");
  expect(await step.getAttribute("aria-invalid")).toBe("false");
});
