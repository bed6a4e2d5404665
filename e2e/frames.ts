// The messages of a page's sockets, as Chromium's protocol reports them.

import type { Page } from "playwright-core";

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
