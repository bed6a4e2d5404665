// What a visitor gets before, and without, any script.

import { HtmlValidate } from "html-validate";
import axe from "axe-core";
import { describe, expect, test } from "vitest";
import { visit, visitor } from "./browser";
import { Site } from "./site";

const site = await Site.forFile("showcase");

describe("without JavaScript", () => {
  test("the counter shows its full content", async () => {
    const page = await (await visitor({ context: { javaScriptEnabled: false } })).newPage();
    await page.goto(site.url + "/counter");
    expect(await page.locator("h2").textContent()).toBe("Counter: 0");
    expect(await page.locator(".counter-component button").allTextContents()).toEqual(["-1", "+1", "Reset", "Double"]);
    expect(await page.locator(".step-input").inputValue()).toBe("1");
  });

  test("the user list can be searched, sorted and paged by its addresses", async () => {
    const page = await (await visitor({ context: { javaScriptEnabled: false } })).newPage();
    await page.goto(site.url + "/users");
    expect(await page.locator(".user-card").count()).toBe(20);
    await page.getByRole("link", { name: "Page 10" }).click();
    expect(await page.locator(".user-card").count()).toBe(20);
    expect(new URL(page.url()).searchParams.get("page")).toBe("10");

    await page.locator("input[type=search]").fill("keiko");
    await page.locator("select[name=sort]").selectOption("email");
    await page.locator("select[name=order]").selectOption("desc");
    await page.getByRole("button", { name: "Search" }).click();
    const names = await page.locator(".user-card h3").allTextContents();
    expect(names.length).toBe(10);
    expect(names.every((name) => name.startsWith("Keiko"))).toBe(true);
    const emails = await page.locator(".user-card a").allTextContents();
    expect(emails).toEqual([...emails].sort().reverse());
  });
});

describe("the documents", () => {
  const validator = new HtmlValidate({
    extends: ["html-validate:recommended", "html-validate:document"],
    elements: [
      "html5",
      {
        // The marks of slots and views, and what events are written as.
        "*": {
          attributes: Object.fromEntries(
            ["z", "z-view", "z-join", "z-click", "z-input", "z-change", "z-submit", "z-confirm-click"].map((name) => [name, {}]),
          ),
        },
      },
    ],
    rules: {
      // A list without markers is no list to some screen readers, unless its role says so.
      "no-redundant-role": "off",
      // Either case is right.
      "doctype-style": "off",
      // What comes from the page's own origin needs no second proof.
      "require-sri": ["error", { target: "crossorigin" }],
    },
  });

  for (const path of ["/", "/counter", "/users", "/users?q=o&page=2&sort=joined&order=desc", "/users?q=nobody", "/missing"]) {
    test(`${path} validates but for the marks`, async () => {
        const html = await (await fetch(site.url + path)).text();
      const report = await validator.validateString(html);
      const found = report.results.flatMap((result) => result.messages);
      expect(found.map((m) => `${m.line}:${m.column} ${m.ruleId}: ${m.message}`)).toEqual([]);
    });
  }
});

test("the policy stops what an injection would need", async () => {
  const page = await visit(site.url + "/counter", { expectErrors: /Content Security Policy|Trusted|trusted/ });
  const tried = await page.evaluate(async () => {
    await new Promise((later) => setTimeout(later)); // what runs at once is the debugger's, which may eval
    const w = window as unknown as { hit?: number };
    const outcome = (f: () => unknown): string => {
      try {
        f();
        return w.hit === undefined ? "stopped" : "ran";
      } catch (e) {
        return (e as Error).name;
      }
    };
    const button = document.querySelector("button")!;
    return {
      markup: outcome(() => (document.body.innerHTML = "<b>")),
      eval: outcome(() => window.eval("hit = 1")),
      handler: outcome(() => {
        button.setAttribute("onclick", "hit = 1");
        button.click();
      }),
      inline: outcome(() => document.head.append(Object.assign(document.createElement("script"), { text: "hit = 1" }))),
      policy: outcome(() => (window as unknown as { trustedTypes: { createPolicy(n: string, o: object): void } }).trustedTypes.createPolicy("mine", {})),
    };
  });
  expect(tried).toEqual({ markup: "TypeError", eval: "EvalError", handler: expect.stringMatching(/stopped|TypeError/), inline: expect.stringMatching(/stopped|TypeError/), policy: "TypeError" });
});

describe("accessibility", () => {
  const states = ["/", "/counter", "/users", "/users?q=nobody", "/missing"];
  for (const colorScheme of ["light", "dark"] as const) {
    for (const path of states) {
      test(`axe finds nothing on ${path} (${colorScheme})`, async () => {
            const expectErrors = /404/;
        const page = await (await visitor({ expectErrors, context: { colorScheme } })).newPage();
        await page.goto(site.url + path);
        expect(await problems(page)).toEqual([]);
      });
    }
  }

  test("nothing moves where motion is to be reduced", async () => {
    const page = await visit(site.url + "/users", { context: { reducedMotion: "reduce" } });
    const moving = await page.evaluate(() => {
      const still = (e: Element): boolean => {
        const { transitionDuration, animationName, scrollBehavior } = getComputedStyle(e);
        return /^0s(, 0s)*$/.test(transitionDuration) && animationName === "none" && scrollBehavior === "auto";
      };
      return [...document.querySelectorAll("*")].filter((e) => !still(e)).map((e) => e.outerHTML.slice(0, 80));
    });
    expect(moving).toEqual([]);
  });

  test("axe finds nothing while a form, a dialog and details are open", async () => {
    const page = await visit(site.url + "/users");
    await page.locator(".user-card").first().locator("summary").click();
    await page.getByRole("button", { name: "Edit" }).first().click();
    await page.locator(".user-form input[name=name]").fill("");
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByText("Please enter a name.").waitFor();
    expect(await problems(page)).toEqual([]);
    await page.getByRole("button", { name: "Help" }).click();
    await page.locator("dialog[open]").waitFor();
    expect(await problems(page)).toEqual([]);
    await page.getByRole("button", { name: "Close" }).click();
    await page.getByRole("button", { name: "Remove" }).first().click();
    await page.locator("dialog[open]").waitFor();
    expect(await problems(page)).toEqual([]);
  });
});

/** What axe has against the page. It is injected past the page's own policy, as an extension is. */
async function problems(page: import("playwright-core").Page): Promise<string[]> {
  const cdp = await page.context().newCDPSession(page);
  await cdp.send("Runtime.evaluate", { expression: axe.source });
  const result = await page.evaluate(async () => {
    const axe = (window as unknown as { axe: typeof import("axe-core") }).axe;
    return (await axe.run(document)).violations;
  });
  return result.flatMap((v) => v.nodes.map((n) => `${v.id}: ${n.target.join(" ")}: ${n.failureSummary ?? v.help}`));
}
