// The client's socket in Node against the real server, its connection cut at every tenth
// byte of an exchange.

import { afterEach, expect, test, vi } from "vitest";
import { WebSocket } from "ws";
import type { Input } from "../assets/src/outbox";
import type { Channel, Host, State } from "../assets/src/host";
import { Socket } from "../assets/src/socket";
import type { Hello, Joined, Update } from "../assets/src/wire";
import { take } from "./frames";
import { Proxy } from "./proxy";
import { Site } from "./site";

/** Visitor is a page without a document: it keeps the values of its root view's slots. */
class Visitor implements Host {
  readonly socket = new Socket(this);
  readonly values: unknown[] = [];
  readonly lostInputs: string[] = [];
  readonly errors: string[] = [];
  opened = 0;

  private constructor(
    readonly url: string,
    readonly cookie: string,
    readonly token: string,
  ) {}

  static async come(url: string): Promise<Visitor> {
    const page = await fetch(url);
    const token = /z-join="([^"]+)"/.exec(await page.text())?.[1];
    const cookie = page.headers.getSetCookie().map((c) => c.split(";")[0]).join("; ");
    if (token === undefined) throw new Error("no live page at " + url);
    return new Visitor(url, cookie, token);
  }

  open(): Channel {
    this.opened++;
    const { host, origin } = new URL(this.url);
    const channel = new WebSocket(`ws://${host}/ws/components`, { origin, headers: { Cookie: this.cookie } });
    channel.on("error", () => {}); // a close follows
    return channel as Channel;
  }
  hello(): Hello {
    return { token: this.token, url: new URL(this.url).pathname, known: [], full: [], seq: this.socket.seq };
  }
  joined({ view }: Joined): Input[] {
    if (view) take(this.values, view);
    return [];
  }
  update({ patches }: Update): void {
    for (const [, patch] of patches) take(this.values, patch);
  }
  lost(inputs: Input[]): void {
    this.lostInputs.push(...inputs.map((i) => i.name));
  }
  stands(): boolean {
    return true;
  }
  busy(): void {}
  error(code: string): void {
    this.errors.push(code);
  }
  state(_: State): void {}
  reload(): boolean {
    return false;
  }
  steady(): void {}

  do(name: string, payload?: string): void {
    const typed = payload !== undefined;
    const input: Input = { source: this, event: typed ? "input" : "click", newest: typed, view: 1, name, argument: undefined, payload, ref: 0, sent: 0 };
    expect(this.socket.send(input)).toBe(true);
  }
}

afterEach(() => vi.restoreAllMocks());

test("row 29: cut at every tenth byte of an exchange, no input is lost or doubled", { timeout: 300_000 }, async () => {
  vi.spyOn(Math, "random").mockReturnValue(0); // reconnect at once
  const site = await Site.start("site");
  const proxy = await Proxy.start(site.port);
  let total = 0;
  for (let bytes = -1; bytes <= total; bytes += 10) {
    const visitor = await Visitor.come(proxy.url + "/ticks");
    proxy.cutAfter(bytes < 0 ? Infinity : bytes);
    visitor.socket.connect();
    for (let n = 0; n < 10; n++) visitor.do("Click");
    for (const text of ["a", "ab", "abc"]) visitor.do("Typed", JSON.stringify(text));
    // Slots 1 and 7 are the count and what was typed.
    await expect.poll(() => [visitor.values[1], visitor.values[7]], { message: `cut after ${bytes} bytes` }).toEqual([10, "abc"]);
    expect([visitor.lostInputs, visitor.errors], `cut after ${bytes} bytes`).toEqual([[], []]);
    if (bytes < 0) total = proxy.passed;
    if (bytes >= 0 && bytes < total / 2) expect(visitor.opened, `cut after ${bytes} bytes`).toBe(2);
    visitor.socket.pause(true);
  }
  expect(total).toBeGreaterThan(500);
});
