// New instances. A template's markup is parsed once; after that each instance is a clone
// of it whose slots are filled one by one, by ways through the clone that are known.

import { fenceData, firstChild, getAttribute, imported, insertBefore, isElement, lastChild, newComment, nextSibling, parentNode } from "./dom";
import { applyStyles } from "./field";
import { located, settle } from "./locate";
import { fragmentOf, languageOf } from "./markup";
import { buildView, textOf } from "./patch";
import { must } from "./mismatch";
import { type Instance, instanceOf, type Template, type Tree } from "./tree";

/** Made is a new instance, and the node to insert: its element, or a fragment with its nodes. */
export interface Made {
  instance: Instance;
  node: Node;
}

/** Mould is what instances of a template are cloned from, and for each holder and fence the way to it. */
export interface Mould {
  node: Node;
  holders: number[][];
  /** By slot. */
  opens: (number[] | undefined)[];
}

/** cast makes an instance with empty slots. around tells the language in which the markup is read. */
export function cast(t: Template, around: Node): Made {
  const language = languageOf(around);
  let mould = t.moulds.get(language);
  if (!mould) t.moulds.set(language, (mould = mouldOf(t, language)));
  const made = madeOf(imported(mould.node), t);
  const at = (way: number[]): Node => {
    let n = made.node;
    for (let k of way) for (n = firstChild.call(n)!; k > 0; k--) n = nextSibling.call(n)!;
    return n;
  };
  // All places first: what is filled in shifts what stands behind it.
  settle(
    made.instance,
    mould.holders.map(at),
    mould.opens.map((way) => way && at(way)),
    () => [],
  );
  return made;
}

const madeOf = (node: Node, t?: Template): Made => ({
  node,
  instance: isElement(node) ? instanceOf(node, node, t) : instanceOf(firstChild.call(node)!, lastChild.call(node)!, t),
});

function mouldOf(t: Template, language: string): Mould {
  must(t.statics !== undefined);
  const content = fragmentOf(t.statics, language);
  const only = firstChild.call(content);
  const single = isElement(only) && getAttribute.call(only, "z") === t.name;
  if (!single) {
    insertBefore.call(content, newComment("[" + t.name), only);
    insertBefore.call(content, newComment("]"), null);
  }
  const { node, instance } = madeOf(single ? only : content, t);
  const way = (n: Node): number[] => {
    const steps: number[] = [];
    for (let up: Node; n !== node; n = up) {
      up = parentNode.call(n)!;
      let k = 0;
      for (let s = firstChild.call(up); s !== n; s = nextSibling.call(s!)) k++;
      steps.unshift(k);
    }
    return steps;
  };
  return {
    node,
    holders: located(instance).map(way),
    opens: instance.boxes.map((box) => box?.open && way(box.open)),
  };
}

/** castMarkup makes an instance of HTML and of the views in it that the document does not have. */
export function castMarkup(tree: Tree, values: unknown[], at: number, around: Node): Made {
  const node = imported(fragmentOf(textOf(values[at]), languageOf(around)));
  const given = new Map<unknown, unknown[]>();
  for (let v; Array.isArray((v = values[++at])); ) given.set(v[0], v);
  const visit = (parent: Node): void => {
    for (let n: Node | null = firstChild.call(parent); n; n = nextSibling.call(n)) {
      visit(n);
      if (isElement(n)) applyStyles(n);
      const view = +fenceData(n).slice(2);
      if (!view || fenceData(n)[1] !== "v") continue;
      const value = given.get(view);
      const child = value ? buildView(tree, value, isElement(parent) ? parent : around).node : tree.views.get(view)?.first;
      must(child);
      insertBefore.call(parent, child, nextSibling.call(n));
    }
  };
  visit(node);
  const first = firstChild.call(node);
  must(first);
  return madeOf(nextSibling.call(first) ? node : first);
}
