// What the client knows of the page: templates, their instances, and the views. The
// values stay in the DOM; an instance only knows where they are, once that was needed.

import { all, closest, fenceData, getAttribute, isConnected, isElement, parentNode } from "./dom";
import { isKnown, numbers } from "./known";
import { must } from "./mismatch";
import type { TemplateData } from "./wire";

/** Op is what a slot does; the numbers are those of the templates' tables. */
export const enum Op {
  SoleText,
  FencedText,
  Attribute,
  Boolean,
  Classes,
  Style,
  Region,
  List,
  View,
  Raw,
}

/** Place is where one slot of a template stands and what it does there. */
export interface Place {
  op: Op;
  slot: number;
  /** Index among the template's holders: the elements that own slots, in document order. */
  holder: number;
  /** Index among the holder's fences, -1 when the slot needs none. */
  fence: number;
  /** The name of an attribute or style property; the text before a sole text; the classes for on. */
  name: string;
  /** The text before an attribute's value; the text after a sole text; the classes for off. */
  extra: string;
}

/** nests tells the ops that bring instances. */
export const nests = (op: Op): boolean => op === Op.Region || op === Op.List || op === Op.View;

/** Template is the static part of instances that differ in their slots only. */
export class Template {
  readonly name: string;
  statics: string | undefined;
  readonly holders: Place[][] = [];
  /** By slot; one that stands nowhere has no place. A whole has as many values. */
  readonly places: (Place | undefined)[] = [];
  /** By namespace, what instances are cloned from. */
  readonly moulds = new Map<string, Node>();

  constructor([name, table, statics]: TemplateData) {
    this.name = name;
    this.statics = statics;
    for (const row of table) this.holders.push((row as [Op, number, unknown, string?][]).map((r) => this.#place(r)));
  }

  #place([op, slot, x = "", extra = ""]: [Op, number, unknown, string?]): Place {
    const fence = typeof x === "number" ? x : -1;
    return (this.places[slot] = { op, slot, holder: this.holders.length, fence, name: String(x), extra });
  }
}

/** Box is where what a slot brings stands: all of an element, or between two fences. */
export interface Box {
  element: Element;
  open: Node | undefined;
  close: Node | null;
  /** The instances in it, undefined until they were looked for. */
  rows: Instance[] | undefined;
}

/** parentOf is the node that a box's content is a child of. */
export function parentOf({ element, open, close }: Box): Node {
  if (!open) return element;
  const parent = parentNode.call(open);
  must(parent && parentNode.call(close!) === parent);
  return parent;
}

/** Instance is one occurrence of a template, from its first node to its last: mostly one element. */
export interface Instance {
  template: Template;
  first: Node;
  last: Node;
  /** The nodes that own slots, undefined until they were located. */
  holders: Node[] | undefined;
  /** By slot, for slots that are fenced or bring instances. */
  boxes: (Box | undefined)[];
}

/** An instance that travels as markup has no slots of its own, and this for a name. */
const MARKUP = "!";
const markup = new Template([MARKUP, [[]]]);

/** instanceOf notes where an instance of a template is, of markup if there is none. */
export const instanceOf = (first: Node, last: Node, template = markup): Instance => ({ template, first, last, holders: undefined, boxes: [] });

/** nameAt is the name of the template whose instance begins at a node, as the document has it. */
export const nameAt = (first: Node): string => (isElement(first) ? (getAttribute.call(first, "z") ?? "") : fenceData(first).slice(1));

/** Tree is all of a page's templates and views. */
export class Tree {
  readonly templates = new Map<string, Template>();
  readonly views = new Map<number, Instance>();
  /** Selects whose value is applied once their options are there: what they showed, and what the server had them show. */
  readonly selects = new Map<HTMLSelectElement, [shown: string, was: string | undefined]>();
  /** Fields that don't show yet what the server says, because the visitor is ahead of it. */
  readonly held = new Set<Element>();
  /** What the session before showed and has an id, by its kind: a new one may come to show it only after some inputs. */
  readonly former = new Map<unknown, Element>();
  /** Whether an input of this element is still to be applied by the server. */
  pending: (e: Element) => boolean = () => false;
  #swept = 64;

  /** define takes in a template, or the markup of one whose table is known. */
  define(data: TemplateData): void {
    const known = this.templates.get(data[0]);
    if (known) known.statics ??= data[2];
    else this.templates.set(data[0], new Template(data));
  }

  /** names lists the templates this client holds, or only those with their markup. */
  names(full: boolean): string[] {
    return [...this.templates.values()].filter((t) => !full || t.statics !== undefined).map((t) => t.name);
  }

  /** template finds a template by its name. */
  template(name: string): Template {
    const t = this.templates.get(name);
    must(t);
    return t;
  }

  /** adopt makes an instance of what stands in the document: an element or what is between two fences. */
  adopt(first: Node, last: Node = first): Instance {
    const name = nameAt(first);
    return instanceOf(first, last, name === MARKUP ? markup : this.template(name));
  }

  /** view notes that an instance is the view of a number. */
  view(number: number, instance: Instance): void {
    this.views.set(number, instance);
    numbers.set(instance.first, number);
  }

  /** register finds the views at and below an element; in raw markup there are none. */
  register(root: Element): void {
    for (const e of [root, ...all.call(root, "[z-view]")]) {
      const view = getAttribute.call(e, "z-view");
      const raw = closest.call(e, "[z-raw]");
      if (view && isKnown(e) && (!raw || raw === e)) this.view(+view, this.adopt(e));
    }
  }

  /** sweep forgets views that are gone, once there may be many of them. */
  sweep(): void {
    if (this.views.size <= this.#swept) return;
    for (const [view, instance] of this.views) if (!isConnected.call(instance.first)) this.views.delete(view);
    this.#swept = 2 * this.views.size + 64;
  }
}
