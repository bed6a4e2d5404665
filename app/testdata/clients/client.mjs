// Speaks to a running app with the package ws, which shares no code with the server or with Spark, and
// prints each thing that went as it should. The arguments are the app's URL and a page with a desk.

import assert from "node:assert/strict";
import { once } from "node:events";
import { WebSocket } from "ws";

const [site, path, silence] = process.argv.slice(2);
const page = await fetch(site + path);
const cookie = page.headers.getSetCookie()[0].split(";")[0];
const token = /z-join="([^"]+)"/.exec(await page.text())[1];

const done = (what) => console.log(what);

/** A socket that keeps what the page's root view shows. */
class Visitor {
  shown = {};
  seq = 0;
  ref = 0;
  acked = 0;
  words = [];
  #news = () => {};

  constructor(options = {}) {
    this.ws = new WebSocket(site.replace("http", "ws") + "/ws/components", { origin: site, headers: { Cookie: cookie }, ...options });
    this.ws.on("message", (data) => this.#take(JSON.parse(data)));
    this.ended = once(this.ws, "close").then(([code, reason]) => ({ code, reason: String(reason) }));
  }

  async open() {
    await once(this.ws, "open");
    return this;
  }

  #take(message) {
    if (typeof message[1] === "string") {
      this.words.push(message.slice(1));
    } else {
      [this.seq, this.acked] = message;
      for (let i = 2; i < message.length; i += 2) {
        if (message[i] !== 1) continue;
        const patch = message[i + 1];
        for (let j = 0; j < patch.length; j += 2) {
          const grown = Array.isArray(patch[j + 1]);
          this.shown[patch[j]] = grown ? this.shown[patch[j]] + patch[j + 1][0] : patch[j + 1];
        }
      }
    }
    this.#news();
  }

  async until(holds) {
    while (!holds()) {
      assert.equal(this.ws.readyState, WebSocket.OPEN, "the socket has ended");
      await new Promise((news) => (this.#news = news));
    }
  }

  async word() {
    await this.until(() => this.words.length > 0);
    return this.words.shift();
  }

  async input(...event) {
    this.ws.send(JSON.stringify([++this.ref, 1, ...event]));
    await this.until(() => this.acked >= this.ref);
  }
}

const [typed, clicks] = [0, 1]; // slots

// The handshake.
const visitor = await new Visitor().open();
assert.equal(visitor.ws.extensions, "", "the package offers permessage-deflate");
done("handshake");

const stranger = new Visitor({ origin: "http://example.org" });
stranger.ended.catch(() => {});
const [refused] = await once(stranger.ws, "error");
assert.match(refused.message, /403/);
done("foreign origin");

// A page.
visitor.ws.send(JSON.stringify([0, "join", { token, url: path, known: [], full: [], seq: 0 }]));
const [joined, { resume }] = await visitor.word();
assert.equal(joined, "joined");
done("join");

await visitor.input("Click");
assert.equal(visitor.shown[clicks], 1);
done("click");

visitor.ref++;
const event = JSON.stringify([visitor.ref, 1, "Click"]);
visitor.ws.send(event.slice(0, 3), { fin: false });
visitor.ws.ping("between");
visitor.ws.send(event.slice(3, 7), { fin: false });
visitor.ws.send(event.slice(7), { fin: true });
const [between] = await once(visitor.ws, "pong");
assert.equal(String(between), "between");
await visitor.until(() => visitor.acked >= visitor.ref);
assert.equal(visitor.shown[clicks], 2);
done("fragments, a ping between");

const rest = JSON.stringify([visitor.ref + 1, 1, "Type", null, ""]).length;
const long = "x".repeat((64 << 10) - rest);
await visitor.input("Type", null, long);
assert.equal(visitor.shown[typed], long);
done("64 KiB");

visitor.ws.send(Buffer.from([1, 2, 3]), { binary: true });
assert.deepEqual(await visitor.word(), ["error", "bad_message"]);
done("binary");

let pings = 0;
visitor.ws.on("ping", () => pings++);
await new Promise((passed) => setTimeout(passed, 1.3 * Number(silence)));
assert.equal(visitor.ws.readyState, WebSocket.OPEN);
assert.ok(pings > 1);
done("pings");

// Ends.
const heir = await new Visitor().open();
heir.ws.send(JSON.stringify([0, "resume", { token: resume, seq: visitor.seq }]));
assert.equal((await heir.word())[0], "resumed");
assert.equal((await visitor.ended).code, 4004);
done("a newer socket");

heir.ws.send(`[0,"leave"]`);
assert.equal((await heir.ended).code, 1000);
done("leave");

async function ends(how) {
  const { ws, ended } = await new Visitor().open();
  how(ws);
  return (await ended).code;
}
assert.equal(await ends((ws) => ws.close(1000, "bye")), 1000);
assert.equal(await ends((ws) => ws.close(4321)), 4321);
assert.equal(await ends((ws) => ws.close()), 1000);
done("close");

assert.equal(await ends((ws) => ws.send(Buffer.from([0x22, 0xff, 0x22]), { binary: false })), 1007);
done("not UTF-8");

assert.equal(await ends((ws) => ws.send("x".repeat((64 << 10) + 1))), 1009);
done("too large");
