// The connection: joining, coming back, noticing that nobody is there, and handing on
// what arrives, each update once and in order. Knows nothing of the document, and runs
// wherever a WebSocket is given to it. Time is in milliseconds.

import type { Channel, Host, State } from "./host";
import { Outbox, type Input } from "./outbox";
import { Close, input, parse, say, type Joined } from "./wire";

const enum Time {
  /** How long a socket may take until it has joined. */
  Join = 10_000,
  /** How long an answer to a probe may take, unless the server says otherwise. */
  Probe = 5_000,
  /** How long an input may stay unacknowledged before the server is probed. */
  Patience = 2_000,
  /** A socket joined for this long counts as good: the next loss waits as little as the first. */
  Steady = 10_000,
  FirstWait = 500,
  LongestWait = 30_000,
}
/** Ends after which another attempt makes sense. */
const comesBack: number[] = [Close.Abnormal, Close.Internal, Close.Restart, Close.Overloaded, Close.SlowReader, Close.Silence];

type Timer = ReturnType<typeof setTimeout> | undefined;

/** Socket is one page's connection to its session. */
export class Socket {
  readonly #host: Host;
  readonly #outbox = new Outbox();
  #channel: Channel | undefined;
  #state: State = "idle";
  #resume: string | undefined;
  #seq = 0;
  #attempt = 0;
  #probe: number = Time.Probe;
  #deadline: Timer; // of the join, or of a probe
  #tick: Timer; // while inputs are under way
  /** Before this time the server does not want it back. */
  #turn = 0;
  #later: Timer; // to connect again, or to call the connection good

  constructor(host: Host) {
    this.#host = host;
  }

  get state(): State {
    return this.#state;
  }

  /** The last update that arrived, in this session. */
  get seq(): number {
    return this.#seq;
  }

  /** pending reports whether an input of this source is not applied yet. */
  pending(source: object): boolean {
    return this.#outbox.pending(source);
  }

  /** connect opens the channel now, unless there is one or the socket has stopped. */
  connect(): void {
    if (this.#state === "stopped" || this.#channel) return;
    clearTimeout(this.#later);
    const channel = (this.#channel = this.#host.open());
    channel.onopen = () => (this.#resume === undefined ? this.#join() : this.#say(say("resume", { token: this.#resume, seq: this.#seq })));
    channel.onmessage = (e: { data: unknown }) => typeof e.data === "string" && this.#receive(e.data);
    channel.onclose = (e: { code: number; reason: string }) => this.#lost(e.code, e.reason);
    this.#expect(Time.Join);
    this.#enter("connecting");
  }

  /** send queues an input and reports whether there was room. */
  send(i: Input): boolean {
    const ok = this.#outbox.push(i);
    this.#flush();
    return ok;
  }

  /** again asks for a whole view. While away it is not sent. */
  again(view: number): void {
    if (this.#state === "joined") this.#say(say("view", view));
  }

  /** wake asks whether the server is there, or, while waiting to reconnect, tries now, if it may. */
  wake(): void {
    if (this.#state === "joined") this.#ask();
    else if (this.#state === "away" && Date.now() >= this.#turn) this.connect();
  }

  /** pause lets go of the channel; the session stays for a connect to come back to, unless it is left. */
  pause(leave?: boolean): void {
    if (leave) this.#say(say("leave"));
    this.#drop();
    this.#enter("away");
  }

  #join(): void {
    this.#say(say("join", this.#host.hello()));
  }

  #say(text: string): void {
    // One that is closing takes nothing more; its close is on the way.
    if (this.#channel?.readyState === 1) this.#channel.send(text);
  }

  readonly #put = (i: Input): void => {
    this.#say(input(i.ref, i.view, i.name, i.argument, i.payload));
  };

  /** flush sends what may be sent, and looks after what stays without an acknowledgement. */
  #flush(): void {
    if (this.#state !== "joined") return;
    const now = Date.now();
    let wait = this.#outbox.pump(now, this.#put);
    const oldest = this.#outbox.oldest;
    if (oldest !== undefined) {
      const overdue = now - oldest - Time.Patience;
      if (overdue >= 0) this.#ask();
      wait = Math.min(wait, overdue < 0 ? -overdue : this.#probe);
    }
    clearTimeout(this.#tick);
    if (wait < Infinity) this.#tick = setTimeout(() => this.#flush(), wait);
  }

  #ask(): void {
    if (this.#deadline !== undefined) return;
    this.#say(say("ping"));
    this.#expect(this.#probe);
  }

  /** expect gives up the channel unless something arrives in time. */
  #expect(time: number): void {
    clearTimeout(this.#deadline);
    this.#deadline = setTimeout(() => this.#lost(Close.Abnormal), time);
  }

  #heard(): void {
    clearTimeout(this.#deadline);
    this.#deadline = undefined;
  }

  #receive(text: string): void {
    let m;
    try {
      m = parse(text);
    } catch {
      this.#host.error("bad_message", text.slice(0, 99));
      return this.stop(0);
    }
    const joined = this.#state === "joined";
    // What comes now may have been on its way before the question, but shows that the answer may be, too.
    if (joined && this.#deadline !== undefined) this.#expect(this.#probe);
    if (!Array.isArray(m)) {
      if (!joined || m.seq <= this.#seq) return;
      this.#seq = m.seq;
      this.#host.update(m, this.#outbox.acknowledge(m.ref));
      return this.#flush();
    }
    switch (m[1]) {
      case "joined":
        return this.#joined(m[2]);
      case "resumed":
        // What was applied meanwhile is acknowledged, or refused, by the updates that follow.
        this.#begin(m[2].resume);
        this.#outbox.resend(m[2].ref);
        return this.#flush();
      case "gone":
        return this.#join();
      case "stale":
        return this.stop(Close.Policy);
      case "pong":
        return this.#heard();
      case "busy":
        return this.#host.busy(m[2]);
      case "error":
        return this.#host.error(m[2], m[3]);
    }
  }

  #joined(j: Joined): void {
    this.#seq = j.seq;
    this.#probe = j.probe || Time.Probe;
    this.#outbox.limit(j.bytes);
    const said = this.#host.joined(j);
    const lost = this.#outbox.renew(j.ref, said, (i) => this.#host.stands(i));
    this.#begin(j.resume);
    this.#host.lost(lost);
    this.#flush();
  }

  /** begin is the moment from which the session is there. */
  #begin(token: string): void {
    this.#resume = token;
    this.#heard();
    clearTimeout(this.#later);
    this.#later = setTimeout(() => {
      this.#attempt = 0;
      this.#host.steady();
    }, Time.Steady);
    this.#enter("joined");
  }

  /** lost comes back later; a server that has many to take back says in how many milliseconds at the earliest. */
  #lost(code: number, turn = ""): void {
    if (!comesBack.includes(code)) return this.stop(code);
    this.#drop();
    const least = /^\d{1,5}$/.test(turn) ? +turn : 0;
    this.#turn = Date.now() + least;
    const most = least ? Time.FirstWait : Math.min(Time.LongestWait, Time.FirstWait * 2 ** this.#attempt++);
    this.#later = setTimeout(() => this.connect(), least + Math.random() * most);
    this.#enter("away", code);
  }

  /** stop ends it for good. Where the page itself may be the reason, it is loaded again, once. */
  stop(code: number): void {
    this.#drop();
    if (code !== Close.Policy || !this.#host.reload()) this.#enter("stopped", code);
  }

  /** drop lets go of the channel at once: the close of a frozen connection may take minutes to be heard. */
  #drop(): void {
    this.#heard();
    clearTimeout(this.#tick);
    clearTimeout(this.#later);
    const c = this.#channel;
    this.#channel = undefined;
    if (!c) return;
    c.onopen = c.onmessage = c.onclose = null;
    c.close();
  }

  #enter(state: State, code = 0): void {
    if (this.#state === state || this.#state === "stopped") return;
    const left = this.#state === "joined";
    this.#state = state;
    this.#host.state(state, code, left);
  }
}
