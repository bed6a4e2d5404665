// What a socket needs of its surroundings: a page in a browser, a test in Node.

import type { Input } from "./outbox";
import type { Hello, Joined, Update } from "./wire";

/** Channel is what Socket uses of a WebSocket; a browser's and that of Node's ws both fit. */
export interface Channel {
  onopen: unknown;
  onmessage: unknown;
  onclose: unknown;
  readyState: number;
  send(text: string): void;
  close(): void;
}

/** State is where a socket is; stopped is final. */
export type State = "idle" | "connecting" | "joined" | "away" | "stopped";

/** Host is the page that a socket serves. */
export interface Host {
  /** Opens the channel. */
  open(): Channel;
  /** What a join says of the page. */
  hello(): Hello;
  /** A session, whose inputs start with those returned: what the page says that a new session does not know. */
  joined(j: Joined): Input[];
  /** An update, in order, each once. done are the inputs it acknowledges; if it refuses one, the last. */
  update(u: Update, done: Input[]): void;
  /** Joined. The inputs are those whose fate is unknown or that have nothing left to act on, after a new mount. */
  lost(inputs: Input[]): void;
  /** Whether an input that was never sent still has what it was made for. */
  stands(input: Input): boolean;
  busy(on: boolean): void;
  error(code: string, detail?: string): void;
  /** Another state; left tells that it was joined before. */
  state(state: State, code: number, left: boolean): void;
  /** Loads the page again, if that has not just been tried; false if it has. */
  reload(): boolean;
  /** The connection has been good for a while. */
  steady(): void;
}
