import { expect, test } from "vitest";
import { visit } from "./browser";
import { frames } from "./frames";
import { Site } from "./site";

test("a click on + counts", async () => {
  const site = await Site.start("showcase");
  const page = await visit(site.url + "/counter");
  await page.getByRole("button", { name: "+1" }).click();
  await expect.poll(() => page.locator("h2").textContent()).toBe("Counter: 1");
  await page.getByRole("button", { name: "Double" }).click();
  await page.getByRole("button", { name: "Double" }).click();
  await expect.poll(() => page.locator("h2").textContent()).toBe("Counter: 4");
  await page.getByRole("button", { name: "-1" }).click();
  await expect.poll(() => page.locator("h2").textContent()).toBe("Counter: 3");
  await page.getByRole("button", { name: "Reset" }).click();
  await expect.poll(() => page.locator("h2").textContent()).toBe("Counter: 0");
});

test("each of the first 100 clicks costs at most 30 bytes up and 20 down", async () => {
  const site = await Site.start("showcase");
  const page = await visit(site.url + "/counter");
  const seen = await frames(page);
  const plus = page.getByRole("button", { name: "+1" });
  for (let n = 1; n <= 100; n++) {
    await plus.click();
    await expect.poll(() => page.locator("h2").textContent()).toBe(`Counter: ${n}`);
  }
  const up = seen.filter((f) => f.up).map((f) => f.size);
  const down = seen.filter((f) => !f.up).map((f) => f.size);
  expect(up.length).toBe(100);
  expect(down.length).toBe(100);
  expect(Math.max(...up)).toBeLessThanOrEqual(30);
  expect(Math.max(...down)).toBeLessThanOrEqual(20);
  console.log(`a click: ${Math.min(...up)} to ${Math.max(...up)} bytes up, ${Math.min(...down)} to ${Math.max(...down)} down`);
});

test("a step that is typed and doubled at once loses no keystroke", async () => {
  const site = await Site.start("showcase");
  const page = await visit(site.url + "/counter");
  const step = page.locator(".step-input");
  let count = 0;
  for (const digits of ["7", "12345", "98765", "3"]) {
    await step.click({ clickCount: 3 });
    await page.keyboard.type(digits);
    await page.getByRole("button", { name: "Double" }).click();
    count *= 2;
    await page.getByRole("button", { name: `+${digits}`, exact: true }).click();
    count += Number(digits);
    await expect.poll(() => page.locator("h2").textContent()).toBe(`Counter: ${count}`);
    expect(await step.inputValue()).toBe(digits);
  }
});

test("an emptied number field is no error, and says so until it has a number again", async () => {
  const site = await Site.start("showcase");
  const page = await visit(site.url + "/counter");
  const step = page.locator(".step-input");
  await step.fill("");
  await step.blur();
  await expect.poll(() => step.getAttribute("aria-invalid")).toBe("true");
  await page.getByRole("button", { name: "+1" }).click();
  await expect.poll(() => page.locator("h2").textContent()).toBe("Counter: 1");
  expect(await step.inputValue()).toBe("");
  expect(await page.locator("html.azu-error").count()).toBe(0);
  await step.fill("5");
  await step.blur();
  await page.getByRole("button", { name: "+5" }).click();
  await expect.poll(() => page.locator("h2").textContent()).toBe("Counter: 6");
  expect(await step.getAttribute("aria-invalid")).toBe(null);
});
