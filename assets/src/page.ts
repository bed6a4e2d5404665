// One page and its session: what arrives goes into the document, what the visitor does
// goes out, and what the connection is like is shown.

import { getAttribute, isConnected, removeAttribute, setAttribute } from "./dom";
import { Events, viewOf, type PageInput } from "./events";
import { applyStyles, release, settleSelects } from "./field";
import { keepFocus } from "./focus";
import { hydrate } from "./hydrate";
import { remember, settle } from "./known";
import { Notice } from "./notice";
import { patch, renewView } from "./patch";
import { Resync } from "./resync";
import { Socket, type Channel, type Host, type State } from "./socket";
import { instanceOf, Tree } from "./tree";
import { Close, type Hello, type Joined, type Patch, type Update } from "./wire";

/** How long the connection may be away before the visitor hears of it, in milliseconds. */
const UNNOTICED = 1_000;
/** How often a page that is shown asks whether its server is still there. */
const ASK = 30_000;
/** A frame that does not come, of a window behind others, is waited for this long. */
const FRAME = 250;
const RELOADED = "azu-reloaded";

/** SparkError is what onError gets: a code of the protocol, or "patch" for a fault in this client. */
export class SparkError extends Error {
  constructor(
    readonly code: string,
    detail = "",
    cause?: unknown,
  ) {
    super(detail ? `${code}: ${detail}` : code, { cause });
    this.name = "SparkError";
  }
}

/** Options of the client. All may be left out. */
export interface Options {
  /** Path or URL of the socket, "/ws/components" unless given. */
  componentEndpoint?: string;
  /** Path or URL for channels; kept for them. */
  channelEndpoint?: string;
  onConnect?: () => void;
  onDisconnect?: () => void;
  onError?: (error: SparkError) => void;
}

/** Page runs the live part of a document. There is one for each document. */
export class Page implements Host {
  readonly #tree = new Tree();
  readonly #socket = new Socket(this);
  readonly #events: Events;
  readonly #listeners = new Set<Options>();
  #endpoint = "/ws/components";
  #root: Element | null = null;
  #token = "";
  #notice: Notice | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined; // until the visitor hears of a lost connection
  #updates: Update[] = [];
  #scheduled = false;
  #applying = false;
  /** The document no longer is what the page came with. */
  #touched = false;
  /** There was a connection once. */
  #met = false;
  #busy = false;
  /** Views that were asked for again: patches for them fit nothing until they come. */
  readonly #asked = new Set<number>();
  /** Fields that this client marked as invalid. */
  readonly #invalid = new Set<Element>();

  constructor() {
    this.#events = new Events(
      (input) => this.#send(input),
      () => this.#applying,
    );
    this.#tree.pending = (e) => this.#events.pending(e) || this.#socket.pending(e);
  }

  /** use adds a listener to the client, and starts it if it has not started by itself. */
  use(options: Options): void {
    const endpoint = options.componentEndpoint ?? this.#endpoint;
    const moved = endpoint !== this.#endpoint;
    this.#endpoint = endpoint;
    this.#listeners.add(options);
    if (!this.#root) this.start();
    else if (moved) {
      this.#socket.pause();
      this.#socket.connect();
    } else if (this.#socket.state === "joined") this.#tell((l) => l === options && l.onConnect?.());
  }

  /** start brings the page's root view to life, once the document is there and if it has one. */
  start(): void {
    if (this.#root || document.readyState === "loading") return;
    const root = document.querySelector("[z-join]");
    if (!root) return;
    this.#root = root;
    this.#token = getAttribute.call(root, "z-join")!;
    // Now, before extensions have their turn: what is here is the server's.
    remember(root);
    settle();
    applyStyles(root);
    this.#notice = new Notice();
    this.#events.listen(document);
    this.#attend();
    this.#socket.connect();
  }

  #attend(): void {
    addEventListener("pagehide", (e) => {
      this.#events.flush();
      this.#flush();
      // A page kept for going back comes back to its session.
      if (e.persisted) this.#socket.pause();
      else this.#socket.pause(true);
    });
    addEventListener("pageshow", (e) => e.persisted && this.#socket.connect());
    addEventListener("online", () => this.#socket.wake());
    document.addEventListener("visibilitychange", () => {
      if (document.hidden) this.#flush();
      else this.#socket.wake();
    });
    setInterval(() => !document.hidden && this.#socket.state === "joined" && this.#socket.wake(), ASK);
  }

  open(): Channel {
    const url = new URL(this.#endpoint, location.href);
    url.protocol = url.protocol.replace("http", "ws");
    return new WebSocket(url);
  }

  hello(): Hello {
    this.#flush();
    const seq = Math.max(this.#socket.seq, +this.#touched);
    const tree = this.#tree;
    return { token: this.#token, url: location.pathname + location.search, known: tree.names(false), full: tree.names(true), seq };
  }

  joined({ templates, fresh, view }: Joined): void {
    const tree = this.#tree;
    if (fresh) this.#updates = []; // of a session that is no more
    this.#flush();
    templates.forEach((t) => tree.define(t));
    this.#asked.clear();
    if (fresh || !this.#met) tree.views.clear();
    this.#work(() => {
      if (view) {
                tree.views.set(1, instanceOf(this.#root!, this.#root!));
        this.#apply(1, view);
        this.#touched = true;
      } else {
        this.#try(1, () => tree.register(this.#root!));
      }
    });
    this.#root = (tree.views.get(1)?.first as Element | undefined) ?? this.#root;
    hydrate(tree, (lost) => this.#ask(lost));
  }

  update(u: Update, done: PageInput[]): void {
    // Known from now on, whatever a join says before the next frame.
    u.templates.forEach((t) => this.#tree.define(t));
    const refused = u.refusal === undefined ? undefined : done.pop();
    for (const { field } of done) {
      if (this.#invalid.delete(field)) removeAttribute.call(field, "aria-invalid");
    }
    if (u.refusal !== undefined) this.#refused(u.refusal, refused);
    if (u.patches.length === 0 && this.#tree.held.size === 0) return;
    this.#updates.push(u);
    if (document.hidden) this.#flush();
    else if (!this.#scheduled) {
      this.#scheduled = true;
      requestAnimationFrame(() => this.#flush());
      setTimeout(() => this.#flush(), FRAME);
    }
  }

  lost(inputs: PageInput[]): void {
    for (const i of inputs) this.error("lost", i.name);
    this.#notice?.pass("The connection was interrupted. Your last change may be lost: please check.");
  }

  stands(input: PageInput): boolean {
    const { source, event, attribute } = input;
    if (!isConnected.call(source) || getAttribute.call(source, "z-" + event) !== attribute) return false;
    input.view = viewOf(source);
    return true;
  }

  busy(on: boolean): void {
    this.#busy = on;
    this.#show();
  }

  error(code: string, detail = "", cause?: unknown): void {
    // A redirect leads to a path of this site, never elsewhere.
    if (code === "redirect" && /^\/(?![/\\])[^\\\0-\x1f]*$/.test(detail)) location.assign(detail);
    else this.#tell((l) => l.onError?.(new SparkError(code, detail, cause)));
  }

  reload(): boolean {
    try {
      if (sessionStorage.getItem(RELOADED)) return false;
      sessionStorage.setItem(RELOADED, "1");
    } catch {
      // Without storage the browser itself knows how this page was loaded.
      const [load] = performance.getEntriesByType("navigation") as PerformanceNavigationTiming[];
      if (load?.type === "reload") return false;
    }
    location.reload();
    return true;
  }

  steady(): void {
    try {
      sessionStorage.removeItem(RELOADED);
    } catch {
      // Nothing was stored either.
    }
  }

  state(state: State, code: number): void {
    this.#show();
    clearTimeout(this.#timer);
    if (state === "joined") {
      this.#met = true;
      this.#notice?.hide();
      // A question that a lost connection swallowed is asked again.
      for (const view of this.#asked) this.#socket.again(view);
      this.#tell((l) => l.onConnect?.());
      return;
    }
    if (state === "connecting") {
      if (this.#met || code) this.#timer = setTimeout(() => this.#away(), UNNOTICED);
      return;
    }
    if (state === "stopped") {
      const text = code === Close.Replaced ? "This page was continued in another window." : "This page has lost its connection.";
      this.#notice?.show(text, true);
    } else this.#timer = setTimeout(() => this.#away(), UNNOTICED);
    this.#tell((l) => l.onDisconnect?.());
  }

  #away(): void {
    this.#notice?.show("Connection lost. Trying to reconnect…");
  }

  #show(): void {
    const state = this.#socket.state;
    const classes = document.documentElement.classList;
    const waiting = state === "connecting" || state === "idle";
    classes.toggle("azu-connected", state === "joined");
    classes.toggle("azu-error", state === "stopped" || state === "away" || (waiting && this.#met));
    classes.toggle("azu-loading", this.#busy || (waiting && !this.#met));
  }

  #send(input: PageInput): void {
    if (!this.#socket.send(input)) {
      this.#notice?.pass("Not connected: what you do now is not kept.");
      this.error("limit", input.name);
    }
  }

  #refused(code: string, input: PageInput | undefined): void {
    if (code === "invalid" && input) {
      setAttribute.call(input.field, "aria-invalid", "true");
      this.#invalid.add(input.field);
      return;
    }
    this.error(code, input?.name);
    // What is gone by now was on its way when it went; a view that failed says so itself.
    if (code !== "unknown_view" && code !== "unknown_event" && code !== "failed") {
      this.#notice?.pass("That was not accepted. Please try again.");
    }
  }

  /** flush applies the updates that have arrived. */
  #flush(): void {
    this.#scheduled = false;
    const updates = this.#updates;
    if (updates.length === 0) return;
    this.#updates = [];
    this.#touched = true;
    this.#work(() => {
      for (const u of updates) for (const [view, p] of u.patches) this.#apply(view, p);
    });
    this.#tree.sweep();
  }

  #work(f: () => void): void {
    this.#applying = true;
    try {
      keepFocus(() => {
        f();
        settleSelects(this.#tree);
        release(this.#tree);
      });
    } finally {
      this.#applying = false;
    }
  }

  #apply(view: number, p: Patch): void {
    const whole = typeof p[0] === "string";
    if (this.#asked.has(view) && !whole) return;
    this.#try(view, () => {
      const tree = this.#tree;
      if (whole) {
        renewView(tree, view, p);
        this.#asked.delete(view);
        return;
      }
      const instance = tree.views.get(view);
      if (!instance) throw new Resync(`view ${view}`);
      patch(tree, instance, p);
    });
  }

  #try(view: number, f: () => void): void {
    try {
      f();
    } catch (e) {
      // What is no mismatch is a fault of this client; starting the view over mends that too.
      if (!(e instanceof Resync)) this.error("patch", String(e), e);
      this.#ask(this.#tree.views.has(view) ? view : 1);
    }
  }

  #ask(view: number): void {
    if (this.#asked.has(view)) return;
    this.#asked.add(view);
    this.#socket.again(view);
  }

  #tell(f: (l: Options) => unknown): void {
    for (const l of this.#listeners) {
      try {
        f(l);
      } catch (e) {
        console.error(e);
      }
    }
  }
}
