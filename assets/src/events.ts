// From what the visitor does to inputs for the server. One listener per kind of event,
// on the document: elements come and go without being wired up.

import { closest, contains, getAttribute, hasAttribute, isElement, localName, parentNode } from "./dom";
import { confirm } from "./confirm";
import { numbers } from "./known";
import type { Input } from "./outbox";

/** PageInput is an input with what it was made from, so that it can be made again. */
export interface PageInput extends Input {
  /** The element whose value it carries. */
  source: Element;
  /** The element that asks for it, source itself or one around it, and the attribute by which it does. */
  asker: Element;
  attribute: string;
  /** What the visitor has to say yes to before it is sent. */
  question: string | null;
}

const types = ["click", "input", "change", "submit", "keydown", "focus", "blur"];

/** viewOf is the number of the view that an element stands in, 0 for none. */
export function viewOf(e: Element): number {
  for (let n: Node | null = e; isElement(n); n = parentNode.call(n)) {
    const view = numbers.get(n);
    if (view) return view;
  }
  return 0;
}

/** Events listens to a document and hands on inputs, one after the other. */
export class Events {
  readonly #send: (input: PageInput) => void;
  readonly #ignore: () => boolean;
  /** Inputs that wait for a pause in the typing, oldest first, and the ends of their pauses. */
  readonly #waiting = new Map<PageInput, ReturnType<typeof setTimeout>>();

  /** ignore tells when events are the client's own doing. */
  constructor(send: (input: PageInput) => void, ignore: () => boolean) {
    this.#send = send;
    this.#ignore = ignore;
  }

  listen(target: EventTarget): void {
    // Events that don't bubble are heard on their way down.
    for (const type of types) target.addEventListener(type, (e) => this.#handle(e), /focus|blur/.test(type));
  }

  /** pending reports whether an input of this element waits for a pause. */
  pending(e: object): boolean {
    return [...this.#waiting.keys()].some((w) => w.source === e);
  }

  /** flush sends now what waits for a pause: all of it, or one. */
  flush(only?: PageInput): void {
    for (const input of [...this.#waiting.keys()])
      if ((only ?? input) === input) {
        this.#drop(input);
        this.#send(input);
      }
  }

  #drop(input: PageInput): void {
    clearTimeout(this.#waiting.get(input));
    this.#waiting.delete(input);
  }

  #handle(e: Event): void {
    const event = e.type;
    const target = e.target as Node | null;
    if (!isElement(target) || this.#ignore()) return;
    // Whoever leaves a field or submits its form waits for no pause, whether or not that is asked for.
    if (/^(blur|submit)$/.test(event)) this.flush();
    const input = inputOf(target, event, e);
    if (!input) return;
    // Keys pressed while text is composed are the composer's, and so, in Safari, is the Enter that ends
    // it. The text itself is sent: on Android whatever is typed is composed.
    if (event === "keydown" && ((e as KeyboardEvent).isComposing || (e as KeyboardEvent).keyCode === 229)) return;
    if (event === "click" && !claim(e as MouseEvent, input.asker)) return;
    if (event === "submit") e.preventDefault();
    if (input.question === null) this.#deliver(input);
    else confirm(input.question, () => this.#deliver(input));
  }

  #deliver(input: PageInput): void {
    const { source, asker, event, attribute } = input;
    const pause = +getAttribute.call(asker, "z-debounce-" + event)!; // 0 without one
    if (pause > 0) {
      for (const w of this.#waiting.keys()) if (w.source === source && w.attribute === attribute) this.#drop(w);
      this.#waiting.set(
        input,
        setTimeout(() => this.flush(input), pause),
      );
    } else {
      this.flush();
      this.#send(input);
    }
  }
}

/** inputOf is what an element has to send for an event, undefined when nothing asks for it. */
export function inputOf(target: Element, event: string, e?: Event): PageInput | undefined {
  const [asker, attribute] = askerOf(target, event);
  // What takes no input; a fieldset or group may hold other things.
  const off = closest.call(target, ":disabled:not(fieldset,optgroup)");
  if (!asker || (off && contains.call(asker, off))) return undefined;
  const [name, ...argument] = attribute.split(" ");
  const source = "value" in target ? target : asker;
  return {
    source,
    asker,
    event,
    attribute,
    question: getAttribute.call(asker, "z-confirm-" + event),
    newest: event === "input" || (event === "keydown" && (e as KeyboardEvent).repeat),
    view: viewOf(asker),
    name: name!,
    argument: argument.join(" ") || undefined,
    payload: JSON.stringify(payloadOf(e, event, source)) as string | undefined, // that of none is none
    ref: 0,
    sent: 0,
  };
}

/** askerOf finds the nearest element that asks for an event, and how; in raw markup it is no event of ours. */
export function askerOf(target: Element, event: string): [asker: Element, attribute: string] | [undefined?, undefined?] {
  let found: ReturnType<typeof askerOf> = [];
  for (let e: Node | null = target; isElement(e); e = parentNode.call(e)) {
    const attribute = getAttribute.call(e, "z-" + event);
    if (hasAttribute.call(e, "z-raw")) found = [];
    if (attribute !== null && !found[0]) found = [e, attribute];
  }
  return found;
}

/** heldWith is the mask of the keys that are held with another one or a button. */
const heldWith = (e: KeyboardEvent | MouseEvent): number => +e.altKey | (+e.ctrlKey << 1) | (+e.metaKey << 2) | (+e.shiftKey << 3);

/** claim keeps the browser from following a link or submitting a form itself. False leaves a click to the browser. */
function claim(e: MouseEvent, asker: Element): boolean {
  const kind = localName.call(asker);
  if (kind === "a" && hasAttribute.call(asker, "href")) {
    // The visitor wants another tab or window.
    if (heldWith(e)) return false;
    e.preventDefault();
  } else if (/^(submit|image)$/.test((asker as HTMLButtonElement).type)) e.preventDefault();
  return true;
}

function payloadOf(e: Event | undefined, event: string, source: Element): unknown {
  switch (event) {
    case "input":
    case "change":
      return valueOf(source);
    case "keydown": {
      const k = e as KeyboardEvent;
      return [k.key, k.code, heldWith(k) | (+k.repeat << 4)];
    }
    case "submit":
      return formOf(e!.target as HTMLFormElement, (e as SubmitEvent).submitter);
  }
  return undefined;
}

/** valueOf is what a field says: a boolean for a checkbox, several strings for a list with several choices. */
export function valueOf(field: Element): unknown {
  const f = field as Omit<HTMLInputElement, "type"> & Omit<HTMLSelectElement, "type"> & { type: string };
  if (f.type === "checkbox") return f.checked;
  if (f.type === "select-multiple") return Array.from(f.selectedOptions, (o) => o.value);
  return typeof f.value === "string" ? f.value : "";
}

/** formOf is what a form says, and which button was used. A Map first: fields have any name. */
function formOf(form: HTMLFormElement, submitter: HTMLElement | null): unknown {
  const fields = new Map<string, string | string[]>();
  new FormData(form, submitter).forEach((value, name) => {
    if (typeof value !== "string") return; // files travel another way
    const had = fields.get(name);
    fields.set(name, had === undefined ? value : [had, value].flat());
  });
  return Object.fromEntries(fields);
}
