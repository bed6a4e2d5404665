// Inputs on their way to the server: in order, each applied once, and no more of them
// than the server takes. Time is in milliseconds.

import type { Bytes } from "./wire";

const enum Most {
  /** How many inputs may wait unsent; past it the visitor is told. */
  Held = 64,
  /** How many may be sent and unacknowledged: half of what the server queues. */
  Sent = 32,
  /** The server takes one in 20 milliseconds, and 100 at once; staying below it leaves room for clock differences. */
  Pace = 25,
  /** The milliseconds whose inputs may go at once. */
  Burst = 2_000,
}
/** How many bytes may go out unless the server says otherwise: in a message, in a millisecond, at once. */
const BYTES: Bytes = [64 << 10, 192, 768 << 10];

/** Input is one event of the page. */
export interface Input {
  /** The field or other element it comes from; with the event's name it tells which inputs replace one another. */
  source: object;
  event: string;
  /** Whether only the newest matters: typing, a repeated key. */
  newest: boolean;
  view: number;
  name: string;
  argument: string | undefined;
  payload: string | undefined;
  /** It says again what another session was told. */
  again?: boolean;
  /** Given when it is sent; 0 before. */
  ref: number;
  sent: number;
}

const same = (a: Input, b: Input): boolean =>
  a.source === b.source && a.event === b.event && a.name === b.name && a.argument === b.argument;

/** sizeOf is how many bytes the message of an input takes, its frame's head included, or a few more. */
const sizeOf = ({ name, argument, payload }: Input): number => new TextEncoder().encode(name + argument + payload).length + 64;

/** Outbox keeps inputs until the server has applied them. */
export class Outbox {
  #queue: Input[] = [];
  #sent: Input[] = [];
  #next = 1;
  #bytes = BYTES;
  /** When the server has got over what was sent, by its number and by its bytes. */
  #counted = 0;
  #weighed = 0;

  /** limit takes how many bytes the server takes. */
  limit(bytes: Bytes = BYTES): void {
    this.#bytes = bytes;
  }

  /** push queues an input and reports whether there was room for it; there is none for one that is larger than a message may be. */
  push(input: Input): boolean {
    const q = this.#queue;
    if (sizeOf(input) > this.#bytes[0]) return false;
    if (input.newest) {
      // An older one of the same kind goes, unless something that counts came after it.
      for (let i = q.length - 1; i >= 0 && q[i]!.newest; i--) {
        if (same(q[i]!, input)) {
          q.splice(i, 1);
          break;
        }
      }
    }
    if (q.length >= Most.Held) return false;
    q.push(input);
    return true;
  }

  /**
   * pump sends what may be sent now. It returns after how many milliseconds it wants to
   * be called again, Infinity for not before the next push or acknowledgement.
   */
  pump(now: number, send: (input: Input) => void): number {
    const [, rate, burst] = this.#bytes;
    const q = this.#queue;
    // Behind typing that waits for an answer may stand a click: then all of it goes, in order.
    let pressing = q.length;
    while (pressing > 0 && q[pressing - 1]!.newest) pressing--;
    for (; q.length > 0 && this.#sent.length < Most.Sent; pressing--) {
      const input = q[0]!;
      if (pressing <= 0 && this.#sent.some((s) => same(s, input))) break;
      const counted = Math.max(this.#counted, now) + Most.Pace;
      const weighed = Math.max(this.#weighed, now) + sizeOf(input) / rate;
      const wait = Math.ceil(Math.max(counted - Most.Burst, weighed - burst / rate) - now);
      if (wait > 0) return wait;
      this.#counted = counted;
      this.#weighed = weighed;
      input.ref ||= this.#next++;
      input.sent = now;
      this.#sent.push(input);
      q.shift();
      send(input);
    }
    return Infinity;
  }

  /** acknowledge forgets what was applied, up to and including ref, and returns it. */
  acknowledge(ref: number): Input[] {
    return this.#sent.splice(0, this.#sent.filter((s) => s.ref <= ref).length);
  }

  /** resend queues again, with its refs, what a resumed session has not applied: what comes after ref. */
  resend(ref: number): void {
    const applied = this.acknowledge(ref);
    this.#queue.unshift(...this.#sent);
    this.#sent = applied;
  }

  /**
   * renew starts over with a new session of the server, whose refs follow ref and whose
   * inputs start with those said again. What waits to be sent is not said twice, and what
   * was said again and never answered not once more: it may be what ended the session.
   * It returns what is lost: all that was sent, for nobody knows whether it was applied,
   * and those of the others that no longer stand; not what is said again.
   */
  renew(ref: number, again: Input[], stands: (input: Input) => boolean): Input[] {
    const lost = this.#sent;
    for (const input of this.#queue) input.ref = 0;
    const queue = this.#queue.filter((input) => stands(input) || !lost.push(input));
    const without = (list: Input[], others: Input[]): Input[] => list.filter((a) => !others.some((b) => same(a, b)));
    const said = without(again, [...queue, ...lost.filter((input) => input.again)]).filter((input) => sizeOf(input) <= this.#bytes[0] || !lost.push(input));
    this.#sent = [];
    this.#next = ref + 1;
    this.#queue = [...said, ...queue];
    return without(lost, said);
  }

  /** pending reports whether an input of this source is not applied yet. */
  pending(source: object): boolean {
    return [...this.#sent, ...this.#queue].some((input) => input.source === source);
  }

  /** oldest is when the first unacknowledged input was sent, undefined without one. */
  get oldest(): number | undefined {
    return this.#sent[0]?.sent;
  }
}
