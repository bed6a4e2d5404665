// New instances. A template's markup is parsed once; after that each instance is a clone
// of it whose slots are located and filled.

import { fenceData, firstChild, getAttribute, hasAttribute, imported, insertBefore, isElement, lastChild, newComment, nextSibling } from "./dom";
import { applyStyles } from "./field";
import { locate } from "./locate";
import { fragmentOf, languageOf } from "./markup";
import { buildView, textOf } from "./patch";
import { must } from "./mismatch";
import { type Instance, instanceOf, type Template, type Tree } from "./tree";

/** Made is a new instance, and the node to insert: its element, or a fragment with its nodes. */
export interface Made {
  instance: Instance;
  node: Node;
}

/** cast makes an instance with empty slots. around tells the language in which the markup is read. */
export function cast(t: Template, around: Node): Made {
  const language = languageOf(around);
  let mould = t.moulds.get(language);
  if (!mould) t.moulds.set(language, (mould = mouldOf(t, language)));
  const made = madeOf(imported(mould), t);
  // All places first: what is filled in shifts what stands behind it.
  locate(made.instance, true);
  return made;
}

const madeOf = (node: Node, t?: Template): Made => ({
  node,
  instance: isElement(node) ? instanceOf(node, node, t) : instanceOf(firstChild.call(node)!, lastChild.call(node)!, t),
});

/** mouldOf is what instances of a template are cloned from. */
function mouldOf(t: Template, language: string): Node {
  must(t.statics !== undefined);
  const content = fragmentOf(t.statics, language);
  const only = firstChild.call(content);
  const single = isElement(only) && getAttribute.call(only, "z") === t.name;
  if (!single) {
    insertBefore.call(content, newComment("[" + t.name), only);
    insertBefore.call(content, newComment("]"), null);
  }
  return single ? only : content;
}

/** castMarkup makes an instance of HTML and of the views in it that the document does not have. */
export function castMarkup(tree: Tree, values: unknown[], at: number, around: Node): Made {
  const node = imported(fragmentOf(textOf(values[at]), languageOf(around)));
  const given = new Map<unknown, unknown[]>();
  for (let v; Array.isArray((v = values[++at])); ) given.set(v[0], v);
  const visit = (parent: Node): void => {
    for (let n: Node | null = firstChild.call(parent); n; n = nextSibling.call(n)) {
      if (isElement(n)) {
        applyStyles(n);
        if (!hasAttribute.call(n, "z-raw")) visit(n);
      }
      const view = +fenceData(n).slice(2);
      if (!view || fenceData(n)[1] !== "v") continue;
      const value = given.get(view);
      const child = value ? buildView(tree, value, isElement(parent) ? parent : around).node : tree.views.get(view)?.first;
      must(child);
      insertBefore.call(parent, child, nextSibling.call(n));
      n = child;
    }
  };
  visit(node);
  const first = firstChild.call(node);
  must(first);
  return madeOf(nextSibling.call(first) ? node : first);
}
