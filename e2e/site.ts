// A program under test: started on a free port, killed and started again on the same one.

import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, onTestFinished } from "vitest";

const bin = new URL("../bin/", import.meta.url).pathname;

/** A port that nobody listens on, on both loopback addresses. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const address = server.address();
  await new Promise((closed) => server.close(closed));
  if (address === null || typeof address === "string") throw new Error("no port");
  return address.port;
}

export class Site {
  readonly url: string;
  /** What the program has written, standard error included. */
  output = "";
  #process: ChildProcess | undefined;

  private constructor(
    readonly program: string,
    readonly port: number,
    readonly env: Record<string, string>,
  ) {
    this.url = `http://localhost:${port}`;
  }

  /** Starts a program of bin/ with a key of its own, until the test is over. */
  static start(program: string, env: Record<string, string> = {}): Promise<Site> {
    return Site.#begin(program, env, onTestFinished);
  }

  /** Starts one for all the tests of a file: those that leave it as it was. */
  static forFile(program: string): Promise<Site> {
    return Site.#begin(program, {}, afterAll);
  }

  static async #begin(program: string, env: Record<string, string>, after: (end: () => Promise<void>) => void): Promise<Site> {
    const cache = await mkdtemp(join(tmpdir(), "azu-e2e-"));
    const site = new Site(program, await freePort(), { XDG_CACHE_HOME: cache, ...env });
    after(async () => {
      await site.kill();
      await rm(cache, { recursive: true, force: true });
    });
    await site.start();
    return site;
  }

  async start(env: Record<string, string> = {}): Promise<void> {
    const child = spawn(bin + this.program, {
      env: { ...process.env, ...this.env, ...env, PORT: String(this.port) },
      stdio: ["ignore", "pipe", "pipe"],
    });
    this.#process = child;
    const listening = new Promise<void>((ready, failed) => {
      const read = (chunk: Buffer): void => {
        this.output += chunk.toString();
        if (this.output.includes("listening")) ready();
      };
      child.stdout.on("data", read);
      child.stderr.on("data", read);
      child.once("error", failed);
      child.once("exit", (code) => failed(new Error(`${this.program} ended with ${code}:\n${this.output}`)));
    });
    this.output = "";
    await listening;
  }

  /** Ends the program as a power cut would. */
  async kill(signal: NodeJS.Signals = "SIGKILL"): Promise<void> {
    const child = this.#process;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((end) => child.once("exit", end));
    child.kill(signal);
    await ended;
  }
}
