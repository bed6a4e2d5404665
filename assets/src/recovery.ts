// What the visitor has entered outlives the session that it was entered in. A session
// mounted anew knows nothing of it: the fields keep it, and those whose changes the server
// asks for say it once more, so that the two agree again.

import { all, html } from "./dom";
import { askerOf, inputOf, valueOf, viewOf, type PageInput } from "./events";
import { partsOf, propertiesOf } from "./field";

type Field = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

/** Part is what of a field has a value: itself, or one of its options. */
interface Part {
  field: Field;
  part: Record<string, unknown>;
  /** The properties that hold the value, and what the server has it be. */
  now: string;
  server: string;
  said: unknown;
  view: number;
  /** The last event of the visitor's changing it: a text that is not committed yet ends with an input. */
  last: string | undefined;
}

/** saying is all that a field says, to compare with what it says later. */
const saying = (f: Field): string => String([valueOf(f), (f as HTMLInputElement).checked]);

/** Recovery knows which fields the visitor has changed, and carries over what they say. */
export class Recovery {
  /** The last event of each, and what the field said then: the visitor's as long as it still does. */
  readonly #touched = new WeakMap<Field, [last: string, said: string]>();
  readonly #kept = new Map<string, Part>();

  listen(): void {
    for (const last of ["input", "change"]) addEventListener(last, (e) => this.#touch(e.target as Field, last));
  }

  #touch(field: Field, last: string): void {
    this.#touched.set(field, [last, saying(field)]);
  }

  /**
   * parts finds those of all fields by what the server knows them by: id, name and handlers.
   * Where several are the same to it, as in the rows of a list, there is none.
   */
  #parts(): Map<string, Part | null> {
    const found = new Map<string, Part | null>();
    for (const field of all.call(html, "input:not([type=file]),select,textarea") as NodeListOf<Field>) {
      const [now, server] = propertiesOf(field);
      const [last, said] = this.#touched.get(field) ?? [];
      const handlers = ["input", "change", "submit"].map((event) => askerOf(field, event)[1]);
      for (const part of partsOf(field)) {
        const key = [field.id, field.name, now !== "value" && part["value"], ...handlers].join("\n");
        found.set(key, found.has(key) ? null : { field, part, now, server, said: part[now], view: viewOf(field), last: said === saying(field) ? last : undefined });
      }
    }
    return found;
  }

  /** keep notes what the fields say that the visitor has changed. */
  keep(): void {
    for (const [key, p] of this.#parts()) {
      // Where there is one choice only the one that was made counts.
      if (p?.last && (p.said !== false || /box|multiple/.test(p.field.type))) this.#kept.set(key, p);
    }
  }

  /** forget gives up on what has found no field again. */
  forget(): void {
    this.#kept.clear();
  }

  /**
   * restore has the fields that are there say again what they said, and returns what of it
   * the server is to be told, in document order. What finds no field is kept for one that
   * appears once the server has been told the rest. other tells that the page shows something else.
   */
  restore(other: boolean): PageInput[] {
    const inputs: PageInput[] = [];
    const changed = new Map<Field, string>();
    if (this.#kept.size > 0)
      for (const [key, p] of this.#parts()) {
        const kept = this.#kept.get(key);
        // A new session may give a view's number to another one; ids stay.
        if (!p || !kept || (!p.field.id && (p.view !== kept.view || (other && p.view > 1)))) continue;
        const { field, part, now, server } = p;
        this.#kept.delete(key);
        if (p.said !== kept.said) part[now] = kept.said;
        this.#touch(field, kept.last!);
        if (part[server] !== kept.said) changed.set(field, kept.last!);
      }
    for (const [field, last] of changed)
      for (const event of new Set(["input", last])) {
        const input = inputOf(field, event);
        if (input?.question === null) inputs.push({ ...input, again: true });
      }
    return inputs;
  }
}
