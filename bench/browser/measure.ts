// In the page: each table operation by the client's patch, from the text of the frame,
// and by the DOM calls that a careful program would make for it.
import { remember } from "../../assets/src/known";
import { located, rowsOf } from "../../assets/src/locate";
import { patch } from "../../assets/src/patch";
import { type Instance, nests, Tree } from "../../assets/src/tree";
import type { TemplateData } from "../../assets/src/wire";

interface Operation {
  name: string;
  before: string;
  patch: unknown[];
  templates: TemplateData[];
}

interface Result {
  name: string;
  azu: number;
  direct: number;
}

const policy = (globalThis as { trustedTypes?: { createPolicy(name: string, rules: object): { createHTML(s: string): string } } }).trustedTypes?.createPolicy("azu-bench", {
  createHTML: (s: string) => s,
});
const html = (s: string): string => (policy ? policy.createHTML(s) : s);

const adjectives = ["pretty", "large", "big", "small", "tall", "short", "long", "handsome", "plain", "quaint"];
const colours = ["red", "yellow", "blue", "green", "pink", "brown", "purple"];
const nouns = ["table", "chair", "house", "desk", "car", "pony", "sandwich", "burger"];
const label = (id: number): string => `${adjectives[id % 10]} ${colours[id % 7]} ${nouns[id % 8]}`;

const mould = document.createElement("template");
mould.innerHTML = html(`<tr z="Row001" id=""><td z> </td><td><a z> </a></td><td><a z z-click="">x</a></td><td></td></tr>`);

/** row makes a row by cloning and setting what differs. */
function row(id: number): Element {
  const tr = mould.content.firstElementChild!.cloneNode(true) as Element;
  tr.setAttribute("id", String(id));
  const first = tr.firstElementChild!;
  (first.firstChild as Text).data = String(id);
  const second = first.nextElementSibling!;
  (second.firstElementChild!.firstChild as Text).data = label(id);
  second.nextElementSibling!.firstElementChild!.setAttribute("z-click", "Remove " + id);
  return tr;
}

function rows(from: number, n: number): DocumentFragment {
  const f = document.createDocumentFragment();
  for (let k = 0; k < n; k++) f.append(row(from + k));
  return f;
}

// They have their rows at hand, as the client has: what locates them is in neither's time.
const direct: Record<string, (body: Element, rows: Element[]) => void> = {
  "create 1,000": (b) => b.append(rows(1, 1000)),
  "every 10th": (_, rows) => {
    for (let k = 0; k < rows.length; k += 10) (rows[k]!.children[1]!.firstElementChild!.firstChild as Text).data += " !!!";
  },
  select: (_, rows) => {
    rows[4]!.classList.remove("danger");
    rows[8]!.classList.add("danger");
  },
  "swap 2 and 999": (b, rows) => {
    const two = rows[1]!;
    const last = rows[998]!;
    const after = last.nextSibling;
    b.insertBefore(last, two);
    b.insertBefore(two, after);
  },
  remove: (_, rows) => rows[499]!.remove(),
  "append 1,000": (b) => b.append(rows(1001, 1000)),
  "prepend one": (b) => b.prepend(row(1001)),
  "one cell": (_, rows) => {
    (rows[499]!.children[1]!.firstElementChild!.firstChild as Text).data = "another label";
  },
  clear: (b) => {
    b.textContent = "";
  },
};

const host = document.createElement("div");
document.body.append(host);
let layout = 0;

function time(work: () => void): number {
  const start = performance.now();
  work();
  layout += host.offsetHeight; // what has changed is laid out within the time
  return performance.now() - start;
}

function setUp(op: Operation): Tree {
  host.innerHTML = html(op.before);
  const tree = new Tree();
  for (const t of op.templates) tree.define(t);
  for (const e of host.children) remember(e);
  tree.register(host);
  settle(tree, tree.views.get(1)!);
  layout += host.offsetHeight;
  return tree;
}

/** settle locates what the client locates in idle time after a page was loaded. */
function settle(tree: Tree, instance: Instance): void {
  located(instance);
  for (const p of instance.template.places) {
    if (p && nests(p.op)) for (const row of rowsOf(tree, instance.boxes[p.slot]!)) settle(tree, row);
  }
}

/** look tells what a visitor sees of the rows. */
const look = (): string =>
  Array.from(host.querySelectorAll("tr"), (tr) => `${tr.id} ${tr.className.trim()} ${Array.from(tr.cells, (td) => td.textContent).join("|")}`).join("\n");

function median(list: number[]): number {
  return list.sort((a, b) => a - b)[list.length >> 1]!;
}

/** measure alternates both ways and gives the median of each, in milliseconds. */
export function measure(operations: Operation[], rounds: number): Result[] {
  return operations.map((op) => {
    const frame = JSON.stringify(op.patch);
    const ours: number[] = [];
    const theirs: number[] = [];
    const byPatch = (): number => {
      const tree = setUp(op);
      return time(() => patch(tree, tree.views.get(1)!, JSON.parse(frame) as never));
    };
    const byCalls = (): number => {
      setUp(op);
      const body = host.querySelector("tbody")!;
      const rows = Array.from(body.children);
      return time(() => direct[op.name]!(body, rows));
    };
    byPatch();
    const shown = look();
    byCalls();
    if (shown !== look()) throw new Error(op.name + ": the two differ");
    for (let k = -3; k < rounds; k++) {
      // Who goes first takes turns, too.
      const [a, d] = k % 2 ? [byPatch(), byCalls()] : ((d) => [byPatch(), d] as const)(byCalls());
      if (k >= 0) {
        ours.push(a);
        theirs.push(d);
      }
    }
    return { name: op.name, azu: median(ours), direct: median(theirs) };
  });
}

(globalThis as { measure?: typeof measure }).measure = measure;
