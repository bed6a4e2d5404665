// Pages of others that drive a visitor's browser. None of them has a policy that would stop it: only the server does.

import { createServer } from "node:http";
import { describe, expect, onTestFinished, test } from "vitest";
import { launch, visit, visitor } from "./browser";
import { Proxy, asksForSocket } from "./proxy";
import { Site, freePort } from "./site";

const site = await Site.forFile("site");

/** Serves a page of somebody else's at every path, and returns its port. */
async function hostile(html: string): Promise<number> {
  const server = createServer((_, response) => response.writeHead(200, { "Content-Type": "text/html" }).end('<link rel="icon" href="data:,">' + html)); // else it is asked for one, maybe when it is gone
  const port = await freePort();
  await new Promise<void>((listening) => server.listen(port, "127.0.0.1", listening));
  onTestFinished(() => void server.close());
  return port;
}

/** The answer to the last handshake that passed, and what was asked with it. */
async function handshake(proxy: Proxy): Promise<{ status: string | undefined; origin: string | undefined; cookie: boolean }> {
  const last = () => proxy.openings.findLast(({ up }) => asksForSocket(up));
  await expect.poll(() => last()?.down).toMatch(/^HTTP/);
  const { up, down } = last()!;
  return {
    status: /^HTTP\/1.1 (\d+)/.exec(down)?.[1],
    origin: /^Origin: (.*?)\r$/im.exec(up)?.[1],
    cookie: /^Cookie: (.*; )?azu=/im.test(up),
  };
}

describe("row 11: the server itself refuses a socket", () => {
  /** Opens a socket, and says in the title what became of it. */
  const attack = (url: string): string => `<script>
    const socket = new WebSocket("${url}");
    const tell = (what) => parent.postMessage(what, "*");
    socket.onopen = () => tell("opened");
    socket.onerror = () => tell("refused");
    onmessage = (e) => (document.title = e.data);
  </script>`;
  const framed = (attributes: string): string => `<iframe ${attributes}></iframe><script>onmessage = (e) => (document.title = e.data)</script>`;

  const places: Record<string, { host: string; page?: (attack: string) => string; origin: (port: number) => string; cookie: boolean }> = {
    "of another site": { host: "127.0.0.1", origin: (port) => `http://127.0.0.1:${port}`, cookie: false },
    "of another port, with the visitor's cookie": { host: "localhost", origin: (port) => `http://localhost:${port}`, cookie: true },
    "of a sibling host": { host: "sub.localhost", origin: (port) => `http://sub.localhost:${port}`, cookie: false },
    "of no origin, in a sandbox": {
      host: "localhost",
      page: (attack) => framed(`sandbox="allow-scripts" srcdoc='${attack}'`),
      origin: () => "null",
      cookie: false,
    },
    "of no origin, in a data: address": {
      host: "localhost",
      page: (attack) => framed(`src="data:text/html,${encodeURIComponent(attack)}"`),
      origin: () => "null",
      cookie: false,
    },
  };
  for (const [whose, { host, page, origin, cookie }] of Object.entries(places)) {
    test(`to a page ${whose}`, async () => {
      const proxy = await Proxy.start(site.port);
      const victim = await visit(proxy.url + "/ticks", { expectErrors: /WebSocket/ });
      expect(await handshake(proxy)).toEqual({ status: "101", origin: proxy.url, cookie: true });
      const script = attack(proxy.url.replace("http", "ws") + "/ws/components");
      const port = await hostile(page ? page(script) : script);
      await victim.goto(`http://${host}:${port}/`);
      await expect.poll(() => victim.title()).toBe("refused");
      expect(await handshake(proxy)).toMatchObject({ status: "403", origin: origin(port), cookie });
    });
  }

  test("to its own page over http where its origin is https", async () => {
    const site = await Site.start("site");
    const proxy = await Proxy.start(site.port);
    await site.kill();
    await site.start({ ORIGINS: proxy.url.replace("http", "https") });
    const page = await (await visitor({ expectErrors: /WebSocket/ })).newPage();
    await page.goto(proxy.url + "/ticks");
    expect(await handshake(proxy)).toMatchObject({ status: "403", origin: proxy.url });
    expect(await page.locator("html.azu-connected").count()).toBe(0);
  });
});

describe("row 12", () => {
  test("a form of another site is refused, one of the page's own is taken", async () => {
    const page = await visit(site.url + "/ticks", { expectErrors: /403/ });
    const post = () => page.evaluate(async () => (await fetch("/notes", { method: "POST" })).text());
    expect(await post()).toBe("1");
    const port = await hostile(`<form method="post" action="${site.url}/notes"></form><script>document.forms[0].submit()</script>`);
    for (const host of ["127.0.0.1", "sub.localhost", "localhost"]) {
      const answer = page.waitForResponse(site.url + "/notes");
      await page.goto(`http://${host}:${port}/`, { waitUntil: "commit" });
      expect((await answer).status(), host).toBe(403);
      await page.waitForURL(site.url + "/notes");
    }
    await page.goto(site.url + "/ticks");
    expect(await post()).toBe("2");
  });

  test("a page within a page of another site stays blank", async () => {
    const page = await (await visitor({ expectErrors: /frame-ancestors|ERR_BLOCKED/ })).newPage();
    const port = await hostile(`<iframe src="${site.url}/ticks"></iframe>`);
    for (const host of ["127.0.0.1", "sub.localhost"]) {
      await page.goto(`http://${host}:${port}/`);
      expect(await page.frameLocator("iframe").locator("#clicks").count(), host).toBe(0);
      expect(page.frames()[1]?.url(), host).toMatch(/^chrome-error:/);
    }
  });
});

test("row 46: in development a name that was made to lead here gets no page and no socket", async () => {
  const browser = await launch({ args: ["--host-resolver-rules=MAP rebound.test 127.0.0.1"] });
  onTestFinished(() => browser.close());
  const page = await (await visitor({ browser, expectErrors: /403|Cross-Origin-Opener-Policy/ })).newPage();
  const url = `http://rebound.test:${site.port}`;
  expect((await page.goto(url + "/ticks"))?.status()).toBe(403);
  const port = await hostile("");
  await page.goto(`http://localhost:${port}`);
  const opened = await page.evaluate(
    (url) =>
      new Promise((done) => {
        const socket = new WebSocket(url);
        socket.onopen = () => done(true);
        socket.onerror = () => done(false);
      }),
    url.replace("http", "ws") + "/ws/components",
  );
  expect(opened).toBe(false);
});
