import { beforeEach, expect, test } from "vitest";
import { settleSelects, release } from "../src/field";
import { keepFocus } from "../src/focus";
import { located, rowsOf } from "../src/locate";
import { patch } from "../src/patch";
import { Mismatch } from "../src/mismatch";
import type { Tree } from "../src/tree";
import { compile, render, rows, whole, type El, type Shape, type Value, type Whole } from "./model";
import { load, treeOf } from "./document";

let tree: Tree;
let root: HTMLElement;

function show(el: El, values: Value[], ...others: Shape[]): void {
  const shape: Shape = { name: "ROOT00", root: el, slots: values.length };
  root = load(render({ shape, values }, ' z-view="1"')) as HTMLElement;
  tree = treeOf([shape, ...others].map(compile), root);
}

function apply(...pairs: unknown[]): void {
  keepFocus(() => patch(tree, tree.views.get(1)!, pairs));
  settleSelects(tree);
  release(tree);
}

const li: Shape = { name: "ROW000", root: { tag: "li", kids: [{ text: 0 }] }, slots: 1 };
const item = (text: string): Whole => ({ shape: li, values: [text] });
const list = (...texts: string[]): void => show({ tag: "ul", kids: [{ list: 0 }] }, [texts.map(item)], li);

/** touched are the nodes a change touches, as far as observers see. */
function touched(f: () => void): Node[] {
  const seen = new MutationObserver(() => {});
  seen.observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
  f();
  return seen.takeRecords().flatMap((r) => (r.type === "childList" ? [...r.addedNodes, ...r.removedNodes] : [r.target]));
}

beforeEach(() => document.body.replaceChildren());

test("a text that changes is one text node that changes", () => {
  show({ tag: "p", kids: ["n: ", { text: 0 }, "!"] }, ["1"]);
  const text = root.firstChild!;
  expect(touched(() => apply(0, 2))).toEqual([text]);
  expect(root.textContent).toBe("n: 2!");
});

test("removing a row touches that row alone", () => {
  list("a", "b", "c");
  const b = root.children[1]!;
  expect(touched(() => apply(0, ["r", 1, 1]))).toEqual([b]);
});

test("swapping two rows moves two rows", () => {
  list("a", "b", "c", "d");
  const [, b, , d] = root.children;
  expect(new Set(touched(() => apply(0, ["m", 3, 1, "m", 2, 3])))).toEqual(new Set([b, d]));
  expect(root.textContent).toBe("adcb");
});

test("a selection stays on the text that stays", () => {
  show({ tag: "p", kids: [{ text: 0 }] }, ["hello brave world"]);
  const text = root.firstChild as Text;
  getSelection()!.setBaseAndExtent(text, 0, text, 5);
  apply(0, "hello new world");
  expect(String(getSelection())).toBe("hello");
});

test("a focused field keeps what is typed in it, and all else about it changes", () => {
  show({ tag: "p", kids: [{ tag: "input", attrs: [{ name: "value", text: 0 }, { name: "title", text: 1 }, { on: "bad", toggle: 2 }, { name: "readonly", bool: 3 }] }] }, ["a", "t", false, false]);
  const field = root.querySelector("input")!;
  field.focus();
  field.value = "typed";
  field.setSelectionRange(1, 3);
  apply(0, "server", 1, "other", 2, 1, 3, 1);
  expect([field.value, field.selectionStart, field.selectionEnd]).toEqual(["typed", 1, 3]);
  expect([field.getAttribute("value"), field.title, field.className, field.readOnly]).toEqual(["server", "other", "bad", true]);
  field.blur();
  apply(0, "later");
  expect(field.value).toBe("later");
});

test("a focused field that nobody has typed in keeps its value as well", () => {
  show({ tag: "p", kids: [{ tag: "input", attrs: [{ name: "value", text: 0 }] }, { tag: "textarea", attrs: [{ name: "value", text: 1 }] }] }, ["a", "b"]);
  const [field, area] = root.children as unknown as [HTMLInputElement, HTMLTextAreaElement];
  field.focus();
  apply(0, "server");
  expect([field.value, field.defaultValue]).toEqual(["a", "server"]);
  area.focus();
  apply(1, "server");
  expect([area.value, area.defaultValue]).toEqual(["b", "server"]);
});

test("a textarea whose text is a slot is a field like others", () => {
  show({ tag: "p", kids: [{ tag: "textarea", kids: ["<", { text: 0 }, ">"] }] }, ["a"]);
  const area = root.querySelector("textarea")!;
  area.value = "typed";
  apply(0, "server");
  expect([area.value, area.defaultValue]).toEqual(["<server>", "<server>"]);
  area.value = "typed";
  area.focus();
  apply(0, [" more"]);
  expect([area.value, area.defaultValue]).toEqual(["typed", "<server more>"]);
});

test("a list with several choices keeps them when its options change", () => {
  show({ tag: "p", kids: [{ tag: "select", attrs: [{ name: "multiple", fixed: "" }], kids: [{ list: 0 }] }] }, [[choice("a"), choice("b"), choice("c")]], option);
  const select = root.querySelector("select")!;
  for (const o of select.options) o.selected = o.value !== "b";
  apply(0, ["r", 1, 1]);
  expect([...select.selectedOptions].map((o) => o.value)).toEqual(["a", "c"]);
});

test("a field whose input is not answered yet shows the server's value once it is", () => {
  show({ tag: "p", kids: [{ tag: "input", attrs: [{ name: "value", text: 0 }] }] }, ["a"]);
  const field = root.querySelector("input")!;
  field.value = "ab";
  tree.pending = (e) => e === field;
  apply(0, "A");
  expect(field.value).toBe("ab");
  tree.pending = () => false;
  apply();
  expect(field.value).toBe("A");
});

test("a checkbox whose input is not answered yet is ticked by the server once it is", () => {
  show({ tag: "p", kids: [{ tag: "input", attrs: [{ name: "type", fixed: "checkbox" }, { name: "checked", bool: 0 }] }] }, [false]);
  const box = root.querySelector("input")!;
  box.click();
  box.click();
  tree.pending = () => true;
  apply(0, 1);
  expect(box.checked).toBe(false);
  tree.pending = () => false;
  apply();
  expect([box.checked, box.hasAttribute("value")]).toEqual([true, false]);
});

test("a checkbox is ticked by the server, also after a visitor had his way", () => {
  show({ tag: "p", kids: [{ tag: "input", attrs: [{ name: "type", fixed: "checkbox" }, { name: "checked", bool: 0 }] }] }, [false]);
  const box = root.querySelector("input")!;
  box.click();
  box.click();
  box.focus();
  apply(0, 1);
  expect([box.checked, box.defaultChecked]).toEqual([true, true]);
  apply(0, 0);
  expect([box.checked, box.defaultChecked]).toEqual([false, false]);
});

const option: Shape = { name: "OPTION", root: { tag: "option", attrs: [{ name: "value", text: 0 }], kids: [{ text: 1 }] }, slots: 2 };
const choice = (v: string): Whole => ({ shape: option, values: [v, v.toUpperCase()] });

test("a select takes its value after its options, whatever comes first", () => {
  show({ tag: "p", kids: [{ tag: "select", attrs: [{ name: "value", text: 0 }], kids: [{ list: 1 }] }] }, ["a", [choice("a"), choice("b")]], option);
  const select = root.querySelector("select")!;
  apply(0, "c", 1, rows([choice("c")], 2));
  expect(select.value).toBe("c");
  apply(1, ["r", 0, 1]);
  expect(select.value).toBe("c");
  apply(0, "nothing");
  expect(select.selectedIndex).toBe(0);
});

test("a select that the visitor is in keeps his choice", () => {
  show({ tag: "p", kids: [{ tag: "select", attrs: [{ name: "value", text: 0 }], kids: [{ list: 1 }] }] }, ["a", [choice("a"), choice("b"), choice("c")]], option);
  const select = root.querySelector("select")!;
  select.value = "b";
  select.focus();
  apply(0, "c", 1, ["r", 0, 1]);
  expect(select.value).toBe("b");
  expect([...select.options].find((o) => o.defaultSelected)!.value).toBe("c");
});

test("a dialog is opened and closed by the server, and stays as the visitor has it otherwise", () => {
  show({ tag: "div", kids: [{ tag: "details", attrs: [{ name: "open", bool: 0 }], kids: [{ text: 1 }] }] }, [false, "a"]);
  const details = root.querySelector("details")!;
  details.open = true;
  apply(1, "b");
  expect(details.open).toBe(true);
  apply(0, 1);
  apply(0, 0);
  expect(details.open).toBe(false);
});

test("classes and styles of others stay", () => {
  show({ tag: "p", attrs: [{ name: "class", fixed: "a" }, { on: "on", off: "off", toggle: 0 }, { style: "width", text: 1 }] }, [false, "1px"]);
  root.classList.add("theirs");
  root.style.color = "red";
  apply(0, 1, 1, "2px");
  expect([...root.classList].sort()).toEqual(["a", "on", "theirs"]);
  expect([root.style.width, root.style.color]).toEqual(["2px", "red"]);
  apply(1, "no width");
  expect(root.style.width).toBe("");
  apply(1, [""]);
});

test("styles that came as attributes apply from the start", () => {
  show({ tag: "p", attrs: [{ style: "width", text: 0 }] }, ["50%"]);
  expect(root.style.width).toBe("50%");
});

test("a URL that may do harm does not get into the document", () => {
  show({ tag: "p", kids: [{ tag: "a", attrs: [{ name: "href", text: 0 }] }] }, ["/a"]);
  apply(0, "java\nscript:alert(1)");
  expect(root.querySelector("a")!.getAttribute("href")).toBe("about:invalid#azu");
});

test("rows of an SVG are SVG", () => {
  const dot: Shape = { name: "DOT000", root: { tag: "circle", attrs: [{ name: "r", text: 0 }] }, slots: 1 };
  const pair: Shape = { name: "PAIR00", root: [{ tag: "circle", attrs: [{ name: "r", text: 0 }] }, { region: 1 }], slots: 2 };
  show({ tag: "div", kids: [{ tag: "svg", kids: [{ list: 0 }] }] }, [[]], dot, pair);
  apply(0, rows([{ shape: dot, values: ["1"] }, { shape: pair, values: ["2", { shape: dot, values: ["3"] }] }], 0));
  const circles = [...root.querySelectorAll("circle")];
  expect(circles.map((c) => [c.namespaceURI, c.getAttribute("r")])).toEqual(["1", "2", "3"].map((r) => ["http://www.w3.org/2000/svg", r]));
});

test("rows of a table are rows", () => {
  const tr: Shape = { name: "TR0000", root: { tag: "tr", kids: [{ tag: "td", kids: [{ text: 0 }] }] }, slots: 1 };
  show({ tag: "table", kids: [{ tag: "tbody", kids: [{ list: 0 }] }] }, [[]], tr);
  apply(0, rows([{ shape: tr, values: ["x"] }], 0));
  expect(root.innerHTML).toBe('<tbody z=""><tr z="TR0000"><td z="">x</td></tr></tbody>');
});

test.each([
  ["a slot that is none", [7, "x"]],
  ["an index that is none", [0, [9, [0, "x"]]]],
  ["rows that are not there", [0, ["r", 1, 5]]],
  ["a move from nowhere", [0, ["m", 9, 0]]],
  ["an op that is none", [0, ["x", 1, 1]]],
  ["a template that is none", [0, ["i", 0, "NOBODY", 1, "x"]]],
  ["a list that is none", [0, 5]],
  ["a row's patch that is none", [0, [0, 5]]],
  ["half a pair", [0, [0, [0]]]],
  ["a text that is none", [0, [0, [0, { a: 1 }]]]],
])("a patch that does not fit has the view asked for again: %s", (_, pairs) => {
  list("a", "b");
  expect(() => apply(...pairs)).toThrow(Mismatch);
});

test("a row that somebody took out has the view asked for again", () => {
  list("a", "b", "c");
  apply(0, [0, [0, "A"]]);
  root.children[1]!.remove();
  expect(() => apply(0, [1, [0, "B"]])).toThrow(Mismatch);
});

test("rows are located when they are first touched, and what stands between them is left alone", () => {
  list("a", "b");
  const extension = document.createElement("x-extension");
  root.children[0]!.after(extension);
  apply(0, ["i", 2, "ROW000", 1, "c", 1, [0, "B"]]);
  expect(root.innerHTML).toBe('<li z="ROW000">a</li><x-extension></x-extension><li z="ROW000">B</li><li z="ROW000">c</li>');
});

test("a focused field in a row that moves stays focused", () => {
  const row: Shape = { name: "FIELD0", root: { tag: "li", kids: [{ tag: "input", attrs: [{ name: "value", text: 0 }] }] }, slots: 1 };
  show({ tag: "ul", kids: [{ list: 0 }] }, [["a", "b", "c"].map((v) => ({ shape: row, values: [v] }))], row);
  const field = root.querySelectorAll("input")[2]!;
  field.focus();
  field.setSelectionRange(0, 1);
  apply(0, ["m", 2, 0]);
  expect(root.firstElementChild!.firstElementChild).toBe(field);
  expect(document.activeElement).toBe(field);
  expect([field.selectionStart, field.selectionEnd]).toEqual([0, 1]);
});

test("a field that moves while one types in it keeps what is typed", () => {
  const row: Shape = { name: "FIELD0", root: { tag: "li", kids: [{ tag: "input", attrs: [{ name: "z-input", fixed: "Type" }, { name: "value", text: 0 }] }] }, slots: 1 };
  show({ tag: "ul", kids: [{ list: 0 }] }, [["a", "b"].map((v) => ({ shape: row, values: [v] }))], row);
  const field = root.querySelectorAll("input")[1]!;
  field.focus();
  field.value = "typed";
  apply(0, [1, [0, "server's"]]);
  apply(0, ["m", 1, 0]);
  expect([field.value, document.activeElement, root.querySelector("input")]).toEqual(["typed", field, field]);
  field.blur();
  apply();
  expect(field.value).toBe("server's");
});

test("a region that appears, changes and goes", () => {
  const p: Shape = { name: "PARA00", root: { tag: "p", kids: [{ text: 0 }] }, slots: 1 };
  show({ tag: "div", kids: ["before ", { region: 0 }, " after"] }, [null], p);
  apply(0, whole({ shape: p, values: ["x"] }));
  expect(root.textContent).toBe("before x after");
  const shown = root.querySelector("p");
  apply(0, [0, "y"]);
  expect([root.textContent, root.querySelector("p")]).toEqual(["before y after", shown]);
  apply(0, 0);
  expect(root.textContent).toBe("before  after");
});

const marked: Shape = { name: "MARKED", root: { tag: "option", attrs: [{ name: "value", text: 0 }, { name: "selected", bool: 1 }] }, slots: 2 };
const mark = (v: string, on: boolean): Whole => ({ shape: marked, values: [v, on] });

test("a list shows the option that the server selects", () => {
  show({ tag: "p", kids: [{ tag: "select", kids: [{ list: 0 }] }] }, [[mark("a", true), mark("b", false)]], marked);
  const select = root.querySelector("select")!;
  apply(0, [0, [1, 0], 1, [1, 1]]);
  expect(select.value).toBe("b");
  apply(0, [1, [1, 0], ...rows([mark("c", true)], 2)]);
  expect(select.value).toBe("c");
  // Who is in it keeps his choice until he leaves it.
  select.focus();
  apply(0, [2, [1, 0], 0, [1, 1]]);
  expect(select.value).toBe("c");
  select.blur();
  apply();
  expect(select.value).toBe("a");
});

test("a list takes the server's value also when its option comes later", () => {
  show({ tag: "p", kids: [{ tag: "select", attrs: [{ name: "value", text: 0 }], kids: [{ list: 1 }] }] }, ["a", [choice("a"), choice("b")]], option);
  const select = root.querySelector("select")!;
  apply(0, "paris");
  expect(select.value).toBe("a");
  apply(1, rows([choice("paris")], 2));
  expect(select.value).toBe("paris");
});

const pair: Shape = { name: "PAIR00", root: [{ tag: "dt", kids: [{ text: 0 }] }, { tag: "dd", kids: [{ text: 1 }] }], slots: 2 };

test.each(["all", "one", "a region's"])("rows whose comments somebody took out after they were located have the view asked for again: %s", (which) => {
  const row = (a: string): Whole => ({ shape: pair, values: [a, a + a] });
  if (which === "a region's") show({ tag: "dl", kids: [{ region: 0 }] }, [row("a")], pair);
  else show({ tag: "dl", kids: [{ list: 0 }] }, [["a", "b", "c"].map(row)], pair);
  const i = tree.views.get(1)!;
  located(i);
  rowsOf(tree, i.boxes[0]!).forEach(located);
  const comments = [...root.childNodes].filter((n) => n.nodeType === 8) as Comment[];
  const text = root.textContent;
  for (const c of which === "one" ? [comments[3]!] : comments) c.remove();
  expect(() => apply(0, which === "a region's" ? 0 : ["r", 1, 1])).toThrow(Mismatch);
  expect(root.textContent).toBe(text);
});

test("a text that is gone does not come back as its end", () => {
  show({ tag: "p", kids: [{ text: 0 }] }, ["hello"]);
  root.firstChild!.remove();
  expect(() => apply(0, [" world"])).toThrow(Mismatch);
});

test("somebody's copy of a row is no row", () => {
  list("a", "b", "c");
  const copy = root.children[1]!.cloneNode(true);
  root.prepend(copy);
  apply(0, ["r", 0, 1]);
  expect([root.textContent, copy.parentNode]).toEqual(["bbc", root]);
});

test("somebody's copy of what holds a slot is passed over, and of a view is no view", () => {
  const leaf: Shape = { name: "LEAF00", root: { tag: "b", kids: [{ text: 0 }] }, slots: 1 };
  show({ tag: "div", kids: [{ tag: "h2", kids: [{ text: 0 }] }, { view: 1 }] }, ["n", { view: 3, whole: { shape: leaf, values: ["child"] } }], leaf);
  const own = root.querySelector("b")!;
  root.prepend(root.firstElementChild!.cloneNode(true));
  root.append(own.cloneNode(true));
  tree.register(root);
  apply(0, "m");
  patch(tree, tree.views.get(3)!, [0, "changed"]);
  expect([...root.children].map((e) => e.textContent)).toEqual(["n", "m", "changed", "child"]);
});

test("what looks like a view's place in raw markup is none", () => {
  const leaf: Shape = { name: "LEAF00", root: { tag: "b", kids: [{ text: 0 }] }, slots: 1 };
  show({ tag: "div", kids: [{ region: 0 }, { view: 1 }] }, [null, { view: 3, whole: { shape: leaf, values: ["child"] } }], leaf);
  apply(0, ["", '<p z="!"><i z z-raw>note <!--[v3--> x</i></p>']);
  expect([root.querySelector("i")!.textContent, root.lastElementChild!.textContent]).toEqual(["note  x", "child"]);
});
