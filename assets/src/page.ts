// One page and its session: what arrives goes into the document, and what the visitor
// does goes out.

import { withdraw } from "./confirm";
import { all, getAttribute, isConnected, removeAttribute, setAttribute } from "./dom";
import { Events, viewOf, type PageInput } from "./events";
import { applyStyles, release, settleSelects } from "./field";
import { keepFocus } from "./focus";
import type { Channel, Host, State } from "./host";
import { hydrate } from "./hydrate";
import { remember, settle } from "./known";
import { SparkError, type Options } from "./options";
import { patch, renewView } from "./patch";
import { Recovery } from "./recovery";
import { must, Mismatch } from "./mismatch";
import { reload, reloadOnce } from "./reload";
import { Socket } from "./socket";
import { Status } from "./status";
import { instanceOf, Tree } from "./tree";
import type { Hello, Joined, Patch, Update } from "./wire";

/** How often a page that is shown asks whether its server is still there, in milliseconds. */
const ASK = 30_000;
/** A window behind others may get no frame; no longer than this is waited for one. */
const FRAME = 250;
/** How long after a resume an answer from before may take. */
const LATE = 1_000;

/** Page runs the live part of a document. There is one for each document. */
export class Page implements Host {
  readonly #tree = new Tree();
  readonly #socket = new Socket(this);
  readonly #events = new Events(
    (input) => this.#send(input),
    () => this.#applying,
  );
  reload: () => boolean = reloadOnce;
  readonly #recovery = new Recovery();
  readonly #listeners = new Set<Options>();
  #endpoint = "/ws/components";
  #root: Element | null = null;
  #token = "";
  #status!: Status; // from the start on
  #updates: Update[] = [];
  #scheduled = false;
  #applying = false;
  /** The document no longer is what the page came with. */
  #touched = false;
  /** A new session shows something else than the one before, in which the visitor had done something. */
  #replaced = false;
  /** The newest session shows something else than the one before: an element may have become another view's. */
  #other = false;
  /** Views that were asked for again: patches for them fit nothing until they come. */
  readonly #asked = new Set<number>();
  #late: ReturnType<typeof setTimeout> | undefined;
  /** Fields that this client marked as invalid. */
  readonly #invalid = new Set<Element>();

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
    } else if (this.#socket.state === "joined") options.onConnect?.();
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
    for (const e of [root, ...all.call(root, "[z-style]")]) applyStyles(e);
    this.#status = new Status();
    this.#tree.pending = (e) => this.#events.pending(e) || this.#socket.pending(e);
    this.#events.listen(document);
    this.#recovery.listen(document);
    this.#attend();
    this.#socket.connect();
  }

  /** attend looks after the page being shown, hidden, left and come back to. */
  #attend(): void {
    const socket = this.#socket;
    addEventListener("pagehide", (e) => {
      this.#events.flush();
      this.#flush();
      // A page kept for going back comes back to its session.
      socket.pause(!e.persisted);
    });
    addEventListener("pageshow", (e) => e.persisted && socket.connect());
    addEventListener("online", () => socket.wake());
    document.addEventListener("visibilitychange", () => (document.hidden ? this.#flush() : socket.wake()));
    setInterval(() => !document.hidden && socket.state === "joined" && socket.wake(), ASK);
  }

  open(): Channel {
    return new WebSocket(new URL(this.#endpoint, location.href).href.replace(/^http/, "ws"));
  }

  hello(): Hello {
    this.#flush();
    return {
      token: this.#token,
      url: location.pathname + location.search,
      known: this.#tree.names(false),
      full: this.#tree.names(true),
      seq: Math.max(this.#socket.seq, +this.#touched),
    };
  }

  joined({ templates, fresh, view }: Joined): PageInput[] {
    const { views } = this.#tree;
    if (fresh) this.#updates = []; // of a session that is no more
    this.#flush();
    templates.forEach((t) => this.#tree.define(t));
    this.#asked.clear();
    const touched = this.#touched;
    const text = fresh && document.body.textContent;
    this.#events.flush();
    this.#recovery.keep();
    const root = (views.get(1)?.first ?? this.#root) as Element;
    views.clear();
    if (view) {
      views.set(1, instanceOf(root, root));
      this.#work(() => this.#apply(1, view));
    } else this.#try(1, () => this.#tree.register(root));
    hydrate(this.#tree, (lost) => this.#ask(lost));
    this.#other = fresh && text !== document.body.textContent;
    this.#replaced = this.#other && touched;
    if (this.#other) withdraw();
    return this.#recovery.restore(this.#other);
  }

  update(u: Update, done: PageInput[]): void {
    // Known from now on, whatever a join says before the next frame.
    u.templates.forEach((t) => this.#tree.define(t));
    const { refusal } = u;
    const refused = refusal && done.pop();
    for (const { source } of done) if (this.#invalid.delete(source)) removeAttribute.call(source, "aria-invalid");
    if (refused) this.#refused(refusal, refused);
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
    if (this.#replaced || inputs.length > 0) this.#status.pass("This page was started anew: unsaved changes may be lost.");
  }

  stands(input: PageInput): boolean {
    const { asker, event, attribute } = input;
    input.view = viewOf(asker);
    return isConnected.call(asker) && getAttribute.call(asker, "z-" + event) === attribute && (input.view < 2 || !this.#other);
  }

  busy(on: boolean): void {
    this.#status.busy(on);
  }

  error(code: string, detail = ""): void {
    // A redirect leads to a path of this site, never elsewhere.
    if (code === "redirect" && /^\/(?![/\\])[^\\\0-\x1f]*$/.test(detail)) {
      this.reload = () => true;
      location.assign(detail);
    } else this.#tell((l) => l.onError?.(new SparkError(code, detail)));
  }

  state(state: State, code: number): void {
    this.#status.enter(state, code);
    if (state === "joined") {
      // A question that a lost connection swallowed is asked again, unless the answer was only late.
      const open = [...this.#asked];
      clearTimeout(this.#late);
      this.#late = setTimeout(() => open.forEach((view) => this.#asked.has(view) && this.#socket.again(view)), LATE);
      this.#tell((l) => l.onConnect?.());
    } else if (state !== "connecting") this.#tell((l) => l.onDisconnect?.());
  }

  steady(): void {
    this.reload = reload;
    this.#recovery.forget();
  }

  #send(input: PageInput): void {
    if (this.#socket.send(input)) return;
    this.#status.pass("Not connected: changes are not kept.");
    this.error("limit", input.name);
  }

  #refused(code: string, { source, name }: PageInput): void {
    if (code === "invalid") {
      setAttribute.call(source, "aria-invalid", "true");
      this.#invalid.add(source);
      return;
    }
    this.error(code, name);
    // What is gone by now was on its way when it went; a view that failed says so itself.
    if (!/^(unknown|failed)/.test(code)) this.#status.pass("That was not accepted.");
  }

  /** flush applies the updates that have arrived. */
  #flush(): void {
    this.#scheduled = false;
    const updates = this.#updates;
    this.#updates = [];
    if (updates.length === 0) return;
    this.#work(() => updates.forEach((u) => u.patches.forEach(([view, p]) => this.#apply(view, p))));
    for (const input of this.#recovery.restore(this.#other)) this.#send(input);
  }

  #work(f: () => void): void {
    const tree = this.#tree;
    this.#touched = this.#applying = true;
    try {
      keepFocus(() => {
        f();
        settleSelects(tree);
        release(tree);
      });
    } finally {
      this.#applying = false;
    }
    tree.sweep();
  }

  #apply(view: number, p: Patch): void {
    this.#try(view, () => {
      const tree = this.#tree;
      if (typeof p[0] === "string") {
        renewView(tree, view, p);
        this.#asked.delete(view);
      } else if (!this.#asked.has(view)) {
        const instance = tree.views.get(view);
        must(instance);
        patch(tree, instance, p);
      }
    });
  }

  #try(view: number, f: () => void): void {
    try {
      f();
    } catch (e) {
      // What is no mismatch is a fault of this client; starting the view over mends that too.
      if (!(e instanceof Mismatch)) this.error("patch", String(e));
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
