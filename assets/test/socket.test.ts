// @vitest-environment node
import { readFileSync } from "node:fs";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Socket } from "../src/socket";
import { Page, press } from "./channel";

beforeEach(() => {
  vi.useFakeTimers();
  vi.spyOn(Math, "random").mockReturnValue(1);
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

const joined = (more: object = {}): unknown[] => [0, "joined", { resume: "R1", fresh: false, seq: 0, ref: 0, templates: [], ...more }];

function start(): { page: Page; socket: Socket } {
  const page = new Page();
  const socket = new Socket(page);
  socket.connect();
  return { page, socket };
}

function join(): { page: Page; socket: Socket } {
  const both = start();
  both.page.wire.open();
  both.page.wire.say(...joined());
  return both;
}

test("a socket joins and sends what was held until then", () => {
  const { page, socket } = start();
  socket.send(press("Early"));
  page.wire.open();
  expect(page.wire.sent).toEqual([[0, "join", { token: "T", url: "/", known: [], full: [], seq: 0 }]]);
  page.wire.say(...joined());
  expect(page.wire.last).toEqual([1, 1, "Early"]);
  expect(page.states).toEqual(["connecting", "joined"]);
});

test("updates arrive in order, each once, with what they acknowledge", () => {
  const { page, socket } = join();
  socket.send(press("A"));
  socket.send(press("B"));
  page.wire.say(1, 1, 1, [0, 5]);
  page.wire.say(1, 1, 1, [0, 5]);
  page.wire.say(2, 2, -1, "denied");
  expect(page.log).toEqual([["joined", false], ["update", 1, [1], ""], ["update", 2, [2], "denied"]]);
  expect(page.updates[0]!.patches).toEqual([[1, [0, 5]]]);
});

test("a lost connection is resumed, and what was not applied is sent again with its ref", () => {
  const { page, socket } = join();
  socket.send(press("A"));
  socket.send(press("B"));
  page.wire.say(1, 1);
  page.wire.end(1006);
  socket.send(press("Away"));
  vi.advanceTimersByTime(500);
  page.wire.open();
  expect(page.wire.sent).toEqual([[0, "resume", { token: "R1", seq: 1 }]]);
  page.wire.say(0, "resumed", { resume: "R2", seq: 2, ref: 1 });
  expect(page.wire.sent.slice(1)).toEqual([[2, 1, "B"], [3, 1, "Away"]]);
  page.wire.say(2, 3);
  page.wire.end(1006);
  vi.advanceTimersByTime(1000);
  page.wire.open();
  expect(page.wire.last).toEqual([0, "resume", { token: "R2", seq: 2 }]);
  expect(page.log).not.toContainEqual(["lost", expect.anything()]);
});

test("an input that was refused while the connection was away is refused by the update that follows", () => {
  const { page, socket } = join();
  socket.send(press("A"));
  page.wire.end(1006);
  vi.advanceTimersByTime(500);
  page.wire.open();
  page.wire.say(0, "resumed", { resume: "R2", seq: 1, ref: 1 });
  expect(page.wire.sent).toHaveLength(1);
  page.wire.say(1, 1, -1, "invalid");
  expect(page.log.at(-1)).toEqual(["update", 1, [1], "invalid"]);
});

test("when the session is gone the page joins anew: unsent inputs that stand are sent, sent ones are lost", () => {
  const { page, socket } = join();
  socket.send(press("Sent"));
  page.wire.end(1006);
  socket.send(press("Stands"));
  socket.send(press("Fallen"));
  page.standing = (i) => i.name === "Stands";
  vi.advanceTimersByTime(500);
  page.wire.open();
  page.wire.say(0, "gone");
  expect(page.wire.last).toMatchObject([0, "join", { token: "T" }]);
  page.wire.say(...joined({ fresh: true, resume: "R9" }));
  expect(page.log.at(-1)).toEqual(["lost", ["Sent", "Fallen"]]);
  expect(page.wire.last).toEqual([1, 1, "Stands"]);
});

test("attempt n waits at most half a second times 2 to the n, and never more than 30 seconds", () => {
  const { page } = start();
  const waits = [500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000];
  for (const wait of waits) {
    const n = page.wires.length;
    page.wire.end(1006);
    vi.advanceTimersByTime(wait - 1);
    expect(page.wires).toHaveLength(n);
    vi.advanceTimersByTime(1);
    expect(page.wires).toHaveLength(n + 1);
  }
});

test("a server that gives a turn is not come back to before it, nor much later", () => {
  const { page } = start();
  for (const code of [1012, 1013, 1013]) {
    const n = page.wires.length;
    page.wire.end(code, "4200");
    vi.advanceTimersByTime(4199);
    expect(page.wires).toHaveLength(n);
    vi.advanceTimersByTime(501);
    expect(page.wires).toHaveLength(n + 1);
  }
  page.wire.end(1013, "any time");
  vi.advanceTimersByTime(500);
  expect(page.wires).toHaveLength(5);
});

test("after ten seconds joined the waits start again", () => {
  const { page } = start();
  for (let n = 0; n < 4; n++) {
    page.wire.end(1006);
    vi.advanceTimersByTime(4000);
  }
  page.wire.open();
  page.wire.say(...joined());
  vi.advanceTimersByTime(9999);
  expect(page.log).not.toContainEqual(["steady"]);
  vi.advanceTimersByTime(1);
  expect(page.log).toContainEqual(["steady"]);
  const n = page.wires.length;
  page.wire.end(1006);
  vi.advanceTimersByTime(500);
  expect(page.wires).toHaveLength(n + 1);
});

const reactions = [...readFileSync("docs/protocol.md", "utf8").matchAll(/^\| (\d{4}) \|[^|]*\| (stop|reload|reconnect) \|$/gm)].map((m) => [Number(m[1]), m[2]!] as const);

test("the protocol names the reaction to each close code", () => expect(reactions.length).toBeGreaterThan(10));

test.each([...reactions, [1006, "reconnect"] as const, [1005, "stop"] as const])("close code %i: %s", (code, reaction) => {
  const { page } = join();
  page.wire.end(code);
  vi.advanceTimersByTime(500);
  expect(page.wires).toHaveLength(reaction === "reconnect" ? 2 : 1);
  expect(page.log.some((l) => (l as unknown[])[0] === "reload")).toBe(reaction === "reload");
  expect(page.states.at(-1)).toBe({ reconnect: "connecting", reload: "joined", stop: "stopped" }[reaction]);
});

test("a stale token loads the page again, and where that was just tried the socket stops", () => {
  for (const reloads of [true, false]) {
    const { page } = start();
    page.reloads = reloads;
    page.wire.open();
    page.wire.say(0, "stale");
    expect(page.log).toEqual([["reload"]]);
    expect(page.states.at(-1)).toBe(reloads ? "connecting" : "stopped");
    vi.advanceTimersByTime(60_000);
    expect(page.wires).toHaveLength(1);
  }
});

test("an input that stays unacknowledged for two seconds has the server probed, and five more give the socket up", () => {
  const { page, socket } = join();
  socket.send(press("A"));
  vi.advanceTimersByTime(1999);
  expect(page.wire.last).toEqual([1, 1, "A"]);
  vi.advanceTimersByTime(1);
  expect(page.wire.last).toEqual([0, "ping"]);
  const frozen = page.wire;
  vi.advanceTimersByTime(5000);
  expect(page.states.at(-1)).toBe("away");
  expect([frozen.readyState, frozen.onclose, frozen.onmessage]).toEqual([3, null, null]);
  vi.advanceTimersByTime(500);
  page.wire.open();
  page.wire.say(0, "resumed", { resume: "R2", seq: 0, ref: 0 });
  expect(page.wire.last).toEqual([1, 1, "A"]);
});

test("a server that answers but takes long is waited for", () => {
  const { page, socket } = join();
  socket.send(press("A"));
  for (let n = 0; n < 20; n++) {
    vi.advanceTimersByTime(2500);
    if (JSON.stringify(page.wire.last) === '[0,"ping"]') page.wire.say(0, "pong");
  }
  expect(page.states).toEqual(["connecting", "joined"]);
  expect(page.wire.sent.filter((m) => (m as unknown[])[1] === "ping").length).toBeGreaterThan(3);
});

test("waking probes a connection once, and tries a lost one at once", () => {
  const { page, socket } = join();
  socket.wake();
  socket.wake();
  expect(page.wire.sent.filter((m) => (m as unknown[])[1] === "ping")).toHaveLength(1);
  page.wire.say(0, "pong");
  vi.advanceTimersByTime(60_000);
  expect(page.states.at(-1)).toBe("joined");
  page.wire.end(1006);
  socket.wake();
  expect(page.wires).toHaveLength(2);
});

test("the server says how long its pong may take", () => {
  const { page, socket } = start();
  page.wire.open();
  page.wire.say(...joined({ probe: 100 }));
  socket.wake();
  vi.advanceTimersByTime(100);
  expect(page.states.at(-1)).toBe("away");
});

test("what was on its way before the line went dead is not taken for the answer to a probe", () => {
  const { page, socket } = join();
  socket.wake();
  vi.advanceTimersByTime(1000);
  page.wire.say(1, 0);
  vi.advanceTimersByTime(4999);
  expect(page.states.at(-1)).toBe("joined");
  vi.advanceTimersByTime(1);
  expect(page.states.at(-1)).toBe("away");
});

test("an answer that takes long behind others is waited for", () => {
  const { page, socket } = join();
  socket.wake();
  for (let seq = 1; seq <= 5; seq++) {
    vi.advanceTimersByTime(4000);
    page.wire.say(seq, 0);
  }
  page.wire.say(0, "pong");
  vi.advanceTimersByTime(60_000);
  expect(page.states.at(-1)).toBe("joined");
});

test("a turn that the server gave is kept also when the visitor comes back", () => {
  const { page, socket } = join();
  page.wire.end(1012, "4200");
  vi.advanceTimersByTime(4199);
  socket.wake();
  expect(page.wires).toHaveLength(1);
  vi.advanceTimersByTime(1);
  socket.wake();
  expect(page.wires).toHaveLength(2);
});

test("the server says how many bytes it takes", () => {
  const { page, socket } = start();
  page.wire.open();
  page.wire.say(...joined({ bytes: [100, 1, 1000] }));
  expect(socket.send({ ...press("Long"), payload: JSON.stringify("x".repeat(50)) })).toBe(false);
  expect(socket.send(press("Short"))).toBe(true);
  expect(page.wire.last).toEqual([1, 1, "Short"]);
});

test("a join that is not answered within ten seconds is tried again", () => {
  const { page } = start();
  page.wire.open();
  vi.advanceTimersByTime(10_000);
  expect(page.states.at(-1)).toBe("away");
  vi.advanceTimersByTime(500);
  expect(page.wires).toHaveLength(2);
});

test("pausing lets go of the channel, leaving says so first, and connecting resumes", () => {
  const { page, socket } = join();
  const first = page.wire;
  socket.pause();
  expect(first.sent).toHaveLength(1);
  socket.connect();
  page.wire.open();
  expect(page.wire.last).toEqual([0, "resume", { token: "R1", seq: 0 }]);
  page.wire.say(0, "resumed", { resume: "R2", seq: 0, ref: 0 });
  socket.pause(true);
  expect(page.wire.last).toEqual([0, "leave"]);
  vi.advanceTimersByTime(120_000);
  expect(page.wires).toHaveLength(2);
});

test.each(["", "{}", "null", "[1]", '[1,"x"]', "[1,0,1]", '[1,0,-1,5]', '[1,0,-2,[["n"]]]', '[0,"joined",null]', '[0,"joined",{"resume":1}]'])(
  "what is no message of the protocol stops the socket: %s",
  (text) => {
    const { page } = join();
    page.wire.onmessage?.({ data: text });
    expect(page.states.at(-1)).toBe("stopped");
    expect(page.log.at(-1)).toEqual(["error", "bad_message"]);
  },
);

test("a control message of a later version is passed over", () => {
  const { page } = join();
  page.wire.say(0, "news", { any: "thing" });
  expect(page.states.at(-1)).toBe("joined");
});
