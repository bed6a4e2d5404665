// Locating, while the browser is idle, what patches have not asked for yet: what happens
// to the document afterwards can't lead astray any more.

import { isConnected } from "./dom";
import { whenIdle } from "./idle";
import { located, rowsOf } from "./locate";
import { numbers } from "./known";
import { must } from "./mismatch";
import { type Instance, nameAt, nests, Op, type Tree } from "./tree";

const enum Most {
  /** How many instances are located in one go: a fraction of a millisecond. */
  Located = 100,
}

/** hydrate locates all there is in all views; lost gets the number of a view where that fails. */
export function hydrate(tree: Tree, lost: (view: number) => void): void {
  const roots = new Map(tree.views);
  let work: [view: number, instance: Instance][] = [...roots];
  const step = (): void => {
    for (let n = 0; work.length > 0; n++) {
      if (n === Most.Located) return whenIdle(step);
      const [view, instance] = work.pop()!;
      // Meanwhile it may be gone, or another may stand on its nodes.
      if (nameAt(instance.first) !== instance.template.name || !isConnected.call(instance.first)) continue;
      try {
        located(instance);
        for (const p of instance.template.places) {
          if (p && nests(p.op))
            for (const row of rowsOf(tree, instance.boxes[p.slot]!)) {
              // Views are on the list already, or can't be told.
              if (p.op === Op.View) must(numbers.has(row.first));
              else work.push([view, row]);
            }
        }
      } catch {
        work = work.filter(([of]) => of !== view);
        // Its number may be another view's by now, or the view a new one.
        if (roots.get(view) === tree.views.get(view)) lost(view);
      }
    }
  };
  whenIdle(step);
}
