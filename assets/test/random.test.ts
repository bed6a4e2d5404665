import { expect, test, vi } from "vitest";
import { all } from "../src/dom";
import { hydrate } from "../src/hydrate";
import { settleSelects } from "../src/field";
import { patch, renewView } from "../src/patch";
import { Mismatch } from "../src/mismatch";
import type { Tree } from "../src/tree";
import { load, parsed, treeOf } from "./document";
import { canonical, compile, render, whole, type Whole } from "./model";
import { rng, shapes, World, type Rng } from "./random";

vi.setConfig({ testTimeout: 120_000 });

/** expected is the document a browser would make of the whole. */
const expected = (w: Whole): Element => parsed(render(w, ' z-view="1"'));

const single = (world: World): Whole => world.make(3, world.single());

const tree = (world: World, root: Element): Tree => treeOf(world.shapes.map(compile), root);

/** hydrateAll locates all there is, as happens in idle time. */
function hydrateAll(t: Tree): void {
  vi.useFakeTimers();
  hydrate(t, () => {});
  vi.runAllTimers();
  vi.useRealTimers();
}

/** patchOr applies a patch; where it does not fit the view is asked for, and comes whole. It tells whether it did fit. */
function patchOr(t: Tree, p: unknown[], next: Whole): boolean {
  let right = true;
  try {
    patch(t, t.views.get(1)!, p);
  } catch (e) {
    if (!(e instanceof Mismatch)) throw e;
    right = false;
    renewView(t, 1, whole(next));
  }
  settleSelects(t);
  return right;
}

/** disturb does what extensions and translators do. */
function disturb(r: Rng, root: Element): void {
  const texts: Text[] = [];
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) texts.push(walker.currentNode as Text);
  const elements = [...all.call(root, "*")].filter((e) => !e.closest("input,textarea"));
  for (let n = r(4); n > 0; n--) {
    const text = texts[r(texts.length || 1)];
    const e = elements[r(elements.length || 1)] ?? root;
    switch (r(4)) {
      case 0:
        if (text?.parentNode && text.length > 1) text.splitText(1);
        break;
      case 1:
        if (text?.parentNode) {
          const font = document.createElement("font");
          text.replaceWith(font);
          font.append(text);
        }
        break;
      case 2: {
        // As libraries do while a row is dragged.
        const clone = e.cloneNode(true) as Element;
        clone.className = "clone";
        if (e !== root && !/font|option/.test(e.localName)) e.parentNode?.insertBefore(clone, r(2) ? e : null);
        break;
      }
      default: {
        const extension = document.createElement("x-extension");
        const k = r(e.childNodes.length + 1);
        e.insertBefore(extension, e.childNodes[k] ?? null);
      }
    }
  }
}

test("thousands of random templates are patched to what the server would have sent", () => {
  for (let seed = 1; seed <= 500; seed++) {
    const r = rng(seed);
    const world = new World(r, shapes(r, 5));
    let state = single(world);
    const root = load(render(state, ' z-view="1"'));
    const t = tree(world, root);
    for (let step = 0; step < 3; step++) {
      const { next, patch: p } = world.change(state, 3);
      patch(t, t.views.get(1)!, JSON.parse(JSON.stringify(p)));
      settleSelects(t);
      state = next;
      expect(canonical(t.views.get(1)!.first), `seed ${seed} step ${step}`).toBe(canonical(expected(state)));
    }
  }
});

test("a whole makes any view into what the server has", () => {
  for (let seed = 1; seed <= 500; seed++) {
    const r = rng(seed);
    const world = new World(r, shapes(r, 5));
    const state = single(world);
    const root = load(render(state, ' z-view="1"'));
    const t = tree(world, root);
    if (r(2)) disturb(r, root);
    const next = r(2) ? world.change(state, 3).next : single(world);
    renewView(t, 1, whole(next));
    settleSelects(t);
    const { next: last, patch: p } = world.change(next, 3);
    expect(canonical(t.views.get(1)!.first), `seed ${seed}`).toBe(canonical(expected(next)));
    patchOr(t, p, last);
    expect(canonical(t.views.get(1)!.first), `seed ${seed} patched`).toBe(canonical(expected(last)));
  }
});

test("what extensions and translators do to the document leads no patch astray", () => {
  let asked = 0;
  for (let seed = 1; seed <= 500; seed++) {
    const r = rng(seed);
    const world = new World(r, shapes(r, 5));
    let state = single(world);
    const root = load(render(state, ' z-view="1"'));
    const t = tree(world, root);
    for (let step = 0; step < 3; step++) {
      disturb(r, t.views.get(1)!.first as Element);
      const { next, patch: p } = world.change(state, 3);
      if (!patchOr(t, p, next)) asked++;
      state = next;
      expect(canonical(t.views.get(1)!.first), `seed ${seed} step ${step}`).toBe(canonical(expected(state)));
    }
  }
  // Only text that grew inside what a translator wrapped has to be asked for.
  expect(asked).toBeLessThan(1000);
});

test("where marks or comments are gone, patches are right or the view is asked for again", () => {
  for (let seed = 1; seed <= 500; seed++) {
    const r = rng(seed);
    const world = new World(r, shapes(r, 5));
    const state = single(world);
    const root = load(render(state, ' z-view="1"'));
    const t = tree(world, root);
    // Some time after the page came, or at once.
    if (r(2)) hydrateAll(t);
    if (r(2)) {
      const marked = [...root.querySelectorAll("[z]:not([z-raw] *)")];
      marked[r(marked.length || 1)]?.removeAttribute("z");
    } else {
      const walker = document.createTreeWalker(root, NodeFilter.SHOW_COMMENT);
      const comments: Comment[] = [];
      while (walker.nextNode()) comments.push(walker.currentNode as Comment);
      const every = r(2);
      comments.forEach((c, k) => (every || k === seed % comments.length) && c.remove());
    }
    const { next, patch: p } = world.change(state, 3);
    const right = patchOr(t, p, next);
    expect(canonical(t.views.get(1)!.first, true), `seed ${seed} ${right}`).toBe(canonical(expected(next), true));
  }
});
