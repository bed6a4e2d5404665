import { expect, test } from "vitest";
import { Outbox, type Input } from "../src/outbox";
import { rng } from "./random";

const field = { of: "field" };
const button = { of: "button" };

function typed(payload: string, source: object = field, event = "input"): Input {
  return { source, event, newest: true, view: 1, name: "Type", argument: undefined, payload, ref: 0, sent: 0 };
}
const pressed = (payload: string): Input => ({ ...typed(payload, button, "click"), newest: false });

/** Sent pumps an outbox and lists what went out as ref and payload. */
class Sent {
  readonly list: string[] = [];
  wait = 0;
  constructor(readonly outbox: Outbox) {}
  pump(now = 0): this {
    this.wait = this.outbox.pump(now, (i) => this.list.push(`${i.ref}${i.payload}`));
    return this;
  }
}

test("inputs go out in order, numbered from 1", () => {
  const o = new Outbox();
  o.push(pressed("a"));
  o.push(typed("b"));
  o.push(pressed("c"));
  expect(new Sent(o).pump().list).toEqual(["1a", "2b", "3c"]);
});

test("while one typing is unacknowledged only the newest is kept", () => {
  const o = new Outbox();
  const s = new Sent(o);
  for (const text of ["a", "ab", "abc"]) {
    o.push(typed(text));
    s.pump();
  }
  expect(s.list).toEqual(["1a"]);
  o.acknowledge(1);
  expect(s.pump().list).toEqual(["1a", "2abc"]);
});

test("other fields and other events don't replace it", () => {
  const o = new Outbox();
  const s = new Sent(o);
  o.push(typed("a"));
  s.pump();
  o.push(typed("ab"));
  o.push(typed("k", field, "keydown"));
  o.push(typed("z", { other: 1 }));
  o.push(typed("abc"));
  o.acknowledge(1);
  expect(s.pump().list).toEqual(["1a", "2k", "3z", "4abc"]);
});

test("a press takes along what was typed before it, and what is typed afterwards stays behind it", () => {
  const o = new Outbox();
  const s = new Sent(o);
  o.push(typed("a"));
  s.pump();
  o.push(typed("ab"));
  o.push(pressed("go"));
  o.push(typed("abc"));
  expect(s.pump().list).toEqual(["1a", "2ab", "3go"]);
  o.acknowledge(3);
  expect(s.pump().list).toEqual(["1a", "2ab", "3go", "4abc"]);
});

test("64 are held and the next is refused, but typing never fills it", () => {
  const o = new Outbox();
  for (let n = 0; n < 63; n++) expect(o.push(pressed("p"))).toBe(true);
  for (let n = 0; n < 100; n++) expect(o.push(typed(String(n)))).toBe(true);
  expect(o.push(pressed("one too many"))).toBe(false);
});

test("no more go out than the server takes, at most 32 of them unacknowledged", () => {
  const o = new Outbox();
  const s = new Sent(o);
  let now = 0;
  let sent = 0;
  for (let step = 0; step < 2000; step++) {
    o.push(pressed("p"));
    s.pump(now);
    expect(s.list.length - sent).toBeLessThanOrEqual(32);
    sent = s.list.length;
    o.acknowledge(sent);
    now += 5;
  }
  // 10 seconds at the server's 50 a second and 100 at once.
  expect(s.list.length).toBeLessThanOrEqual(100 + 500);
  expect(s.list.length).toBeGreaterThan(400);
  expect(s.wait).toBeGreaterThan(0);
});

test("no more bytes go out than the server takes: as many as there are in a burst, then at its pace", () => {
  const o = new Outbox();
  const s = new Sent(o);
  const text = "x".repeat(30_000);
  for (let now = 0; now < 10_000; now += 33) {
    o.push(typed(text + now));
    s.pump(now);
    o.acknowledge(s.list.length);
  }
  const bytes = s.list.reduce((sum, t) => sum + t.length, 0);
  expect(bytes).toBeLessThan((1 << 20) + 10 * (256 << 10));
  expect(bytes).toBeGreaterThan(10 * (128 << 10));
  expect(s.wait).toBeGreaterThan(0);
  // The last of it comes, too.
  s.pump(11_000);
  o.acknowledge(s.list.length);
  s.pump(12_000);
  expect(s.list.at(-1)).toContain(text + 9999);
});

test("what is larger than a message may be is refused, and not said again to a new session", () => {
  const o = new Outbox();
  const s = new Sent(o);
  const large = typed("ü".repeat(33_000), button);
  expect([o.push(large), o.push(typed("ü".repeat(32_000)))]).toEqual([false, true]);
  expect(o.renew(0, [large], () => true)).toEqual([large]);
  expect(s.pump().list).toHaveLength(1);
  o.limit([200, 1, 1000]);
  expect([o.push(typed("x".repeat(150))), o.push(typed("x".repeat(100)))]).toEqual([false, true]);
});

test("after a resume what was under way goes at the server's pace, in its order, before what came later", () => {
  const o = new Outbox();
  const s = new Sent(o);
  const large = "x".repeat(60_000);
  for (let n = 0; n < 12; n++) o.push(pressed(large + n));
  s.pump();
  expect(s.list).toHaveLength(12);
  o.push(pressed("later"));
  s.list.length = 0;
  o.resend(2);
  let now = 0;
  while (s.list.length < 11 && now < 60_000) s.pump((now += 100));
  expect(s.list.map((t) => [parseInt(t), t.length])).toEqual([...Array.from({ length: 10 }, (_, k) => [k + 3, expect.any(Number)]), [13, 7]]);
  expect(now).toBeGreaterThan(2000);
});

test("after a resume what was not applied goes again with the same refs", () => {
  const o = new Outbox();
  const s = new Sent(o);
  for (const p of ["a", "b", "c"]) o.push(pressed(p));
  s.pump();
  const again: string[] = [];
  o.resend(1);
  o.pump(9, (i) => again.push(`${i.ref}${i.payload}`));
  expect(again).toEqual(["2b", "3c"]);
});

test("after a new mount what was sent is lost, and what was not is kept where it stands", () => {
  const o = new Outbox();
  const s = new Sent(o);
  o.push(pressed("sent"));
  s.pump();
  o.push(typed("gone"));
  o.push(pressed("stands"));
  const lost = o.renew(0, [], (i) => i.payload === "stands");
  expect(lost.map((i) => i.payload)).toEqual(["sent", "gone"]);
  expect(s.pump().list).toEqual(["1sent", "1stands"]);
});

test("after a new mount what is said again goes first, is not lost, and not sent twice", () => {
  const o = new Outbox();
  const s = new Sent(o);
  o.push(typed("sent"));
  o.push(pressed("sent"));
  s.pump();
  o.push(pressed("away"));
  o.push(typed("away", { other: 1 }, "change"));
  o.push(typed("waiting", button));
  const lost = o.renew(0, [typed("again"), typed("again", button)], () => true);
  expect(lost.map((i) => i.event)).toEqual(["click"]);
  s.list.length = 0;
  expect(s.pump().list).toEqual(["1again", "2away", "3away", "4waiting"]);
});

test("what was said again and never answered is not said a third time", () => {
  const o = new Outbox();
  const s = new Sent(o);
  const again = (): Input[] => [typed("deadly"), typed("other", button)].map((i) => ({ ...i, again: true }));
  expect(o.renew(0, again(), () => true)).toEqual([]);
  s.pump();
  o.acknowledge(0);
  expect(o.renew(0, again(), () => true).map((i) => i.payload)).toEqual(["deadly", "other"]);
  s.pump();
  // Another day it may be good again.
  o.renew(0, again(), () => true);
  expect(s.pump().list).toEqual(["1deadly", "2other", "1deadly", "2other"]);
});

test("whatever comes in whatever order, presses keep their order and the last text arrives", () => {
  for (let seed = 1; seed <= 500; seed++) {
    const r = rng(seed);
    const o = new Outbox();
    const got: Input[] = [];
    let now = 0;
    let acked = 0;
    let at = 0;
    const last = new Map<string, number>();
    const presses: string[] = [];
    const fields = [{}, {}];
    const pump = (): void => void o.pump((now += r(200)), (i) => got.push({ ...i }));
    for (let n = 0; n < 40; n++) {
      const value = String(++at);
      if (r(4) === 0) {
        if (o.push(pressed(value))) presses.push(value);
      } else {
        const k = r(2);
        if (o.push(typed(value, fields[k]))) last.set(String(k), at);
      }
      if (r(2)) pump();
      if (r(3) === 0 && got.length > acked) o.acknowledge((acked += 1 + r(got.length - acked)));
    }
    for (let n = 0; n < 50; n++) {
      o.acknowledge(got.length);
      pump();
    }
    expect(got.map((i) => i.ref), `seed ${seed}`).toEqual(got.map((_, k) => k + 1));
    expect(got.filter((i) => i.event === "click").map((i) => i.payload)).toEqual(presses);
    const order = got.map((i) => Number(i.payload));
    expect(order).toEqual([...order].sort((a, b) => a - b));
    fields.forEach((f, k) => expect(got.filter((i) => i.source === f).at(-1)?.payload).toBe(last.has(String(k)) ? String(last.get(String(k))) : undefined));
  }
});
