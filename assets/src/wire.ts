// What travels on the socket, as docs/protocol.md has it. Everything that comes in is
// checked here for its outer shape; what is inside a patch is checked where it meets
// the template that it is for.

import { must } from "./mismatch";

/** View numbers that mark the parts of an update that are no patch. */
const enum Part {
  Refusal = -1,
  Templates = -2,
}

/** Close codes that ask for something else than stopping. */
export const enum Close {
  Abnormal = 1006,
  Policy = 1008,
  Internal = 1011,
  Restart = 1012,
  Overloaded = 1013,
  SlowReader = 4001,
  Silence = 4002,
  Replaced = 4004,
}

/** A template as it travels: its name, its table of slots, and its markup if that came along. */
export type TemplateData = [name: string, table: unknown[], statics?: string];

/** Patch is what becomes of one view: pairs of slot and value, or a whole, which starts with a name. */
export type Patch = unknown[];

/** Update is one batch of the server: applied at once, in order. */
export interface Update {
  seq: number;
  ref: number;
  templates: TemplateData[];
  patches: [view: number, patch: Patch][];
  refusal?: string;
}

/** Bytes are how many may be sent: in a message, in a millisecond, at once. */
export type Bytes = [message: number, rate: number, burst: number];

/** Joined is the answer to a join. */
export interface Joined {
  resume: string;
  fresh: boolean;
  seq: number;
  ref: number;
  templates: TemplateData[];
  view?: Patch;
  probe?: number;
  bytes?: Bytes;
}

/** Control is a message outside the sequence of updates. */
export type Control =
  | [0, "joined", Joined]
  | [0, "resumed", { resume: string; ref: number }]
  | [0, "gone" | "stale" | "pong"]
  | [0, "busy", boolean]
  | [0, "error", code: string, detail?: string];

const isText = (v: unknown): boolean => typeof v === "string";
const isCount = (v: unknown): boolean => Number.isSafeInteger(v) && (v as number) >= 0;

function templates(v: unknown): TemplateData[] {
  must(Array.isArray(v));
  for (const t of v as unknown[][]) must(isText(t[0]) && Array.isArray(t[1]) && (t.length < 3 || isText(t[2])));
  return v as TemplateData[];
}

/** parse reads one message of the server. It throws for what is none. */
export function parse(frame: string): Update | Control {
  const m = JSON.parse(frame) as unknown[];
  const [seq, ref] = m;
  if (seq === 0) return control(m);
  must(isCount(seq) && isCount(ref));
  const u: Update = { seq: seq as number, ref: ref as number, templates: [], patches: [] };
  for (let i = 2; i < m.length; i += 2) {
    const part = m[i] as number;
    const body = m[i + 1];
    if (part === Part.Templates) u.templates.push(...templates(body));
    else if (part === Part.Refusal) {
      must(isText(body));
      u.refusal = body as string;
    } else {
      must(isCount(part) && Array.isArray(body));
      u.patches.push([part, body as Patch]);
    }
  }
  return u;
}

function control(m: unknown[]): Control {
  const body = m[2] as Joined;
  if (m[1] === "joined" || m[1] === "resumed") {
    must(isText(body.resume) && isCount(body.seq) && isCount(body.ref));
    if (m[1] === "joined") templates(body.templates);
  }
  return m as Control;
}

/** Hello is what a join tells about the page and about what this client holds. */
export interface Hello {
  token: string;
  url: string;
  known: string[];
  full: string[];
  seq: number;
}

/** say writes a message of the client that is no input. */
export const say = (word: "join" | "resume" | "view" | "leave" | "ping", ...body: (Hello | { token: string; seq: number } | number)[]): string =>
  JSON.stringify([0, word, ...body]);

/** input writes an event; argument and payload are JSON already and travel as they are. */
export function input(ref: number, view: number, name: string, argument?: string, payload?: string): string {
  const parts = [ref, view, JSON.stringify(name), argument ?? (payload && "null"), payload];
  return `[${parts.filter((p) => p !== undefined)}]`;
}
