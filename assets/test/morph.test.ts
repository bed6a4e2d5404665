import morphdom from "morphdom";
import { expect, test, vi } from "vitest";
import { isKnown } from "../src/known";
import { renewView } from "../src/patch";
import { compile, render, whole, type Shape, type Whole } from "./model";
import { load, parsed, treeOf } from "./document";
import { canonical } from "./model";
import { rng, shapes, World } from "./random";

vi.setConfig({ testTimeout: 60_000 });

/** replace makes one piece of markup into another through a view that is sent whole. */
function replace(from: string, to: string): Element {
  const root = load(from);
  const name = "SHAPE0";
  const tree = treeOf([[name, [[]], to.replace(/^<\w+/, (tag) => `${tag} z="${name}"`)]], document.createElement("p"));
  tree.views.set(1, { template: undefined as never, first: root, last: root, holders: undefined, boxes: [] });
  renewView(tree, 1, [name]);
  return tree.views.get(1)!.first as Element;
}

test("markup becomes what morphdom makes of it", () => {
  for (let seed = 1; seed <= 400; seed++) {
    const r = rng(seed);
    const world = new World(r, shapes(r, 4));
    const a = render(world.make(3, world.single()));
    const b = world.make(3, world.single());
    // It has views of its own on which options are selected.
    if ((a + render(b)).includes("<option")) continue;
    const root = load(a);
    const theirs = morphdom(root.cloneNode(true), parsed(render(b, ' z-view="1"'))) as Element;
    const tree = treeOf(world.shapes.map(compile), document.createElement("p"));
    tree.views.set(1, { template: undefined as never, first: root, last: root, holders: undefined, boxes: [] });
    renewView(tree, 1, whole(b));
    expect(canonical(tree.views.get(1)!.first), `seed ${seed}`).toBe(canonical(theirs));
  }
});

test("elements that both have are the same elements afterwards", () => {
  const before = load("<div><p id=a>1</p><ul><li>x</li></ul><input></div>");
  const [p, ul, input] = before.children;
  const after = replaceIn(before, '<div><b>new</b><ul><li>x</li><li>y</li></ul><input class="c"><p id=a>2</p></div>');
  expect(after).toBe(before);
  expect([...after.children].slice(1)).toEqual([ul, input, p]);
  expect(canonical(after)).toBe(canonical(parsed('<div z="SHAPE0" z-view="1"><b>new</b><ul><li>x</li><li>y</li></ul><input class="c"><p id=a>2</p></div>')));
});

function replaceIn(root: Element, to: string): Element {
  const tree = treeOf([["SHAPE0", [[]], to.replace(/^<\w+/, (tag) => `${tag} z="SHAPE0"`)]], document.createElement("p"));
  tree.views.set(1, { template: undefined as never, first: root, last: root, holders: undefined, boxes: [] });
  renewView(tree, 1, ["SHAPE0"]);
  return tree.views.get(1)!.first as Element;
}

test("what the server never rendered stays where it is", () => {
  const root = load("<div><p>one</p><p>two</p><my-map></my-map></div>");
  const button = document.createElement("x-button");
  root.children[0]!.after(button);
  const tile = document.createElement("img");
  root.querySelector("my-map")!.append(tile);
  root.querySelector("my-map")!.setAttribute("ready", "");
  replaceIn(root, "<div><p>1</p><p>2</p><p>3</p><my-map></my-map></div>");
  expect(root.innerHTML).toBe('<p>1</p><x-button></x-button><p>2</p><p>3</p><my-map ready=""><img></my-map>');
  expect(isKnown(tile)).toBe(false);
  expect(isKnown(root.children[3]!)).toBe(true);
});

test("what the browser and the visitor changed stays as they have it", () => {
  const root = load(
    '<div><details><p>more</p></details><dialog open></dialog><input value="server"><input type="checkbox"><textarea>text</textarea>' +
      '<select><option selected>a</option><option>b</option></select></div>',
  );
  const [details, dialog, input, box, area, select] = root.children as unknown as [
    HTMLDetailsElement, HTMLDialogElement, HTMLInputElement, HTMLInputElement, HTMLTextAreaElement, HTMLSelectElement,
  ];
  details.open = true;
  dialog.removeAttribute("open");
  input.value = "typed";
  box.checked = true;
  area.value = "written";
  select.value = "b";
  replaceIn(
    root,
    '<div><details><p>more!</p></details><dialog open></dialog><input value="server"><input type="checkbox"><textarea>text</textarea>' +
      '<select><option selected>a</option><option>b</option><option>c</option></select></div>',
  );
  expect(root.querySelector("p")!.textContent).toBe("more!");
  expect([details.open, dialog.open, input.value, box.checked, area.value, select.value]).toEqual([true, false, "typed", true, "written", "b"]);
});

test("what the server changed shows", () => {
  const root = load('<div><input value="a"><input type="checkbox"><textarea>a</textarea><select><option selected>a</option><option>b</option></select></div>');
  const [input, box, area, select] = root.children as unknown as [HTMLInputElement, HTMLInputElement, HTMLTextAreaElement, HTMLSelectElement];
  input.value = area.value = "typed";
  replaceIn(root, '<div><input value="b"><input type="checkbox" checked><textarea>b</textarea><select><option>a</option><option selected>b</option></select></div>');
  expect([input.value, box.checked, area.value, select.value]).toEqual(["b", true, "b", "b"]);
});

test("fields named like the DOM's properties lead nothing astray", () => {
  const names = ["parentNode", "attributes", "nextSibling", "firstChild", "childNodes", "nodeType", "localName", "insertBefore", "id", "__proto__", "constructor"];
  const form = (text: string): string =>
    `<form><p>${text}</p>${names.map((n) => `<input name="${n}"><img name="${n}">`).join("")}<i>${text}</i></form>`;
  const root = load(`<div>${form("a")}<p>a</p></div>`);
  const kept = root.querySelector("input");
  replaceIn(root, `<div>${form("b")}<p>b</p></div>`);
  expect(canonical(root)).toBe(canonical(parsed(`<div z="SHAPE0" z-view="1">${form("b")}<p>b</p></div>`)));
  expect(root.querySelector("input")).toBe(kept);
  expect(({} as Record<string, unknown>)["name"]).toBeUndefined();
});

test("a root of another name takes the other's place", () => {
  expect(replace("<div>old</div>", "<section>new</section>").outerHTML).toBe('<section z="SHAPE0" z-view="1">new</section>');
});

test("a region's other template of the same name keeps the element and the focus", () => {
  const a: Shape = { name: "AAAAAA", root: { tag: "div", kids: ["first ", { tag: "input" }] }, slots: 0 };
  const b: Shape = { name: "BBBBBB", root: { tag: "div", kids: [{ tag: "b", kids: ["second"] }, { tag: "input" }] }, slots: 0 };
  const outer: Shape = { name: "OUTER0", root: { tag: "main", kids: [{ region: 0 }] }, slots: 1 };
  const of = (shape: Shape): Whole => ({ shape, values: [] });
  const root = load(render({ shape: outer, values: [of(a)] }, ' z-view="1"'));
  const tree = treeOf([outer, a, b].map(compile), root);
  const input = root.querySelector("input")!;
  input.focus();
  renewView(tree, 1, whole({ shape: outer, values: [of(b)] }));
  expect(root.textContent).toBe("second");
  expect(root.querySelector("input")).toBe(input);
  expect(document.activeElement).toBe(input);
});

test("what a custom element made of itself stays, its text too, and what the server rendered in it goes", () => {
  const root = load("<div><x-clock><i>server's</i></x-clock></div>");
  root.firstElementChild!.append("12:00 ", document.createElement("b"));
  replaceIn(root, "<div><x-clock></x-clock></div>");
  expect(root.firstElementChild!.innerHTML).toBe("12:00 <b></b>");
});

test("raw markup is taken as it is, and its details stay as the visitor has them", () => {
  const raw = (src: string, color: string): string =>
    `<div><p z-raw><img src="${src}" style="color: ${color}"><details><summary>s</summary></details></p></div>`;
  const root = load(raw("data:image/gif;base64,AAAA", "red"));
  const [img, details] = root.querySelectorAll("img,details");
  (details as HTMLDetailsElement).open = true;
  const seen = new MutationObserver(() => {});
  seen.observe(root.firstElementChild!, { subtree: true, childList: true, attributes: true, characterData: true });
  replaceIn(root, raw("data:image/gif;base64,AAAA", "red"));
  expect(seen.takeRecords(), "nothing has changed").toEqual([]);
  replaceIn(root, raw("data:image/gif;base64,BBBB", "blue"));
  expect([img!.getAttribute("src"), img!.getAttribute("style"), (details as HTMLDetailsElement).open]).toEqual(["data:image/gif;base64,BBBB", "color: blue", true]);
  replaceIn(root, '<div><p z-raw><img></p></div>');
  expect(root.firstElementChild!.innerHTML).toBe("<img>");
});
