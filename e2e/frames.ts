// The messages of a page's sockets, as Chromium's protocol reports them, and what they say.

import type { Page } from "playwright-core";
import { parse, type Control, type Patch, type Update } from "../assets/src/wire";

export interface Frame {
  up: boolean;
  text: string;
  /** Bytes of the payload. */
  size: number;
}

/** Collects the messages of all sockets of a page, in order, from now on. */
export async function frames(page: Page): Promise<Frame[]> {
  const seen: Frame[] = [];
  const cdp = await page.context().newCDPSession(page);
  const note = (up: boolean) => (event: { response: { payloadData: string; opcode: number } }) => {
    const { payloadData: text, opcode } = event.response;
    if (opcode === 1) seen.push({ up, text, size: Buffer.byteLength(text) });
  };
  cdp.on("Network.webSocketFrameSent", note(true));
  cdp.on("Network.webSocketFrameReceived", note(false));
  await cdp.send("Network.enable");
  return seen;
}

/** What the server said. */
const said = (seen: Frame[]): (Update | Control)[] => seen.filter((f) => !f.up).map((f) => parse(f.text));

/** The codes with which the server refused what it got, in order. */
export function refusals(seen: Frame[]): string[] {
  return said(seen).flatMap((m) => (Array.isArray(m) ? (m[1] === "error" ? m[2] : []) : m.refusal ?? []));
}

/** The values of a view's slots as the server has told them: what it has rendered from its state. Empty text where it told none. */
export function rendered(seen: Frame[], view: number): unknown[] {
  const values: unknown[] = [];
  for (const m of said(seen)) {
    if (Array.isArray(m)) continue;
    for (const [number, patch] of m.patches) if (number === view) take(values, patch);
  }
  return values;
}

/** Brings the values of a view's slots up to date by a patch. */
export function take(values: unknown[], patch: Patch): void {
  if (typeof patch[0] === "string") values.splice(0, Infinity, ...patch.slice(1));
  else for (let k = 0; k < patch.length; k += 2) {
    const slot = patch[k] as number;
    const value = patch[k + 1];
    const grew = Array.isArray(value) && value.length === 1 && typeof value[0] === "string";
    values[slot] = grew ? `${values[slot] ?? ""}${value[0]}` : value;
  }
}
