// From what the visitor does to inputs for the server. One listener per kind of event,
// on the document: elements come and go without being wired up.

import { closest, contains, getAttribute, hasAttribute, isElement, localName, parentNode } from "./dom";
import { confirmed } from "./confirm";
import type { Input } from "./outbox";

/** PageInput is an input with what it was made from, so that it can be made again. */
export interface PageInput extends Input {
  /** The element whose value it carries. */
  source: Element;
  /** The element that asks for it, source itself or one around it, and the attribute by which it does. */
  asker: Element;
  attribute: string;
}

const types = ["click", "input", "change", "submit", "keydown", "focusin", "focusout"];
/** What those are called in attributes that are called otherwise there: focus and blur don't bubble. */
const names = new Map([
  ["focusin", "focus"],
  ["focusout", "blur"],
]);

/** What takes no input; a fieldset or group may hold other things. */
const disabled = ":disabled:not(fieldset,optgroup)";

/** viewOf is the number of the view that an element stands in, 0 for none. */
export function viewOf(e: Element): number {
  const root = closest.call(e, "[z-view]");
  return root ? +getAttribute.call(root, "z-view")! : 0;
}

/** Events listens to a document and hands on inputs, one after the other. */
export class Events {
  readonly #send: (input: PageInput) => void;
  readonly #ignore: () => boolean;
  /** Inputs that wait for a pause in the typing, oldest first. */
  #waiting: { input: PageInput; timer: ReturnType<typeof setTimeout> }[] = [];

  /** ignore tells when events are the client's own doing. */
  constructor(send: (input: PageInput) => void, ignore: () => boolean) {
    this.#send = send;
    this.#ignore = ignore;
  }

  listen(target: Document): void {
    for (const type of types) target.addEventListener(type, (e) => this.#handle(e));
  }

  /** pending reports whether an input of this element waits for a pause. */
  pending(e: object): boolean {
    return this.#waiting.some((w) => w.input.source === e);
  }

  /** flush sends now what waits for a pause. */
  flush(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const { input, timer } of waiting) {
      clearTimeout(timer);
      this.#send(input);
    }
  }

  #handle(e: Event): void {
    const event = names.get(e.type) ?? e.type;
    const target = e.target as Node | null;
    if (!isElement(target) || this.#ignore()) return;
    const asker = askerOf(target, "z-" + event);
    if (!asker) return;
    const off = closest.call(target, disabled);
    if (off && contains.call(asker, off)) return;
    // Keys pressed while text is composed are the composer's. The text itself is sent: on
    // Android whatever is typed is composed.
    if ((e as KeyboardEvent).isComposing && event === "keydown") return;
    if (event === "click" && !claim(e as MouseEvent, asker)) return;
    if (event === "submit") e.preventDefault();

    const attribute = getAttribute.call(asker, "z-" + event)!;
    const space = attribute.indexOf(" ");
    const source = "value" in target ? target : asker;
    const payload = payloadOf(e, event, asker, source);
    const input: PageInput = {
      source,
      asker,
      event,
      attribute,
      newest: event === "input" || (event === "keydown" && (e as KeyboardEvent).repeat),
      view: viewOf(asker),
      name: space < 0 ? attribute : attribute.slice(0, space),
      argument: space < 0 ? undefined : attribute.slice(space + 1),
      payload: payload === undefined ? undefined : JSON.stringify(payload),
      ref: 0,
      sent: 0,
    };
    const question = getAttribute.call(asker, "z-confirm-" + event);
    if (question === null) this.#deliver(input);
    else void confirmed(question).then((yes) => yes && this.#deliver(input));
  }

  #deliver(input: PageInput): void {
    const { source, asker, event } = input;
    const pause = +(getAttribute.call(asker, "z-debounce-" + event) ?? 0);
    if (!(pause > 0)) {
      this.flush();
      return this.#send(input);
    }
    const k = this.#waiting.findIndex((w) => w.input.source === source && w.input.attribute === input.attribute);
    if (k >= 0) clearTimeout(this.#waiting.splice(k, 1)[0]!.timer);
    this.#waiting.push({ input, timer: setTimeout(() => this.flush(), pause) });
  }
}

/** askerOf finds the nearest element with an attribute; in raw markup it is no event of ours. */
function askerOf(target: Element, attribute: string): Element | null {
  for (let e: Element | null = closest.call(target, `[${attribute}]`); e; ) {
    const parent = parentNode.call(e);
    const raw = isElement(parent) ? closest.call(parent, "[z-raw]") : null;
    if (!raw) return e;
    e = closest.call(raw, `[${attribute}]`);
  }
  return null;
}

/** claim keeps the browser from following a link or submitting a form itself. False leaves a click to the browser. */
function claim(e: MouseEvent, asker: Element): boolean {
  const kind = localName.call(asker);
  if (kind === "a" && hasAttribute.call(asker, "href")) {
    // The visitor wants another tab or window.
    if (e.metaKey || e.ctrlKey || e.shiftKey || e.altKey) return false;
    e.preventDefault();
  } else if (/^(submit|image)$/.test((asker as HTMLButtonElement).type)) e.preventDefault();
  return true;
}

function payloadOf(e: Event, event: string, asker: Element, source: Element): unknown {
  switch (event) {
    case "input":
    case "change":
      return valueOf(source);
    case "keydown": {
      const k = e as KeyboardEvent;
      const mask = +k.altKey | (+k.ctrlKey << 1) | (+k.metaKey << 2) | (+k.shiftKey << 3) | (+k.repeat << 4);
      return [k.key, k.code, mask];
    }
    case "submit":
      return formOf(asker as HTMLFormElement, (e as SubmitEvent).submitter);
  }
  return undefined;
}

/** valueOf is what a field says: a boolean for a checkbox, several strings for a list with several choices. */
function valueOf(field: Element): unknown {
  const f = field as Omit<HTMLInputElement, "type"> & Omit<HTMLSelectElement, "type"> & { type: string };
  const kind = localName.call(field);
  if (kind === "input" && f.type === "checkbox") return f.checked;
  if (kind === "select" && f.multiple) return Array.from(f.selectedOptions, (o) => o.value);
  return typeof f.value === "string" ? f.value : "";
}

/** formOf is what a form says, and which button was used. A Map first: fields have any name. */
function formOf(form: HTMLFormElement, submitter: HTMLElement | null): unknown {
  const fields = new Map<string, string | string[]>();
  const add = (name: string, value: FormDataEntryValue): void => {
    if (typeof value !== "string") return; // files travel another way
    const had = fields.get(name);
    fields.set(name, had === undefined ? value : [...(Array.isArray(had) ? had : [had]), value]);
  };
  new FormData(form).forEach((value, name) => add(name, value));
  const name = submitter && getAttribute.call(submitter, "name");
  if (name) add(name, getAttribute.call(submitter, "value") ?? "");
  return Object.fromEntries(fields);
}
