// A TCP proxy that can hold back, swallow or cut what passes: a network as bad as wanted.

import { type Socket, connect, createServer } from "node:net";
import { onTestFinished } from "vitest";
import { freePort } from "./site";

/** Both halves of a passing connection, and what waits while it is frozen. */
interface Pair {
  client: Socket;
  server: Socket;
  held: (() => void)[];
  /** Whether what comes is thrown away, ends and resets too. */
  swallowed: boolean;
}

/** Whether the head of a request is a handshake. */
export const asksForSocket = (head: string): boolean => /^Upgrade: websocket/im.test(head);

export class Proxy {
  readonly url: string;
  /** Bytes that have passed, in both directions, since the last cutAfter. */
  passed = 0;
  /** What came first on each connection, up and down: the head of a request and of its answer. */
  readonly openings: { up: string; down: string }[] = [];
  /** How often the line was cut, by cut or after its bytes. */
  cuts = 0;
  /** How long a byte takes from one side to the other, in milliseconds. */
  delay = 0;
  /** Whether bytes go on one by one. */
  splitting = false;
  /** Whether requests for a WebSocket are answered with 403, as some offices' proxies do. */
  barring = false;
  #frozen = false;
  #cutAt = Infinity;
  #refusing = false;
  readonly #pairs = new Set<Pair>();

  private constructor(
    readonly port: number,
    readonly to: number,
  ) {
    this.url = `http://localhost:${port}`;
  }

  static async start(to: number): Promise<Proxy> {
    const proxy = new Proxy(await freePort(), to);
    const server = createServer((client) => proxy.#join(client));
    await new Promise<void>((listening) => server.listen(proxy.port, "127.0.0.1", listening));
    onTestFinished(async () => {
      proxy.cut();
      await new Promise((closed) => server.close(closed));
    });
    return proxy;
  }

  /** From now on nothing passes, and neither side is told; new connections hang as well. */
  freeze(): void {
    this.#frozen = true;
  }

  /** What was held back passes now. */
  thaw(): void {
    this.#frozen = false;
    for (const pair of this.#pairs) {
      for (const pass of pair.held.splice(0)) pass();
    }
  }

  /** From now on nothing passes on the connections that there are, and neither side is told; new ones work. */
  swallow(): void {
    for (const pair of this.#pairs) pair.swallowed = true;
  }

  /** Resets every connection; those frozen are gone with what they held. */
  cut(): void {
    this.cuts++;
    for (const pair of [...this.#pairs]) this.#drop(pair);
  }

  /** Cuts every connection once so many more bytes have passed. */
  cutAfter(bytes: number): void {
    this.passed = 0;
    this.#cutAt = bytes;
  }

  /** Whether new connections are refused. */
  set refusing(on: boolean) {
    this.#refusing = on;
  }

  #drop(pair: Pair): void {
    this.#pairs.delete(pair);
    pair.client.resetAndDestroy();
    pair.server.resetAndDestroy();
  }

  #join(client: Socket): void {
    if (this.#refusing) {
      client.resetAndDestroy();
      return;
    }
    const server = connect(this.to, "127.0.0.1");
    const pair: Pair = { client, server, held: [], swallowed: false };
    this.#pairs.add(pair);
    const opening = { up: "", down: "" };
    this.openings.push(opening);
    client.once("data", (chunk: Buffer) => (opening.up = chunk.toString()));
    server.once("data", (chunk: Buffer) => (opening.down = chunk.toString()));
    this.#pipe(pair, client, server);
    this.#pipe(pair, server, client);
  }

  #pipe(pair: Pair, from: Socket, to: Socket): void {
    const arrived = (pass: () => void): void => {
      if (pair.swallowed) return;
      if (this.#frozen) pair.held.push(pass);
      else pass();
    };
    // Timers of one length fire in the order they were set.
    const through = (pass: () => void): void => {
      if (this.delay > 0) setTimeout(arrived, this.delay, pass);
      else arrived(pass);
    };
    from.on("data", (chunk: Buffer) => {
      if (this.barring && to === pair.server && asksForSocket(chunk.toString())) pair.client.end("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n");
      else through(() => this.#pass(to, chunk));
    });
    from.on("end", () => through(() => to.end()));
    from.on("error", () => through(() => this.#drop(pair)));
    from.on("close", () => {
      if (!this.#frozen && !pair.swallowed) this.#pairs.delete(pair);
    });
  }

  #pass(to: Socket, chunk: Buffer): void {
    const room = this.#cutAt - this.passed;
    if (chunk.length < room) {
      this.passed += chunk.length;
      if (!this.splitting) to.write(chunk);
      else for (const byte of chunk) to.setNoDelay().write(Uint8Array.of(byte));
      return;
    }
    this.#cutAt = Infinity;
    to.write(chunk.subarray(0, room), () => this.cut());
  }
}
