// The script as it is committed, in a page as a visitor has it.
import { readFileSync } from "node:fs";
import { expect, test, vi } from "vitest";
import { Wire } from "./channel";

const script = readFileSync("assets/dist/azu-spark.js", "utf8");
const wires: Wire[] = [];
vi.stubGlobal(
  "WebSocket",
  class extends Wire {
    constructor() {
      super();
      wires.push(this);
    }
  },
);

/** run evaluates the script as a page does that has a script element for it. */
const run = (): void => void (0, eval)(script);

test("the client starts by itself, once, and is joined by whoever wants to hear of it", () => {
  document.body.innerHTML = '<main z="ROOT00" z-view="1" z-join="TOKEN"><button z-click="Add">+</button></main>';
  run();
  run();
  expect(wires).toHaveLength(1);
  const heard: string[] = [];
  const spark = new window.AzuSpark!({
    componentEndpoint: "/ws/components",
    channelEndpoint: "/ws/channels",
    onConnect: () => heard.push("connect"),
    onDisconnect: () => heard.push("disconnect"),
    onError: (e) => heard.push(e.code),
  });
  expect(spark.mount()).toBe(spark);
  wires[0]!.open();
  wires[0]!.say(0, "joined", { resume: "R", fresh: false, seq: 0, ref: 0, templates: [["ROOT00", [[]]]] });
  document.querySelector("button")!.click();
  expect(wires[0]!.last).toEqual([1, 1, "Add"]);
  wires[0]!.say(0, "error", "not_found");
  wires[0]!.end(1006);
  expect(heard).toEqual(["connect", "not_found", "disconnect"]);
  expect(wires).toHaveLength(1);
});

test("the client adds one name to the page", () => {
  const before = new Set(Object.getOwnPropertyNames(window));
  run();
  const added = Object.getOwnPropertyNames(window).filter((n) => !before.has(n));
  expect(added.filter((n) => n !== "AzuSpark")).toEqual([]);
  expect(script).not.toMatch(/\beval\(|new Function|\.outerHTML=|insertAdjacentHTML|document\.write/);
});

test("what is made short is the client's own: no browser and no message has a property of that name", () => {
  const own = /const own = `([^`]+)`/.exec(readFileSync("assets/bundle/bundle.go", "utf8"))![1]!.split(/\s+/);
  const taken = new Set([...readFileSync("docs/protocol.md", "utf8").matchAll(/^\| (\w+) \| (?:join|resume|joined|resumed|both)\b/gm)].map((m) => m[1]!));
  expect(taken).toContain("probe");
  for (const [name, { value }] of Object.entries(Object.getOwnPropertyDescriptors(window)) as [string, PropertyDescriptor][]) {
    taken.add(name);
    for (const n of typeof value === "function" ? [...Object.getOwnPropertyNames(value), ...Object.getOwnPropertyNames(value.prototype ?? {})] : []) taken.add(n);
  }
  expect(own.filter((name) => taken.has(name))).toEqual([]);
});
