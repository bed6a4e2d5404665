import { expect, test, vi } from "vitest";
import type { SparkError } from "../src/options";
import { Page } from "../src/page";
import { classes, notice, shown, urls, wire, wires } from "./browser";
import { compile, render, rows, whole, type Shape, type Value, type Whole } from "./model";

const counter: Shape = {
  name: "COUNT0",
  root: {
    tag: "div",
    kids: [
      { tag: "h2", kids: ["Counter: ", { text: 0 }] },
      { tag: "input", attrs: [{ name: "type", fixed: "number" }, { name: "value", text: 1 }, { name: "z-input", fixed: "SetStep" }] },
      { tag: "button", attrs: [{ name: "z-click", fixed: "Add" }], kids: ["+"] },
      { tag: "ul", kids: [{ list: 2 }] },
    ],
  },
  slots: 3,
};
const row: Shape = { name: "ROW000", root: { tag: "li", kids: [{ text: 0 }] }, slots: 1 };
const li = (text: string): Whole => ({ shape: row, values: [text] });

let page: Page;
let errors: string[] = [];
let met: string[] = [];

const html = (values: Value[]): string => render({ shape: counter, values }, ' z-view="1" z-join="TOKEN"');
const tables = [counter, row].map((s) => compile(s).slice(0, 2));
const joined = (more: object = {}): unknown[] => [0, "joined", { resume: "R", fresh: false, seq: 0, ref: 0, templates: tables, ...more }];

function open(values: Value[] = ["0", "1", [li("a"), li("b")]]): void {
  document.body.innerHTML = html(values);
  // Pages of earlier tests still listen to the document, but not to these.
  const [mine, own] = [(errors = []) as string[], (met = []) as string[]];
  page = new Page();
  page.use({ onConnect: () => own.push("connect"), onDisconnect: () => own.push("disconnect"), onError: (e: SparkError) => mine.push(e.code) });
  wire().open();
}
function live(values?: Value[]): void {
  open(values);
  wire().say(...joined());
}
const frame = (): void => void vi.advanceTimersByTime(300);
const click = (): void => document.querySelector("button")!.click();
const h2 = (): string => document.querySelector("h2")!.textContent;

test("a page joins by itself and says what it shows and holds", () => {
  history.replaceState(null, "", "/counter?a=1");
  open();
  expect(urls.at(-1)).toBe("ws://localhost:3000/ws/components");
  expect(wire().sent).toEqual([[0, "join", { token: "TOKEN", url: "/counter?a=1", known: [], full: [], seq: 0 }]]);
  expect(classes()).toBe("azu-loading");
  wire().say(...joined());
  expect(classes()).toBe("azu-connected");
  expect(met).toEqual(["connect"]);
});

test("without a live root there is no connection", () => {
  document.body.innerHTML = "<p>plain</p>";
  new Page().use({});
  expect(wires).toEqual([]);
});

test("what comes is applied in one frame, and at once when the page is hidden", () => {
  live();
  wire().say(1, 0, 1, [0, 1]);
  wire().say(2, 0, 1, [0, 2, 2, [0, [0, "A"]]]);
  expect(h2()).toBe("Counter: 0");
  frame();
  expect(h2()).toBe("Counter: 2");
  expect(document.querySelector("ul")!.textContent).toBe("Ab");
  shown.hidden = true;
  wire().say(3, 0, 1, [0, 3]);
  expect(h2()).toBe("Counter: 3");
});

test("an update that waits for its frame is applied when the page is hidden", () => {
  live();
  wire().say(1, 0, 1, [0, 1]);
  shown.hidden = true;
  document.dispatchEvent(new Event("visibilitychange", { bubbles: true }));
  expect(h2()).toBe("Counter: 1");
});

test("a patch that does not fit has the view asked for again, and nothing for it is applied until it comes", () => {
  live();
  document.querySelector("h2")!.removeAttribute("z");
  wire().say(1, 0, 1, [0, 1]);
  wire().say(2, 0, 1, [0, 2]);
  frame();
  expect(wire().sent.slice(1)).toEqual([[0, "view", 1]]);
  expect(h2()).toBe("Counter: 0");
  wire().say(3, 0, -2, [compile(counter), compile(row)], 1, whole({ shape: counter, values: ["2", "1", [li("a")]] }));
  wire().say(4, 0, 1, [0, 5]);
  frame();
  expect(h2()).toBe("Counter: 5");
  expect(document.querySelector("ul")!.innerHTML).toBe('<li z="ROW000">a</li>');
  expect(errors).toEqual([]);
});

test("a question that a lost connection swallowed is asked again", () => {
  live();
  document.querySelector("h2")!.remove();
  wire().say(1, 0, 1, [0, 1]);
  frame();
  wire().end(1006);
  vi.advanceTimersByTime(500);
  wire().open();
  wire().say(0, "resumed", { resume: "R2", seq: 1, ref: 0 });
  expect(wire().sent).toEqual([[0, "resume", { token: "R", seq: 1 }], [0, "view", 1]]);
  wire().say(2, 0, -2, [compile(counter), compile(row)], 1, whole({ shape: counter, values: ["3", "1", []] }));
  frame();
  expect(h2()).toBe("Counter: 3");
});

test("a fault of the client itself is told and mended the same way", () => {
  live();
  wire().say(1, 0, -2, [["BROKEN", [[[2, 0, "no name"]]], '<p z="BROKEN"></p>']], 1, ["BROKEN", "x"]);
  frame();
  expect(errors).toEqual(["patch"]);
  expect(wire().last).toEqual([0, "view", 1]);
});

test("a lost connection shows after a second, and goes when it is back", () => {
  live();
  wire().end(1006);
  expect(classes()).toBe("azu-error");
  vi.advanceTimersByTime(999);
  expect(notice()).toBe("");
  vi.advanceTimersByTime(1);
  expect(notice()).toBe("Connection lost. Reconnecting…");
  wire().open();
  wire().say(0, "resumed", { resume: "R2", seq: 0, ref: 0 });
  expect([notice(), classes()]).toEqual(["", "azu-connected"]);
  expect(met).toEqual(["connect", "disconnect", "connect"]);
});

test("a page that was continued elsewhere stops and offers to load again", () => {
  live();
  wire().end(4004);
  vi.advanceTimersByTime(60_000);
  expect(wires).toHaveLength(1);
  expect(notice()).toBe("This page was continued elsewhere.Reload");
});

test("a number that is none marks its field until a later one is accepted", () => {
  live();
  const field = document.querySelector("input")!;
  field.value = "";
  field.dispatchEvent(new InputEvent("input", { bubbles: true }));
  expect(wire().last).toEqual([1, 1, "SetStep", null, ""]);
  wire().say(1, 1, -1, "invalid");
  expect(field.getAttribute("aria-invalid")).toBe("true");
  field.value = "5";
  field.dispatchEvent(new InputEvent("input", { bubbles: true }));
  wire().say(2, 2);
  expect(field.hasAttribute("aria-invalid")).toBe(false);
  expect(errors).toEqual([]);
});

test("a refusal is said, one that only crossed with an update is not", () => {
  live();
  click();
  wire().say(1, 1, -1, "unknown_event");
  expect([notice(), errors]).toEqual(["", ["unknown_event"]]);
  click();
  wire().say(2, 2, -1, "denied");
  expect([notice(), errors]).toEqual(["That was not accepted.", ["unknown_event", "denied"]]);
  vi.advanceTimersByTime(8000);
  expect(notice()).toBe("");
});

test("a redirect leads to a path of this site only", () => {
  live();
  for (const path of ["//evil.example", "/\\evil.example", "/\t/evil.example", "javascript:alert(1)", "https://evil.example", "relative"]) {
    wire().say(0, "error", "redirect", path);
  }
  expect(errors).toHaveLength(6);
});

test.each([0, 5000])("inputs made while away are sent on return; one too many, after %i ms, is refused visibly", (after) => {
  live();
  wire().end(1006);
  for (let n = 0; n < 64; n++) click();
  expect(errors).toEqual([]);
  vi.advanceTimersByTime(after);
  click();
  vi.advanceTimersByTime(2000);
  expect([notice(), errors]).toEqual(["Connection lost. Reconnecting… Too much to send: changes are lost.", ["limit"]]);
  vi.advanceTimersByTime(6000);
  expect(notice()).toBe("Connection lost. Reconnecting…");
});

test("what is refused while the server takes long is said beside that", () => {
  live();
  click();
  wire().say(0, "busy", true);
  wire().say(1, 1, -1, "denied");
  expect(notice()).toBe("Still working… That was not accepted.");
  wire().say(0, "busy", false);
  expect(notice()).toBe("That was not accepted.");
});

test("a page that stopped goes on offering to load again, whatever else it has to say", () => {
  live();
  wire().end(4003);
  for (let n = 0; n < 65; n++) click();
  expect(notice()).toBe("Connection lost. Too much to send: changes are lost.Reload");
  vi.advanceTimersByTime(8000);
  expect(notice()).toBe("Connection lost.Reload");
});

test("a text larger than the server takes is not sent, and stays; the page goes on", () => {
  live();
  const field = document.querySelector("input")!;
  field.type = "text";
  field.value = "ü".repeat(33_000);
  field.dispatchEvent(new InputEvent("input", { bubbles: true }));
  expect(wire().sent).toHaveLength(1);
  expect([notice(), errors, field.value.length]).toEqual(["Too much to send: changes are lost.", ["limit"], 33_000]);
  click();
  expect(wire().last).toEqual([1, 1, "Add"]);
});

test("a view that fits no better when it comes whole has the page loaded again", () => {
  live();
  let reloads = 0;
  page.reload = () => ++reloads > 0;
  wire().say(1, 0, 1, ["NOSUCH", "x"]);
  frame();
  expect([wire().sent.slice(1), reloads]).toEqual([[[0, "view", 1]], 0]);
  wire().say(2, 0, 1, ["NOSUCH", "x"]);
  frame();
  expect([wire().sent.slice(1), reloads]).toEqual([[[0, "view", 1]], 1]);
});

test("a view that fits when it comes whole goes on, and may be asked for again later", () => {
  live();
  wire().say(1, 0, 1, ["NOSUCH", "x"]);
  frame();
  wire().say(2, 0, -2, [compile(counter), compile(row)], 1, whole({ shape: counter, values: ["3", "1", []] }), 1, [0, 4]);
  frame();
  expect(h2()).toBe("Counter: 4");
  wire().say(3, 0, 1, ["NOSUCH", "x"]);
  frame();
  expect(wire().sent.slice(1)).toEqual([[0, "view", 1], [0, "view", 1]]);
});

test.each(["z", "z-view"])("a page whose root lost its %s before the join is asked for, and goes on", (mark) => {
  open();
  const root = document.querySelector("[z-join]")!;
  root.removeAttribute(mark);
  wire().say(...joined());
  click();
  expect(wire().last).toEqual([1, 1, "Add"]);
  wire().say(1, 1, 1, [0, 7]);
  frame();
  expect(wire().sent.filter((m) => (m as unknown[])[1] === "view")).toEqual([[0, "view", 1]]);
  wire().say(2, 1, -2, [compile(counter), compile(row)], 1, whole({ shape: counter, values: ["8", "1", [li("a")]] }));
  wire().say(3, 1, 1, [0, 9]);
  frame();
  expect([h2(), document.querySelector("h2")!.parentElement, errors, notice()]).toEqual(["Counter: 9", root, [], ""]);
});

test("a page that cannot be loaded again, either, says so", () => {
  live();
  page.reload = () => false;
  for (let seq = 1; seq <= 3; seq++) {
    wire().say(seq, 0, 1, ["NOSUCH", "x"]);
    frame();
  }
  expect(notice()).toBe("Connection lost.Reload");
});

test("a connection that is lost is told of once, however often it is tried again in vain", () => {
  live();
  for (let n = 0; n < 3; n++) {
    const lost = wire();
    wire().end(1006);
    while (wire() === lost) vi.advanceTimersByTime(1000);
  }
  wire().end(4003);
  expect(met).toEqual(["connect", "disconnect"]);
});

test("what the server says of a field's being invalid comes back when the client has nothing more to say of it", () => {
  live();
  const field = document.querySelector("input")!;
  const type = (text: string): void => {
    field.value = text;
    field.dispatchEvent(new InputEvent("input", { bubbles: true }));
  };
  field.setAttribute("aria-invalid", "false");
  type("");
  wire().say(1, 1, -1, "invalid");
  expect(field.getAttribute("aria-invalid")).toBe("true");
  type(" ");
  wire().say(2, 2, -1, "invalid");
  type("5");
  wire().say(3, 3);
  expect(field.getAttribute("aria-invalid")).toBe("false");
});

test("after a new mount what was not sent is, if it still stands", () => {
  live();
  click();
  wire().end(1006);
  document.querySelector("input")!.dispatchEvent(new InputEvent("input", { bubbles: true }));
  click();
  vi.advanceTimersByTime(500);
  wire().open();
  wire().say(0, "gone");
  expect(wire().last).toMatchObject([0, "join", { known: ["COUNT0", "ROW000"], full: [] }]);
  const next = whole({ shape: counter, values: ["7", "1", [li("x"), li("y"), li("z")]] });
  wire().say(...joined({ fresh: true, resume: "R9", templates: [compile(counter), compile(row)], view: next }));
  expect(h2()).toBe("Counter: 7");
  expect(document.querySelectorAll("li")).toHaveLength(3);
  expect(wire().sent.slice(2)).toEqual([[1, 1, "SetStep", null, "1"], [2, 1, "Add"]]);
  expect([errors, notice()]).toEqual([["lost"], "This page was started anew: changes may be lost."]);
  wire().say(1, 2, 1, [0, 8, 2, rows([li("n")], 0)]);
  frame();
  expect([h2(), document.querySelector("ul")!.textContent]).toEqual(["Counter: 8", "nxyz"]);
});

test("after a new mount that shows what was there, nothing in the document changes", () => {
  open();
  wire().end(1006);
  vi.advanceTimersByTime(500);
  wire().open();
  const before = document.body.innerHTML;
  wire().say(...joined({ fresh: true }));
  expect(document.body.innerHTML).toBe(before);
  wire().say(1, 0, 1, [0, 4]);
  frame();
  expect(h2()).toBe("Counter: 4");
});

test("a page that has changed never says that it is as it came", () => {
  live();
  wire().say(...joined({ fresh: true, templates: [compile(counter), compile(row)], view: whole({ shape: counter, values: ["7", "1", []] }) }));
  wire().end(1006);
  vi.advanceTimersByTime(500);
  wire().open();
  wire().say(0, "gone");
  expect(wire().last).toMatchObject([0, "join", { token: "TOKEN", seq: 1 }]);
});

test("a page that is left says so, one that is kept comes back to its session", () => {
  live();
  const go = (type: string, persisted: boolean): void => void window.dispatchEvent(Object.assign(new Event(type), { persisted }));
  go("pagehide", true);
  expect(wire().sent).toHaveLength(1);
  go("pageshow", true);
  expect(wires.length).toBeGreaterThan(1);
  const again = wires.find((w) => w.readyState === 0)!;
  again.open();
  expect(again.last).toEqual([0, "resume", { token: "R", seq: 0 }]);
  again.say(0, "resumed", { resume: "R2", seq: 0, ref: 0 });
  go("pagehide", false);
  expect(again.last).toEqual([0, "leave"]);
});

test("a listener hears of a connection that is already there, another endpoint is gone to", () => {
  live();
  const heard: string[] = [];
  page.use({ onConnect: () => heard.push("late") });
  expect(heard).toEqual(["late"]);
  page.use({ componentEndpoint: "/other/socket" });
  expect(urls.at(-1)).toBe("ws://localhost:3000/other/socket");
});

test("the server takes long, and says so", () => {
  live();
  wire().say(0, "busy", true);
  expect(classes()).toBe("azu-connected azu-loading");
  expect(notice()).toBe("Still working…");
  wire().say(0, "busy", false);
  expect(classes()).toBe("azu-connected");
  expect(notice()).toBe("");
});

test("a server that was given up while it was busy is not waited for on the next connection", () => {
  live();
  wire().say(0, "busy", true);
  wire().end(1011);
  vi.advanceTimersByTime(500);
  wire().open();
  wire().say(0, "gone");
  wire().say(0, "joined", { resume: "R2", fresh: true, seq: 0, ref: 0, templates: [] });
  expect(classes()).toBe("azu-connected");
  expect(notice()).toBe("");
});
