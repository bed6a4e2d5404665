// The same document more than once, as a duplicated tab or a cache between has it.

import { createServer, get } from "node:http";
import { connect } from "node:net";
import type { APIResponse } from "playwright-core";
import { onTestFinished } from "vitest";
import { freePort, type Site } from "./site";

/** Serves one answer of the site for its path each time, and passes everything else on to the site. */
export async function sameDocument(site: Site, answer: APIResponse): Promise<string> {
  const headers = { ...answer.headers() };
  delete headers["set-cookie"];
  const body = await answer.body();
  const path = new URL(answer.url()).pathname;
  const server = createServer((request, response) => {
    if (request.url === path) {
      response.writeHead(200, headers).end(body);
      return;
    }
    const { port } = site;
    const onward = get({ port, path: request.url, headers: request.headers }, (from) => {
      response.writeHead(from.statusCode ?? 502, from.headers);
      from.pipe(response);
    });
    onward.on("error", () => response.destroy());
  });
  server.on("upgrade", (request, browser, head) => {
    const onward = connect(site.port, "127.0.0.1", () => {
      const lines = [`${request.method} ${request.url} HTTP/1.1`];
      for (let i = 0; i < request.rawHeaders.length; i += 2) lines.push(`${request.rawHeaders[i]}: ${request.rawHeaders[i + 1]}`);
      onward.write(lines.join("\r\n") + "\r\n\r\n");
      onward.write(head);
      browser.pipe(onward).pipe(browser);
    });
    onward.on("error", () => browser.destroy());
    browser.on("error", () => onward.destroy());
  });
  const port = await freePort();
  await new Promise<void>((listening) => server.listen(port, "127.0.0.1", listening));
  onTestFinished(() => void server.close());
  return `http://localhost:${port}`;
}
