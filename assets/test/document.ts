// A page as the server would send it, for tests.

import { applyStyles } from "../src/field";
import { remember, settle } from "../src/known";
import { Tree } from "../src/tree";
import type { TemplateData } from "../src/wire";

/** load puts markup into the document, as the client finds it when it starts. */
export function load(html: string): Element {
  document.body.innerHTML = `<main>${html}</main>`;
  const root = document.body.firstElementChild!.firstElementChild!;
  remember(root);
  settle();
  [root, ...root.querySelectorAll("[z-style]")].forEach(applyStyles);
  return root;
}

/** treeOf knows templates and the views in the document. */
export function treeOf(templates: TemplateData[], root: Element): Tree {
  const tree = new Tree();
  templates.forEach((t) => tree.define(t));
  tree.register(root);
  return tree;
}

/** parsed is the document that a browser makes of markup. */
export function parsed(html: string): Element {
  const t = document.createElement("template");
  t.innerHTML = html;
  return t.content.firstElementChild!;
}
