// A channel that stays in the test, and a host that writes down what it hears.

import type { Channel, Host, State } from "../src/host";
import type { Input } from "../src/outbox";
import type { Hello, Joined, Update } from "../src/wire";

/** Wire is a WebSocket without a network: the test is the server. */
export class Wire implements Channel {
  onopen: (() => void) | null = null;
  onmessage: ((e: { data: unknown }) => void) | null = null;
  onclose: ((e: { code: number; reason: string }) => void) | null = null;
  readyState = 0;
  readonly sent: unknown[] = [];

  send(text: string): void {
    this.sent.push(JSON.parse(text));
  }
  close(): void {
    this.readyState = 3;
  }

  /** What the server does. */
  open(): void {
    this.readyState = 1;
    this.onopen?.();
  }
  say(...message: unknown[]): void {
    this.onmessage?.({ data: JSON.stringify(message) });
  }
  end(code: number, reason = ""): void {
    this.readyState = 3;
    this.onclose?.({ code, reason });
  }
  /** The last message of the client. */
  get last(): unknown {
    return this.sent.at(-1);
  }
}

/** Page is a host that writes everything down. */
export class Page implements Host {
  readonly wires: Wire[] = [];
  readonly log: unknown[] = [];
  readonly updates: Update[] = [];
  states: State[] = [];
  reloads = true;
  standing = (_: Input): boolean => true;

  get wire(): Wire {
    return this.wires.at(-1)!;
  }
  open(): Channel {
    const w = new Wire();
    this.wires.push(w);
    return w;
  }
  hello(): Hello {
    return { token: "T", url: "/", known: [], full: [], seq: 0 };
  }
  /** What the page says again to a new session. */
  again: Input[] = [];
  joined(j: Joined): Input[] {
    this.log.push(["joined", j.fresh]);
    return this.again;
  }
  update(u: Update, done: Input[]): void {
    this.updates.push(u);
    this.log.push(["update", u.seq, done.map((i) => i.ref), u.refusal ?? ""]);
  }
  lost(inputs: Input[]): void {
    if (inputs.length > 0) this.log.push(["lost", inputs.map((i) => i.name)]);
  }
  stands(input: Input): boolean {
    return this.standing(input);
  }
  busy(on: boolean): void {
    this.log.push(["busy", on]);
  }
  error(code: string): void {
    this.log.push(["error", code]);
  }
  state(state: State): void {
    this.states.push(state);
  }
  reload(): boolean {
    this.log.push(["reload"]);
    return this.reloads;
  }
  steady(): void {
    this.log.push(["steady"]);
  }
}

/** press is an input of a button. */
export const press = (name: string): Input => ({
  source: {},
  event: "click",
  newest: false,
  view: 1,
  name,
  argument: undefined,
  payload: undefined,
  ref: 0,
  sent: 0,
});
